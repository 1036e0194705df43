"""Of many duties those that somebody may read, in as many queries for one as for many."""

from __future__ import annotations

from collections.abc import Iterable

from zhenggai.domain.rights import Actor
from zhenggai.domain.todo import Duty
from zhenggai.journal.one_statement import Columns
from zhenggai.ledger.inquiring import Inquiry
from zhenggai.ledger.promising import promises_in_reach
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.oversight.models import Institution, Meeting
from zhenggai.oversight.standing import institutions_reached, meetings_reached


def find_readable(actor: Actor, duties: Iterable[Duty]) -> Inquiry[list[Duty]]:
    """The duties whose page would open to the actor."""
    wanted = list(duties)
    doors: dict[str, set[int]] = {"meeting": set(), "promise": set(), "institution": set()}
    for duty in wanted:
        doors.setdefault(duty.door.name, set()).add(duty.door.numbers[-1])
    asked = {
        "task": (tasks_in_reach(actor), {duty.task_id for duty in wanted if duty.task_id}),
        "meeting": (Meeting.objects.filter(meetings_reached(actor)), doors["meeting"]),
        "promise": (promises_in_reach(actor), doors["promise"]),
        "institution": (Institution.objects.filter(institutions_reached(actor)), doors["institution"]),
    }
    several = {name: rows.filter(pk__in=numbers) for name, (rows, numbers) in asked.items() if numbers}
    lists = yield tuple(Columns(rows, ("id",)) for rows in several.values())
    opened = {name: {row["id"] for row in rows} for name, rows in zip(several, lists, strict=True)}
    return [duty for duty in wanted if _opens(duty, opened.get("task", set()), opened)]


def _opens(duty: Duty, tasks: set[int], opened: dict[str, set[int]]) -> bool:
    if duty.task_id is not None:
        return duty.task_id in tasks
    return duty.door.numbers[-1] in opened.get(duty.door.name, set())
