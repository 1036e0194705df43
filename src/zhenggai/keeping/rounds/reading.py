"""The rows of an export as they are read: by its own list, in the columns of this version, and each file once more by its digest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED, Field, ForeignKey, Model

from zhenggai.chain.boxes import Box
from zhenggai.chain.errors import Malformed, Mismatch
from zhenggai.keeping.rounds.numbering import LARGEST
from zhenggai.keeping.rounds.tables import BY_NUMBER, LEFT_OUT, ways_to_round
from zhenggai.people.models import Account

LONGEST_LINE = 500_000_000
LATER = "这份导出里有这个版本不认识的内容（$what），是更新的版本做的，请先升级整改。"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoundRows:
    """The tables of an export; every reading of one checks it against the digest of the list."""

    box: Box
    about: Mapping[str, Any]

    def labels(self) -> tuple[str, ...]:
        """The tables that the file holds."""
        return tuple(path.removeprefix("rows/").removesuffix(".jsonl") for path in self.about["tables"])

    def rows(self, label: str) -> Iterator[Row]:
        """The rows of a table as values of its columns; none where the file is of a version without it.

        :raises Malformed: where a row cannot be read, or a later version wrote it.
        :raises Mismatch: where the file is another one than was checked.
        """
        path = f"rows/{label}.jsonl"
        if path not in self.about["tables"]:
            return
        columns, digest = columns_of(apps.get_model(label)), sha256()
        with self.box.open(path) as file:
            count = 0
            while line := file.readline(LONGEST_LINE):
                digest.update(line)
                count += 1
                yield _row(line, label, count, columns)
        if digest.hexdigest() != self.about["files"].get(path) or count != self.about["tables"][path]:
            raise Mismatch("文件被改过或损坏：$path。", path=path)


def columns_of(model: type[Model]) -> dict[str, Field[Any, Any]]:
    """The columns that an export holds, by name."""
    return {one.attname: one for one in model._meta.concrete_fields if not getattr(one, "generated", False)}


@cache
def tables_that_leave() -> frozenset[str]:
    """Every table that an export may hold: what belongs to a round, and what that refers to."""
    found = {model for model in ways_to_round() if model._meta.label_lower not in LEFT_OUT}
    found |= {apps.get_model(label) for label in (*BY_NUMBER, "people.unitname")}
    waiting = list(found)
    while waiting:
        targets = {one.related_model for one in waiting.pop()._meta.concrete_fields if isinstance(one, ForeignKey)}
        fresh = {one for one in targets if isinstance(one, type) and one not in found and one is not Account}
        found |= fresh
        waiting += fresh
    return frozenset(model._meta.label_lower for model in found)


def demand_known(rows: RoundRows) -> None:
    """Return where this version knows every table.

    :raises Malformed: where it does not.
    """
    for label in rows.labels():
        if label not in tables_that_leave():
            raise Malformed(LATER, what=label[:80])


def _row(line: bytes, label: str, place: int, columns: Mapping[str, Field[Any, Any]]) -> Row:
    try:
        plain = json.loads(line)
        later = plain.keys() - columns.keys()
        row = {name: _value(column, plain) for name, column in columns.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, ValidationError, OverflowError) as fault:
        raise Malformed("$table 的第 $place 行读不懂。", table=label, place=place) from fault
    if later:
        raise Malformed(LATER, what=f"{label}.{min(later)}"[:80])
    return row


def _value(column: Field[Any, Any], plain: Mapping[str, Any]) -> Any:
    if column.attname not in plain:
        # Written before there was such a column.
        if column.default is NOT_PROVIDED and not column.null:
            raise ValueError(column.attname)
        return column.get_default()
    value = plain[column.attname]
    if value is None:
        if not column.null:
            raise ValueError(column.attname)
        return None
    found = column.target_field.to_python(value) if isinstance(column, ForeignKey) else column.to_python(value)
    if isinstance(found, str) and ("\0" in found or len(found) > (column.max_length or len(found))):
        raise ValueError(column.attname)
    if isinstance(found, int) and abs(found) > LARGEST:
        raise ValueError(column.attname)
    return found
