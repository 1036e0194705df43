"""Two hundred returned workbooks of 52 rows compared, a sheet of 100,000 rows read and merged, and the same rows beside others.

ZHENGGAI_HOME=/tmp/bench python benchmarks/workbooks.py [--files N] [--rows N] [--peers PYTHON] [--write]
With PostgreSQL: as the server, ZHENGGAI_DB=postgres. PYTHON is that of an environment with requirements/bench.txt:
django-import-export then takes the same rows in the same run, turn by turn with us. `--write` puts the tables into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

import openpyxl
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localtime
from performance_page import write_table
from registers import MAPPING, workbook

from zhenggai.domain import report as r
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Task, TaskUnit
from zhenggai.ledger.operations import adopt_draft, figures, receive_file
from zhenggai.ledger.operations.workbooks.accepting import accept_rows
from zhenggai.ledger.operations.workbooks.exporting import ExportWish, export_to_units, export_workbook
from zhenggai.ledger.operations.workbooks.receiving import receive_workbooks
from zhenggai.ledger.queries.workbook_files import export_file
from zhenggai.ledger.queries.workbooks import return_page
from zhenggai.papers.unit_book import BookRow, BookSheet, unit_book

CLERK = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
MEASURES = 52
REPORT = {
    "day": "2026-03-01", "done": "逐项核对台账，现场查看两次。", "result": "核对记录1份。", "claims": "done",
}  # fmt: skip
Answer = TypeVar("Answer")
MODES = {
    "defaults": "django-import-export，默认方式",
    "bulk": "django-import-export，成批方式（不算差异，每一行都重写）",
    "careful": "django-import-export，成批、先整表读出、没有变化的跳过",
}


class Spent(NamedTuple):
    """Seconds of processors, and seconds on the wall."""

    work: float
    wall: float

    def plus(self, other: Spent) -> Spent:
        """Both one after the other."""
        return Spent(self.work + other.work, self.wall + other.wall)

    @property
    def cell(self) -> str:
        """As the table has it."""
        return f"{self.work:,.2f}（{self.wall:,.2f}）"


def a_cycle(units: int, measures: int) -> int:
    """A cycle with a task for each unit."""
    text = "(一)管理\n" + "\n".join(f"{n}.第{n}项账目不清" for n in range(1, units + 1))
    place = 6
    problems = []
    for n in range(1, units + 1):
        words = f"{n}.第{n}项账目不清"
        steps = tuple(
            r.Measure(f"{step}.", f"核对第{n}项的第{step}本账", (place, place + 1)) for step in range(measures)
        )
        named = (("责任单位", f"东岭县第{n}局"),)
        problems.append(
            r.Problem(n, f"{n}.", f"第{n}项账目不清", (place, place + len(words)), measures=steps, extra=named)
        )
        place += len(words) + 1
    section = r.Section("(一)", "管理", ("(一)",), (0, len(text)), tuple(problems))
    source = r.Source("反馈.txt", str(time.time_ns()), len(text), "txt")
    report = r.Report(source, r.Header(title="测量"), text, (section,))
    draft = receive_file(
        name="反馈.txt", data=f"{time.time_ns()}".encode(), actor=CLERK, at=NOW, read=lambda data, name, today: report
    )
    return adopt_draft(draft_id=draft, version=2, history=False, again=False, actor=CLERK, at=NOW)


def filled(export: int, changes: Callable[[BookSheet, BookRow], BookRow]) -> bytes:
    """The workbook as a unit hands it back."""
    _name, content = export_file(export_id=export, actor=CLERK)
    sheets = [BookSheet(one.kind, [changes(one, row) for row in one.rows]) for one in content.sheets]
    with unit_book(replace(content, sheets=sheets)) as file:
        return file.read()


def timed(what: str, call: Callable[[], Answer]) -> tuple[Answer, Spent]:
    """The answer of a call, and how many seconds it took and processors worked for it, which are printed as well."""
    start, worked = time.perf_counter(), processor_seconds()
    answer = call()
    spent = Spent(processor_seconds() - worked, time.perf_counter() - start)
    print(f"{what:44} {spent.wall:6.2f} s, of processors {spent.work:6.2f} s", flush=True)
    return answer, spent


def processor_seconds() -> float:
    """Seconds that this process and its children have worked."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def many_files(count: int) -> list[str]:
    """Files of 52 measures each, every row filled in, received and compared."""
    cycle = a_cycle(count, MEASURES)
    codes = (f"{place:016x}" for place in range(time.time_ns(), time.time_ns() + 10_000))
    exports, out = timed(
        f"{count} workbooks exported", lambda: export_to_units(cycle_id=cycle, codes=codes, actor=CLERK, at=NOW)
    )

    def report(sheet: BookSheet, row: BookRow) -> BookRow:
        return BookRow(row.key, {**row.values, **REPORT}) if sheet.kind.name == "progress" else row

    files = [(f"{number}.xlsx", filled(number, report)) for number in exports]
    numbers, back = timed(
        f"{count} files of {MEASURES} rows received and compared",
        lambda: receive_workbooks(cycle_id=cycle, files=files, actor=CLERK, at=NOW),
    )
    page, looked = timed("one of them looked at", lambda: return_page(return_id=numbers[0], actor=CLERK))
    print("   ", page.line.counts)
    return [
        "| 做什么 | 处理器秒（墙上秒） |",
        "|---|--:|",
        f"| {count} 份导出 | {out.cell} |",
        f"| {count} 份 × {MEASURES} 行交回并对照 | {back.cell} |",
        f"| 看其中一份 | {looked.cell} |",
    ]


def one_long_sheet(rows: int) -> tuple[Spent, Spent]:
    """A register whose workbook goes out, comes back with every tenth row changed, and is merged: both steps."""
    cycle = a_cycle(1, 1)
    task = Task.objects.get(cycle_id=cycle)
    register = figures.add_register(task_id=task.pk, name="僵尸企业清单", row_unit="户", actor=CLERK, at=NOW)
    number = figures.keep_register_file(
        register_id=register, name="清单.xlsx", data=workbook(rows), actor=CLERK, at=NOW
    )
    day = localtime(NOW).date()
    figures.map_import(import_id=number, version=1, mapping=MAPPING, as_of=day, actor=CLERK, at=NOW)
    figures.accept_import(import_id=number, version=2, actor=CLERK, at=NOW)
    unit = TaskUnit.objects.filter(task=task).values_list("unit_id", flat=True)[0]
    wish = ExportWish("unit", unit)
    code = f"{time.time_ns():016x}"
    export, _out = timed(
        f"a register of {rows} rows exported",
        lambda: export_workbook(cycle_id=cycle, wish=wish, code=code, actor=CLERK, at=NOW),
    )
    places = iter(range(rows + 1_000))

    def changed(sheet: BookSheet, row: BookRow) -> BookRow:
        if sheet.kind.name != "register" or row.key.startswith("+") or next(places) % 10:
            return row
        return BookRow(row.key, {**row.values, "备注": "已复核"})

    data, _written = timed("   its file written", lambda: filled(export, changed))
    (returned,), read = timed(
        "   read and compared",
        lambda: receive_workbooks(cycle_id=cycle, files=[("清单.xlsx", data)], actor=CLERK, at=NOW),
    )
    outcome, merged = timed(
        "   merged",
        lambda: accept_rows(return_id=returned, keys=None, seen={}, actor=CLERK, at=NOW),
    )
    print("   ", outcome)
    return read, merged


def long_sheets(sizes: Sequence[int]) -> list[str]:
    """Registers of several sizes."""
    lines = ["| 清单有多少行，其中十分之一有改动 | 读取并对照 | 收入 | 合计 |", "|---|--:|--:|--:|"]
    for rows in sizes:
        read, merged = one_long_sheet(rows)
        lines.append(f"| {rows:,} | {read.cell} | {merged.cell} | {read.plus(merged).cell} |")
    return lines


def beside(rows: int, python: str, rounds: int) -> list[str]:
    """The same rows, a tenth of them changed, taken by us and by django-import-export, turn by turn; medians."""
    ours: list[tuple[Spent, Spent]] = []
    theirs: dict[str, list[tuple[Spent, Spent]]] = {mode: [] for mode in MODES}
    with tempfile.TemporaryDirectory() as folder:
        file = _changed_file(rows, Path(folder) / "清单.xlsx")
        for turn in range(rounds):
            # Who begins changes, so that a machine which grows busier is nobody's loss.
            for who in ["", *MODES] if turn % 2 == 0 else [*reversed(MODES), ""]:
                if who:
                    theirs[who].append(_peer(python, file, Path(folder) / f"{who}-{turn}.sqlite3", who))
                else:
                    ours.append(one_long_sheet(rows))
    lines = ["| 谁 | 读取 | 导入 | 合计 | 是我们的几倍 |", "|---|--:|--:|--:|--:|"]
    read, merged = _middle(ours)
    whole = read.plus(merged)
    lines.append(f"| 整改：读取、对照、收入，带记录和冲突检查 | {read.cell} | {merged.cell} | {whole.cell} | 1 |")
    for mode, name in MODES.items():
        first, second = _middle(theirs[mode])
        both = first.plus(second)
        lines.append(f"| {name} | {first.cell} | {second.cell} | {both.cell} | {both.work / whole.work:.1f} |")
    return lines


def _middle(measured: Sequence[tuple[Spent, Spent]]) -> tuple[Spent, Spent]:
    """The round of which the sum of processor seconds is the median."""
    ordered = sorted(measured, key=lambda one: one[0].work + one[1].work)
    return ordered[(len(ordered) - 1) // 2] if len(ordered) % 2 else _mean(ordered)


def _mean(ordered: Sequence[tuple[Spent, Spent]]) -> tuple[Spent, Spent]:
    middle = ordered[len(ordered) // 2 - 1 : len(ordered) // 2 + 1]
    first, second = (
        Spent(statistics.mean(one[place].work for one in middle), statistics.mean(one[place].wall for one in middle))
        for place in (0, 1)
    )
    return first, second


def _changed_file(rows: int, file: Path) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    for place, cells in enumerate(book["Sheet1"].iter_rows(min_row=2)):
        if place % 10 == 0:
            cells[-1].value = "已复核"
    book.save(file)
    return file


def _peer(python: str, file: Path, database: Path, mode: str) -> tuple[Spent, Spent]:
    script = Path(__file__).with_name("workbook_peers.py")
    command = [python, str(script), str(file), str(database), mode]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    read, taken = Spent(*found["read"]), Spent(*found["import"])
    print(f"   django-import-export, {mode:10} {read.cell} {taken.cell}", flush=True)
    return read, taken


def main() -> None:
    """All of it, once, the comparison in several rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--peers", help="python of an environment with requirements/bench.txt")
    parser.add_argument("--peer-rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write into docs/performance.md")
    chosen = parser.parse_args()
    call_command("migrate", verbosity=0, skip_checks=True)
    begun = os.getloadavg()[0]
    tables = {"workbooks-files": many_files(chosen.files), "workbooks-rows": long_sheets(chosen.rows)}
    if chosen.peers:
        tables["workbooks-peers"] = beside(chosen.peer_rows, chosen.peers, chosen.rounds)
    told = f"{connection.vendor}，{os.cpu_count()} 核，负载开始时 {begun:.1f}、结束时 {os.getloadavg()[0]:.1f}。"
    for name, lines in tables.items():
        print(f"\n{told}\n\n" + "\n".join(lines))
        if chosen.write:
            write_table(name, "\n".join([told, "", *lines]))


if __name__ == "__main__":
    main()
