"""Saying why the document's own numbers differ from the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhenggai.domain.planning import LONGEST_TEXT, CannotPlan
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.covering import declared_counts
from zhenggai.ledger.models import Cycle, Reconciliation


def reconcile_count(*, cycle_id: int, what: str, counted: int, reason: str, actor: Actor, at: datetime) -> None:
    """Give the reason for a difference; it holds until either number changes.

    :raises NotAllowed: unless the actor plans.
    :raises NoSuchThing: where there is no such cycle or count.
    :raises CannotPlan: without a reason, without a difference, or where `counted` is no longer what stands in the ledger.
    """
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    if not reason.strip() or len(reason) > LONGEST_TEXT or "\x00" in reason:
        raise CannotPlan("请写明差别的原因。")
    cycle = Cycle.objects.filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    with transaction.atomic(durable=True):
        count = declared_counts(cycle).get(what)
        if count is None:
            raise NoSuchThing("没有这个数：$what。", what=what)
        if count.counted != counted:
            raise CannotPlan("台账里的数已变成 $count，请对照后再说明。", count=count.counted)
        if count.declared is None or count.declared == counted:
            raise CannotPlan("这个数没有差别，不必说明。")
        Reconciliation.objects.create(
            cycle=cycle, what=what, declared=count.declared, counted=counted, reason=reason.strip()
        )
        journal.append(
            actor=actor,
            verb="cycle.reconcile",
            subject=Subject("cycle", cycle_id),
            before={"fact": count.what},
            after={"fact": count.what, "declared": count.declared, "counted": counted},
            why=reason.strip(),
            at=at,
            salt=fresh_salt(),
            cycle=cycle_id,
        )
