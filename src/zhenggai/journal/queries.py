"""Reading the journal back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from zhenggai.journal.models import Entry
from zhenggai.journal.operations import Subject
from zhenggai.journal.repeated import ask_plainly
from zhenggai.journal.verbs import FACT_NAMES, VERBS

# Entries about these are no content of the work.
KEPT_KINDS = frozenset({"account", "unit", "unit_type", "person", "roster"})
_COLUMNS = ("sequence", "body", "at", "actor_name", "actor_role", "subject_kind", "subject_id")
# Written as text, since every page of a task asks it.
_SAID = f"""SELECT {", ".join(_COLUMNS)} FROM journal_entry WHERE sequence IN ({{newest}})
ORDER BY sequence DESC LIMIT {{limit}}"""  # noqa: S608  words of ours
_RANKS = {name: rank for rank, name in enumerate(FACT_NAMES)}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact before and after; either may be absent. `label` is the fact's Chinese name."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One entry as a page shows it: `actor did about: changes, because why`; `about` is empty where the changes say all.

    `number` is what its own journal calls it; `origin` names that journal's home where it is another one, and `sequence`
    is below zero then.
    """

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
    number: int = 0
    origin: str = ""

    @property
    def arrived(self) -> int:
        """What an entry of another home's journal is called here; 0 for one of ours."""
        return -self.sequence if self.origin else 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first. `older` is the `before` of the next page, None on the last one."""

    rows: tuple[TimelineRow, ...]
    older: int | None


class EarlierTold(Protocol):
    """Says what journals of earlier homes tell; the ledger, which stands above, hands it in at the start."""

    def __call__(
        self, *, subjects: Sequence[Subject], cycle: int | None, before: int | None, limit: int
    ) -> list[TimelineRow]:
        """The rows, newest first; `before` is below zero."""


_earlier: list[EarlierTold] = []


def carry_earlier(teller: EarlierTold) -> None:
    """Let timelines go on from now with what earlier homes told."""
    _earlier[:] = [teller]


def list_timeline(
    *, subjects: Sequence[Subject] = (), cycle: int | None = None, before: int | None = None, limit: int = 50
) -> Timeline:
    """Entries about any of the subjects or within the cycle, newest first, `limit` at a time.

    What came from another home is older than all of ours, so that it follows behind it.
    """
    numbers: dict[str, list[int]] = {}
    for subject in subjects:
        numbers.setdefault(subject.kind, []).append(subject.id)
    if not numbers and cycle is None:
        return Timeline(rows=(), older=None)
    own: list[TimelineRow] = []
    if before is None or before > 0:
        own = _newest(numbers, cycle, before=before, limit=limit + 1)
    left = limit + 1 - len(own)
    older = before if before is not None and before < 0 else None
    # All tellers are asked for a whole page, so that the question stays the same.
    earlier = [
        row
        for teller in _earlier
        if left
        for row in teller(subjects=subjects, cycle=cycle, before=older, limit=limit + 1)[:left]
    ]
    return _cut([*own, *earlier], limit=limit)


def _newest(
    numbers: Mapping[str, Sequence[int]], cycle: int | None, *, before: int | None, limit: int
) -> list[TimelineRow]:
    """The newest entries about subjects of each kind, and of the cycle, each found by its own index.

    It is planned for the values that come: one plan for all rounds would walk the journal, too.
    As one condition with OR, PostgreSQL walks a journal of millions backwards until a round that has long been silent speaks.
    """
    until = "" if before is None else " AND sequence < %s"
    bound = [] if before is None else [before]
    parts: list[str] = []
    values: list[int | str] = []
    for kind, ids in numbers.items():
        # No index keeps the sum in order, so that it is sorted after the subjects were found.
        places = ", ".join(["%s"] * len(ids))
        parts.append(f"subject_kind = %s AND subject_id IN ({places}){until} ORDER BY sequence + 0 DESC LIMIT {limit}")
        values += [kind, *ids, *bound]
    if cycle is not None:
        parts.append(f"cycle_id = %s{until} ORDER BY sequence DESC LIMIT {limit}")
        values += [cycle, *bound]
    found = (
        f"SELECT sequence FROM (SELECT sequence FROM journal_entry WHERE {part}) part_{place}"  # noqa: S608  words of ours
        for place, part in enumerate(parts)
    )
    return [_row(*entry) for entry in ask_plainly(_SAID.format(newest=" UNION ".join(found), limit=limit), values)]


def aware(at: datetime) -> datetime:
    """A moment that was asked for past the mapper: SQLite keeps it without its zone."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def list_trail(*, before: int | None = None, limit: int = 50) -> Timeline:
    """Every entry, newest first, for who looks on: what the work is about stays hidden, who keeps whom does not."""
    entries = Entry.objects.order_by("-sequence")
    if before is not None:
        entries = entries.filter(sequence__lt=before)
    told = _cut([_row(*entry) for entry in entries.values_list(*_COLUMNS)[: limit + 1]], limit=limit)
    rows = tuple(
        row if row.subject.kind in KEPT_KINDS else replace(row, about="", changes=(), why="") for row in told.rows
    )
    return replace(told, rows=rows)


def row_of_body(
    body: dict[str, Any],
    *,
    sequence: int,
    when: datetime,
    who: str,
    role: str,
    subject: Subject,
    number: int,
    origin: str = "",
) -> TimelineRow:
    """An entry as a page shows it, from what it says; a verb that only another version knows is told as it is written."""
    before, after = body["before"] or {}, body["after"] or {}
    return TimelineRow(
        sequence=sequence,
        at=when,
        actor=who,
        role=role,
        verb=body["verb"],
        did=VERBS.get(body["verb"], body["verb"]),
        subject=subject,
        about=_about(before, after) or _named(before, after),
        changes=_changes(before, after),
        why=body["why"],
        number=number,
        origin=origin,
    )


def _cut(found: list[TimelineRow], *, limit: int) -> Timeline:
    rows = tuple(found[:limit])
    return Timeline(rows=rows, older=rows[-1].sequence if len(found) > limit else None)


def _row(sequence: int, body: str, at: datetime, who: str, role: str, kind: str, subject_id: int) -> TimelineRow:
    subject = Subject(kind, subject_id)
    return row_of_body(
        json.loads(body), sequence=sequence, when=aware(at), who=who, role=role, subject=subject, number=sequence
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
    return (_RANKS.get(name, len(_RANKS)), name)


def _said(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def bodies_of(sequences: Sequence[int]) -> list[tuple[int, str]]:
    """The numbers and bodies of these entries, newest first."""
    found = Entry.objects.filter(pk__in=sequences).order_by("-sequence")
    return list(found.values_list("sequence", "body"))
