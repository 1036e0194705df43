"""How much of a round is done and when it ends, for the pages and for the rules that doubt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from zhenggai.domain.rates import Counted, Difference, Rates, rates_of, stated_count
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import LedgerState
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import Cycle, PlanStep, Reconciliation, Task


def end_of_stages(cycle: Cycle, rules: Rules) -> date | None:
    """The last day of a round by its rules; None where they set none."""
    ends = [end for stage in rules.stages if (end := stage.end(cycle.feedback_date))]
    return max(ends, default=None)


def rates_of_cycle(cycle: Cycle) -> Rates:
    """Strict and broad, out of what the feedback itself counted: its tasks, else its problems."""
    stated = stated_of(cycle)
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
        differences=(*_reshaped(cycle), *_added(cycle), *_withheld(cycle)) if stated is not None else (),
    )


def stated_of(cycle: Cycle) -> int | None:
    """How many tasks, else problems, the feedback itself counted."""
    return stated_count(tasks=cycle.declared_tasks, problems=cycle.declared_problems)


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
