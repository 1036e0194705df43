"""What somebody leaves open when they leave an office, listed for whoever takes it over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import get_default_timezone, localdate

from zhenggai.domain.promises import OPEN_STATES
from zhenggai.domain.rights import Actor
from zhenggai.domain.states import CLOSED
from zhenggai.ledger.appointing_models import ITEM_KINDS
from zhenggai.ledger.models import Cycle, Handover, HandoverItem, Promise, Task, TaskUnit
from zhenggai.ledger.ruling import rules_of, rules_of_cycles
from zhenggai.ledger.waiting import Asking, list_waiting
from zhenggai.people.leaving import Leaving
from zhenggai.people.offices import names_of_leader

LONGEST = 300
LONGEST_NAMED = 200


@dataclass(frozen=True, slots=True)
class _Left:
    """One thing that somebody leaves open, as its item will list it."""

    cycle_id: int
    task_id: int | None
    kind: str
    named: str = ""
    what: str = ""
    door: str = ""

    @property
    def key(self) -> tuple[int | None, str, str]:
        return self.task_id, self.kind, self.what


def open_handovers(leaving: Leaving, at: datetime) -> list[int]:
    """List what is left open, a handover for each cycle, and return their numbers; part of its caller's transaction, which tells it.

    What another open handover of the same giver lists already is left out; nothing left is no handover.
    """
    by_cycle: dict[int, dict[tuple[int | None, str, str], _Left]] = {}
    for left in _left(leaving, at):
        by_cycle.setdefault(left.cycle_id, {})[left.key] = left
    return [_open(cycle, list(left.values()), leaving, at=at) for cycle, left in sorted(by_cycle.items())]


def _left(leaving: Leaving, at: datetime) -> Iterator[_Left]:
    listed = HandoverItem.objects.filter(accepted_at=None, handover__done_at=None)
    listed = listed.filter(handover__giver_name=leaving.name, handover__giver=leaving.person_id)
    known = set(listed.values_list("task_id", "kind", "what"))
    cycles = Cycle.objects.filter(history=False)
    if leaving.cycle_id is not None:
        cycles = cycles.filter(pk=leaving.cycle_id)
    numbers = frozenset(cycles.values_list("pk", flat=True))
    for left in (*_tasks(leaving, numbers), *_promises(leaving, numbers), *_waits(leaving, numbers, at)):
        if left.key not in known:
            yield left


def _tasks(leaving: Leaving, cycles: Collection[int]) -> Iterator[_Left]:
    """Open tasks that name them as leader or responsible person, or whose unit's work they did."""
    for kind, condition in _conditions(leaving):
        tasks = Task.objects.filter(condition, cycle_id__in=cycles).exclude(state__in=CLOSED)
        for task in tasks.order_by("cycle_id", "position"):
            yield _Left(task.cycle_id, task.pk, kind, named=_named(task, kind))


def _promises(leaving: Leaving, cycles: Collection[int]) -> Iterator[_Left]:
    """Promises that still run and that are theirs by name, or their unit's."""
    whose = Q(pk__in=())
    if leaving.leads:
        whose |= Q(leader__in=names_of_leader(leaving.person_id, leaving.name))
    if leaving.serves:
        whose |= Q(unit_id__in=leaving.units)
    rows = Promise.objects.filter(whose, cycle_id__in=cycles, state__in=sorted(OPEN_STATES))
    for row in rows.order_by("due_rank", "pk"):
        door = f"promise:{row.cycle_id},{row.pk}"
        yield _Left(row.cycle_id, row.task_id, "promise", named=row.leader, what=row.text[:LONGEST], door=door)


def _waits(leaving: Leaving, cycles: frozenset[int], at: datetime) -> Iterator[_Left]:
    """What waited for their word in the offices that are empty now: the lines of their own page."""
    if not leaving.offices:
        return
    first = leaving.offices[0]
    giver = Actor(leaving.account_id, leaving.name, first.role, offices=leaving.offices, served=leaving.units)
    for item in list_waiting(Asking(giver, localdate(at), at, cycles, rules_of_cycles(cycle_ids=cycles))):
        if item.kind in ITEM_KINDS:
            door = f"{item.door.name}:{','.join(map(str, item.door.numbers))}"
            what = "　".join(filter(None, (item.what, item.words)))[:LONGEST]
            yield _Left(item.cycle_id, item.task_id, item.kind, named=item.about[:LONGEST_NAMED], what=what, door=door)


def _conditions(leaving: Leaving) -> Iterable[tuple[str, Q]]:
    within = Exists(TaskUnit.objects.filter(task=OuterRef("pk"), unit_id__in=leaving.units))
    if leaving.leads:
        yield "leader", Q(leader__in=names_of_leader(leaving.person_id, leaving.name))
    if leaving.units:
        yield "person", Q(within, person=leaving.name)
    if leaving.serves:
        yield "unit", Q(within)


def _named(task: Task, kind: str) -> str:
    return {"leader": task.leader, "person": task.person, "unit": task.unit_name}[kind]


def _open(cycle_id: int, left: list[_Left], leaving: Leaving, *, at: datetime) -> int:
    hours = rules_of(cycle_id=cycle_id).handover_hours
    handover = Handover.objects.create(
        cycle=Cycle.objects.get(pk=cycle_id),
        giver_id=leaving.person_id,
        giver_name=leaving.name,
        cause=leaving.cause,
        about=leaving.about,
        opened_at=at,
        due_at=_leaves_at(leaving.last, at) + timedelta(hours=hours),
    )
    HandoverItem.objects.bulk_create(
        HandoverItem(
            handover=handover, task_id=one.task_id, kind=one.kind, named=one.named, what=one.what, door=one.door
        )
        for one in left
    )
    return handover.pk


def _leaves_at(last: date, at: datetime) -> datetime:
    """When the office is empty: now, or at the end of a last day that is still to come."""
    if last <= localdate(at):
        return at
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=get_default_timezone())
