"""The child process of `confined`: takes one file on standard input, answers with one JSON value."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from zhenggai.jobs.fences import fence

if TYPE_CHECKING:
    from zhenggai.reading.formats import Limits


def main() -> None:
    """Read the task, read the file, answer."""
    answers = _private_output()
    task = json.loads(sys.stdin.buffer.readline())
    fence(memory=task["memory"], cpu=task["cpu"], overrun=lambda: _answer(answers, _too_costly(task["name"])))
    try:
        answer = _read(task)
    except MemoryError:
        answer = _too_costly(task["name"])
    _answer(answers, answer)
    # Taking apart what was read costs time and tells nobody anything.
    os._exit(0)


def _private_output() -> BinaryIO:
    """Keep the answer's way out to ourselves: whatever a library prints goes to the log."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _read(task: dict[str, Any]) -> dict[str, Any]:
    from zhenggai.domain.report_json import report_to_json
    from zhenggai.reading import Unreadable, read
    from zhenggai.reading.formats import Limits

    limits = Limits(size=task["size"])
    if task.get("wanted") == "tables":
        return _read_tables(task["name"], limits)
    if task.get("wanted") == "sheets":
        return _read_sheets(task["name"], limits)
    if task.get("wanted") == "returned":
        return {"books": [_read_returned(name, size, limits) for name, size in json.loads(task["files"])]}
    if task.get("wanted") in ("layout", "laid_out"):
        return _lay_out(task, limits)
    if task.get("wanted") == "parcel":
        return _unpack(task["name"], task["folder"], Limits(size=task["size"], unpacked=task["unpacked"]))
    try:
        report = read(
            sys.stdin.buffer.read(), name=task["name"], today=date.fromisoformat(task["today"]), limits=limits
        )
    except Unreadable as fault:
        return {"unreadable": fault.pattern, "facts": fault.facts}
    return {"report": report_to_json(report, with_text=True)}


def _read_tables(name: str, limits: Limits) -> dict[str, Any]:
    from zhenggai.reading import Unreadable
    from zhenggai.reading.blocks import Table
    from zhenggai.reading.formats import open_document

    try:
        blocks = open_document(sys.stdin.buffer.read(), name=name, limits=limits).blocks
    except Unreadable as fault:
        return {"unreadable": fault.pattern, "facts": fault.facts}
    return {
        "tables": [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]
    }


def _read_sheets(name: str, limits: Limits) -> dict[str, Any]:
    from zhenggai.reading import Unreadable
    from zhenggai.reading.formats.sheets import open_sheets

    try:
        sheets = open_sheets(sys.stdin.buffer.read(), name=name, limits=limits)
    except Unreadable as fault:
        return {"unreadable": fault.pattern, "facts": fault.facts}
    return {"sheets": [[sheet.name, sheet.rows] for sheet in sheets]}


def _read_returned(name: str, size: int, limits: Limits) -> dict[str, Any]:
    from zhenggai.reading import Unreadable
    from zhenggai.reading.formats.returned import open_returned

    try:
        sheets = open_returned(sys.stdin.buffer.read(size), name=name, limits=limits)
    except Unreadable as fault:
        return {"unreadable": fault.pattern, "facts": fault.facts}
    return {"sheets": [[sheet.name, sheet.rows, sheet.merged] for sheet in sheets]}


def _lay_out(task: dict[str, Any], limits: Limits) -> dict[str, Any]:
    from zhenggai.jobs.laying import examine, lay_out
    from zhenggai.reading import Unreadable

    data = sys.stdin.buffer.read()
    try:
        return examine(data, limits) if task["wanted"] == "layout" else lay_out(data, task["filling"], limits)
    except Unreadable as fault:
        return {"unreadable": fault.pattern, "facts": {"name": task["name"], **fault.facts}}


def _unpack(name: str, folder: str, limits: Limits) -> dict[str, Any]:
    from pathlib import Path

    from zhenggai.reading import Unreadable
    from zhenggai.reading.formats.parcels import unpack

    try:
        return {"members": unpack(sys.stdin.buffer.read(), name=name, folder=Path(folder), limits=limits)}
    except Unreadable as fault:
        return {"unreadable": fault.pattern, "facts": fault.facts}


def _too_costly(name: str) -> dict[str, Any]:
    from zhenggai.reading.formats.faults import TOO_COSTLY

    return {"unreadable": TOO_COSTLY, "facts": {"name": name}}


def _answer(answers: BinaryIO, value: dict[str, Any]) -> None:
    answers.write(json.dumps(value, default=str).encode())
    answers.flush()


if __name__ == "__main__":
    main()
