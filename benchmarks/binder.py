"""How fast a binder leaves, and in how much memory: `python benchmarks/binder.py [GIGABYTES]`.

Set ZHENGGAI_HOME (or ZHENGGAI_DB=postgres and PG*) to an empty place first; the script fills it with sparse files.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from datetime import UTC, datetime
from hashlib import sha256

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from zhenggai.domain.binders import BinderPart
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.operations import Subject, append
from zhenggai.ledger.files import path_of
from zhenggai.ledger.models import Cycle, Draft, Evidence
from zhenggai.ledger.operations.binding import bind_evidence

CLERK = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
FILE = 100_000_000


def fill(count: int) -> int:
    """A round with that many files of 100 MB, each of its own content and all but its first bytes empty."""
    draft = Draft.objects.create(
        name="a.xlsx", sha256="0" * 64, size=1, state="adopted", received_at=AT, received_by="王敏"
    )
    cycle = Cycle.objects.create(
        title="测", kind="巡察", draft=draft, sha256="0" * 64, adopted_at=AT, adopted_by="王敏"
    )
    for running in range(1, count + 1):
        _keep(cycle.pk, running)
    return cycle.pk


def _keep(cycle: int, running: int) -> None:
    head = running.to_bytes(8, "big")
    digest = sha256(head)
    digest.update(bytes(FILE - len(head)))
    path = path_of(digest.hexdigest(), folder=settings.FILES)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(FILE)
    number = f"(一)1-1-{running:03d}"
    with transaction.atomic():
        row = Evidence.objects.create(
            cycle_id=cycle, task_number=1, running=running, number=number, name="录像.mp4", sha256=digest.hexdigest(),
            size=FILE, type="mp4", kind="video", uploaded_at=AT, uploaded_by="王敏", uploader_id=1,
        )  # fmt: skip
        append(
            actor=CLERK, verb="evidence.add", subject=Subject("evidence", row.pk), before={},
            after={"fact": f"{number} 录像.mp4", "sha256": digest.hexdigest()}, why="", at=AT, salt=bytes(32), cycle=cycle,
        )  # fmt: skip


def peak() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Fill, bind, and print how fast it was."""
    gigabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    call_command("migrate", interactive=False, verbosity=0)
    cycle = fill(gigabytes * 10)
    before, start = peak(), time.perf_counter()
    bound = bind_evidence(cycle_id=cycle, part=BinderPart(), actor=CLERK, at=AT)
    looked = time.perf_counter()
    size = sum(len(piece) for piece in bound.stream)
    end = time.perf_counter()
    megabytes = size / 1_000_000
    sys.stdout.write(
        f"{megabytes:,.0f} MB: looked at in {looked - start:.1f} s ({megabytes / (looked - start):,.0f} MB/s), "
        f"streamed in {end - looked:.1f} s ({megabytes / (end - looked):,.0f} MB/s), "
        f"memory {before:.0f} MB before, {peak():.0f} MB at most\n"
    )


main()
