"""Two hundred returned workbooks of 52 rows compared, and a sheet of 100,000 rows read and merged.

ZHENGGAI_HOME=/tmp/bench python benchmarks/workbooks.py [FILES] [ROWS] [PYTHON]     with PostgreSQL: as the server, ZHENGGAI_DB=postgres

PYTHON is that of an environment with requirements/bench.txt: django-import-export then takes the same rows in the same run.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

import openpyxl
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localtime
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


def timed(what: str, call: Callable[[], Answer]) -> Answer:
    """Say how many seconds a call took, and how many of them processors worked for it."""
    start, worked = time.perf_counter(), processor_seconds()
    answer = call()
    spent, work = time.perf_counter() - start, processor_seconds() - worked
    print(f"{what:44} {spent:6.2f} s, of processors {work:6.2f} s", flush=True)
    return answer


def processor_seconds() -> float:
    """Seconds that this process and its children have worked."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def many_files(count: int) -> None:
    """Files of 52 measures each, every row filled in, received and compared."""
    cycle = a_cycle(count, MEASURES)
    codes = (f"{place:016x}" for place in range(time.time_ns(), time.time_ns() + 10_000))
    exports = timed(
        f"{count} workbooks exported", lambda: export_to_units(cycle_id=cycle, codes=codes, actor=CLERK, at=NOW)
    )

    def report(sheet: BookSheet, row: BookRow) -> BookRow:
        return BookRow(row.key, {**row.values, **REPORT}) if sheet.kind.name == "progress" else row

    files = [(f"{number}.xlsx", filled(number, report)) for number in exports]
    numbers = timed(
        f"{count} files of {MEASURES} rows received and compared",
        lambda: receive_workbooks(cycle_id=cycle, files=files, actor=CLERK, at=NOW),
    )
    page = timed("one of them looked at", lambda: return_page(return_id=numbers[0], actor=CLERK))
    print("   ", page.line.counts)


def one_long_sheet(rows: int) -> None:
    """A register whose workbook goes out, comes back with every tenth row changed, and is merged."""
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
    export = timed(
        f"a register of {rows} rows exported",
        lambda: export_workbook(cycle_id=cycle, wish=wish, code=code, actor=CLERK, at=NOW),
    )
    places = iter(range(rows + 1_000))

    def changed(sheet: BookSheet, row: BookRow) -> BookRow:
        if sheet.kind.name != "register" or row.key.startswith("+") or next(places) % 10:
            return row
        return BookRow(row.key, {**row.values, "备注": "已复核"})

    data = timed("   its file written", lambda: filled(export, changed))
    start, worked = time.perf_counter(), processor_seconds()
    (returned,) = timed(
        "   read and compared",
        lambda: receive_workbooks(cycle_id=cycle, files=[("清单.xlsx", data)], actor=CLERK, at=NOW),
    )
    outcome = timed(
        "   merged",
        lambda: accept_rows(return_id=returned, keys=None, seen={}, actor=CLERK, at=NOW),
    )
    work = processor_seconds() - worked
    print(f"   {outcome}, altogether {time.perf_counter() - start:.2f} s, of processors {work:.2f} s")


def beside(rows: int, python: str) -> None:
    """The same rows, a tenth of them changed, taken by django-import-export in its own environment."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    for place, cells in enumerate(book["Sheet1"].iter_rows(min_row=2)):
        if place % 10 == 0:
            cells[-1].value = "已复核"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "清单.xlsx"
        book.save(file)
        script = Path(__file__).with_name("workbook_peers.py")
        command = [python, str(script), str(file), str(Path(folder) / "peers.sqlite3")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    for name, seconds in json.loads(done.stdout.splitlines()[-1]).items():
        print(f"   django-import-export, {name:20} of processors {seconds:6.2f} s")


def main() -> None:
    """Both, once."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    call_command("migrate", verbosity=0, skip_checks=True)
    print(connection.vendor)
    if files:
        many_files(files)
    if rows:
        one_long_sheet(rows)
    if rows and len(sys.argv) > 3:
        beside(rows, sys.argv[3])


if __name__ == "__main__":
    main()
