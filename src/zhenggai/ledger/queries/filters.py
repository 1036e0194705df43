"""What a ledger can be filtered by, and how many rows each choice would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Case, Q, QuerySet, When

from zhenggai.domain.lights import PRESET, Thresholds
from zhenggai.domain.rights import Actor
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATE_NAMES, STATES, TASK_KINDS
from zhenggai.ledger.models import DONE_RANK, NO_DEADLINE, Aspect, Task
from zhenggai.ledger.queries.counting import counted
from zhenggai.ledger.queries.rows import aspect_name
from zhenggai.ledger.search import listed_ids, matching_tasks
from zhenggai.ledger.shapes import (
    DEADLINE_WINDOWS,
    WORKING_WINDOWS,
    Choice,
    DeadlineWindow,
    LedgerChoices,
    LedgerFilters,
)
from zhenggai.ledger.standing import tasks_in_reach

T = TypeVar("T")
UNNAMED = "未明确"
LARGEST_ID = 2**63 - 1


def searched_tasks(*, cycle_id: int, text: str, actor: Actor) -> QuerySet[Task]:
    """The tasks of a cycle in the actor's reach whose text holds every word of `text`; the search itself is run once, here."""
    tasks = tasks_in_reach(actor, cycle_id=cycle_id)
    matching = matching_tasks(text)
    if not matching:
        return tasks
    found = tasks
    for word in matching:
        found = found.filter(pk__in=word)
    return tasks.filter(pk__in=listed_ids(found.values_list("pk", flat=True)))


def filtered_tasks(
    tasks: QuerySet[Task], *, filters: LedgerFilters, today: date, lights: Thresholds = PRESET
) -> QuerySet[Task]:
    """The tasks that the filters other than the text leave, in no order."""
    for condition in _conditions(filters, today=today, lights=lights):
        tasks = tasks.filter(condition)
    return tasks


def list_choices(
    tasks: QuerySet[Task], *, cycle_id: int, filters: LedgerFilters, today: date, rules: Rules
) -> LedgerChoices:
    """The choices of each filter, counted under all the others; by the columns that stand in an index."""

    def left(**none: Any) -> QuerySet[Task]:
        return filtered_tasks(tasks, filters=replace(filters, **none), today=today, lights=rules.lights)

    found = Aspect.objects.filter(cycle_id=cycle_id).order_by("position")
    names = {aspect.pk: aspect_name(aspect) for aspect in found}
    counts = counted(
        {
            "aspect_position": (left(aspects=()), "aspect_position"),
            "state_rank": (left(states=()), "state_rank"),
            "kind": (left(kinds=()), "kind"),
            "unit_name": (left(units=()), "unit_name"),
            "leader": (left(leaders=()), "leader"),
            "deadline_rank": (left(deadline=None).filter(state_rank__lt=DONE_RANK), "deadline_rank"),
            "doubtful": (left(has_doubts=None), Case(When(doubts_count=0, then=0), default=1)),
        }
    )
    by_place, by_rank = counts["aspect_position"], counts["state_rank"]
    aspects: dict[object, int] = {aspect.pk: by_place.get(f"{aspect.position}", 0) for aspect in found}
    states: dict[object, int] = {state: by_rank.get(f"{rank}", 0) for rank, state in enumerate(STATES)}
    return LedgerChoices(
        aspects=_choices(names, aspects, filters.aspects, label=lambda pk: names[pk]),
        states=_choices(STATES, states, filters.states, label=lambda state: STATE_NAMES[state]),
        units=_named(counts["unit_name"], filters.units),
        leaders=_named(counts["leader"], filters.leaders),
        kinds=_choices(TASK_KINDS, counts["kind"], filters.kinds, label=rules.kind_name),
        deadlines=_windows(counts["deadline_rank"], filters, today=today, lights=rules.lights),
        doubts=_doubts(counts["doubtful"], filters),
    )


def in_window(window: DeadlineWindow, *, today: date, lights: Thresholds = PRESET) -> Q:
    """Open tasks whose deadline lies in the window."""
    first, last = WINDOWS[window](today, lights)
    return Q(state_rank__lt=DONE_RANK, deadline_rank__gte=first, deadline_rank__lte=last)


def _month_end(today: date) -> date:
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _year_end(today: date) -> date:
    return today.replace(month=12, day=31)


NEVER = date.fromisoformat(NO_DEADLINE)
DAY = timedelta(days=1)
# First and last day of each window, as seen from today.
WINDOWS: dict[DeadlineWindow, Callable[[date, Thresholds], tuple[date, date]]] = {
    "late": lambda today, lights: (date.min, today - DAY),
    "urgent": lambda today, lights: (today, lights.urgent_until(today)),
    "near": lambda today, lights: (today, lights.near_until(today)),
    "this_month": lambda today, lights: (today, _month_end(today)),
    "this_year": lambda today, lights: (today, _year_end(today)),
    "later": lambda today, lights: (_year_end(today) + DAY, NEVER - DAY),
    "undated": lambda today, lights: (NEVER, NEVER),
}


def _conditions(filters: LedgerFilters, *, today: date, lights: Thresholds) -> Iterable[Q]:
    if filters.aspects:
        chosen = Aspect.objects.filter(pk__in=[pk for pk in filters.aspects if 0 < pk <= LARGEST_ID])
        yield Q(aspect_position__in=chosen.values("position"), aspect__in=chosen)
    if filters.states:
        yield Q(state_rank__in=[STATES.index(state) for state in filters.states])
    if filters.units:
        yield Q(unit_name__in=filters.units)
    if filters.leaders:
        yield Q(leader__in=filters.leaders)
    if filters.kinds:
        yield Q(kind__in=filters.kinds)
    if filters.deadline:
        yield in_window(filters.deadline, today=today, lights=lights)
    if filters.has_doubts is not None:
        yield Q(doubts_count__gt=0) if filters.has_doubts else Q(doubts_count=0)


def _choices(
    values: Iterable[T], counts: dict[object, int], chosen: Iterable[object], *, label: Callable[[T], str]
) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), label(value), counts.get(value, 0), value in chosen) for value in values)


def _named(counts: dict[object, int], chosen: tuple[str, ...]) -> tuple[Choice, ...]:
    names = sorted({str(name) for name in counts} | set(chosen), key=lambda name: (name == "", name))
    return _choices(names, counts, chosen, label=lambda name: name or UNNAMED)


def _windows(
    counts: dict[object, int], filters: LedgerFilters, *, today: date, lights: Thresholds
) -> tuple[Choice, ...]:
    found = {date.fromisoformat(f"{day}"): number for day, number in counts.items()}

    def left(window: DeadlineWindow) -> int:
        first, last = WINDOWS[window](today, lights)
        return sum(number for day, number in found.items() if first <= day <= last)

    days = {"urgent": lights.urgent, "near": lights.near}
    labels = {**DEADLINE_WINDOWS, **(WORKING_WINDOWS if lights.counting == "working" else {})}
    return tuple(
        Choice(window, label, left(window), window == filters.deadline, days.get(window))
        for window, label in labels.items()
    )


def _doubts(counts: dict[object, int], filters: LedgerFilters) -> tuple[Choice, ...]:
    return (
        Choice("yes", "有疑点", counts.get("1", 0), filters.has_doubts is True),
        Choice("no", "无疑点", counts.get("0", 0), filters.has_doubts is False),
    )
