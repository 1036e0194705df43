"""What stands in columns that are no keys: numbers of other rows and of accounts, alone or within JSON.

Keys between tables are found by themselves. What is listed here cannot be; a test asks of every new column of a round
that may hold such a number that it is listed, or named as plain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.papers.renumbering import renumbered_key
from zhenggai.oversight.composing.stored import TABLES


class Numbering(Protocol):
    """Says what number something of the old home has here."""

    def number(self, table: str, old: int) -> int:
        """The number here; a fresh one for what did not come."""

    def account(self, old: int) -> int:
        """The number of an account here."""


Row = Mapping[str, Any]
Change = Callable[[Any, Row, Numbering], Any]

# The columns that name an account by its number, each with the column beside it that says who that was.
ACCOUNTS: dict[str, dict[str, str]] = {
    "ledger.changerequest": {"asked_by_id": "asked_by"},
    "ledger.closing": {"applied_by_id": "applied_by"},
    "ledger.comment": {"author_id": "author"},
    "ledger.callback": {"by_id": "by"},
    "ledger.doubtword": {"by_id": "by"},
    "ledger.evidence": {"uploader_id": "uploaded_by"},
    "ledger.extension": {"asked_by_id": "asked_by"},
    "ledger.progress": {"actor_id": "by"},
    "ledger.reopening": {"by_id": "by"},
    "ledger.reportperiod": {"frozen_by_id": "frozen_by"},
    "ledger.ruleswitch": {"by_id": "by"},
    "ledger.signature": {"by_id": "by"},
    "ledger.visit": {"by_id": "by"},
    "ledger.workbookexport": {"exporter_id": "exported_by"},
    "ledger.workbookreturn": {"receiver_id": "received_by"},
}
# What a reminder is about, by its kind.
_THINGS = {
    "task": "ledger.task",
    "measure": "ledger.measure",
    "promise": "ledger.promise",
    "reading": "ledger.indicator",
    "decision": "oversight.meetingdecision",
    "minutes": "oversight.meeting",
    "trial": "oversight.institution",
    "institution": "oversight.institution",
}
# What doubts point at; whatever is called as its table is needs no line.
_PLACES = {
    "report": "ledger.progress",
    "meeting": "oversight.meeting",
    "decision": "oversight.meetingdecision",
    "institution": "oversight.institution",
    "unit": "people.unit",
}
# Whom doubts of this rule point at by person; of all others by account.
_OF_PERSONS = "ledger.nobody_took_over"
_WORKBOOK_KEYS = {"m": "ledger.measure", "f": "ledger.figure", "e": "ledger.evidence"}
_WORKBOOK_KEY = re.compile(r"([mfe])(\d+)")


def table_of_place(kind: str) -> str:
    """The table of what a doubt points at."""
    return _PLACES.get(kind, f"ledger.{kind.replace('_', '')}")


def _to(table: str) -> Change:
    return lambda value, _row, here: value and here.number(table, value)


def _json(change: Callable[[Any, Numbering], Any]) -> Change:
    """The same text with other numbers in it; as it was where there are none."""

    def changed(value: str, _row: Row, here: Numbering) -> str:
        plain = json.loads(value) if value else None
        other = change(plain, here) if plain else plain
        return json.dumps(other, ensure_ascii=False) if plain and other != plain else value

    return changed


def _wish(value: str, _row: Row, here: Numbering) -> str:
    """A wish as it is written by its own hand."""
    plain: dict[str, Any] = json.loads(value)
    for word, table in (("measure", "ledger.measure"), ("problem", "ledger.problem")):
        if f"{word}_id" in plain:
            plain[f"{word}_id"] = here.number(table, plain[f"{word}_id"])
        if f"{word}_ids" in plain:
            plain[f"{word}_ids"] = [here.number(table, one) for one in plain[f"{word}_ids"]]
    return canonical_text(plain)


def _thing(value: int, row: Row, here: Numbering) -> int:
    table = _THINGS.get(row["kind"])
    return here.number(table, value) if table else value


def _frame(plain: list[list[Any]], here: Numbering) -> list[list[Any]]:
    return [[number, here.number("ledger.task", task), *rest] for number, task, *rest in plain]


def _figures(plain: list[list[Any]], here: Numbering) -> list[list[Any]]:
    return [[here.number("ledger.figure", one), *rest] for one, *rest in plain]


def _places(value: str, row: Row, here: Numbering) -> str:
    def number(kind: str, one: int) -> int:
        if kind != "person":
            return here.number(table_of_place(kind), one)
        return here.number("people.person", one) if row["rule"] == _OF_PERSONS else here.account(one)

    places = [[kind, number(kind, one), words] for kind, one, words in json.loads(value)]
    return json.dumps(places, ensure_ascii=False)


def _tasks(plain: list[int], here: Numbering) -> list[int]:
    return [here.number("ledger.task", one) for one in plain]


def _problems(plain: list[int], here: Numbering) -> list[int]:
    return [here.number("ledger.problem", one) for one in plain]


def _pairs(plain: dict[str, int], here: Numbering) -> dict[str, int]:
    return {key: here.number("ledger.task", one) if one > 0 else one for key, one in plain.items()}


def _decisions(plain: dict[str, list[Any]], here: Numbering) -> dict[str, list[Any]]:
    return {key: [*rest, one and here.number("ledger.task", one)] for key, (*rest, one) in plain.items()}


def _part(value: str, row: Row, here: Numbering) -> str:
    return str(here.number("ledger.aspect", int(value))) if row["part_kind"] == "aspect" else value


def _refs(plain: list[list[Any]], here: Numbering) -> list[list[Any]]:
    return [[kind, here.number(TABLES[kind], one)] for kind, one in plain]


def _passage_key(value: str, _row: Row, here: Numbering) -> str:
    return renumbered_key(value, lambda kind, one: here.number(TABLES[kind], one))


def _words(plain: list[Any], here: Numbering) -> list[Any]:
    return [piece if isinstance(piece, str) else _field(piece, here) for piece in plain]


def _field(plain: dict[str, Any], here: Numbering) -> dict[str, Any]:
    return {
        **plain,
        "key": _passage_key(plain["key"], {}, here),
        "figure": plain["figure"] and here.number("ledger.figure", plain["figure"]),
        "task": plain["task"] and here.number("ledger.task", plain["task"]),
    }


def _table(plain: dict[str, Any], here: Numbering) -> dict[str, Any]:
    return {**plain, "rows": [[_words(cell, here) for cell in row] for row in plain["rows"]]}


def _workbook_key(key: str, here: Numbering) -> str:
    found = _WORKBOOK_KEY.fullmatch(key)
    return f"{found[1]}{here.number(_WORKBOOK_KEYS[found[1]], int(found[2]))}" if found else key


def _sheet(mark: str, here: Numbering) -> str:
    """The mark of a sheet, which of a register ends in its number."""
    name, _, register = mark.partition("-")
    return f"{name}-{here.number('ledger.register', int(register))}" if register else mark


def _base(plain: dict[str, Any], here: Numbering) -> dict[str, Any]:
    return {**plain, "sheets": [_base_sheet(one, here) for one in plain["sheets"]]}


def _base_sheet(plain: dict[str, Any], here: Numbering) -> dict[str, Any]:
    kind, rows = plain["kind"], plain["rows"]
    if kind.get("register"):
        return {**plain, "kind": {**kind, "register": here.number("ledger.register", kind["register"])}}
    return {**plain, "rows": {_workbook_key(key, here): values for key, values in rows.items()}}


def _taken(plain: dict[str, Any], here: Numbering) -> dict[str, Any]:
    rows = [
        {**row, "sheet": _sheet(row["sheet"], here), "key": _workbook_key(row["key"], here)} for row in plain["rows"]
    ]
    return {**plain, "rows": rows}


def _returned(plain: dict[str, Any], here: Numbering) -> dict[str, Any]:
    parted = ((key.split("|"), told) for key, told in plain.items())
    return {"|".join((_sheet(one, here), _workbook_key(key, here), *rest)): told for (one, key, *rest), told in parted}


# By table and column; what a column holds that is signed stays as it was written, and is read through the arrival's numbers.
CHANGES: dict[str, dict[str, Change]] = {
    "people.group": {"cycle_id": _to("ledger.cycle")},
    "people.appointment": {"cycle_id": _to("ledger.cycle")},
    "ledger.plansteptask": {"task_id": _to("ledger.task")},
    "ledger.periodrow": {"task_id": _to("ledger.task"), "figures": _json(_figures)},
    "ledger.meetinglist": {"meeting_id": _to("oversight.meeting")},
    "ledger.callback": {"roster_id": _to("ledger.register")},
    "ledger.changerequest": {"wish": _wish},
    "ledger.sample": {"frame": _json(_frame)},
    "ledger.ledgerdoubt": {"places": _places},
    "ledger.workbookexport": {"tasks": _json(_tasks)},
    "ledger.workbookbase": {"content": _json(_base)},
    "ledger.workbooktaken": {"content": _json(_taken)},
    "ledger.workbookreturn": {"decisions": _json(_returned)},
    "ledger.ledgersheet": {"pairs": _json(_pairs), "decisions": _json(_decisions)},
    "oversight.reminder": {"thing": _thing},
    "oversight.composedpaper": {"part": _part, "withheld": _json(_problems)},
    "oversight.paperpassage": {
        "key": _passage_key, "words": _json(_words), "table": _json(_table), "refs": _json(_refs),
    },
}  # fmt: skip
# Signed or sealed as they stand, or of no use any more: numbers within stay those of the old home.
AS_WRITTEN = frozenset(
    {
        "ledger.planissue.frozen",
        "ledger.planreview.frozen",
        "oversight.paperversion.content",
        "ledger.planstep.facts",
        "ledger.arrivedentry.line",
        "ledger.arrival.pairs",
        "ledger.arrival.settled",
    }
)
