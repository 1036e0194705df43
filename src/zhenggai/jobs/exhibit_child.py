"""The child process of `exhibits`: standard input is the file itself, the task stands on the command line."""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from dataclasses import asdict
from typing import Any, BinaryIO

from zhenggai.jobs.fences import fence

TOO_COSTLY: dict[str, Any] = {"costly": True}


def main() -> None:
    """Look at the file, answer."""
    answers = _private_output()
    task = json.loads(sys.argv[1])
    fence(memory=task["memory"], cpu=task["cpu"], overrun=lambda: _answer(answers, TOO_COSTLY))
    try:
        answer = _shown(task) if task["wanted"] == "show" else _examined(task)
    except MemoryError:
        answer = TOO_COSTLY
    _answer(answers, answer)
    os._exit(0)


def _private_output() -> BinaryIO:
    """Keep the answer's way out to ourselves: whatever a library prints goes to the log."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _examined(task: dict[str, Any]) -> dict[str, Any]:
    from zhenggai.reading.exhibits.examining import examine
    from zhenggai.reading.exhibits.kinds import Unwelcome

    try:
        found = examine(sys.stdin.buffer, name=task["name"])
    except Unwelcome as refusal:
        return {"unwelcome": refusal.what}
    return {"examined": asdict(found)}


def _shown(task: dict[str, Any]) -> dict[str, Any]:
    from zhenggai.reading.exhibits.showing import show

    return {"shown": asdict(show(sys.stdin.buffer, kind=task["kind"], name=task["name"]))}


def _written(value: object) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _answer(answers: BinaryIO, value: dict[str, Any]) -> None:
    answers.write(json.dumps(value, default=_written).encode())
    answers.flush()


if __name__ == "__main__":
    main()
