"""The child process of `typesetting`: takes one paper as JSON on standard input, answers with its PDF."""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, Final

from zhenggai.jobs.fences import fence

# For the archive: every letter can be looked up, headings and tables are told to those who listen.
STANDARD: Final = "a-2a"


def main() -> None:
    """Set the pages, answer."""
    answers = _private_output()
    task = json.loads(sys.stdin.buffer.read())
    # Every core would claim memory of its own.
    os.environ["RAYON_NUM_THREADS"] = "1"
    fence(memory=task["memory"], cpu=task["cpu"], overrun=lambda: _answer(answers, {}))
    try:
        answer = _set(task["sheet"])
    except MemoryError:
        answer = {}
    _answer(answers, answer)
    os._exit(0)


def _private_output() -> BinaryIO:
    """Keep the answer's way out to ourselves: whatever a library prints goes to the log."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _set(sheet: dict[str, Any]) -> dict[str, Any]:
    import typst

    from zhenggai.papers.official.typeset import document

    fonts = typst.Fonts(include_embedded_fonts=False)
    here = {name.casefold(): name for name in fonts.families()}
    faces = {
        key: [here[name.casefold()] for name in names if name.casefold() in here]
        for key, names in sheet["faces"].items()
    }
    if not all(faces.values()):
        return {"no_font": True}
    day = date.fromisoformat(sheet["day"])
    pdf = typst.compile(
        document().encode(),
        font_paths=fonts,
        format="pdf",
        sys_inputs={"paper": json.dumps({**sheet, "faces": faces})},
        pdf_standards=STANDARD,
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    return {"pdf": b64encode(pdf).decode()}


def _answer(answers: BinaryIO, value: dict[str, Any]) -> None:
    answers.write(json.dumps(value).encode())
    answers.flush()


if __name__ == "__main__":
    main()
