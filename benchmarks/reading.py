"""How fast a report is read: the whole, its parts, its growth, and beside it what others need for a part of the work.

Run by `make bench`; prints Markdown, and with `--write` puts it into docs/performance.md. Everything is measured in one
run on the same text: the demo report, and for growth that report repeated. Medians; nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

from performance_page import write_table

from zhenggai.reading import read, reader

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "src" / "zhenggai" / "cli" / "demo" / "report.txt"
TODAY = date(2026, 6, 30)
PARTS = (
    "open_document",
    "normalise",
    "grow",
    "Marks",
    "take_tables",
    "read_header",
    "find_dates",
    "find_references",
    "find_quantities",
    "find_promises",
    "find_relations",
    "check_report",
)
_FIGURE = r"[0-9一二两三四五六七八九十百千]+(?:\.\d+)?(?:余|多)?(?:万|亿)?(?:元|亩|公顷|公里|吨|天|个|家|户|人|次|项|件|起|份|名|%)"
# One plain pass: what a script of one regex would look for: labels, markers, dates, titles, document numbers, figures.
PLAIN = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]).*|[一二三四五六七八九十]+是|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?"
    rf"|\d{{4}}年|《[^》]+》|[\u4e00-\u9fff]+〔\d{{4}}〕\d+号|{_FIGURE}",
    re.MULTILINE,
)
FIGURES_ONLY = re.compile(_FIGURE)
TIMES = 30
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


def median_seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Median wall time of some repetitions."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def parts_seconds(data: bytes) -> dict[str, float]:
    """Median seconds of each part inside whole readings."""
    taken: dict[str, list[float]] = {name: [] for name in PARTS}

    def watched(name: str) -> Callable[..., object]:
        original = getattr(reader, name)

        def work(*args: object, **kwargs: object) -> object:
            start = time.perf_counter()
            result = original(*args, **kwargs)
            taken[name].append(time.perf_counter() - start)
            return result

        return work

    patches = [patch.object(reader, name, watched(name)) for name in PARTS]
    for each in patches:
        each.start()
    for _ in range(TIMES):
        read(data, name="report.txt", today=TODAY)
    for each in patches:
        each.stop()
    return {name: statistics.median(values) for name, values in taken.items() if values}


def peers(text: str, python: str | None) -> list[tuple[str, float | None]]:
    """Characters per second of JioNLP and the Microsoft recognizers, in an environment of their own."""
    if python is None:
        return [("JioNLP 时间抽取", None), ("Microsoft recognizers", None)]
    done = subprocess.run(
        [python, str(ROOT / "benchmarks" / "peers.py")], input=text, text=True, capture_output=True, check=True
    )
    return [(name, speed) for name, speed in json.loads(done.stdout.splitlines()[-1]).items()]


def tables(python: str | None) -> str:
    """The Markdown of one run."""
    text = REPORT.read_text(encoding="utf-8")
    data = text.encode()
    whole = median_seconds(lambda: read(data, name="report.txt", today=TODAY))
    plain = median_seconds(lambda: PLAIN.findall(text))
    lines = [
        f"文本:演示报告,{len(text):,} 字;Python {sys.version.split()[0]},单核;中位数,{TIMES} 次。",
        "",
        "| 做什么 | 毫秒 | 字/秒 | 与一遍普通正则之比 |",
        "|---|--:|--:|--:|",
        row("整份读取(含疑点)", whole, len(text), plain),
        *(row(f"其中 `{name}`", seconds, len(text), plain) for name, seconds in parts_seconds(data).items()),
        row("(a) 一遍普通正则(标号、措施标记、日期、书名、文号、数字)", plain, len(text), plain),
        row("(a') 只找数字的一遍正则", median_seconds(lambda: FIGURES_ONLY.findall(text)), len(text), plain),
    ]
    for name, speed in peers(text, python):
        lines.append(
            f"| ({'b' if 'Jio' in name else 'c'}) {name} | 未测:没有装 | – | – |"
            if speed is None
            else row(f"({'b' if 'Jio' in name else 'c'}) {name}", len(text) / speed, len(text), plain)
        )
    return "\n".join([*lines, "", *growth(text)])


def row(name: str, seconds: float, characters: int, plain: float) -> str:
    """One line of the table."""
    return f"| {name} | {seconds * 1000:,.2f} | {characters / seconds:,.0f} | {seconds / plain:.2f} |"


def growth(text: str) -> Sequence[str]:
    """Seconds per size: the report repeated."""
    lines = ["| UTF-8 大小 | 字 | 秒 | 字/秒 |", "|--:|--:|--:|--:|"]
    for size in SIZES:
        repeated = text * max(1, round(size / len(text.encode())))
        data = repeated.encode()
        seconds = median_seconds(lambda data=data: read(data, name="report.txt", today=TODAY), 3)  # type: ignore[misc]
        lines.append(
            f"| {len(data) / 1e6:.2f} MB | {len(repeated):,} | {seconds:.3f} | {len(repeated) / seconds:,.0f} |"
        )
    return lines


def main() -> None:
    """Print the tables, or write them between their marks in docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="python of an environment with requirements/bench.txt")
    parser.add_argument("--write", action="store_true", help="write into docs/performance.md")
    chosen = parser.parse_args()
    printed = tables(chosen.peers)
    print(printed)
    if chosen.write:
        write_table("reading", printed)


if __name__ == "__main__":
    main()
