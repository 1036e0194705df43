"""Looking at a stranger's file in a child process with limits: what it is, and what a page can show of it.

The file is the child's standard input, so that it is never held in our memory. No Django here: a child starts for every file.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zhenggai.jobs.confined import child_environment
from zhenggai.reading.exhibits.examining import Examined
from zhenggai.reading.exhibits.kinds import Unwelcome
from zhenggai.reading.exhibits.pictures import Shot
from zhenggai.reading.exhibits.showing import Shown, ShownBlock

__all__ = ["Examined", "ExhibitLimits", "Shown", "ShownBlock", "Unwelcome", "examine_confined", "show_confined"]

_logger = logging.getLogger(__name__)

_COMMAND = (sys.executable, "-P", "-s", "-X", "utf8", "-m", "zhenggai.jobs.exhibit_child")
_LOGGED = 4_000


@dataclass(frozen=True, slots=True)
class ExhibitLimits:
    """What one look may cost: memory in bytes, processor time and waiting in seconds."""

    memory: int = 900_000_000
    cpu: int = 20
    wall: float = 60.0


_DEFAULT = ExhibitLimits()


def examine_confined(path: Path, *, name: str, limits: ExhibitLimits = _DEFAULT) -> Examined | None:
    """What the file at `path` is; None where looking at it cost too much or broke the child.

    :raises Unwelcome: for a kind of file that no evidence has.
    """
    answer = _ask(path, limits, wanted="examine", name=name)
    if "unwelcome" in answer:
        raise Unwelcome(answer["unwelcome"])
    found = answer.get("examined")
    return _examined(found) if found else None


def show_confined(path: Path, *, kind: str, name: str, limits: ExhibitLimits = _DEFAULT) -> Shown:
    """What a page can show of the file at `path`; empty where that cost too much."""
    shown = _ask(path, limits, wanted="show", kind=kind, name=name).get("shown")
    if not shown:
        return Shown()
    return Shown(
        pages=tuple(b64decode(page) for page in shown["pages"]),
        blocks=tuple(_block(block) for block in shown["blocks"]),
        total=shown["total"],
    )


def _block(value: dict[str, Any]) -> ShownBlock:
    return ShownBlock(**{**value, "rows": tuple(tuple(row) for row in value["rows"])})


def _examined(value: dict[str, Any]) -> Examined:
    shot, thumb = value.pop("shot"), value.pop("thumb")
    taken = datetime.fromisoformat(shot.pop("taken")) if shot["taken"] else shot.pop("taken")
    return Examined(**value, shot=Shot(taken, **shot), thumb=b64decode(thumb) if thumb else None)


def _ask(path: Path, limits: ExhibitLimits, **task: object) -> dict[str, Any]:
    """Start a child on the file and take its answer; empty where it gave none."""
    asked = json.dumps({**task, "memory": limits.memory, "cpu": limits.cpu})
    with path.open("rb") as file:
        child = subprocess.Popen(  # noqa: S603  (our own interpreter and module; the task is one JSON text)
            (*_COMMAND, asked),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            cwd=tempfile.gettempdir(),
        )
        try:
            answer, complaints = child.communicate(timeout=limits.wall)
        except subprocess.TimeoutExpired:
            answer, complaints = b"", b"it took too long"
        finally:
            child.kill()
            child.communicate()
    if complaints:
        _logger.warning("exhibit child: %s", complaints[-_LOGGED:].decode("utf-8", "replace"))
    return _understood(answer, child.returncode)


def _understood(answer: bytes, code: int) -> dict[str, Any]:
    try:
        value = json.loads(answer)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        _logger.error("exhibit child ended with code %s and %s bytes of answer", code, len(answer))
        return {}
    return value
