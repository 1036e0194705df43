"""Of many duties those that somebody may read, in as many queries for one as for many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from zhenggai.domain.rights import Actor
from zhenggai.domain.todo import Duty
from zhenggai.ledger.promising import promises_in_reach
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.oversight.models import Institution, Meeting
from zhenggai.oversight.standing import institutions_reached, meetings_reached


def readable(actor: Actor, duties: Iterable[Duty]) -> list[Duty]:
    """The duties whose page would open to the actor."""
    wanted = list(duties)
    doors: dict[str, set[int]] = {}
    for duty in wanted:
        doors.setdefault(duty.door.name, set()).add(duty.door.numbers[-1])
    tasks = {duty.task_id for duty in wanted if duty.task_id}
    open_tasks = _open(tasks_in_reach(actor).filter(pk__in=tasks)) if tasks else set()
    meetings = doors.get("meeting", set())
    open_meetings = _open(Meeting.objects.filter(meetings_reached(actor), pk__in=meetings)) if meetings else set()
    promises = doors.get("promise", set())
    open_promises = _open(promises_in_reach(actor).filter(pk__in=promises)) if promises else set()
    institutions = doors.get("institution", set())
    open_ones = (
        _open(Institution.objects.filter(institutions_reached(actor), pk__in=institutions)) if institutions else set()
    )
    opened = {"meeting": open_meetings, "institution": open_ones, "promise": open_promises}
    return [duty for duty in wanted if _opens(duty, open_tasks, opened)]


def _open(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _opens(duty: Duty, tasks: set[int], opened: dict[str, set[int]]) -> bool:
    if duty.task_id is not None:
        return duty.task_id in tasks
    return duty.door.numbers[-1] in opened.get(duty.door.name, set())
