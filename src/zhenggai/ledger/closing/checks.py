"""What others found out about tasks: visits, calls, draws, who verified, stages, reopenings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from zhenggai.ledger.closing.rows import GateRows
from zhenggai.ledger.closing_models import CallBack, Closing, Reopening, SampleTask, StagedTarget, Visit
from zhenggai.ledger.models import Task


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


def checks_of(tasks: Sequence[Task], rows: GateRows, *, today: date, rules: Mapping[int, ClosingRules]) -> Checks:
    """What others found out about these tasks; what belongs to an application counts for the newest one alone."""
    closings = sorted(rows.closings, key=lambda one: one.number)
    newest = _newest(tasks, closings)
    visits = sorted(rows.visits, key=lambda one: (one.day, one.pk), reverse=True)
    taken = Counter(photo.visit_id for photo in rows.photos)
    drawn, framed = _draws(newest, _before(newest, tasks, closings), visits, taken, rows.samples)
    return Checks(
        visits=_visits(visits, {one.pk: one for one in closings if newest.get(one.task_id) == one.pk}, taken),
        calls=_calls(rows.calls, newest),
        verifiers=_verifiers(tasks, newest, rows, today=today, rules=rules),
        stages=_stages(closings, rows.stages),
        reopened=_reopened(rows.reopenings),
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


def _visits(
    visits: Iterable[Visit], newest: Mapping[int, Closing], taken: Mapping[int, int]
) -> dict[int, tuple[VisitFact, ...]]:
    """The visits of the application, and whichever came last where it found that the work is not done."""
    found: dict[int, list[VisitFact]] = defaultdict(list)
    seen: set[int] = set()
    for row in visits:
        closing = newest.get(row.closing_id or 0)
        if closing or (row.task_id not in seen and not row.passed):
            early = closing is not None and row.day < localdate(closing.applied_at)
            found[row.task_id].append(VisitFact(row.pk, row.day, row.by, row.passed, taken[row.pk], early))
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
    rows: GateRows,
    *,
    today: date,
    rules: Mapping[int, ClosingRules],
) -> dict[int, tuple[VerifierFact, ...]]:
    """Who visited, who called people back and who signed as supervisor, with their posts in the units of the task."""
    counted = set(newest.values())
    did = [(one.task_id, one.by_id, one.by, "现场核查") for one in rows.visits if one.closing_id in counted]
    did += [(one.task_id, one.by_id, one.by, "回访") for one in rows.calls if one.closing_id in counted]
    task_of = {closing: task for task, closing in newest.items()}
    did += [
        (task_of[one.closing_id], one.by_id, one.by, STEPS["supervisor"])
        for one in rows.signatures
        if one.closing_id in counted and one.step == "supervisor"
    ]
    if not did:
        return {}
    units = {task: rows.units(task) for task, *_ in did}
    cycles = {task.pk: task.cycle_id for task in tasks}
    posts = posts_in_units({pk for _, pk, _, _ in did}, frozenset().union(*units.values()))
    found: dict[int, dict[tuple[int, str], VerifierFact]] = defaultdict(dict)
    for task, pk, name, what in did:
        since = years_before(today, rules[cycles[task]].post_years)
        held = tuple(post.words for post in posts.get(pk, ()) if post.unit_id in units[task] and post.counts(since))
        found[task][pk, what] = VerifierFact(name, what, held)
    return {task: tuple(facts.values()) for task, facts in found.items()}


def _stages(closings: Iterable[Closing], stages: Iterable[StagedTarget]) -> dict[int, tuple[StageFact, ...]]:
    """The stages of the newest decision that made a task long-term."""
    newest = {one.task_id: one.pk for one in closings if one.outcome == "long_term" and one.state == "closed"}
    tasks = {closing: task for task, closing in newest.items()}
    found: dict[int, list[StageFact]] = defaultdict(list)
    for row in sorted(stages, key=lambda one: one.position):
        if row.closing_id in tasks:
            fact = StageFact(row.position, row.target, row.due, row.reached_on is not None)
            found[tasks[row.closing_id]].append(fact)
    return {task: tuple(facts) for task, facts in found.items()}


def _reopened(reopenings: Iterable[Reopening]) -> dict[int, ReopenedFact]:
    rows = sorted(reopenings, key=lambda one: one.number)
    return {row.task_id: ReopenedFact(row.number, row.what, row.at) for row in rows}


def _draws(
    newest: Mapping[int, int],
    before: Mapping[int, int],
    visits: Iterable[Visit],
    taken: Mapping[int, int],
    samples: Iterable[SampleTask],
) -> tuple[dict[int, str], frozenset[int]]:
    """Which tasks were drawn, and whose application stood in a draw at all.

    Who was drawn, took the application back and applies again is not drawn anew: somebody goes there all the same.
    """
    gone = {visit.closing_id for visit in visits if visit.passed and taken[visit.pk]}
    owed = {closing for closing in before if closing not in gone}
    now = [row for row in samples if row.closing_id == newest.get(row.task_id)]
    earlier = {row.task_id: "以前的申请抽中" for row in samples if row.drawn and row.closing_id in owed}
    drawn = {row.task_id: "现场抽查抽中" for row in now if row.drawn}
    return earlier | drawn, frozenset(row.task_id for row in now)
