"""How long it takes to find what is nearly the same among 100,000 files: `python benchmarks/evidence.py [FILES]`.

Set ZHENGGAI_HOME (or ZHENGGAI_DB=postgres and PG*) to an empty place first; the script fills it and prints p50 and p95.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from zhenggai.domain.evidence import EVIDENCE_KINDS
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.evidence_search import index_evidence
from zhenggai.ledger.likes import alike
from zhenggai.ledger.models import Cycle, Draft, Evidence, EvidenceMark
from zhenggai.ledger.operations.evidence.adding import marks_of
from zhenggai.ledger.queries.catalogue import list_evidence
from zhenggai.ledger.shapes.evidence import EvidenceFilters

CLERK = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
BATCH = 5_000
TURNS = 60


def fill(count: int) -> int:
    """One cycle with that many files, half pictures and half texts; every hundredth is nearly the same as its neighbour."""
    draft = Draft.objects.create(
        name="a.xlsx", sha256="0" * 64, size=1, state="adopted", received_at=AT, received_by="王敏"
    )
    cycle = Cycle.objects.create(
        title="测", kind="巡察", draft=draft, sha256="0" * 64, adopted_at=AT, adopted_by="王敏"
    )
    rows = list(_rows(cycle.pk, count, Random(7)))
    for first in range(0, count, BATCH):
        made = Evidence.objects.bulk_create(rows[first : first + BATCH])
        EvidenceMark.objects.bulk_create(EvidenceMark(evidence=row, key=key) for row in made for key in marks_of(row))
        index_evidence(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cycle.pk


def _rows(cycle: int, count: int, chance: Random) -> Iterator[Evidence]:
    coarse, fine = chance.getrandbits(64), chance.getrandbits(256)
    for place in range(count):
        if place % 100:
            coarse, fine = chance.getrandbits(64), chance.getrandbits(256)
        else:
            coarse, fine = coarse ^ 0b1001, fine ^ 0b111
        picture = place % 2 == 0 or place % 100 == 99
        yield Evidence(
            cycle_id=cycle,
            task_number=place // 200 + 1,
            running=place % 200 + 1,
            number=f"(一){place // 200 + 1}-{place % 200 + 1:03d}",
            name=f"{place}.jpg",
            sha256=f"{place:064x}",
            size=1,
            type="jpg" if picture else "docx",
            kind=chance.choice(list(EVIDENCE_KINDS)),
            coarse=f"{coarse:016x}" if picture else "",
            fine=f"{fine:064x}" if picture else "",
            words="" if picture else f"{coarse:016x}",
            uploaded_at=AT,
            uploaded_by="王敏",
            uploader_id=1,
        )


def measure(what: str, act: Callable[[int], object]) -> None:
    """Do it often and print what it took."""
    taken = []
    for turn in range(TURNS):
        start = time.perf_counter()
        act(turn)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    print(f"| {what} | {statistics.median(taken):.1f} | {taken[int(TURNS * 0.95)]:.1f} |")


def main() -> None:
    """Fill, then measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    cycle = fill(count)
    print(f"{connection.vendor}, {count:,} files, filled in {time.perf_counter() - start:.0f} s")
    pictures = list(Evidence.objects.filter(cycle=cycle).exclude(coarse="").order_by("pk")[99 : 99 + TURNS * 50 : 50])
    texts = list(Evidence.objects.filter(cycle=cycle).exclude(words="").order_by("pk")[: TURNS * 7 : 7])
    print(f"found: {sum(bool(alike(one)) for one in pictures)} of {len(pictures)} pictures have a like")
    print("| what | p50 ms | p95 ms |\n|---|--:|--:|")
    measure("alike, a picture", lambda turn: alike(pictures[turn % len(pictures)]))
    measure("alike, a text", lambda turn: alike(texts[turn % len(texts)]))
    measure("catalogue, first page", lambda turn: list_evidence(cycle_id=cycle, actor=CLERK))
    measure("catalogue, in the middle", lambda turn: list_evidence(cycle_id=cycle, actor=CLERK, after="250-100"))
    photos = EvidenceFilters(kind="photo")
    measure("catalogue, photos", lambda turn: list_evidence(cycle_id=cycle, actor=CLERK, filters=photos))
    searched = EvidenceFilters(text="77777")
    measure("catalogue, a word", lambda turn: list_evidence(cycle_id=cycle, actor=CLERK, filters=searched))
    common = EvidenceFilters(text="jpg")
    measure("catalogue, a word in every name", lambda turn: list_evidence(cycle_id=cycle, actor=CLERK, filters=common))
    one = EvidenceFilters(text="7")
    measure("catalogue, one character", lambda turn: list_evidence(cycle_id=cycle, actor=CLERK, filters=one))


if __name__ == "__main__":
    main()
