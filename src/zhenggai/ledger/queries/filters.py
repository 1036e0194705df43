"""What a ledger can be filtered by, and how many rows each choice would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet

from zhenggai.domain.states import STATE_NAMES, STATES, TASK_KINDS
from zhenggai.ledger.models import Aspect, Task
from zhenggai.ledger.queries.rows import aspect_name
from zhenggai.ledger.search import matching_tasks
from zhenggai.ledger.shapes import DEADLINE_WINDOWS, Choice, DeadlineWindow, LedgerChoices, LedgerFilters

T = TypeVar("T")
UNNAMED = "未明确"
LARGEST_ID = 2**63 - 1


def filtered_tasks(*, cycle_id: int, filters: LedgerFilters, today: date) -> QuerySet[Task]:
    """The tasks of a cycle that the filters leave, in no order."""
    tasks = Task.objects.filter(cycle_id=cycle_id)
    for condition in _conditions(filters, today=today):
        tasks = tasks.filter(condition)
    for found in matching_tasks(filters.text):
        tasks = tasks.filter(pk__in=found)
    return tasks


def list_choices(*, cycle_id: int, filters: LedgerFilters, today: date) -> LedgerChoices:
    """The choices of each filter, counted under all the others."""

    def left(**none: Any) -> QuerySet[Task]:
        return filtered_tasks(cycle_id=cycle_id, filters=replace(filters, **none), today=today)

    names = {aspect.pk: aspect_name(aspect) for aspect in Aspect.objects.filter(cycle_id=cycle_id).order_by("position")}
    aspects = _grouped(left(aspects=()), "aspect_id")
    states = _grouped(left(states=()), "state")
    kinds = _grouped(left(kinds=()), "kind")
    return LedgerChoices(
        aspects=_choices(names, aspects, filters.aspects, label=lambda pk: names[pk]),
        states=_choices(STATES, states, filters.states, label=lambda state: STATE_NAMES[state]),
        units=_named(_grouped(left(units=()), "unit_name"), filters.units),
        leaders=_named(_grouped(left(leaders=()), "leader"), filters.leaders),
        kinds=_choices(TASK_KINDS, kinds, filters.kinds, label=lambda kind: TASK_KINDS[kind]),
        deadlines=_windows(left(deadline=None), filters, today=today),
        doubts=_doubts(left(has_doubts=None), filters),
    )


def in_window(window: DeadlineWindow, *, today: date) -> Q:
    """Open tasks whose deadline lies in the window."""
    return ~Q(state="done") & WINDOWS[window](today)


def _until(last: Callable[[date], date]) -> Callable[[date], Q]:
    return lambda today: Q(deadline_rank__gte=today, deadline_rank__lte=last(today))


def _month_end(today: date) -> date:
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _year_end(today: date) -> date:
    return today.replace(month=12, day=31)


WINDOWS: dict[DeadlineWindow, Callable[[date], Q]] = {
    "late": lambda today: Q(deadline_rank__lt=today),
    "10_days": _until(lambda today: today + timedelta(days=10)),
    "20_days": _until(lambda today: today + timedelta(days=20)),
    "this_month": _until(_month_end),
    "this_year": _until(_year_end),
    "later": lambda today: Q(deadline_rank__gt=_year_end(today), deadline__isnull=False),
    "undated": lambda today: Q(deadline__isnull=True),
}


def _conditions(filters: LedgerFilters, *, today: date) -> Iterable[Q]:
    if filters.aspects:
        yield Q(aspect_id__in=[pk for pk in filters.aspects if 0 < pk <= LARGEST_ID])
    if filters.states:
        yield Q(state__in=filters.states)
    if filters.units:
        yield Q(unit_name__in=filters.units)
    if filters.leaders:
        yield Q(leader__in=filters.leaders)
    if filters.kinds:
        yield Q(kind__in=filters.kinds)
    if filters.deadline:
        yield in_window(filters.deadline, today=today)
    if filters.has_doubts is not None:
        yield Q(doubts_count__gt=0) if filters.has_doubts else Q(doubts_count=0)


def _grouped(tasks: QuerySet[Task], field: str) -> dict[object, int]:
    return dict(tasks.order_by().values_list(field).annotate(n=Count("pk")).values_list(field, "n"))


def _choices(
    values: Iterable[T], counts: dict[object, int], chosen: Iterable[object], *, label: Callable[[T], str]
) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), label(value), counts.get(value, 0), value in chosen) for value in values)


def _named(counts: dict[object, int], chosen: tuple[str, ...]) -> tuple[Choice, ...]:
    names = sorted({str(name) for name in counts} | set(chosen), key=lambda name: (name == "", name))
    return _choices(names, counts, chosen, label=lambda name: name or UNNAMED)


def _windows(tasks: QuerySet[Task], filters: LedgerFilters, *, today: date) -> tuple[Choice, ...]:
    counts = tasks.aggregate(
        **{f"in_{window}": Count("pk", filter=in_window(window, today=today)) for window in DEADLINE_WINDOWS}
    )
    return tuple(
        Choice(window, label, counts[f"in_{window}"], window == filters.deadline)
        for window, label in DEADLINE_WINDOWS.items()
    )


def _doubts(tasks: QuerySet[Task], filters: LedgerFilters) -> tuple[Choice, ...]:
    counts = tasks.aggregate(some=Count("pk", filter=Q(doubts_count__gt=0)), none=Count("pk", filter=Q(doubts_count=0)))
    return (
        Choice("yes", "有疑点", counts["some"], filters.has_doubts is True),
        Choice("no", "无疑点", counts["none"], filters.has_doubts is False),
    )
