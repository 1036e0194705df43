"""Rounds that travel between homes: taken out into a file, and two such files compared up to their numbers."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey

from people import NOON, WANG
from zhenggai.domain.rights import Actor
from zhenggai.keeping.rounds.fields import ACCOUNTS, CHANGES
from zhenggai.keeping.rounds.filling import DERIVED, OWN
from zhenggai.keeping.rounds.leaving import take_out

Row = dict[str, Any]
# What a second home has of its own, known by its name there.
NAMED = ("people.unit", "people.person", "people.unittype", "ledger.scopeterm")
# What may differ: that a round is here twice, codes that a second copy needs, keys of doubts that follow from numbers.
OTHERWISE = {
    "ledger.cycle": {"repeated"},
    "ledger.visit": {"token"},
    "ledger.progress": {"token"},
    "ledger.workbookexport": {"code"},
    "ledger.ledgerdoubt": {"key"},
    "people.unit": {"version"},
    "people.person": {"version"},
}


def taken(cycle: int, path: Path, *, actor: Actor = WANG, at: datetime = NOON) -> Path:
    """An export of a round as a file."""
    leaving = take_out(cycle_id=cycle, actor=actor, at=at)
    with path.open("wb") as file:
        file.writelines(leaving.stream)
    return path


class Places:
    """Numbers everything by its place in its table, or by its name, so that two homes can be compared."""

    def __init__(self, tables: Mapping[str, list[Row]]) -> None:
        self._places = {
            label: {row["id"]: place for place, row in enumerate(_ordered(label, rows), start=1)}
            for label, rows in tables.items()
            if rows and "id" in rows[0]
        }
        names = {
            row[number]: row[name].split("（代 ")[0]
            for label, columns in ACCOUNTS.items()
            for row in tables.get(label, ())
            for number, name in columns.items()
        }
        ordered = sorted(set(names.values()))
        self._accounts = {number: ordered.index(name) + 1 for number, name in names.items()}

    def number(self, table: str, old: int) -> int:
        return self._places.get(table, {}).get(old, -1) if old > 0 else old

    def account(self, old: int) -> int:
        return self._accounts.get(old, 0)


def compared(path: Path) -> dict[str, list[Row]]:
    """The rows of an export without the numbers of its home."""
    tables = rows_in(path)
    places = Places(tables)
    return {
        label: [_normal(label, row, places) for row in _ordered(label, rows)]
        for label, rows in tables.items()
        if label not in DERIVED | OWN and rows
    }


def rows_in(path: Path) -> dict[str, list[Row]]:
    """The rows of an export by table."""
    with zipfile.ZipFile(path) as container:
        return {
            name.removeprefix("rows/").removesuffix(".jsonl"): [
                json.loads(line) for line in container.read(name).splitlines()
            ]
            for name in container.namelist()
            if name.startswith("rows/")
        }


def _ordered(label: str, rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row["name"]) if label in NAMED else rows


def _normal(label: str, row: Row, places: Places) -> Row:
    model = apps.get_model(label)
    changed = {name: change(row[name], row, places) for name, change in CHANGES.get(label, {}).items()}
    changed = {name: _plain(value) for name, value in changed.items()}
    changed |= {name: places.account(row[name]) for name in ACCOUNTS.get(label, {})}
    for column in model._meta.concrete_fields:
        if isinstance(column, ForeignKey) and row[column.attname] is not None:
            table = column.related_model._meta.label_lower  # type: ignore[union-attr]
            changed[column.attname] = places.number(table, row[column.attname])
    if "id" in row:
        changed["id"] = places.number(label, row["id"])
    return {name: value for name, value in {**row, **changed}.items() if name not in OTHERWISE.get(label, ())}


def _plain(value: Any) -> Any:
    """What a text of JSON says, however it is spaced."""
    return json.loads(value) if isinstance(value, str) and value[:1] in ("{", "[") else value
