"""How long a page of the ledger takes on 100,000 tasks: `python benchmarks/ledger.py [TASKS]`, on the database of the environment.

Set ZHENGGAI_HOME (or ZHENGGAI_DB=postgres and PG*) to an empty place first; the script fills it and prints p50 and query plans.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from zhenggai.domain.rights import Actor, Office
from zhenggai.domain.roles import Role
from zhenggai.domain.states import STATES, TASK_KINDS
from zhenggai.ledger import queries
from zhenggai.ledger.models import Aspect, Cycle, Draft, Problem, Task, TaskProblem
from zhenggai.ledger.queries.keys import Order
from zhenggai.ledger.search import index_tasks
from zhenggai.ledger.shapes import SORT_KEYS, LedgerFilters
from zhenggai.ledger.standing import keep_lead_units, tasks_in_reach
from zhenggai.people.models import Unit

CLERK = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
TODAY = date(2026, 3, 2)
WORDS = (
    "河道巡查",
    "账目清理",
    "高企培育",
    "酒驾整治",
    "粮食储备",
    "项目拨付",
    "土地复耕",
    "管网建设",
    "招标管理",
    "干部作风",
)
TURNS = 15


def fill(count: int) -> int:
    """One cycle of `count` tasks; the same every time."""
    chance = Random(7)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    draft = Draft.objects.create(
        name="a.xlsx", sha256="0" * 64, size=1, state="adopted", received_at=at, received_by="王敏"
    )
    cycle = Cycle.objects.create(
        title="测", kind="巡察", draft=draft, sha256="0" * 64, adopted_at=at, adopted_by="王敏"
    )
    aspects = Aspect.objects.bulk_create(
        Aspect(cycle=cycle, position=n, label=f"({n})", title="方面") for n in range(1, 9)
    )
    problems = Problem.objects.bulk_create(
        (
            Problem(
                cycle=cycle,
                aspect=aspects[(n - 1) * 8 // count],
                position=n,
                number=n,
                title=f"第{n}号" + "".join(chance.sample(WORDS, 3)) + "不到位的问题",
            )
            for n in range(1, count + 1)
        ),
        batch_size=2000,
    )
    units = Unit.objects.bulk_create(Unit(name=f"单位{n}") for n in range(1, 151))
    tasks = Task.objects.bulk_create((a_task(cycle, problem, units, chance) for problem in problems), batch_size=2000)
    keep_lead_units(tasks)
    TaskProblem.objects.bulk_create((TaskProblem(task=task, problem=task.problem) for task in tasks), batch_size=2000)
    index_tasks((task.pk, [task.problem.title, "一是开展" + chance.choice(WORDS)]) for task in tasks)
    return cycle.pk


def a_task(cycle: Cycle, problem: Problem, units: list[Unit], chance: Random) -> Task:
    """A task with leader, unit, deadline and counts drawn by chance."""
    unit = chance.choice(units)
    deadline = TODAY + timedelta(days=chance.randint(-90, 900)) if chance.random() < 0.8 else None
    return Task(
        cycle=cycle,
        aspect=problem.aspect,
        problem=problem,
        position=problem.position,
        number=problem.position,
        aspect_position=problem.aspect.position,
        kind=chance.choice(list(TASK_KINDS)),
        state=chance.choice(STATES),
        leader=f"领导{chance.randint(1, 30)}",
        unit=unit,
        unit_name=unit.name,
        deadline=deadline,
        measures_count=chance.randint(0, 8),
        figures_count=chance.randint(0, 8),
        doubts_count=chance.choice([0, 0, 0, 1, 2]),
    )


def p50(call: Callable[[], object]) -> float:
    """Median milliseconds of a call."""
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def explain(cycle: int) -> None:
    """Print how the database finds a page in the middle, for each sort."""
    for sort in SORT_KEYS:
        order = Order(sort, descending=False)
        tasks = Task.objects.filter(cycle_id=cycle)
        middle = next(iter(order.apply(tasks)[50_000:50_001] or order.apply(tasks)[:1]))
        page = order.apply(tasks.filter(order.beyond(order.key_of(middle))))[:50]
        print(f"\n-- {sort}\n{page.explain()}")


def main() -> None:
    """Fill, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0, skip_checks=True)
    if not Cycle.objects.exists():
        start = time.perf_counter()
        with transaction.atomic():
            fill(count)
        print(f"filled in {time.perf_counter() - start:.1f} s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    cycle = Cycle.objects.get().pk

    def page(actor: Actor = CLERK, **asked: object) -> Callable[[], object]:
        return lambda: queries.list_ledger(cycle_id=cycle, actor=actor, today=TODAY, **asked)

    for sort in SORT_KEYS:
        third = queries.list_ledger(cycle_id=cycle, actor=CLERK, today=TODAY, sort=sort, size=500).after
        print(
            f"sort {sort:10} first page {p50(page(sort=sort)):7.1f} ms   later page {p50(page(sort=sort, after=third)):7.1f} ms"
        )
    for name, filters in {
        "one unit": LedgerFilters(units=("单位7",)),
        "state and kind": LedgerFilters(states=("ongoing",), kinds=("timed",)),
        "late": LedgerFilters(deadline="late"),
        "text 高企": LedgerFilters(text="高企"),
        "text 高企 酒驾": LedgerFilters(text="高企 酒驾"),
        "text nothing": LedgerFilters(text="飞碟"),
    }.items():
        print(f"filter {name:16} {p50(page(filters=filters)):7.1f} ms")
    own = frozenset({Unit.objects.get(name="单位7").pk})
    zhao = Actor(2, "赵晓峰", Role.UNIT_CLERK, None, (Office(Role.UNIT_CLERK, own=own, units=own),))
    for sort in ("number", "deadline", "unit"):
        print(f"unit clerk, sort {sort:8} {p50(page(zhao, sort=sort)):7.1f} ms")
    print(f"unit clerk, text 高企     {p50(page(zhao, filters=LedgerFilters(text='高企'))):7.1f} ms")
    print(tasks_in_reach(zhao).filter(cycle_id=cycle).order_by("position")[:50].explain())
    explain(cycle)


if __name__ == "__main__":
    main()
