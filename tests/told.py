"""What entries tell of rows, watched in every test: whatever an operation writes is told by its entry, and stands as it was told.

At the end of each transaction of an operation, every table that `verify` compares and that was written must be among
what the entries told, and what they told must be what the rows hold: then nothing is ever reported falsely.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save

from zhenggai.journal.last_words import is_same
from zhenggai.journal.models import Entry
from zhenggai.journal.tables import TableKind, columns_of
from zhenggai.journal.telling import by_kind, kinds

_WRITE = re.compile(r'(INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')
_COLUMN = re.compile(r'"(\w+)" = ')
# What rules find comes and goes by itself; what people said of it is told.
UNTOLD_TABLES = {"ledger_ledgerdoubt"}
_here = threading.local()
_slips: list[str] = []


def watch() -> None:
    """Look from now on."""
    post_save.connect(_note, sender=Entry, dispatch_uid="told rows", weak=False)
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def entered(block: transaction.Atomic) -> None:
        enter(block)
        if block.durable:
            _here.entries, _here.written = [], {}
            transaction.get_connection(block.using).execute_wrappers.append(_look)

    def left(
        block: transaction.Atomic, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType
    ) -> None:
        if block.durable:
            transaction.get_connection(block.using).execute_wrappers.remove(_look)
            if kind is None and _here.entries:
                _slips.extend(_judged(_here.entries, _here.written))
        leave(block, kind, fault, trace)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left


def slips() -> list[str]:
    """Everything that was written and not told, or told otherwise, since this was asked last."""
    found = list(_slips)
    _slips.clear()
    return found


def told_tables() -> dict[str, frozenset[str]]:
    """The columns that are told of each table."""
    told: dict[str, set[str]] = {}
    for kind in kinds().values():
        for model, left_out in _made_of(kind):
            told.setdefault(model._meta.db_table, set()).update(columns_of(model, left_out))
    return {name: frozenset(columns) for name, columns in told.items()}


def _made_of(kind: object) -> Iterator[tuple[type[Model], frozenset[str]]]:
    if isinstance(kind, TableKind):
        yield kind.model, kind.left_out
        yield from ((part.model, part.left_out) for part in kind.parts)


def _judged(entries: list[Entry], written: dict[str, set[str]]) -> Iterator[str]:
    known, spoken = kinds(), set()
    verbs = "+".join(sorted({entry.verb for entry in entries}))
    last: dict[tuple[str, int], Any] = {}
    for entry in entries:
        for name, rows in by_kind(json.loads(entry.body).get("rows") or {}).items():
            spoken |= {model._meta.db_table for model in known[name].models}
            last.update({(name, number): row for number, row in rows.items()})
    for (name, number), row in last.items():
        now = known[name].rows_like({number: row})[number]
        if not is_same(row, now):
            yield f"{verbs} told {name}/{number} otherwise than it stands: {row} / {now}"
    for table, ways in written.items():
        if table not in spoken | UNTOLD_TABLES:
            yield f"{verbs} ({entries[-1].subject_kind}) wrote {table} and told nothing of it: {sorted(ways)}"


def _note(instance: Entry, **_facts: object) -> None:
    if hasattr(_here, "entries"):
        _here.entries.append(instance)


def _look(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]) -> object:
    answer = execute(sql, params, many, context)
    found = _WRITE.match(sql)
    if found is None:
        return answer
    way, table = found.groups()
    columns = _tables().get(table)
    if columns is None or (not way.startswith("INSERT") and context["cursor"].rowcount == 0):
        return answer
    changed = set(_COLUMN.findall(sql.partition(" WHERE ")[0])) if way == "UPDATE" else columns
    if changed & columns:
        _here.written.setdefault(table, set()).add(f"{way} {sorted(changed & columns) if way == 'UPDATE' else ''}")
    return answer


_known_tables: dict[str, frozenset[str]] = {}


def _tables() -> dict[str, frozenset[str]]:
    if not _known_tables:
        _known_tables.update(told_tables())
    return _known_tables
