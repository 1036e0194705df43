"""A register of 100,000 rows: handed in, mapped, accepted, handed in again with changes, and paged through.

ZHENGGAI_HOME=/tmp/bench python benchmarks/registers.py [ROWS]     with PostgreSQL: as the server, ZHENGGAI_DB=postgres
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localtime

from zhenggai.domain import report as r
from zhenggai.domain.registers.mapping import Mapping
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import RegisterImport, RegisterRow, Task
from zhenggai.ledger.operations import adopt_draft, figures, receive_file
from zhenggai.ledger.queries.figures import figures_page
from zhenggai.ledger.queries.register_rows import register_page

CLERK = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
TURNS = 15
HEAD = ("统一代码", "企业名称", "所在乡镇", "处置结果", "欠税（万元）", "登记日期", "联系人", "备注")
STATES = ("吊销", "注销", "唤醒")
MAPPING = Mapping("Sheet1", 0, 1, ("统一代码",), "企业名称", "处置结果", (("欠税（万元）", "万元"),))


def workbook(count: int, *, changed: int = 0, gone: int = 0) -> bytes:
    """Rows with text, numbers and days; every tenth of `changed` rows has another state, the last `gone` are not there."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, HEAD)
    for n in range(1, count - gone + 1):
        state = STATES[(n + (n <= changed)) % 3]
        row = (
            f"91{n:016d}",
            f"东岭县第{n}商贸有限公司",
            f"{n % 17}号镇",
            state,
            n % 90 / 4,
            f"20{n % 24:02d}-05-06",
            f"联系人{n % 999}",
            "已公告",
        )
        sheet.write_row(n, 0, row)
    book.close()
    return out.getvalue()


def a_task() -> int:
    """A task of a cycle with one problem."""
    text = "(一)市场\n1.僵尸企业清理不彻底"
    problem = r.Problem(1, "1.", "僵尸企业清理不彻底", (6, len(text)))
    section = r.Section("(一)", "市场", ("(一)",), (0, len(text)), (problem,))
    report = r.Report(
        r.Source("反馈.txt", str(time.time_ns()), len(text), "txt"), r.Header(title="测量"), text, (section,)
    )
    draft = receive_file(
        name="反馈.txt", data=f"{time.time_ns()}".encode(), actor=CLERK, at=NOW, read=lambda data, name, today: report
    )
    cycle = adopt_draft(draft_id=draft, version=2, history=False, again=False, actor=CLERK, at=NOW)
    return Task.objects.filter(cycle_id=cycle).values_list("pk", flat=True)[0]


def timed(what: str, call: Callable[[], int]) -> int:
    """Say how many seconds a call took, and how many of them processors worked for it: a busy machine shows the difference."""
    start, worked = time.perf_counter(), processor_seconds()
    answer = call()
    print(
        f"{what:40} {time.perf_counter() - start:6.2f} s, of processors {processor_seconds() - worked:6.2f} s",
        flush=True,
    )
    return answer


def processor_seconds() -> float:
    """Seconds that this process and its children have worked; a database server's own are not among them."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def hand_in(register: int, data: bytes, *, what: str) -> None:
    """Hand a workbook in, map it and accept it, each timed."""
    start = time.perf_counter()
    number = timed(
        f"{what}: keep and read",
        lambda: figures.keep_register_file(register_id=register, name="清单.xlsx", data=data, actor=CLERK, at=NOW),
    )

    def mapped() -> int:
        figures.map_import(
            import_id=number, version=1, mapping=MAPPING, as_of=localtime(NOW).date(), actor=CLERK, at=NOW
        )
        return 0

    def accepted() -> int:
        print("   ", figures.accept_import(import_id=number, version=2, actor=CLERK, at=NOW))
        return 0

    timed(f"{what}: map and preview", mapped)
    timed(f"{what}: accept", accepted)
    print(f"{what + ': altogether':34} {time.perf_counter() - start:6.2f} s")


def p50(call: Callable[[], object]) -> float:
    """Median milliseconds of a call."""
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Hand in, page, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0, skip_checks=True)
    print(f"{connection.vendor}, {count} rows of {len(HEAD)} columns")
    task = a_task()
    register = figures.add_register(task_id=task, name="僵尸企业清单", row_unit="户", actor=CLERK, at=NOW)
    data = workbook(count)
    print(f"workbook {len(data) / 1e6:.1f} MB")
    hand_in(register, data, what="first time")
    wish = figures.CountWish(name="已退出", what="count", states=("吊销", "注销"))
    figures.count_register(register_id=register, wish=wish, actor=CLERK, at=NOW)
    hand_in(register, workbook(count, changed=count // 10, gone=count // 100), what="again, a tenth changed")
    hand_in(register, workbook(count, changed=count), what="again, nearly all changed")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    middle = register_page(register_id=register, actor=CLERK).after
    key = RegisterRow.objects.filter(register=register, vanished=False).order_by("position")[count // 2]
    half = f"{key.position}-{key.pk}"
    for what, asked in {
        "first page": {},
        "second page": {"after": middle},
        "page in the middle": {"after": half},
        "page before the middle": {"before": half},
        "of one state": {"state": "唤醒"},
        "of one state, in the middle": {"state": "唤醒", "after": half},
        "search that finds one": {"text": f"第{count // 3}商贸"},
        "search that finds all": {"text": "商贸"},
        "search that finds nothing": {"text": "飞碟"},
    }.items():
        print(f"{what:34} {p50(lambda asked=asked: register_page(register_id=register, actor=CLERK, **asked)):6.1f} ms")
    page = p50(lambda: figures_page(task_id=task, actor=CLERK, today=localtime(NOW).date()))
    print(f"{'figures of the task':34} {page:6.1f} ms")
    rows = RegisterRow.objects.filter(register=register, vanished=False, state="唤醒", position__gte=key.position)
    print(rows.order_by("position", "pk")[:51].explain())
    print(RegisterImport.objects.filter(register=register).count(), "imports kept")


if __name__ == "__main__":
    main()
