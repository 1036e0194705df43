"""Who moved a deadline: the approval of an extension or a change, else whoever changed the plan."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from zhenggai.journal.models import Entry
from zhenggai.ledger.arrived import arrived_entries, body_of
from zhenggai.ledger.models import ChangeRequest, Extension

MOST = 2000
Decision = tuple[datetime, str, str]
_DECISION = ("task_id", "decided_at", "decided_by", "reason")


def who_moved(
    cycle_id: int, task_ids: Iterable[int], *, after: datetime, until: datetime | None = None
) -> dict[int, Decision]:
    """Who moved the deadline of each task last between two moments, when and why, in four queries."""
    wanted = set(task_ids)
    found: dict[int, Decision] = {}
    if not wanted:
        return found
    within = {"gt": after} if until is None else {"gt": after, "lte": until}
    about = {"subject_kind": "task", "subject_id__in": wanted, **{f"at__{way}": at for way, at in within.items()}}
    for subject, moment, by, body in _told(cycle_id, about):
        if "deadline" in (body["after"] or {}) or "deadline" in (body["before"] or {}):
            found[subject] = (moment, by, body["why"])
    decided = {"task_id__in": wanted, **{f"decided_at__{way}": at for way, at in within.items()}}
    changes = ChangeRequest.objects.filter(state="approved", after__contains='"deadline"', **decided).order_by("pk")
    granted = Extension.objects.filter(state="granted", **decided).order_by("pk")
    for task_id, at, by, why in (*changes.values_list(*_DECISION)[:MOST], *granted.values_list(*_DECISION)[:MOST]):
        if at is not None:
            found[task_id] = (at, by, why)
    return found


def _told(cycle_id: int, about: dict[str, Any]) -> Iterator[tuple[int, datetime, str, dict[str, Any]]]:
    """What the journals say of tasks, in order: first those of earlier homes, then ours."""
    for earlier in arrived_entries(cycle_id).filter(**about).order_by("pk")[:MOST]:
        yield earlier.subject_id or 0, earlier.at, earlier.actor_name, body_of(earlier)
    for entry in Entry.objects.filter(cycle_id=cycle_id, **about).order_by("sequence")[:MOST]:
        yield entry.subject_id, entry.at, entry.actor_name, json.loads(entry.body)
