"""What has changed in a round since the rules looked last: what the journal says, and the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from zhenggai.journal.models import Entry, Head
from zhenggai.journal.operations import Subject
from zhenggai.ledger.models import Cycle, LedgerLook, Task
from zhenggai.ledger.told_rows import tasks_of

# What is said of a doubt changes nothing that a rule looks at.
QUIET = ("doubt.look", "doubt.settle", "doubt.explain")
# A round of at most so many tasks is looked at as a whole whenever something changed.
SMALL = 500
MOST_TOUCHED = 200
WHOLE_EVERY = timedelta(hours=1)
Wanted = Literal["nothing", "tasks", "whole"]


@dataclass(frozen=True, slots=True)
class Due:
    """A look that is due in a round: at everything, or at some tasks."""

    cycle_id: int
    wanted: Wanted = "nothing"
    task_ids: tuple[int, ...] = ()


def last_entry() -> int:
    """The number of the last entry of the journal: whatever has come until now stands below it."""
    return Head.objects.values_list("sequence", flat=True).get(pk=1)


def changes_since(cycle_id: int, after: int) -> int:
    """How many entries of a round may have changed what rules find, counted up to a hundred."""
    found = Entry.objects.filter(cycle_id=cycle_id, sequence__gt=after).exclude(verb__in=QUIET)
    return len(found.order_by("-sequence").values_list("sequence", flat=True)[:100])


def looks_due(*, today: date, at: datetime) -> tuple[Due, ...]:
    """The looks that are due in all rounds; what was adopted as history is looked at once."""
    looks = LedgerLook.objects.in_bulk()
    rounds = Cycle.objects.order_by("pk").values_list("pk", "history")
    found = (_due(pk, looks.get(pk), history=history, today=today, at=at) for pk, history in rounds)
    return tuple(due for due in found if due.wanted != "nothing")


def _due(cycle_id: int, look: LedgerLook | None, *, history: bool, today: date, at: datetime) -> Due:
    if look is None or look.whole_at is None or (look.day != today and not history):
        return Due(cycle_id, "whole")
    if not changes_since(cycle_id, look.whole_upto):
        return Due(cycle_id)
    if at - look.whole_at >= WHOLE_EVERY or is_small(cycle_id):
        return Due(cycle_id, "whole")
    touched = touched_tasks(cycle_id, look.quick_upto)
    return Due(cycle_id, "tasks", touched) if touched else Due(cycle_id)


def touched_tasks(cycle_id: int, after: int) -> tuple[int, ...]:
    """The tasks that the entries behind that number are about; the rest waits for the next look at everything."""
    entries = Entry.objects.filter(cycle_id=cycle_id, sequence__gt=after).exclude(verb__in=QUIET)
    subjects = entries.order_by("sequence").values_list("subject_kind", "subject_id")[: MOST_TOUCHED * 10]
    return _tasks(dict.fromkeys(Subject(kind, number) for kind, number in subjects))


def _tasks(subjects: Iterable[Subject]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for subject in subjects:
        found.update(dict.fromkeys(tasks_of(subject)))
        if len(found) >= MOST_TOUCHED:
            break
    return tuple(found)[:MOST_TOUCHED]


def is_small(cycle_id: int) -> bool:
    """Whether a round has so few tasks that looking at all of it is quick."""
    return Task.objects.filter(cycle_id=cycle_id).count() <= SMALL
