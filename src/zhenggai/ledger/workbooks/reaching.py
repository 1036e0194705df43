"""Which returned files somebody reaches: the office all of a cycle, a unit its own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhenggai.domain.rights import Actor, Thing, demand, may, offices_of
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import WorkbookReturn


def open_returns(*, cycle_id: int, actor: Actor) -> tuple[int, ...]:
    """The files within reach in which something waits to be taken, the oldest first.

    :raises NotAllowed: unless the actor reports for anybody.
    """
    demand(actor, Act.REPORT)
    whole = may(actor, Act.REPORT, Thing(cycle_id=cycle_id))
    found = returns_in_reach(cycle_id, actor, whole=whole).filter(state="open")
    return tuple(found.order_by("pk").values_list("pk", flat=True))


def returns_in_reach(cycle_id: int, actor: Actor, *, whole: bool) -> QuerySet[WorkbookReturn]:
    """The files of a cycle that were not put aside: all, or those of the actor's units and what nobody recognised of theirs."""
    found = WorkbookReturn.objects.filter(cycle_id=cycle_id).exclude(state="dropped").select_related("export")
    if whole:
        return found
    return found.filter(Q(export__unit_id__in=own_units_of(actor, cycle_id)) | Q(export=None, receiver_id=actor.id))


def own_units_of(actor: Actor, cycle_id: int) -> frozenset[int]:
    """The units for which the actor reports."""
    held = (office for office in offices_of(actor) if office.reach(Act.REPORT) and office.cycle_id in (None, cycle_id))
    return frozenset().union(*(office.units for office in held))
