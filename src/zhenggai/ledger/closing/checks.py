"""What others found out about tasks: visits, calls, draws, who verified, stages, reopenings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count
from django.utils.timezone import localdate

from zhenggai.domain.closing_facts import (
    ReopenedFact,
    RosterFact,
    StageFact,
    VerifierFact,
    VisitFact,
)
from zhenggai.domain.closing_rules import STEPS, ClosingRules
from zhenggai.domain.states import FINISHED
from zhenggai.ledger.closing.posts import posts_in_units, years_before
from zhenggai.ledger.closing_models import CallBack, Closing, Reopening, SampleTask, Signature, StagedTarget, Visit
from zhenggai.ledger.models import Task
from zhenggai.ledger.standing import things_of_tasks


@dataclass(frozen=True, slots=True)
class Checks:
    """Facts by the keys of tasks. `calls` are the newest answers of each person of each list."""

    visits: Mapping[int, tuple[VisitFact, ...]]
    calls: Mapping[int, Mapping[str, tuple[str, ...]]]
    verifiers: Mapping[int, tuple[VerifierFact, ...]]
    stages: Mapping[int, tuple[StageFact, ...]]
    reopened: Mapping[int, ReopenedFact]
    drawn: Mapping[int, str]
    framed: frozenset[int]

    def rosters(self, task_id: int, known: Iterable[RosterFact]) -> tuple[RosterFact, ...]:
        """The lists of a task with what came of the calls; a list that only the calls name stands behind them."""
        answers = dict(self.calls.get(task_id, {}))
        found = []
        for roster in known:
            mine = answers.pop(roster.name, ())
            found.append(_counted(roster, mine))
        others = (_counted(RosterFact(0, name, 0, None), mine) for name, mine in sorted(answers.items()))
        return (*found, *others)


def checks_of(tasks: Sequence[Task], *, today: date, rules: Mapping[int, ClosingRules]) -> Checks:
    """What others found out about these tasks; what belongs to an application counts for the newest one alone."""
    wanted = [task.pk for task in tasks]
    closings = list(Closing.objects.filter(task_id__in=wanted).order_by("number"))
    newest = _newest(tasks, closings)
    visits = list(Visit.objects.filter(task_id__in=wanted).annotate(taken=Count("photos")).order_by("-day", "-pk"))
    calls = list(CallBack.objects.filter(task_id__in=wanted).order_by("pk"))
    drawn, framed = _draws(newest, _before(newest, tasks, closings), visits)
    return Checks(
        visits=_visits(visits, {one.pk: one for one in closings if newest.get(one.task_id) == one.pk}),
        calls=_calls(calls, newest),
        verifiers=_verifiers(tasks, newest, visits, calls, today=today, rules=rules),
        stages=_stages(closings),
        reopened=_reopened(wanted),
        drawn=drawn,
        framed=framed,
    )


def _counted(roster: RosterFact, answers: Sequence[str]) -> RosterFact:
    reached = [answer for answer in answers if answer != "unreached"]
    return replace(roster, called=len(reached), denied=reached.count("denied"))


def _newest(tasks: Iterable[Task], closings: Iterable[Closing]) -> dict[int, int]:
    """The application of each task that is under way, or by which it is over; one before a reopening counts no more."""
    finished = {task.pk for task in tasks if task.state in FINISHED}
    return {
        one.task_id: one.pk
        for one in closings
        if one.outcome == "done" and (one.state == "open" or (one.state == "closed" and one.task_id in finished))
    }


def _before(newest: Mapping[int, int], tasks: Iterable[Task], closings: Iterable[Closing]) -> dict[int, int]:
    """The applications that came to nothing since the task was last closed, and their tasks: what they owed is still owed."""
    finished = {task.pk for task in tasks if task.state in FINISHED}
    found: dict[int, list[int]] = defaultdict(list)
    for one in closings:
        if one.outcome == "done" and one.state == "closed":
            found[one.task_id].clear()
        elif one.outcome == "done" and one.pk != newest.get(one.task_id) and one.task_id not in finished:
            found[one.task_id].append(one.pk)
    return {closing: task for task, mine in found.items() for closing in mine}


def _visits(visits: Iterable[Visit], newest: Mapping[int, Closing]) -> dict[int, tuple[VisitFact, ...]]:
    """The visits of the application, and whichever came last where it found that the work is not done."""
    found: dict[int, list[VisitFact]] = defaultdict(list)
    seen: set[int] = set()
    for row in visits:
        closing = newest.get(row.closing_id or 0)
        if closing or (row.task_id not in seen and not row.passed):
            early = closing is not None and row.day < localdate(closing.applied_at)
            found[row.task_id].append(VisitFact(row.pk, row.day, row.by, row.passed, row.taken, early))  # type: ignore[attr-defined]  # counted by the query
        seen.add(row.task_id)
    return {task: tuple(facts) for task, facts in found.items()}


def _calls(calls: Iterable[CallBack], newest: Mapping[int, int]) -> dict[int, dict[str, tuple[str, ...]]]:
    """The last answer of each person: what they bear out counts for the application, what they deny until they bear it out."""
    answers: dict[int, dict[tuple[str, str], CallBack]] = defaultdict(dict)
    for row in calls:
        before = answers[row.task_id].get((row.roster, row.who))
        if before is None or row.result != "unreached" or before.result != "denied":
            answers[row.task_id][row.roster, row.who] = row
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for task, given in answers.items():
        for (roster, _), row in given.items():
            if row.result == "denied" or (row.closing_id and row.closing_id == newest.get(task)):
                found[task][roster].append(row.result)
    return {task: {name: tuple(results) for name, results in lists.items()} for task, lists in found.items()}


def _verifiers(
    tasks: Sequence[Task],
    newest: Mapping[int, int],
    visits: Iterable[Visit],
    calls: Iterable[CallBack],
    *,
    today: date,
    rules: Mapping[int, ClosingRules],
) -> dict[int, tuple[VerifierFact, ...]]:
    """Who visited, who called people back and who signed as supervisor, with their posts in the units of the task."""
    counted = set(newest.values())
    did = [(one.task_id, one.by_id, one.by, "现场核查") for one in visits if one.closing_id in counted]
    did += [(one.task_id, one.by_id, one.by, "回访") for one in calls if one.closing_id in counted]
    signers = Signature.objects.filter(closing_id__in=counted, step="supervisor")
    did += [
        (task, pk, name, STEPS["supervisor"])
        for task, pk, name in signers.values_list("closing__task_id", "by_id", "by")
    ]
    if not did:
        return {}
    units = {pk: thing.units for pk, thing in things_of_tasks({task for task, *_ in did}).items()}
    cycles = {task.pk: task.cycle_id for task in tasks}
    posts = posts_in_units({pk for _, pk, _, _ in did}, frozenset().union(*units.values()))
    found: dict[int, dict[tuple[int, str], VerifierFact]] = defaultdict(dict)
    for task, pk, name, what in did:
        since = years_before(today, rules[cycles[task]].post_years)
        held = tuple(post.words for post in posts.get(pk, ()) if post.unit_id in units[task] and post.counts(since))
        found[task][pk, what] = VerifierFact(name, what, held)
    return {task: tuple(facts.values()) for task, facts in found.items()}


def _stages(closings: Iterable[Closing]) -> dict[int, tuple[StageFact, ...]]:
    """The stages of the newest decision that made a task long-term."""
    newest = {one.task_id: one.pk for one in closings if one.outcome == "long_term" and one.state == "closed"}
    tasks = {closing: task for task, closing in newest.items()}
    found: dict[int, list[StageFact]] = defaultdict(list)
    for row in StagedTarget.objects.filter(closing_id__in=tasks).order_by("position"):
        fact = StageFact(row.position, row.target, row.due, row.reached_on is not None)
        found[tasks[row.closing_id]].append(fact)
    return {task: tuple(facts) for task, facts in found.items()}


def _reopened(task_ids: Iterable[int]) -> dict[int, ReopenedFact]:
    rows = Reopening.objects.filter(task_id__in=task_ids).order_by("number")
    return {row.task_id: ReopenedFact(row.number, row.what, row.at) for row in rows}


def _draws(
    newest: Mapping[int, int], before: Mapping[int, int], visits: Iterable[Visit]
) -> tuple[dict[int, str], frozenset[int]]:
    """Which tasks were drawn, and whose application stood in a draw at all.

    Who was drawn, took the application back and applies again is not drawn anew: somebody goes there all the same.
    """
    gone = {visit.closing_id for visit in visits if visit.passed and visit.taken}  # type: ignore[attr-defined]  # counted by the query
    owed = [closing for closing in before if closing not in gone]
    rows = list(
        SampleTask.objects.filter(closing_id__in=[*newest.values(), *owed]).values_list(
            "task_id", "closing_id", "drawn"
        )
    )
    earlier = {task: "以前的申请抽中" for task, closing, was_drawn in rows if was_drawn and closing in before}
    drawn = {task: "现场抽查抽中" for task, closing, was_drawn in rows if was_drawn and closing == newest.get(task)}
    return earlier | drawn, frozenset(task for task, closing, _ in rows if closing == newest.get(task))
