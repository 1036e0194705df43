"""What is missing of a task, kept from page to page: the list is right as long as nothing that it rests on has happened.

No operation marks anything as stale, as with the rules of doubts: whatever happens is an entry of the journal. What was
kept holds while no entry that could change it stands behind the one up to which it was worked out, and the day is the
same. Operations that act on it work it out themselves.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.gate import Missing, missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.gate_json import missing_from_json, missing_to_json
from zhenggai.ledger.closing.views import closing_view
from zhenggai.ledger.doubting.stale import last_entry
from zhenggai.ledger.models import Task, TaskReadiness
from zhenggai.ledger.ruling import rules_of_found

# What other tasks are told about themselves all day, and what no other task rests on.
_ALONE = ("progress.%%", "comment.%%", "extension.%%")
# Beside what happens in the round: who holds which post, which the gate asks of those who verify.
_PEOPLE = ("person", "roster", "unit")
# No more entries than were written since this morning. Written as text, since every page of a task asks it.
_SINCE_KEPT = f"""EXISTS (SELECT 1 FROM journal_entry said WHERE said.sequence > ledger_taskreadiness.upto AND (
said.subject_kind IN ({", ".join(f"'{kind}'" for kind in _PEOPLE)}) OR (said.cycle_id = ledger_task.cycle_id AND NOT (
said.subject_kind = 'task' AND said.subject_id <> ledger_task.id AND ({" OR ".join(f"said.verb LIKE '{verb}'" for verb in _ALONE)})))))"""  # noqa: S608  words of ours


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the gate still asks of a task, and how many doubts stand."""

    missing: tuple[Missing, ...]
    doubts: int


def readiness_of(task: Task, *, today: date) -> Readiness:
    """What is missing of a task today: as it was kept where that still holds, else worked out and kept."""
    kept = kept_readiness(task, today=today)
    if kept is not None:
        return kept
    upto = last_entry()
    return keep_readiness(task, closing_view(task, today=today), upto=upto, today=today)


def kept_readiness(task: Task, *, today: date) -> Readiness | None:
    """What was kept of a task that was loaded `with_readiness`; None where that does not hold any more."""
    kept: TaskReadiness | None = getattr(task, "readiness", None)
    if kept is None or kept.day != today or getattr(task, "happened_since", True):
        return None
    return Readiness(missing_from_json(kept.missing), kept.doubts)


def with_readiness(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with what was kept of them, and whether anything has happened since."""
    return tasks.select_related("readiness").annotate(
        happened_since=RawSQL(_SINCE_KEPT, [], output_field=BooleanField())  # noqa: S611  words of ours
    )


def keep_readiness(task: Task, view: ClosingView, *, upto: int, today: date) -> Readiness:
    """Keep what is missing by a view that was worked out after the journal had come to `upto`."""
    missing = missing_of(view, rules_of_found(task.cycle).closing, CONDITIONS)
    row = TaskReadiness(task=task, upto=upto, day=today, missing=missing_to_json(missing), doubts=len(view.doubts))
    columns = ["upto", "day", "missing", "doubts"]
    # Locked or full: the reader gets the answer all the same, and the next one works it out anew.
    with suppress(DatabaseError):
        TaskReadiness.objects.bulk_create([row], update_conflicts=True, unique_fields=["task"], update_fields=columns)
    return Readiness(missing, len(view.doubts))
