"""Issuing the plan, and issuing it anew after changes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from zhenggai.domain.holes import demand_whole
from zhenggai.domain.issuing import CannotIssue, demand_document
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.ledger.covering import declared_counts, holes_of
from zhenggai.ledger.frozen import Frozen, freeze
from zhenggai.ledger.issued import hold_cycle, latest_issue
from zhenggai.ledger.models import Cycle, PlanIssue, PlanReview
from zhenggai.ledger.operations.issuing.asking import ask_all
from zhenggai.ledger.operations.issuing.telling import tell_cycle
from zhenggai.ledger.ruling import rules_of


def issue_plan(
    *, cycle_id: int, document_number: str, day: date | None, digest: str, actor: Actor, at: datetime
) -> int:
    """Issue the plan whose `digest` was seen: freeze it, give it number and day, and ask leaders and units to accept.

    :raises NotAllowed: unless the actor issues plans.
    :raises NoSuchThing: where there is no such cycle.
    :raises PlanHasHoles: where the plan lacks anything.
    :raises CannotIssue: where it was not passed by its reviewers, changed since it was seen, or is issued already.
    """
    actor = acting(actor, Act.ISSUE)
    return _issue(cycle_id, 0, document_number, day, digest, actor=actor, at=at)


def reissue_plan(
    *, cycle_id: int, version: int, document_number: str, day: date | None, digest: str, actor: Actor, at: datetime
) -> int:
    """Issue the plan anew, with all that was changed since; `version` is the number of the version in force.

    :raises NotAllowed: unless the actor issues plans.
    :raises NoSuchThing: where there is no such cycle.
    :raises PlanHasHoles: where the plan lacks anything.
    :raises CannotIssue: where nothing has changed, it changed since it was seen, or another version is in force.
    """
    actor = acting(actor, Act.ISSUE)
    return _issue(cycle_id, version, document_number, day, digest, actor=actor, at=at)


def _issue(
    cycle_id: int, version: int, document_number: str, day: date | None, digest: str, *, actor: Actor, at: datetime
) -> int:
    try:
        with transaction.atomic(durable=True):
            cycle = hold_cycle(cycle_id)
            actor = acting(actor, Act.ISSUE, Thing(cycle_id=cycle_id))
            last = latest_issue(cycle_id)
            _demand_version(last, version)
            earliest = last.day if last else cycle.feedback_date
            issued = demand_document(document_number.strip(), day, earliest=earliest, today=localdate(at))
            frozen = freeze(cycle_id)
            _demand_ready(cycle, last, frozen, digest)
            issue = PlanIssue.objects.create(
                cycle=cycle,
                number=version + 1,
                document_number=document_number.strip(),
                day=issued,
                frozen=frozen.text,
                digest=frozen.digest,
                at=at,
                by=actor.name,
            )
            asked = ask_all(cycle_id, hours=rules_of(cycle_id=cycle_id).acceptance_hours, at=at)
            after = {
                "plan_version": issue.number,
                "document_number": issue.document_number,
                "issue_day": issue.day.isoformat(),
                "tasks": len(frozen.plan.tasks),
                "plan_digest": frozen.digest,
                "asked_count": asked,
            }
            before = {"plan_version": last.number, "document_number": last.document_number} if last else {}
            verb = "plan.reissue" if last else "plan.issue"
            tell_cycle(cycle_id, actor=actor, verb=verb, before=before, after=after, at=at)
    except IntegrityError as clash:
        raise CannotIssue("文号“$document”已经用过，请核对。", document=document_number) from clash
    return issue.pk


def _demand_version(last: PlanIssue | None, version: int) -> None:
    if last is None and version:
        raise CannotIssue("方案还没有印发过。")
    if last is not None and last.number != version:
        raise CannotIssue("方案已由 $who 印发（$document）。", who=last.by, document=last.document_number)


def _demand_ready(cycle: Cycle, last: PlanIssue | None, frozen: Frozen, digest: str) -> None:
    demand_whole(holes_of(cycle.pk), tuple(declared_counts(cycle).values()))
    if last is None:
        _demand_reviewed(cycle, frozen)
    elif last.digest == frozen.digest:
        raise CannotIssue("现在的方案与印发的一样，不必再印发。")
    if frozen.digest != digest:
        raise CannotIssue("方案在您查看以后又有修改，请对照现在的内容再印发。")


def _demand_reviewed(cycle: Cycle, frozen: Frozen) -> None:
    rules = rules_of(cycle_id=cycle.pk)
    if not (rules.review_required and rules.reviewers):
        return
    review = PlanReview.objects.filter(cycle=cycle).order_by("-number").first()
    if review is None or review.state != "passed":
        raise CannotIssue("方案还没有通过会审，不能印发。")
    if review.digest != frozen.digest:
        raise CannotIssue("会审以后方案又有修改，请再送一轮会审。")
