"""How fast the journal is verified and sealed, and what an append costs beside sealing: `python benchmarks/proofs.py [ENTRIES] [--write]`.

Uses the database of the environment; set ZHENGGAI_HOME (or ZHENGGAI_DB=postgres and PG*) to an empty place first. The
script fills it with entries of the size that planning a task writes. `--write` puts the table into docs/performance.md.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from performance_page import show_table

from zhenggai.chain.canonical import canonical_text, instant_text
from zhenggai.chain.checkpoints import open_checkpoint
from zhenggai.chain.hashing import leaf_hash
from zhenggai.chain.notes import make_signer
from zhenggai.chain.proofs import read_proof, verify_proof
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry, Head
from zhenggai.journal.operations import Subject, append, fresh_salt
from zhenggai.journal.proving import prove_entry
from zhenggai.journal.sealing import seal
from zhenggai.journal.verifying import verify_journal
from zhenggai.ledger.verifying import verify_home

CLERK = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
SIGNER = make_signer("zhenggai.example/bench", bytes(range(32)))
START = datetime(2026, 1, 1, tzinfo=UTC)
TURNS, APPENDS, PIECE = 3, 300, 5000


def fill(count: int) -> None:
    """Entries as planning a task writes them, without their rows in the ledger: the journal alone is measured."""
    for first in range(1, count + 1, PIECE):
        Entry.objects.bulk_create(an_entry(number) for number in range(first, min(first + PIECE, count + 1)))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER journal_head_only_next")
        else:
            cursor.execute("ALTER TABLE journal_head DISABLE TRIGGER USER")
    Head.objects.update(sequence=count)


def an_entry(number: int) -> Entry:
    """One entry, the same in content every time."""
    at, salt, task = START + timedelta(seconds=number), fresh_salt(), number % 700 + 1
    name = f"(一){task} 任务 {task}"
    body = canonical_text(
        {
            "sequence": number,
            "at": instant_text(at),
            "actor": {"id": 1, "name": "王敏", "role": "office_clerk"},
            "verb": "task.plan",
            "subject": {"kind": "task", "id": task},
            "cycle": 1,
            "before": {"task": name, "leader": "", "deadline": None},
            "after": {"task": name, "leader": "李建国", "deadline": "2026-06-30"},
            "why": "按专题会议的决定调整",
        }
    )
    return Entry(
        sequence=number,
        at=at,
        actor_id=1,
        actor_name="王敏",
        actor_role="office_clerk",
        verb="task.plan",
        subject_kind="task",
        subject_id=task,
        cycle_id=1,
        body=body,
        salt=salt,
        leaf=leaf_hash(salt, body.encode()),
    )


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of the processor, the best of a few turns each: what the work takes where nothing else is in the way."""
    found = []
    for _ in range(TURNS):
        wall, busy = time.perf_counter(), time.process_time()
        call()
        found.append((time.perf_counter() - wall, time.process_time() - busy))
    return min(wall for wall, _ in found), min(busy for _, busy in found)


def seconds(call: Callable[[], object]) -> float:
    """The same on the wall alone."""
    return timed(call)[0]


def in_one(what: str, took: tuple[float, float], count: int, unit: str = "条") -> str:
    """A row of the table for what one process did."""
    wall, busy = took
    return (
        f"| {what},1 个进程 | {wall:.2f} 秒 | {count / wall:,.0f} {unit}/秒,每秒处理器时间 {count / busy:,.0f} {unit} |"
    )


def in_several(what: str, note: str, count: int) -> str:
    """A row for verifying the home in as many processes as there are cores."""
    cores = os.cpu_count() or 1
    wall = seconds(lambda: verify_home(verifier=SIGNER.verifier, kept=[note], processes=cores, worth=1))
    return f"| {what},{cores} 个进程,连同启动进程、台账和文件 | {wall:.2f} 秒 | {count / wall:,.0f} 条/秒 |"


def append_ms() -> float:
    """Median milliseconds of one append in a transaction of its own."""
    times = []
    for _ in range(APPENDS):
        start = time.perf_counter()
        with transaction.atomic(durable=True):
            append(
                actor=CLERK, verb="task.plan", subject=Subject("unit", 1), before=None, after={"leader": "李建国"},
                why="", at=datetime.now(UTC), salt=fresh_salt(), cycle=1,
            )  # fmt: skip
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def measured(count: int) -> list[str]:
    """The rows of the table."""
    unsealed = append_ms()
    total = Head.objects.get().sequence
    start = time.perf_counter()
    sealed = seal(signer=SIGNER, at=datetime.now(UTC))
    sealing = time.perf_counter() - start
    after = append_ms()
    now = Head.objects.get().sequence
    verifying = timed(lambda: verify_journal(verifier=SIGNER.verifier, kept=[sealed.note]))
    apart = in_several("同上", sealed.note, now)
    proof = prove_entry(sequence=count // 2, sealed=sealed)
    proving = seconds(lambda: prove_entry(sequence=count // 2, sealed=sealed))
    checking = seconds(lambda: verify_proof(read_proof(proof), verifier=SIGNER.verifier))
    assert open_checkpoint(sealed.note, verifier=SIGNER.verifier).size == total
    return [
        in_one("核对全部记录,含外存的存证点", verifying, now),
        apart,
        f"| 第一次封存全部记录 | {sealing:.2f} 秒 | {total / sealing:,.0f} 条/秒 |",
        f"| 写一条记录,还没有存证点时 | {unsealed:.2f} 毫秒 | |",
        f"| 写一条记录,封存之后 | {after:.2f} 毫秒 | {after / unsealed:.2f} 倍 |",
        f"| 出一份证明 | {proving * 1000:.0f} 毫秒 | |",
        f"| 核对一份证明 | {checking * 1000:.2f} 毫秒 | |",
    ]


def main() -> None:
    """Fill, measure, print or write."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = numbers[0] if numbers else 200_000
    call_command("migrate", verbosity=0, skip_checks=True)
    if not Entry.objects.exists():
        fill(count)
    size = len(Entry.objects.get(pk=1).body.encode())
    head = f"{connection.vendor},{count:,} 条记录,每条 {size} 字节;Python {platform.python_version()},{os.cpu_count()} 核,负载 {os.getloadavg()[0]:.1f}。"
    show_table(head, measured(count), mark=f"proofs-{connection.vendor}")


if __name__ == "__main__":
    main()
