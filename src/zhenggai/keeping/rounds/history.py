"""What was told of a round in its earlier homes, kept beside it: the entries with their proofs, and the numbers they go by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.dateparse import parse_datetime

from zhenggai.chain.errors import Malformed
from zhenggai.chain.rounds import ENTRIES
from zhenggai.keeping.rounds.numbering import Renumbered
from zhenggai.keeping.rounds.reading import RoundRows
from zhenggai.ledger.arrival_models import Arrival, ArrivedEntry, ArrivedNumber

AT_ONCE = 1000
# Rows that nothing signed names and no entry is about; there may be very many.
_UNNUMBERED = frozenset({"ledger.registerrow", "ledger.registerchange", "ledger.periodrow", "oversight.paperpassage"})


def keep_numbers(arrival: Arrival, rows: RoundRows, here: Renumbered) -> None:
    """Keep under which number everything is named in what was signed: that of the home in which it was made."""
    told: dict[str, dict[int, int]] = {}
    for row in rows.rows("ledger.arrivednumber"):
        told.setdefault(row["table"], {})[row["here"]] = row["told"]
    numbers = (
        ArrivedNumber(arrival=arrival, table=table, told=told.get(table, {}).get(old, old), here=new)
        for table, known in here.tables.items()
        if table not in _UNNUMBERED and not table.startswith("people.") and not table.startswith("ledger.scope")
        for old, new in known.items()
    )
    _create(ArrivedNumber, numbers)


def keep_entries(arrival: Arrival, rows: RoundRows, here: Renumbered) -> int:
    """Keep the entries of the old home, behind those that it had from homes before it; how many came from the old home itself."""
    earlier = _earlier_arrivals(arrival, rows)
    _create(ArrivedEntry, _of_earlier(earlier, rows, here))
    _create(ArrivedEntry, _of_the_old_home(arrival, rows, here))
    return arrival.entries_count


def _earlier_arrivals(arrival: Arrival, rows: RoundRows) -> dict[int, Arrival]:
    found: dict[int, Arrival] = {}
    for row in rows.rows("ledger.arrival"):
        kept = Arrival(**{**row, "id": None, "cycle_id": arrival.cycle_id, "repeated": True})
        kept.save(force_insert=True)
        found[row["id"]] = kept
    return found


def _of_earlier(arrivals: dict[int, Arrival], rows: RoundRows, here: Renumbered) -> Iterator[ArrivedEntry]:
    for row in rows.rows("ledger.arrivedentry"):
        if row["arrival_id"] not in arrivals:
            raise Malformed("$table 的第 $place 行读不懂。", table="ledger.arrivedentry", place=row["id"])
        subject = _subject(row["subject_kind"], row["subject_id"], here)
        yield ArrivedEntry(**{**row, "id": None, "arrival_id": arrivals[row["arrival_id"]].pk, "subject_id": subject})


def _of_the_old_home(arrival: Arrival, rows: RoundRows, here: Renumbered) -> Iterator[ArrivedEntry]:
    with rows.box.open(ENTRIES) as file:
        for place, line in enumerate(file, start=1):
            try:
                yield _entry(arrival, line.decode("utf-8"), here)
            except (ValueError, TypeError, KeyError) as fault:
                raise Malformed("$table 的第 $place 行读不懂。", table=ENTRIES, place=place) from fault


def _entry(arrival: Arrival, line: str, here: Renumbered) -> ArrivedEntry:
    body: dict[str, Any] = json.loads(json.loads(line)["body"])
    at: datetime | None = parse_datetime(body["at"])
    if at is None or not isinstance(body["verb"], str):
        raise ValueError(line[:40])
    return ArrivedEntry(
        arrival=arrival,
        sequence=body["sequence"],
        at=at,
        actor_name=_known_as(body["actor"]),
        actor_role=str(body["actor"]["role"]),
        verb=body["verb"],
        subject_kind=body["subject"]["kind"],
        subject_id=_subject(body["subject"]["kind"], body["subject"]["id"], here),
        line=line,
    )


def _known_as(actor: dict[str, Any]) -> str:
    return f"{actor['name']}（代 {actor['on_behalf']}）" if actor.get("on_behalf") else str(actor["name"])


def _subject(kind: str, old: int | None, here: Renumbered) -> int | None:
    """What the subject of an entry is here; None for what did not come."""
    if old is None:
        return None
    name = kind.replace("_", "")
    for table in (f"ledger.{name}", f"oversight.{name}", f"people.{name}"):
        if old in here.tables.get(table, {}):
            return here.tables[table][old]
    return here.accounts.get(old) if kind == "account" else None


def _create(model: Any, rows: Iterable[Any]) -> None:
    source = iter(rows)
    while some := list(islice(source, AT_ONCE)):
        model.objects.bulk_create(some)
