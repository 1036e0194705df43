"""How long freezing a month and comparing two take at 20,000 and 100,000 tasks of one round, and how much memory.

ZHENGGAI_HOME=/tmp/bench python benchmarks/periods.py [TASKS] [--write]     with PostgreSQL: as the server, ZHENGGAI_DB=postgres

The home must be empty. Every task was told by an entry of January; in February one in twenty got another leader and
lost its deadline. Each step runs in a process of its own, so that the memory beside it is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

import ledger_fill as filling
from django.core.management import call_command
from django.db import connection, transaction
from performance_page import write_table

from zhenggai.chain.canonical import canonical_text, instant_text
from zhenggai.chain.hashing import leaf_hash
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.operations import fresh_salt
from zhenggai.ledger.models import ReportPeriod, Task
from zhenggai.ledger.operations.periods import freeze_period
from zhenggai.ledger.periods.verifying import verify_periods
from zhenggai.ledger.queries.period_comparing import Wanted, compare_periods, each_change
from zhenggai.ledger.queries.periods import period_page
from zhenggai.ledger.told_rows import task_rows

CLERK = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
NOW = datetime(2026, 4, 1, 4, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 10, 4, tzinfo=UTC)
EACH = 20
PIECE = 5_000


def build(tasks: int) -> None:
    """A round of so many tasks, told by entries of January and, one in twenty, of February."""
    call_command("migrate", verbosity=0, skip_checks=True)
    with transaction.atomic():
        filling.fill_people()
        filling.fill_cycle(1)
        filling.fill_tasks(1, 1, tasks)
        filling.fill_rows(Entry, _told(range(1, tasks + 1), first=1, begin=filling.AT))
        moved = range(EACH, tasks + 1, EACH)
        for number in moved:
            Task.objects.filter(pk=number).update(leader="县长何某", deadline=None)
        filling.fill_rows(Entry, _told(moved, first=tasks + 1, begin=FEBRUARY))
        filling.set_head(tasks + len(moved))
        filling.count_on()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _told(numbers: range, *, first: int, begin: datetime) -> Iterator[dict[str, Any]]:
    """An entry for each task that tells its row as it stands."""
    sequence = first
    for start in range(0, len(numbers), PIECE):
        piece = numbers[start : start + PIECE]
        rows = task_rows(piece)
        for number in piece:
            yield _entry(
                sequence, number, {f"task/{number}": rows[f"task/{number}"]}, begin + timedelta(seconds=sequence)
            )
            sequence += 1


def _entry(sequence: int, task: int, rows: dict[str, Any], at: datetime) -> dict[str, Any]:
    salt = fresh_salt()
    told = json.loads(json.dumps(rows, default=str))
    body = canonical_text(
        {
            "sequence": sequence, "at": instant_text(at), "actor": {"id": 1, "name": "王敏", "role": "office_clerk"},
            "verb": "task.plan", "subject": {"kind": "task", "id": task}, "cycle": 1,
            "before": {"leader": ""}, "after": {"leader": "李建国"}, "why": "", "rows": told,
        }
    )  # fmt: skip
    return {
        "sequence": sequence, "at": at, "actor_id": 1, "actor_name": "王敏", "actor_role": "office_clerk", "verb": "task.plan",
        "subject_kind": "task", "subject_id": task, "cycle_id": 1, "body": body, "salt": salt, "leaf": leaf_hash(salt, body.encode()),
    }  # fmt: skip


def _wanted(month: str) -> Wanted:
    return Wanted(period_id=ReportPeriod.objects.get(cycle=1, month=month).pk)


def _compared(first: Wanted, second: Wanted) -> object:
    return compare_periods(cycle_id=1, actor=CLERK, first=first, second=second)


STEPS: dict[str, tuple[str, Callable[[], object]]] = {
    "january": ("冻结一月", lambda: freeze_period(cycle_id=1, month="2026-01", actor=CLERK, at=NOW)),
    "february": ("冻结二月", lambda: freeze_period(cycle_id=1, month="2026-02", actor=CLERK, at=NOW)),
    "page": ("看冻结的二月", lambda: period_page(cycle_id=1, period_id=_wanted("2026-02").period_id or 0, actor=CLERK)),
    "periods": ("两个月对比，一页", lambda: _compared(_wanted("2026-01"), _wanted("2026-02"))),
    "changes": (
        "两个月的全部变化",
        lambda: sum(
            1 for _row in each_change(cycle_id=1, actor=CLERK, first=_wanted("2026-01"), second=_wanted("2026-02"))
        ),
    ),
    "instants": (
        "两个时刻对比，一页",
        lambda: _compared(Wanted(at=FEBRUARY - timedelta(days=3)), Wanted(at=NOW)),
    ),
    "verify": ("核对冻结的两个月", verify_periods),
}


def step(name: str) -> None:
    """One step in this process, told as JSON."""
    start, worked = time.perf_counter(), time.process_time()
    STEPS[name][1]()
    wall, work = time.perf_counter() - start, time.process_time() - worked
    print(json.dumps([work, wall, _most_memory()]))


def _most_memory() -> float:
    """The most megabytes that this process has held; a resource count would begin with what its parent held."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def main() -> None:
    """Build a home and take every step once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="?", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="write into docs/performance.md")
    parser.add_argument("--step", choices=list(STEPS), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        step(chosen.step)
        return
    begun = os.getloadavg()[0]
    build(chosen.tasks)
    connection.close()
    lines = ["| 做什么 | 处理器秒（墙上秒） | 内存最多，MB |", "|---|--:|--:|"]
    for name, (said, _call) in STEPS.items():
        done = subprocess.run([sys.executable, __file__, "--step", name], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{said}: {done.returncode} {done.stderr[-2000:]}")
        work, wall, memory = json.loads(done.stdout.splitlines()[-1])
        lines.append(f"| {said} | {work:,.2f}（{wall:,.2f}） | {memory:,.0f} |")
        print(lines[-1], flush=True)
    told = f"{connection.vendor}，{chosen.tasks:,} 项任务，{os.cpu_count()} 核，负载开始时 {begun:.1f}、结束时 {os.getloadavg()[0]:.1f}。"
    print(f"\n{told}\n\n" + "\n".join(lines))
    if chosen.write:
        write_table(f"periods-{connection.vendor}-{chosen.tasks}", "\n".join([told, "", *lines]))


if __name__ == "__main__":
    main()
