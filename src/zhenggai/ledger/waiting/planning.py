"""Plans to review and changes of issued plans to decide on."""

from __future__ import annotations

import json

from zhenggai.domain.changing import WISH_NAMES
from zhenggai.domain.deciding import DECIDERS, RANKS
from zhenggai.domain.rights import Actor, Thing, may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, WorkItem
from zhenggai.journal.one_statement import Columns, first_of
from zhenggai.ledger.deciders import deciding_office
from zhenggai.ledger.models import ChangeRequest, PlanReview, ReviewAnswer
from zhenggai.ledger.parties import parties_of
from zhenggai.ledger.standing import find_things
from zhenggai.ledger.waiting.asking import MOST, Asking, Lines


def to_review(asking: Asking) -> Lines:
    """Open rounds of review in which a party that the actor speaks for has not answered; one round a cycle at most."""
    if not may(asking.actor, Act.REVIEW):
        return []
    rounds = PlanReview.objects.filter(cycle_id__in=asking.cycles, state="open")
    rows, answers = yield (
        Columns(rounds, ("id", "cycle_id", "number", "parties")),
        Columns(ReviewAnswer.objects.filter(review__in=rounds), ("review_id", "party")),
    )
    lines = []
    for row in sorted(rows, key=lambda one: one["id"]):
        given = {answer["party"] for answer in answers if answer["review_id"] == row["id"]}
        left = [party for party in json.loads(row["parties"]) if party not in given]
        own = parties_of(asking.actor, left, cycle_id=row["cycle_id"], on=asking.today)
        if own:
            item = WorkItem(
                group="review",
                kind="review",
                cycle_id=row["cycle_id"],
                what="、".join(own),
                about=f"第 {row['number']} 轮会审",
                door=Door("review", (row["cycle_id"], row["id"])),
            )
            lines.append(item)
    return lines


def to_decide(asking: Asking) -> Lines:
    """Requests for changes that wait for the actor's decision; nobody decides on their own."""
    if not may(asking.actor, Act.DECIDE_CHANGE):
        return []
    asked = ChangeRequest.objects.filter(cycle_id__in=asking.cycles, state="asked").exclude(asked_by_id=asking.actor.id)
    rows = yield first_of(asked, "pk", most=MOST)
    things = yield from find_things(row.task_id for row in rows)
    lines = (_to_decide(row, things.get(row.task_id), asking.actor) for row in sorted(rows, key=lambda one: one.pk))
    return [line for line in lines if line]


def _to_decide(row: ChangeRequest, thing: Thing | None, actor: Actor) -> WorkItem | None:
    office = deciding_office(actor, thing) if thing else None
    if office is None or RANKS.get(office.role, -1) < tuple(DECIDERS).index(row.level):
        return None
    return WorkItem(
        group="decide",
        kind="decide",
        cycle_id=row.cycle_id,
        what=f"{WISH_NAMES[row.kind]}：{row.reason}",
        about=row.task_name,
        door=Door("task_changes", (row.cycle_id, row.task_id)),
        unit=row.asked_by,
        task_id=row.task_id,
        on_behalf=office.on_behalf,
    )
