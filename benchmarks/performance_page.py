"""docs/performance.md, where each table stands between marks of its own and is written anew by whoever measures it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def show_table(head: str, lines: Sequence[str], *, mark: str) -> None:
    """Print a table of what was done, how long it took and how fast that is; with `--write` put it into the page."""
    table = "\n".join([head, "", "| 做什么 | 用时 | 速度 |", "|---|--:|--:|", *lines])
    print(table)
    if "--write" in sys.argv:
        write_table(mark, table)


def write_table(mark: str, table: str) -> None:
    """Put a table between its marks.

    :raises SystemExit: where the page has no such marks.
    """
    block = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    text, found = block.subn(lambda marks: f"{marks[1]}{table}\n{marks[2]}", PAGE.read_text(encoding="utf-8"))
    if not found:
        raise SystemExit(f"{PAGE.name} has no marks for {mark}")
    PAGE.write_text(text, encoding="utf-8")
