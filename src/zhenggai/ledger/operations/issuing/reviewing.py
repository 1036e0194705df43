"""Rounds of review: opened by the office, answered by the parties, closed by the office."""

from __future__ import annotations

import json
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from zhenggai.domain.holes import demand_whole
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.reviewing import CannotReview, Opinion, demand_opinion, demand_party, outcome_of
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.ledger.covering import declared_counts, holes_of
from zhenggai.ledger.files import keep_content
from zhenggai.ledger.frozen import freeze, thaw
from zhenggai.ledger.issued import hold_cycle, latest_issue
from zhenggai.ledger.models import PlanReview, ReviewAnswer
from zhenggai.ledger.operations.issuing.telling import reason_in, tell_cycle
from zhenggai.ledger.parties import WITHOUT_PAPER, may_write_for, parties_of
from zhenggai.ledger.ruling import rules_of

SCAN_STARTS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n")
MOST_SCAN_BYTES = 20_000_000


def open_review(*, cycle_id: int, actor: Actor, at: datetime) -> int:
    """Send the plan as it stands to the parties and return the number of the round.

    :raises NotAllowed: unless the actor issues plans.
    :raises NoSuchThing: where there is no such cycle.
    :raises PlanHasHoles: where the plan lacks anything.
    :raises CannotReview: where a round is open, nobody reviews, or the plan is issued.
    """
    actor = acting(actor, Act.ISSUE)
    try:
        with transaction.atomic(durable=True):
            cycle = hold_cycle(cycle_id)
            actor = acting(actor, Act.ISSUE, Thing(cycle_id=cycle_id))
            rules = rules_of(cycle_id=cycle_id)
            if latest_issue(cycle_id):
                raise CannotReview("方案已经印发，以后的修改请走变更申请。")
            if not rules.reviewers:
                raise CannotReview("还没有会审单位，请先在“设置”里写明。")
            demand_whole(holes_of(cycle_id), tuple(declared_counts(cycle).values()))
            frozen = freeze(cycle_id)
            review = PlanReview.objects.create(
                cycle=cycle,
                number=cycle.reviews.count() + 1,
                parties=json.dumps(rules.reviewers, ensure_ascii=False),
                questions=json.dumps(rules.questions, ensure_ascii=False),
                frozen=frozen.text,
                digest=frozen.digest,
                opened_at=at,
                opened_by=actor.name,
            )
            after = {
                "review": review.number,
                "parties": "、".join(rules.reviewers),
                "tasks": len(frozen.plan.tasks),
                "plan_digest": frozen.digest,
            }
            tell_cycle(cycle_id, actor=actor, verb="review.open", before={}, after=after, at=at)
    except IntegrityError as clash:
        raise CannotReview("上一轮会审还没有结束。") from clash
    return review.pk


def answer_review(
    *,
    review_id: int,
    party: str,
    opinion: Opinion,
    actor: Actor,
    at: datetime,
    scan: bytes | BinaryIO | None = None,
    scan_name: str = "",
) -> None:
    """Say what a party thinks of the plan under review; the office does so for a party with its opinion on paper.

    :raises NotAllowed: unless the actor reviews for this party.
    :raises NoSuchThing: where there is no such round.
    :raises CannotReview: where the round is over, the party has spoken, or an answer is missing.
    """
    actor = acting(actor, Act.REVIEW)
    review = found_review(review_id)
    actor = acting(actor, Act.REVIEW, Thing(cycle_id=review.cycle_id))
    written_by_office = _written_by_office(actor, party, review, at)
    numbers = frozenset(task.number for task in thaw(review.frozen, cycle_id=review.cycle_id).tasks)
    demand_opinion(opinion, questions=json.loads(review.questions), tasks=numbers)
    kept = _kept_scan(scan) if written_by_office else ""
    try:
        with transaction.atomic(durable=True):
            hold_cycle(review.cycle_id)
            _demand_open(found_review(review_id))
            demand_party(party, parties=json.loads(review.parties), given=given_in(review))
            ReviewAnswer.objects.create(
                review=review,
                party=party,
                agrees=opinion.agrees,
                answers=json.dumps([[one.yes, one.words.strip()] for one in opinion.answers], ensure_ascii=False),
                remarks=json.dumps(
                    [[one.task, one.field, one.words.strip()] for one in opinion.remarks], ensure_ascii=False
                ),
                words=opinion.words.strip(),
                at=at,
                by=actor.name,
                scan=kept,
                scan_name=scan_name if kept else "",
            )
            after = {
                "review": review.number,
                "party": party,
                "opinion_outcome": "同意" if opinion.agrees else "退回",
                "review_answers": "、".join("是" if one.yes else "否" for one in opinion.answers),
                "remarks": len(opinion.remarks),
                **({"written_by_office": "是", "sha256": kept} if kept else {}),
            }
            why = opinion.words.strip()
            tell_cycle(review.cycle_id, actor=actor, verb="review.answer", before={}, after=after, at=at, why=why)
    except IntegrityError as clash:
        raise CannotReview("“$party”已提交会审意见。", party=party) from clash


def close_review(*, review_id: int, passed: bool, reason: str, actor: Actor, at: datetime) -> None:
    """End a round: passed when every party agrees, else returned, with a reason where no party gave one.

    :raises NotAllowed: unless the actor issues plans.
    :raises NoSuchThing: where there is no such round.
    :raises CannotReview: where it is over, or cannot pass.
    """
    actor = acting(actor, Act.ISSUE)
    with transaction.atomic(durable=True):
        review = found_review(review_id)
        actor = acting(actor, Act.ISSUE, Thing(cycle_id=review.cycle_id))
        hold_cycle(review.cycle_id)
        outcome = outcome_of(json.loads(review.parties), given_in(review))
        if passed and outcome != "passed":
            raise CannotReview("还有会审单位没有同意，这一轮不能通过。")
        why = reason_in(reason, CannotReview, must=not passed and outcome != "returned")
        state = "passed" if passed else "returned"
        mine = PlanReview.objects.filter(pk=review_id, state="open")
        if mine.update(state=state, closed_at=at, closed_by=actor.name, reason=why) != 1:
            raise CannotReview("这一轮会审已经结束。")
        after = {"review": review.number, "opinion_outcome": "通过" if passed else "退回"}
        verb = "review.pass" if passed else "review.return"
        tell_cycle(review.cycle_id, actor=actor, verb=verb, before={}, after=after, at=at, why=why)


def found_review(review_id: int) -> PlanReview:
    """The round of that key.

    :raises NoSuchThing: where there is none.
    """
    review = PlanReview.objects.filter(pk=review_id).first()
    if review is None:
        raise NoSuchThing("没有编号为 $id 的会审。", id=review_id)
    return review


def given_in(review: PlanReview) -> dict[str, bool]:
    """Which party has agreed or not."""
    return dict(ReviewAnswer.objects.filter(review=review).values_list("party", "agrees"))


def _demand_open(review: PlanReview) -> None:
    if review.state != "open":
        raise CannotReview("这一轮会审已经结束。")


def _written_by_office(actor: Actor, party: str, review: PlanReview, at: datetime) -> bool:
    if party in parties_of(actor, json.loads(review.parties), cycle_id=review.cycle_id, on=localdate(at)):
        return False
    if may_write_for(actor, review.cycle_id):
        return True
    raise NotAllowed("您所在的单位不是会审单位“$party”，不能代它填写意见。", party=party)


def _kept_scan(scan: bytes | BinaryIO | None) -> str:
    if scan is None:
        raise CannotReview(WITHOUT_PAPER)
    start = scan[:8] if isinstance(scan, bytes) else scan.read(8)
    if not start.startswith(SCAN_STARTS):
        raise CannotReview("意见原件应是 PDF、JPG 或 PNG。")
    if not isinstance(scan, bytes):
        scan.seek(0)
    return keep_content(scan, folder=settings.FILES, limit=MOST_SCAN_BYTES).sha256
