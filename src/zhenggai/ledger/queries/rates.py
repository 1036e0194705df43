"""How much of a round is done, strictly and broadly, and whether there was a rush at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate

from zhenggai.domain.rates import Counted, Difference, Rates, rates_of
from zhenggai.domain.rights import Actor, demand, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.rush import Closed, Rush, Signing, rush_of
from zhenggai.domain.states import LedgerState
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.models import Cycle, PlanStep, Reconciliation, Task
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
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
    row, rules = cycle_row(cycle_id=cycle_id), rules_of(cycle_id=cycle_id)
    cycle = Cycle.objects.get(pk=cycle_id)
    end = _end(cycle, rules)
    what = "tasks" if cycle.declared_tasks is not None else "problems"
    return RatesPage(
        cycle=row,
        rates=rates_of_cycle(cycle),
        declared=what if _stated(cycle) is not None else "",
        rush=_rush(cycle, rules, end),
        end=end,
    )


def rates_of_cycle(cycle: Cycle, *, explained: bool = True) -> Rates:
    """Strict and broad, out of what the feedback itself counted: its tasks, else its problems.

    Where they need not be `explained`, in one query.
    """
    stated = _stated(cycle)
    granted = Closing.objects.filter(task=OuterRef("pk"), state="closed")
    counts = (
        Task.objects.filter(cycle=cycle)
        .order_by()
        .values("state")
        .annotate(
            number=Count("pk"),
            through=Count("pk", filter=Q(Exists(granted.filter(outcome="done")))),
            staged=Count("pk", filter=Q(Exists(granted.filter(outcome="long_term")))),
        )
    )
    return rates_of(
        (_counted(**row) for row in counts.values("state", "number", "through", "staged")),
        stated=stated,
        differences=(*_reshaped(cycle), *_added(cycle), *_withheld(cycle)) if explained and stated is not None else (),
    )


def _stated(cycle: Cycle) -> int | None:
    return cycle.declared_tasks if cycle.declared_tasks is not None else cycle.declared_problems


def _counted(*, state: str, number: int, through: int, staged: int) -> Counted:
    kept: LedgerState = state  # type: ignore[assignment]  # a constraint keeps it among the known ones
    return Counted(kept, number, through_gate=through, staged=staged)


def _reshaped(cycle: Cycle) -> Iterable[Difference]:
    """Splits and merges that stand."""
    steps = PlanStep.objects.filter(cycle=cycle, kind__in=("split", "merge"), undone=False).order_by("pk")
    for step in steps.prefetch_related("touched"):
        numbers = "、".join(str(one.number) for one in sorted(step.touched.all(), key=lambda one: one.number))
        split = step.kind == "split"
        yield Difference("split" if split else "merged", f"任务 {numbers}", 1 if split else -1)


def _added(cycle: Cycle) -> Iterable[Difference]:
    """Tasks that somebody added after the feedback; a meeting that decided one is kept in a room above this one."""
    decided = Task.objects.filter(cycle=cycle, decided_by__isnull=False).distinct().order_by("number")
    for number in decided.values_list("number", flat=True):
        yield Difference("added", f"任务 {number}", 1, "会议议定")


def _withheld(cycle: Cycle) -> Iterable[Difference]:
    """What the document itself leaves out, as far as somebody has said why."""
    said = Reconciliation.objects.filter(cycle=cycle, what__in=("problems", "tasks")).order_by("-pk")
    what = "tasks" if cycle.declared_tasks is not None else "problems"
    newest = said.filter(what=what).first()
    if newest is not None and newest.declared != newest.counted:
        yield Difference(
            "withheld", f"{newest.declared}→{newest.counted}", newest.counted - newest.declared, newest.reason
        )


def _end(cycle: Cycle, rules: Rules) -> date | None:
    ends = [end for stage in rules.stages if (end := stage.end(cycle.feedback_date))]
    return max(ends, default=None)


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
