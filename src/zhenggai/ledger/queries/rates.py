"""How much of a round is done, strictly and broadly, and whether there was a rush at the end."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from zhenggai.domain.rights import Actor, demand, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.rush import Closed, Rush, Signing, rush_of
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.queries.rows import cycle_and_rules
from zhenggai.ledger.rating import end_of_stages, rates_of_cycle, stated_of
from zhenggai.ledger.shapes.closing import RatesPage
from zhenggai.ledger.standing import whole_cycle


def rates_page(*, cycle_id: int, actor: Actor) -> RatesPage:
    """The rates of a round.

    :raises NoSuchThing: where there is no such round.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
    row, rules = cycle_and_rules(cycle_id=cycle_id)
    cycle = Cycle.objects.get(pk=cycle_id)
    end = end_of_stages(cycle, rules)
    what = "tasks" if cycle.declared_tasks is not None else "problems"
    return RatesPage(
        cycle=row,
        rates=rates_of_cycle(cycle),
        declared=what if stated_of(cycle) is not None else "",
        rush=_rush(cycle, rules, end),
        end=end,
    )


def _rush(cycle: Cycle, rules: Rules, end: date | None) -> Rush:
    closed = Closing.objects.filter(cycle=cycle, state="closed", outcome="done").order_by("pk")
    rows = closed.values_list("task__number", "ended_at", "task__deadline")
    signed = Signature.objects.filter(closing__cycle=cycle, listed=None).order_by("at")
    return rush_of(
        [Closed(number, at, localdate(at), deadline) for number, at, deadline in rows if at is not None],
        [Signing(by, number, at) for by, number, at in signed.values_list("by", "closing__task__number", "at")],
        end=end,
        rules=rules.closing,
    )
