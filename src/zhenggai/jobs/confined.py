"""Reading a stranger's file in a child process with limits on memory, processor time and patience.

This module and the child never import Django: a child starts for every file.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import zhenggai
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import report_from_json
from zhenggai.jobs.office_suite import docx_from_old_word
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import Limits, is_old_word
from zhenggai.reading.formats.faults import BROKE_DOWN, TOO_SLOW

__all__ = ["ChildLimits", "Unreadable", "read_confined", "sheets_confined", "tables_confined"]

_logger = logging.getLogger(__name__)

_COMMAND = (sys.executable, "-P", "-s", "-X", "utf8", "-m", "zhenggai.jobs.child")
# What Windows needs to start any program at all.
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")
_LOGGED = 4_000


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one reading may cost: the file and memory in bytes, processor time and waiting in seconds."""

    size: int = Limits().size
    memory: int = 600_000_000
    cpu: int = 20
    wall: float = 20.0


_DEFAULT = ChildLimits()
# A list of 100,000 rows is read in a few seconds; its cells are all in memory at once.
_LISTS = ChildLimits(memory=1_500_000_000, cpu=40, wall=40.0)

Sheets = list[tuple[str, list[list[str]]]]


def read_confined(data: bytes, *, name: str, today: date, limits: ChildLimits = _DEFAULT) -> Report:
    """Read one file as `zhenggai.reading.read` does, but where it can do no harm.

    Old Word files go through LibreOffice first, where it is installed.

    :raises Unreadable: for whatever stops the reading, a killed or crashed child included.
    """
    if not is_old_word(data):
        return _read(data, name, today, limits)
    report = _read(docx_from_old_word(data, name=name), name, today, limits)
    original = replace(report.source, sha256=hashlib.sha256(data).hexdigest(), format="doc")
    return replace(report, source=original)


def tables_confined(data: bytes, *, name: str, limits: ChildLimits = _DEFAULT) -> list[list[list[str]]]:
    """The cells of every table of a file, such as the sheets of a workbook, read where it can do no harm.

    :raises Unreadable: for whatever stops the reading, a killed or crashed child included.
    """
    answer = _answer_of(data, name, limits, wanted="tables")
    tables: list[list[list[str]]] = answer["tables"]
    return tables


def sheets_confined(data: bytes, *, name: str, limits: ChildLimits = _LISTS) -> Sheets:
    """Name and rows of every sheet of a workbook with a long list, read where it can do no harm.

    :raises Unreadable: for whatever stops the reading, a killed or crashed child included.
    """
    answer = _answer_of(data, name, limits, wanted="sheets")
    return [(name, rows) for name, rows in answer["sheets"]]


def _read(data: bytes, name: str, today: date, limits: ChildLimits) -> Report:
    return report_from_json(_answer_of(data, name, limits, wanted="report", today=today.isoformat())["report"])


def _answer_of(data: bytes, name: str, limits: ChildLimits, **wish: str) -> dict[str, Any]:
    return ask_child(wish, data, name=name, limits=limits, size=limits.size)


def ask_child(wish: Mapping[str, object], data: bytes, *, name: str, limits: ChildLimits, size: int) -> dict[str, Any]:
    """The child's answer about these bytes, of which one file may have `size`.

    :raises Unreadable: for whatever stops it.
    """
    task = {"name": name, "size": size, "memory": limits.memory, "cpu": limits.cpu, **wish}
    answer = _ask_child(json.dumps(task).encode() + b"\n" + data, name, limits)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"], **answer["facts"])
    return answer


def _ask_child(task: bytes, name: str, limits: ChildLimits) -> dict[str, Any]:
    """Start a child, hand it the task and take its answer."""
    child = subprocess.Popen(  # noqa: S603  (our own interpreter and module, no argument from outside)
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(),
        cwd=tempfile.gettempdir(),
    )
    try:
        answer, complaints = child.communicate(task, timeout=limits.wall)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TOO_SLOW, name=name, seconds=_seconds(limits.wall)) from error
    finally:
        child.kill()
        child.communicate()
    if complaints:
        _logger.warning("reading child: %s", complaints[-_LOGGED:].decode("utf-8", "replace"))
    if child.returncode == -getattr(signal, "SIGXCPU", 0):
        raise Unreadable(TOO_SLOW, name=name, seconds=limits.cpu)
    return _understood(answer, name, child.returncode)


def _understood(answer: bytes, name: str, code: int) -> dict[str, Any]:
    try:
        value = json.loads(answer) if code == 0 else None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        _logger.error("reading child ended with code %s and %s bytes of answer", code, len(answer))
        raise Unreadable(BROKE_DOWN, name=name)
    return value


def child_environment() -> dict[str, str]:
    """Nothing of ours but the place of our own package: no secrets, no proxies."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    return {**kept, "PYTHONPATH": str(Path(zhenggai.__file__).parent.parent)}


def _seconds(value: float) -> str:
    return f"{value:g}"
