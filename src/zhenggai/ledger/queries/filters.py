"""What a ledger can be filtered by, and how many rows each choice would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet

from zhenggai.domain.lights import PRESET, Thresholds
from zhenggai.domain.rights import Actor
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATE_NAMES, STATES, TASK_KINDS
from zhenggai.ledger.counting import Counts
from zhenggai.ledger.models import DONE_RANK, NO_DEADLINE, Aspect, Task
from zhenggai.ledger.queries.rows import aspect_name
from zhenggai.ledger.queries.tallies import Asked, By
from zhenggai.ledger.search import found_tasks, listed_ids
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
FiltersAsked = Mapping[str, Sequence[Asked]]
_OPEN = Asked("state_rank", "lt", DONE_RANK)
# How the choices of each filter are counted.
CHOICES = {
    "aspects": By("aspect_position"),
    "states": By("state_rank"),
    "kinds": By("kind"),
    "units": By("unit_name"),
    "leaders": By("leader"),
    "deadline": By("deadline_rank", (_OPEN,)),
    "doubts": By("CASE WHEN doubts_count = 0 THEN 0 ELSE 1 END"),
}
UNNAMED = "未明确"
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Sifted:
    """The tasks of a round within somebody's reach, those of them whose text was searched for, and what the filters ask of these."""

    reached: QuerySet[Task]
    searched: QuerySet[Task]
    asked: FiltersAsked

    @property
    def tasks(self) -> QuerySet[Task]:
        """Those that the filters leave, in no order."""
        return filtered_tasks(self.searched, self.asked)


def sift(
    cycle_id: int,
    actor: Actor,
    filters: LedgerFilters,
    *,
    aspects: Iterable[Aspect],
    today: date,
    lights: Thresholds,
) -> Sifted:
    """The tasks of a round with these aspects, as a list or an export of them begins; the search itself is run here."""
    reached = tasks_in_reach(actor, cycle_id=cycle_id)
    searched = searched_tasks(reached, filters.text, cycle_id=cycle_id)
    return Sifted(reached, searched, asked_by(filters, aspects=aspects, today=today, lights=lights))


def searched_tasks(tasks: QuerySet[Task], text: str, *, cycle_id: int) -> QuerySet[Task]:
    """Those of a round's tasks whose text holds every word of `text`, all where it has none; the search itself is run once, here."""
    found = found_tasks(text, cycle_id=cycle_id)
    return tasks if found is None else tasks.filter(pk__in=listed_ids(found))


def filtered_tasks(tasks: QuerySet[Task], asked: FiltersAsked) -> QuerySet[Task]:
    """The tasks that the filters other than the text leave, in no order."""
    conditions = [one.q() for some in asked.values() for one in some]
    return tasks.filter(*conditions) if conditions else tasks


def aspects_of(cycle_id: int) -> tuple[Aspect, ...]:
    """The aspects of a cycle, in order."""
    return tuple(Aspect.objects.filter(cycle_id=cycle_id).order_by("position"))


def asked_by(
    filters: LedgerFilters, *, aspects: Iterable[Aspect], today: date, lights: Thresholds = PRESET
) -> FiltersAsked:
    """What the filters other than the text ask of a task, by the name of each that is set; by columns that stand in an index."""
    asked: dict[str, tuple[Asked, ...]] = {}
    if filters.aspects:
        chosen = [aspect for aspect in aspects if aspect.pk in filters.aspects]
        places = [aspect.position for aspect in chosen]
        asked["aspects"] = (
            Asked("aspect_position", "in", places),
            Asked("aspect_id", "in", [one.pk for one in chosen]),
        )
    if filters.states:
        asked["states"] = (Asked("state_rank", "in", [STATES.index(state) for state in filters.states]),)
    for name, column in (("units", "unit_name"), ("leaders", "leader"), ("kinds", "kind")):
        if wanted := getattr(filters, name):
            asked[name] = (Asked(column, "in", list(wanted)),)
    if filters.deadline:
        first, last = WINDOWS[filters.deadline](today, lights)
        asked["deadline"] = (_OPEN, Asked("deadline_rank", "gte", first), Asked("deadline_rank", "lte", last))
    if filters.has_doubts is not None:
        asked["doubts"] = (Asked("doubts_count", "gt" if filters.has_doubts else "lte", 0),)
    return asked


def choices_of(
    counts: Mapping[str, Counts], *, aspects: Iterable[Aspect], filters: LedgerFilters, today: date, rules: Rules
) -> LedgerChoices:
    """The choices of each filter, as they were counted by `CHOICES`."""
    found = tuple(aspects)
    names = {aspect.pk: aspect_name(aspect) for aspect in found}
    by_place, by_rank = counts["aspects"], counts["states"]
    of_aspects: dict[object, int] = {aspect.pk: by_place.get(f"{aspect.position}", 0) for aspect in found}
    states: dict[object, int] = {state: by_rank.get(f"{rank}", 0) for rank, state in enumerate(STATES)}
    return LedgerChoices(
        aspects=_choices(names, of_aspects, filters.aspects, label=lambda pk: names[pk]),
        states=_choices(STATES, states, filters.states, label=lambda state: STATE_NAMES[state]),
        units=_named(counts["units"], filters.units),
        leaders=_named(counts["leaders"], filters.leaders),
        kinds=_choices(TASK_KINDS, counts["kinds"], filters.kinds, label=rules.kind_name),
        deadlines=_windows(counts["deadline"], filters, today=today, lights=rules.lights),
        doubts=_doubts(counts["doubts"], filters),
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
