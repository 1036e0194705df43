"""How much slower pages are at more tasks: `python benchmarks/ledger_growth.py [FOLDER]`, after `ledger_homes.py` has run.

Reads what the last run of each size left in FOLDER. Pages of the round that has as many tasks at every size are compared; what
grows with its round is told apart. The target is 1.5 from 10,000 to 1,000,000.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

USUAL = Path("/tmp/bench-ledger")
RESULT = "benchmark.json"


def main() -> None:
    """Print a table for each database."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else USUAL
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob(f"*/{RESULT}")]
    found.sort(key=lambda one: (one["database"], one["tasks"]))
    for database, results in groupby(found, key=lambda one: one["database"]):
        print("\n".join(table(database, list(results))))


def table(database: str, results: list[dict[str, Any]]) -> list[str]:
    """The p50 of each page at each size, and how many times the smallest that is, with the same of its bare SQL."""
    first = results[0]
    heads = [f"{one['tasks']:,}(负载 {one['load']:.1f})" for one in results]
    lines = [f"| {database} | {' | '.join(heads)} |", f"|---|{'--:|' * len(results)}"]
    for name, begun in first["lines"].items():
        cells = [_cell(one["lines"].get(name), begun) for one in results]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return [*lines, ""]


def _cell(now: dict[str, Any] | None, begun: dict[str, Any]) -> str:
    if now is None:
        return ""
    bare = f",裸 SQL {now['bare'] / begun['bare']:.2f}" if begun["bare"] else ""
    # What the machine was busy with beside falls on the empty page as well.
    steady = now["p50"] / now["empty"] / (begun["p50"] / begun["empty"])
    return f"{now['p50']:.1f}({now['p50'] / begun['p50']:.2f} 倍,以空页计 {steady:.2f}{bare})"


if __name__ == "__main__":
    main()
