"""Of many duties those that somebody may read, in as many queries for one as for many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from zhenggai.domain.rights import Actor
from zhenggai.domain.todo import Duty
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
    institutions = doors.get("institution", set())
    open_ones = (
        _open(Institution.objects.filter(institutions_reached(actor), pk__in=institutions)) if institutions else set()
    )
    return [duty for duty in wanted if _opens(duty, open_tasks, open_meetings, open_ones)]


def _open(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _opens(duty: Duty, tasks: set[int], meetings: set[int], institutions: set[int]) -> bool:
    if duty.task_id is not None:
        return duty.task_id in tasks
    number = duty.door.numbers[-1]
    return number in {"meeting": meetings, "institution": institutions}.get(duty.door.name, set())
