"""What lets kept counts go, watched in every test: whatever changes a column that a ledger is counted by has an entry that says so.

At the end of each transaction of an operation that wrote such a column, one of its entries must be among those after which
counts are no longer believed, and it must name its round, or be about a unit.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save

from zhenggai.journal.models import Entry
from zhenggai.ledger.kept_counts import CHANGES

_WRITE = re.compile(r'(INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(ledger_task|ledger_taskunit)"')
_COLUMN = re.compile(r'"(\w+)" = ')
# Which tasks are counted for whom, and under which choice; ranks follow from state and deadline.
_COUNTED = frozenset(
    [
        "cycle_id",
        "aspect_id",
        "aspect_position",
        "state",
        "kind",
        "unit_id",
        "unit_name",
        "leader",
        "deadline",
        "measures_count",
        "figures_count",
        "doubts_count",
        "task_id",
    ]
)
_here = threading.local()
_slips: list[str] = []


def watch() -> None:
    """Look from now on."""
    post_save.connect(_note, sender=Entry, dispatch_uid="counted rows", weak=False)
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def entered(block: transaction.Atomic) -> None:
        enter(block)
        if block.durable:
            _here.entries, _here.written = [], set()
            transaction.get_connection(block.using).execute_wrappers.append(_look)

    def left(
        block: transaction.Atomic, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType
    ) -> None:
        if block.durable:
            transaction.get_connection(block.using).execute_wrappers.remove(_look)
            if kind is None and _here.entries and _here.written and not _says_so(_here.entries):
                verbs = "+".join(sorted({entry.verb for entry in _here.entries}))
                _slips.append(f"{verbs} changed what is counted, and kept counts would stay: {sorted(_here.written)}")
        leave(block, kind, fault, trace)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left


def slips() -> list[str]:
    """Everything that was changed and would still be counted as before, since this was asked last."""
    found = list(_slips)
    _slips.clear()
    return found


def _says_so(entries: list[Entry]) -> bool:
    told = [entry.sequence for entry in entries if entry.cycle_id is not None or entry.subject_kind == "unit"]
    places = ", ".join(["%s"] * len(told)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM journal_entry said WHERE said.sequence IN ({places}) AND {CHANGES}", told)
        return bool(cursor.fetchone()[0])


def _note(instance: Entry, **_facts: object) -> None:
    if hasattr(_here, "entries"):
        _here.entries.append(instance)


def _look(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]) -> object:
    answer = execute(sql, params, many, context)
    found = _WRITE.match(sql)
    if found is None:
        return answer
    way, table = found.groups()
    columns = set(_COLUMN.findall(sql.partition(" WHERE ")[0])) if way == "UPDATE" else _COUNTED
    if (way.startswith("INSERT") or context["cursor"].rowcount) and columns & _COUNTED:
        _here.written.add(f"{way} {table}")
    return answer
