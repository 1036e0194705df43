"""The way of a plan: its rounds of review, its versions, and how they differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from zhenggai.domain.comparing import compare
from zhenggai.domain.holes import PlanHasHoles, demand_whole
from zhenggai.domain.issuing import FrozenPlan, FrozenTask
from zhenggai.domain.planning import measure_facts
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.reviewing import REMARK_FIELDS, outcome_of
from zhenggai.domain.rights import Actor
from zhenggai.domain.rules import Rules
from zhenggai.ledger.covering import declared_counts, holes_of
from zhenggai.ledger.frozen import Frozen, freeze, thaw
from zhenggai.ledger.models import ChangeRequest, Cycle, PlanIssue, PlanReview, ReviewAnswer, Task
from zhenggai.ledger.parties import may_write_for, parties_of
from zhenggai.ledger.queries.acceptances import count_acceptances
from zhenggai.ledger.queries.rows import cycle_and_rules, cycle_row, found_cycle, to_counted_cycle
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.shapes.issuing import (
    STAGE_NAMES,
    AnsweredQuestion,
    ComparePage,
    OpinionRow,
    PartyRow,
    PlanPage,
    PlanStage,
    RemarkRow,
    ReviewPage,
    RoundRow,
    VersionLink,
    VersionPage,
    VersionTask,
)
from zhenggai.ledger.shapes.planning import IssueRow

ROWS = 100
NOW = VersionLink("now", "now", 0)


def plan_page(*, cycle_id: int, actor: Actor, now: datetime, today: date) -> PlanPage:
    """Where the plan of a cycle stands.

    :raises NoSuchThing: where there is no such cycle.
    """
    cycle = found_cycle(cycle_id=cycle_id, counted=True)
    rules, frozen = rules_of_found(cycle), freeze(cycle_id)
    reviews = list(_reviews(cycle_id))
    rounds = tuple(_round(review, actor, today) for review in reviews)
    issues = tuple(PlanIssue.objects.filter(cycle_id=cycle_id).defer("frozen").order_by("-number"))
    stage = _stage(rounds, reviews, issues, frozen)
    return PlanPage(
        cycle=to_counted_cycle(cycle),
        stage=stage,
        stage_name=STAGE_NAMES[stage],
        rules=rules,
        refusal=_refusal(cycle),
        rounds=rounds,
        issues=tuple(map(issue_row, issues)),
        versions=_links(
            ((row.number, row.document_number, row.at) for row in issues),
            ((review.number, review.opened_at) for review in reviews),
        ),
        differing=_differing(cycle_id, frozen, issues, reviews),
        digest=frozen.digest,
        changes_waiting=ChangeRequest.objects.filter(cycle_id=cycle_id, state="asked").count(),
        acceptances=count_acceptances(cycle_id, now=now),
    )


def review_page(*, review_id: int, actor: Actor, today: date) -> ReviewPage:
    """A round of review with all that was said.

    :raises NoSuchThing: where there is no such round.
    """
    review = _reviews().filter(pk=review_id).first()
    if review is None:
        raise NoSuchThing("没有编号为 $id 的会审。", id=review_id)
    row, plan = _round(review, actor, today), thaw(review.frozen, cycle_id=review.cycle_id)
    questions = tuple(json.loads(review.questions))
    waiting = tuple(party.name for party in row.parties if party.agrees is None)
    own = tuple(party.name for party in row.parties if party.mine and party.name in waiting)
    on_paper = not own and may_write_for(actor, review.cycle_id)
    last = next((link for link in _versions(review.cycle_id) if link.key == f"r{review.number - 1}"), None)
    return ReviewPage(
        cycle=cycle_row(cycle_id=review.cycle_id),
        round=row,
        questions=questions,
        opinions=tuple(_opinions(review, questions)),
        open_to=() if review.state != "open" else waiting if on_paper else own,
        on_paper=on_paper,
        plan=plan,
        last=last,
    )


def review_scan(*, answer_id: int, cycle_id: int) -> tuple[str, str]:
    """Hash and name of the paper on which a party gave its opinion.

    :raises NoSuchThing: where there is none.
    """
    found = ReviewAnswer.objects.filter(pk=answer_id, review__cycle_id=cycle_id).exclude(scan="")
    row = found.values_list("scan", "scan_name").first()
    if row is None:
        raise NoSuchThing("没有编号为 $id 的意见原件。", id=answer_id)
    return row


def version_page(*, cycle_id: int, key: str, after: int = 0, whole: bool = False) -> VersionPage:
    """A version of the plan, from the task behind the place `after`; all of it where it is wanted for printing.

    :raises NoSuchThing: where there is no such version.
    """
    link = _link(cycle_id, key)
    plan, digest = _version(cycle_id, link)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    shown = plan.tasks if whole else plan.tasks[after : after + ROWS]
    names = {problem.id: (problem.number, problem.title) for problem in plan.problems}
    issue = PlanIssue.objects.filter(cycle_id=cycle_id, number=link.number).defer("frozen").first()
    return VersionPage(
        cycle=cycle,
        link=link,
        issue=issue_row(issue) if issue and key.startswith("i") else None,
        digest=digest,
        problems=len(plan.problems),
        total=len(plan.tasks),
        measures=sum(len(task.measures) for task in plan.tasks),
        tasks=tuple(_version_task(task, names, rules) for task in shown),
        after=after + ROWS if not whole and len(plan.tasks) > after + ROWS else None,
    )


def compare_page(*, cycle_id: int, old: str, new: str, after: int = 0) -> ComparePage:
    """What differs between two versions of a plan, from the task behind the place `after`.

    :raises NoSuchThing: where there is no such version.
    """
    first, second = _link(cycle_id, old), _link(cycle_id, new)
    found = compare(_version(cycle_id, first)[0], _version(cycle_id, second)[0])
    return ComparePage(
        cycle=cycle_row(cycle_id=cycle_id),
        old=first,
        new=second,
        versions=_versions(cycle_id),
        differences=found[after : after + ROWS],
        total=len(found),
        after=after + ROWS if len(found) > after + ROWS else None,
    )


def issue_row(issue: PlanIssue) -> IssueRow:
    """A version that was issued."""
    return IssueRow(issue.number, issue.document_number, issue.day, issue.at, issue.by, issue.digest)


def _stage(
    rounds: tuple[RoundRow, ...], reviews: list[PlanReview], issues: tuple[PlanIssue, ...], frozen: Frozen
) -> PlanStage:
    if issues:
        return "issued"
    if not rounds:
        return "draft"
    if rounds[0].state == "passed":
        return "passed" if reviews[0].digest == frozen.digest else "stale"
    return "review" if rounds[0].state == "open" else "returned"


def _differing(cycle_id: int, frozen: Frozen, issues: tuple[PlanIssue, ...], reviews: list[PlanReview]) -> int:
    last: PlanIssue | PlanReview | None = issues[0] if issues else reviews[0] if reviews else None
    if last is None or last.digest == frozen.digest:
        return 0
    return len(compare(thaw(last.frozen, cycle_id=cycle_id), frozen.plan))


def _refusal(cycle: Cycle) -> PlanHasHoles | None:
    try:
        demand_whole(holes_of(cycle.pk), tuple(declared_counts(cycle).values()))
    except PlanHasHoles as refusal:
        return refusal
    return None


def _reviews(cycle_id: int | None = None) -> QuerySet[PlanReview]:
    given = Prefetch("given", ReviewAnswer.objects.order_by("pk"))
    reviews = PlanReview.objects.prefetch_related(given).order_by("-number")
    return reviews if cycle_id is None else reviews.filter(cycle_id=cycle_id).defer("frozen")


def _round(review: PlanReview, actor: Actor, today: date) -> RoundRow:
    names = tuple(json.loads(review.parties))
    given = {answer.party: answer for answer in review.given.all()}
    mine = parties_of(actor, names, cycle_id=review.cycle_id, on=today) if review.state == "open" else ()
    parties = (
        PartyRow(
            name=name,
            agrees=given[name].agrees if name in given else None,
            by=given[name].by if name in given else "",
            at=given[name].at if name in given else None,
            mine=name in mine,
        )
        for name in names
    )
    return RoundRow(
        id=review.pk,
        number=review.number,
        state=review.state,
        opened_at=review.opened_at,
        opened_by=review.opened_by,
        closed_at=review.closed_at,
        closed_by=review.closed_by,
        reason=review.reason,
        parties=tuple(parties),
        outcome=outcome_of(names, {name: answer.agrees for name, answer in given.items()}),
    )


def _opinions(review: PlanReview, questions: tuple[str, ...]) -> Iterator[OpinionRow]:
    standing = dict(Task.objects.filter(cycle_id=review.cycle_id).values_list("number", "pk"))
    for answer in review.given.all():
        answers = json.loads(answer.answers)
        yield OpinionRow(
            id=answer.pk,
            party=answer.party,
            agrees=answer.agrees,
            answers=tuple(
                AnsweredQuestion(question, yes, words)
                for question, (yes, words) in zip(questions, answers, strict=True)
            ),
            remarks=tuple(
                RemarkRow(standing.get(number), number, REMARK_FIELDS[field], words)
                for number, field, words in json.loads(answer.remarks)
            ),
            words=answer.words,
            by=answer.by,
            at=answer.at,
            scan_name=answer.scan_name,
        )


def _versions(cycle_id: int) -> tuple[VersionLink, ...]:
    """Every version, the newest first, with what stands now at the head."""
    rounds = PlanReview.objects.filter(cycle_id=cycle_id).order_by("-number").values_list("number", "opened_at")
    issues = PlanIssue.objects.filter(cycle_id=cycle_id).order_by("-number")
    return _links(issues.values_list("number", "document_number", "at"), rounds)


def _links(
    issued: Iterable[tuple[int, str, datetime]], rounds: Iterable[tuple[int, datetime]]
) -> tuple[VersionLink, ...]:
    return (
        NOW,
        *(VersionLink(f"i{number}", "issue", number, document, at) for number, document, at in issued),
        *(VersionLink(f"r{number}", "round", number, "", at) for number, at in rounds),
    )


def _link(cycle_id: int, key: str) -> VersionLink:
    link = next((link for link in _versions(cycle_id) if link.key == key), None)
    if link is None:
        raise NoSuchThing("没有这一版方案：$key。", key=key)
    return link


def _version(cycle_id: int, link: VersionLink) -> tuple[FrozenPlan, str]:
    if link.key == NOW.key:
        frozen = freeze(cycle_id)
        return frozen.plan, frozen.digest
    kept: PlanIssue | PlanReview
    if link.key.startswith("i"):
        kept = PlanIssue.objects.get(cycle_id=cycle_id, number=link.number)
    else:
        kept = PlanReview.objects.get(cycle_id=cycle_id, number=link.number)
    return thaw(kept.frozen, cycle_id=cycle_id), kept.digest


def _version_task(task: FrozenTask, names: dict[int, tuple[str, str]], rules: Rules) -> VersionTask:
    return VersionTask(
        task=task,
        problems=tuple(names[key] for key in task.problems if key in names),
        kind_name=rules.kind_name(task.plan.kind),
        frequencies=tuple(str(measure_facts(measure.plan)["frequency"]) for measure in task.measures),
    )
