"""What came with a round from another home: under which numbers its things were signed, and what its journal said of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import TimelineRow, aware, row_of_body
from zhenggai.journal.repeated import ask_plainly
from zhenggai.ledger.arrival_models import Arrival, ArrivedEntry, ArrivedNumber

Table = Mapping[int, int]
_ABOVE = 2**63 - 1
# Written as text, since every page of a task asks it.
_EARLIER = """SELECT entry.id, entry.line, entry.at, entry.actor_name, entry.actor_role, entry.subject_kind, entry.subject_id,
entry.sequence, arrival.origin FROM ledger_arrivedentry entry JOIN ledger_arrival arrival ON arrival.id = entry.arrival_id
WHERE ({wanted}) AND entry.id < %s ORDER BY entry.id DESC LIMIT {limit}"""


class BeforeArrival(NoSuchThing):
    """An instant at which a round was not here yet."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a round's things are numbered in what was signed; what never came from elsewhere has the number it has here."""

    told_here: Mapping[str, Table] = field(default_factory=dict)
    here_told: Mapping[str, Table] = field(default_factory=dict)

    def told(self, table: str, here: int) -> int:
        """The number under which something is named in what is signed."""
        return self.told_here.get(table, {}).get(here, here)

    def here(self, table: str, told: int) -> int:
        """The number here of what was named so in something signed."""
        return self.here_told.get(table, {}).get(told, told)

    def __bool__(self) -> bool:
        return bool(self.told_here)


def numbers_of(cycle_id: int, *tables: str) -> Numbers:
    """The numbers of a round in these tables, in one query; empty for a round that was born here."""
    told: dict[str, dict[int, int]] = {}
    here: dict[str, dict[int, int]] = {}
    rows = ArrivedNumber.objects.filter(arrival__cycle_id=cycle_id, table__in=tables)
    for table, number, own in rows.values_list("table", "told", "here"):
        told.setdefault(table, {})[own] = number
        here.setdefault(table, {})[number] = own
    return Numbers(told, here)


def arrived_at(cycle_ids: Collection[int]) -> dict[int, datetime]:
    """When those of the rounds came here that came from elsewhere."""
    found = Arrival.objects.filter(cycle_id__in=cycle_ids).values_list("cycle_id")
    return dict(found.annotate(last=Max("at")))


def came_here(table: str, here: int) -> bool:
    """Whether a row came with its round from another home."""
    return ArrivedNumber.objects.filter(table=table, here=here).exists()


def demand_told(cycle_id: int, at: datetime) -> None:
    """Return where a round was here at an instant, or was born here.

    :raises BeforeArrival: where it came later from another home, so that our journal does not tell of then.
    """
    came = arrived_at([cycle_id]).get(cycle_id)
    if came is not None and at < came:
        raise BeforeArrival(
            "这个轮次是 $day 从别处迁入的，更早的台账不能在这里还原，请选迁入以后的时刻。",
            day=localtime(came).strftime("%Y-%m-%d %H:%M"),
        )


def came_before(cycle_id: int, at: datetime) -> bool:
    """Whether something of then came with its round from another home."""
    return Arrival.objects.filter(cycle_id=cycle_id, at__gte=at).exists()


def earlier_rows(
    *, subjects: Sequence[Subject], cycle: int | None, before: int | None, limit: int
) -> list[TimelineRow]:
    """What the journals of earlier homes say, newest first; a row is numbered below zero, so that it is mistaken for none of ours."""
    numbers: dict[str, list[int]] = {}
    for one in subjects:
        numbers.setdefault(one.kind, []).append(one.id)
    places = (", ".join(["%s"] * len(ids)) for ids in numbers.values())
    wanted = [f"entry.subject_kind = %s AND entry.subject_id IN ({some})" for some in places]
    values: list[Any] = [value for kind, ids in numbers.items() for value in (kind, *ids)]
    if cycle is not None:
        wanted.append("arrival.cycle_id = %s")
        values.append(cycle)
    if not wanted:
        return []
    # No number stands above all others.
    until = -before if before is not None else _ABOVE
    statement = _EARLIER.format(wanted=" OR ".join(wanted), limit=limit)
    return [_row(*entry) for entry in ask_plainly(statement, [*values, until])]


def told_earlier(*, verb: str, subject_kind: str, subject_ids: Collection[int]) -> QuerySet[ArrivedEntry]:
    """The entries of earlier homes about such things, in order."""
    wanted = ArrivedEntry.objects.filter(verb=verb, subject_kind=subject_kind, subject_id__in=subject_ids)
    return wanted.order_by("pk")


def never_came() -> frozenset[str]:
    """The originals that rounds from other homes came without, by their digests."""
    return frozenset(one for told in Arrival.objects.values_list("missing", flat=True) for one in json.loads(told))


def arrived_entries(cycle_id: int) -> QuerySet[ArrivedEntry]:
    """The entries of earlier homes about a round."""
    return ArrivedEntry.objects.filter(arrival__cycle_id=cycle_id)


def body_of(entry: ArrivedEntry) -> dict[str, Any]:
    """What an entry of an earlier home says."""
    return _body(entry.line)


def _body(line: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(json.loads(line)["body"])
    return body


def _row(pk: int, line: str, at: datetime, who: str, role: str, *rest: Any) -> TimelineRow:
    kind, subject_id, number, origin = rest
    subject = Subject(kind, subject_id or 0)
    return row_of_body(
        _body(line), sequence=-pk, when=aware(at), who=who, role=role, subject=subject, number=number, origin=origin
    )


def told_of_reports() -> Subquery:
    """The number under which a report was signed, for a query over reports; None for one that was made here."""
    numbers = ArrivedNumber.objects.filter(table="ledger.progress", here=OuterRef("pk"))
    return Subquery(numbers.values("told")[:1])
