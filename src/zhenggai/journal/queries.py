"""Reading the journal back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from zhenggai.journal.models import Entry
from zhenggai.journal.operations import Subject
from zhenggai.journal.verbs import FACT_NAMES, VERBS

# Entries about these are no content of the work.
KEPT_KINDS = frozenset({"account", "unit", "unit_type", "person", "roster"})


@dataclass(frozen=True, slots=True)
class Change:
    """One fact before and after; either may be absent. `label` is the fact's Chinese name."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One entry as a page shows it: `actor did about: changes, because why`; `about` is empty where the changes say all."""

    sequence: int
    at: datetime
    actor: str
    role: str
    verb: str
    did: str
    subject: Subject
    about: str
    changes: tuple[Change, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first. `older` is the `before` of the next page, None on the last one."""

    rows: tuple[TimelineRow, ...]
    older: int | None


def list_timeline(
    *, subjects: Sequence[Subject] = (), cycle: int | None = None, before: int | None = None, limit: int = 50
) -> Timeline:
    """Entries about any of the subjects or within the cycle, newest first, `limit` at a time."""
    numbers: dict[str, list[int]] = {}
    for subject in subjects:
        numbers.setdefault(subject.kind, []).append(subject.id)
    wanted = [Q(subject_kind=kind, subject_id__in=ids) for kind, ids in numbers.items()]
    if cycle is not None:
        wanted.append(Q(cycle_id=cycle))
    if not wanted:
        return Timeline(rows=(), older=None)
    entries = Entry.objects.filter(reduce(or_, wanted)).defer("salt", "leaf").order_by("-sequence")
    if before is not None:
        entries = entries.filter(sequence__lt=before)
    return _timeline(entries, limit=limit)


def list_trail(*, before: int | None = None, limit: int = 50) -> Timeline:
    """Every entry, newest first, for who looks on: what the work is about stays hidden, who keeps whom does not."""
    entries = Entry.objects.defer("salt", "leaf").order_by("-sequence")
    if before is not None:
        entries = entries.filter(sequence__lt=before)
    told = _timeline(entries, limit=limit)
    rows = tuple(
        row if row.subject.kind in KEPT_KINDS else replace(row, about="", changes=(), why="") for row in told.rows
    )
    return replace(told, rows=rows)


def _timeline(entries: QuerySet[Entry], *, limit: int) -> Timeline:
    found = list(entries[: limit + 1])
    rows = tuple(_row(entry) for entry in found[:limit])
    return Timeline(rows=rows, older=rows[-1].sequence if len(found) > limit else None)


def _row(entry: Entry) -> TimelineRow:
    body = json.loads(entry.body)
    return TimelineRow(
        sequence=entry.sequence,
        at=entry.at,
        actor=entry.actor_name,
        role=entry.actor_role,
        verb=entry.verb,
        did=VERBS[entry.verb],
        subject=Subject(entry.subject_kind, entry.subject_id),
        about=_about(body["before"] or {}, body["after"] or {}) or _named(body["before"] or {}, body["after"] or {}),
        changes=_changes(body["before"] or {}, body["after"] or {}),
        why=body["why"],
    )


def _changes(before: dict[str, object], after: dict[str, object]) -> tuple[Change, ...]:
    names = sorted(before.keys() | after.keys(), key=_rank)
    return tuple(
        Change(label=FACT_NAMES.get(name, name), before=_said(before.get(name)), after=_said(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    )


def _about(before: dict[str, object], after: dict[str, object]) -> str:
    same = (before[name] for name in ("fact", "problem", "task") if name in before and before[name] == after.get(name))
    return "、".join(str(value) for value in same)


def _named(before: dict[str, object], after: dict[str, object]) -> str:
    """Whose account, which unit or which person a change was about, where that stayed the same."""
    same = (before[name] for name in ("login", "name", "person") if name in before and before[name] == after.get(name))
    return str(next(same, ""))


def _rank(name: str) -> tuple[int, str]:
    known = list(FACT_NAMES)
    return (known.index(name) if name in FACT_NAMES else len(known), name)


def _said(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def bodies_of(sequences: Sequence[int]) -> list[tuple[int, str]]:
    """The numbers and bodies of these entries, newest first."""
    found = Entry.objects.filter(pk__in=sequences).order_by("-sequence")
    return list(found.values_list("sequence", "body"))
