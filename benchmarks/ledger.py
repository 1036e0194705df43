"""How long people wait at 10,000, 100,000 and 1,000,000 tasks: `python benchmarks/ledger.py [TASKS] [ENTRIES] [--write]`.

Set ZHENGGAI_HOME (or ZHENGGAI_DB=postgres and PG*) to an empty place first; what was filled before is used again. TASKS are
spread over 1,000 rounds, ENTRIES are those of each task. Pages are asked for through the product's own server, as people who
are logged in; beside each stands the bare SQL of the same question, and a page of the frame alone, in the same run. `--write`
puts the table into docs/performance.md, `--fill` only fills. What was measured last is kept in the home, for `ledger_growth.py`;
`ledger_homes.py` runs several sizes on both databases.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count as counted_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")
# A second step of the log-in would stand before every page.
os.environ["ZHENGGAI_TWO_STEP_ROLES"] = "none"

import django

django.setup()

import ledger_bare as bare
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from ledger_clients import Asked, Server, Timed, cookie_of, form_of, running_server, timed
from ledger_fill import Filled, fill, fill_reports, home_size, sizes
from performance_page import write_table

from zhenggai.domain.rights import Actor
from zhenggai.journal import operations as journal
from zhenggai.journal.models import Head
from zhenggai.ledger.closing.digests import seen_digest
from zhenggai.ledger.closing.views import closing_view
from zhenggai.ledger.models import Cycle, Task
from zhenggai.ledger.operations.closing import apply_to_close
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.people.models import Account
from zhenggai.people.queries import find_actor

PAGES, EXPORTS, MOVES, CLIENTS = 20, 2, 8, 8
# As many as one run moves, through the server, in bare SQL and as an operation.
MOVABLE = 8 * MOVES
TEXT = "高企 酒驾"
EMPTY = "/about/"
MARK = "ledger"
RESULT = "benchmark.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """A line of the table."""

    name: str
    alone: Timed
    together: Timed | None
    bare: float
    queries: int | None
    empty: float


@dataclass(frozen=True, slots=True)
class Scene:
    """What is asked about and who asks."""

    filled: Filled
    server: Server
    clerk: Actor
    head: Actor
    moves: Iterator[int]


def actor(login: str) -> Actor:
    """Somebody with the offices they hold today."""
    found = find_actor(account_id=Account.objects.get(login=login).pk, at=datetime.now(UTC))
    assert found is not None
    return found


def movable() -> Iterator[int]:
    """Tasks that the head may apply to close, each once."""
    led = Task.objects.filter(cycle_id__in=(1, 2), state="ongoing", unit_id__in=actor("head").offices[0].units)
    wanted = list(led.order_by("pk").values_list("pk", flat=True)[:MOVABLE])
    fill_reports(wanted)
    return iter(wanted)


def page(
    scene: Scene, name: str, path: str, question: bare.Question, *, login: str, times: int = PAGES, eight: bool = True
) -> Measured:
    """One page, by one client and by eight, beside its bare SQL."""
    asked = Asked(cookie_of(login), path)
    alone, empty = by_turns(scene, [asked] * (times + 1))
    return Measured(
        name,
        alone,
        timed(scene.server, lambda _: asked, clients=CLIENTS, times=times * 2) if eight else None,
        bare.milliseconds(question, times=min(times, 15)) if path != EMPTY else 0.0,
        queries_of(path, login) if times == PAGES else None,
        empty,
    )


def by_turns(scene: Scene, wanted: Sequence[Asked]) -> tuple[Timed, float]:
    """How long one client waits for these, the first uncounted, and for the empty page asked between each two: whatever else the machine does falls on both."""
    empty = Asked(cookie_of("clerk"), EMPTY)
    turns = [turn for asked in wanted for turn in (asked, empty)]
    found = timed(scene.server, lambda n: turns[n], clients=1, times=len(turns) - 1)
    return Timed(found.times[1::2], found.sizes[1::2]), statistics.median(found.times[0::2])


def queries_of(path: str, login: str) -> int:
    """How many queries a page makes, the session and the frame among them."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Account.objects.get(login=login))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def moved(scene: Scene) -> Measured:
    """One signed move: the head of the unit applies to close, which is the unit's signature."""
    cookie = cookie_of("head")
    ready = [_application(cookie, next(scene.moves)) for _ in range(MOVES * 3 + CLIENTS + 1)]
    alone, empty = by_turns(scene, ready[: MOVES + 1])
    together = timed(scene.server, lambda n: ready[n + MOVES + 1], clients=CLIENTS, times=MOVES * 2)
    return Measured(
        "签字办理一步", alone, together, bare.milliseconds(bare.moved_rows(scene.moves), times=MOVES), None, empty
    )


def said(scene: Scene, task: int) -> Measured:
    """The least that somebody writes: a comment on a task of theirs."""
    path, numbers = f"/cycles/{scene.filled.ordinary}/tasks/{task}/comments/add/", counted_up(1)
    cookie = cookie_of("clerk")

    def asked(_: int) -> Asked:
        return Asked(cookie, path, form_of(text=f"第{next(numbers)}次到现场看过，请补上清运的票据。"))

    alone, empty = by_turns(scene, [asked(0) for _ in range(PAGES // 2 + 1)])
    together = timed(scene.server, asked, clients=CLIENTS, times=PAGES)
    return Measured(
        "提一条意见", alone, together, bare.milliseconds(bare.said_row(task), times=PAGES // 2), None, empty
    )


def _application(cookie: str, number: int) -> Asked:
    task = Task.objects.get(pk=number)
    form = form_of(
        version=task.version,
        seen=seen_digest(closing_view(task, today=localdate())),
        statement="三条措施已经落实。",
        truth="on",
    )
    return Asked(cookie, f"/cycles/{task.cycle_id}/tasks/{task.pk}/closing/apply/", form)


def with_and_without(scene: Scene) -> tuple[float, float]:
    """Median milliseconds of the same move as an operation, with its entry in the journal and with none written, by turns."""
    times: dict[bool, list[float]] = {True: [], False: []}
    append = journal.append
    for turn in range(MOVES * 2):
        told = turn % 2 == 0
        task = Task.objects.get(pk=next(scene.moves))
        seen = seen_digest(closing_view(task, today=localdate()))
        journal.append = append if told else (lambda **_: 0)
        start = time.perf_counter()
        apply_to_close(
            task_id=task.pk, version=task.version, seen=seen, statement="已办", actor=scene.head, at=datetime.now(UTC)
        )
        times[told].append((time.perf_counter() - start) * 1000)
    journal.append = append
    return statistics.median(times[True]), statistics.median(times[False])


def measured(scene: Scene) -> Iterator[Measured]:
    """Every line of the table."""
    one, large = scene.filled.ordinary, scene.filled.large
    task = tasks_in_reach(scene.clerk).filter(cycle_id=one).order_by("pk")[7].pk
    query = "?state=ongoing&sort=deadline"
    yield page(scene, "空页(只有框架)", EMPTY, lambda: None, login="clerk")
    yield page(scene, "台账页", f"/cycles/{one}/ledger/{query}", bare.ledger_rows(one, scene.clerk), login="clerk")
    yield page(
        scene,
        f"台账页,最大的一轮({scene.filled.largest:,} 条)",
        f"/cycles/{large}/ledger/{query}",
        bare.ledger_rows(large, scene.clerk),
        login="clerk",
        times=PAGES // 2,
    )
    yield page(
        scene,
        "搜索两个词",
        f"/cycles/{one}/ledger/?q={form_of(q=TEXT).rpartition('=')[2]}",
        bare.search_rows(one, scene.clerk, TEXT),
        login="clerk",
    )
    yield page(scene, "任务页", f"/cycles/{one}/tasks/{task}/", bare.task_rows(task), login="clerk")
    yield page(scene, "总览", f"/cycles/{one}/", bare.dashboard_rows(one, localdate()), login="office")
    yield said(scene, task)
    yield moved(scene)
    yield page(
        scene, "导出一轮(1,000 条)", f"/cycles/{one}/ledger.xlsx", bare.export_rows(one), login="office", times=EXPORTS
    )
    yield page(
        scene,
        f"导出最大的一轮({scene.filled.largest:,} 条)",
        f"/cycles/{large}/ledger.xlsx",
        bare.export_rows(large),
        login="office",
        times=1,
        eight=False,
    )


def line(one: Measured) -> str:
    """A line of the table."""
    limit = one.bare + one.empty
    eight = (
        f"{one.together.p50:.1f} | {one.together.p95:.1f} | {one.together.p50 / one.alone.p50:.1f}"
        if one.together
        else " | | "
    )
    size = f"{one.alone.sizes[-1] / 1000:.0f}" if one.alone.sizes[-1] else ""
    return (
        f"| {one.name} | {one.alone.p50:.1f} | {one.alone.p95:.1f} | {eight} | {one.bare:.1f} | {one.empty:.1f} | {one.alone.p50 / limit:.2f} | "
        f"{one.queries or ''} | {size} |"
    )


def table(filled: Filled) -> list[str]:
    """Ask, and write down."""
    with running_server() as server:
        scene = Scene(filled, server, actor("clerk"), actor("head"), movable())
        before = server.megabytes()
        found = []
        for one in measured(scene):
            found.append(one)
            print(line(one), file=sys.stderr, flush=True)
        after = server.megabytes()
    keep(filled, found)
    told, untold = with_and_without(scene)
    return [
        "| | 1 人 p50 | p95 | 8 人 p50 | p95 | 8 人比 1 人 | 裸 SQL | 同时的空页 | 比“裸 SQL + 空页” | 查询 | KB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(line(one) for one in found),
        "",
        f"时间是毫秒。同一步办理不经网页：带记录 {told:.1f},不写记录 {untold:.1f},{told / untold:.2f} 倍。"
        f"服务进程占用过的内存：开始 {before:.0f} MB,导出以后 {after:.0f} MB。",
    ]


def keep(filled: Filled, found: list[Measured]) -> None:
    """Keep what was measured in the home."""
    lines = {
        # The largest round has another number at each size, and is compared all the same.
        one.name.partition("(")[0]: {"p50": one.alone.p50, "bare": one.bare, "empty": one.empty, "queries": one.queries}
        for one in found
    }
    told = {"database": connection.vendor, "tasks": filled.tasks, "load": os.getloadavg()[0], "lines": lines}
    (settings.HOME / RESULT).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def filled_home(count: int, entries: int) -> tuple[Filled, str]:
    """The home of this environment, filled if it is empty, and how long that took."""
    call_command("migrate", verbosity=0, skip_checks=True)
    if Cycle.objects.exists():
        if not Head.objects.get().sequence:
            raise SystemExit(f"filling {settings.HOME} was interrupted: begin with an empty home")
        wanted = sizes(Task.objects.count())
        return Filled(1, 2, wanted[1], sum(wanted), Head.objects.get().sequence), ""
    start = time.perf_counter()
    made = fill(count, entries=entries)
    return made, f",{time.perf_counter() - start:.0f} 秒造好"


def main() -> None:
    """Fill, ask, print or write."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count, entries = (*numbers, *(10_000, 10)[len(numbers) :])[:2]
    filled, took = filled_home(count, entries)
    if "--fill" in sys.argv:
        return
    load = os.getloadavg()[0]
    lines = table(filled)
    head = (
        f"{connection.vendor},{filled.tasks:,} 条任务,1,000 轮,{filled.entries:,} 条记录,{home_size():,.0f} MB{took};"
        f"Python {platform.python_version()},{os.cpu_count()} 核,负载 {load:.1f}。"
    )
    text = "\n".join([head, "", *lines])
    print(text)
    if "--write" in sys.argv:
        write_table(f"{MARK}-{connection.vendor}-{filled.tasks}", text)


if __name__ == "__main__":
    main()
