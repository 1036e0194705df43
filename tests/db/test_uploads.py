"""Files that come in pieces: offsets, broken lines, finishing twice, sweeping, memory."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from drafts import TODAY
from exhibits import a_round, measures_of, tasks_of
from people import CHEN, LI, NOON, WANG
from scanner import VIRUS, running_scanner
from zhenggai.domain.evidence import CannotAttach, EvidenceWords
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.files import FileTooLarge
from zhenggai.ledger.models import Evidence, Upload
from zhenggai.ledger.operations import evidence as acts
from zhenggai.ledger.operations.evidence.uploading import path_of_upload
from zhenggai.ledger.queries.evidence import task_evidence
from zhenggai.ledger.stores import store

CONTENT = "河道巡查记录。".encode() * 20_000
HALF = len(CONTENT) // 2


@pytest.fixture
def cycle(db: None) -> int:
    return a_round()


def begin(cycle: int, *, size: int = len(CONTENT), name: str = "记录.txt", actor: Actor = WANG) -> str:
    return acts.begin_upload(task_id=tasks_of(cycle)[0].pk, name=name, size=size, actor=actor, at=NOON)


def send(key: str, offset: int, data: bytes, *, actor: Actor = WANG) -> int:
    return acts.append_piece(key=key, offset=offset, data=io.BytesIO(data), actor=actor, at=NOON)


def finish(cycle: int, key: str, *, sha256: str = "", actor: Actor = WANG) -> acts.Added:
    return acts.finish_upload(
        key=key,
        words=EvidenceWords("record"),
        measure_ids=measures_of(cycle)[:1],
        sha256=sha256,
        actor=actor,
        at=NOON,
    )


def test_pieces_become_one_file_and_one_entry(cycle: int) -> None:
    entries = Entry.objects.count()
    key = begin(cycle)
    send(key, 0, CONTENT[:HALF])
    assert send(key, HALF, CONTENT[HALF:]) == len(CONTENT)

    added = finish(cycle, key, sha256=hashlib.sha256(CONTENT).hexdigest())

    kept = Evidence.objects.get(pk=added.evidence_id)
    assert b"".join(store().stream(kept.sha256)) == CONTENT
    assert Entry.objects.count() == entries + 1
    assert not path_of_upload(key).exists()


@pytest.mark.parametrize("offset", [0, HALF - 1, HALF + 1, len(CONTENT), 10**15])
def test_a_piece_that_does_not_begin_at_the_end_is_told_where_that_is(cycle: int, offset: int) -> None:
    key = begin(cycle)
    send(key, 0, CONTENT[:HALF])

    with pytest.raises(acts.WrongOffset) as refused:
        send(key, offset, CONTENT[HALF:])

    assert refused.value.offset == HALF
    assert path_of_upload(key).stat().st_size == HALF


class Broken(io.BytesIO):
    """A line that breaks after the first part of a piece."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise ConnectionResetError
        return super().read(1000)


def test_a_broken_line_loses_its_piece_and_no_other(cycle: int) -> None:
    key = begin(cycle)
    send(key, 0, CONTENT[:HALF])

    with pytest.raises(ConnectionResetError):
        acts.append_piece(key=key, offset=HALF, data=Broken(CONTENT[HALF:]), actor=WANG, at=NOON)
    send(key, HALF, CONTENT[HALF:])

    assert finish(cycle, key).number
    assert b"".join(store().stream(hashlib.sha256(CONTENT).hexdigest())) == CONTENT
    assert not [path for path in path_of_upload(key).parent.iterdir() if path.name.startswith(key)]


def test_finishing_twice_is_finishing_once(cycle: int) -> None:
    key = begin(cycle)
    send(key, 0, CONTENT)
    first = finish(cycle, key)
    entries = Entry.objects.count()

    second = finish(cycle, key)

    assert second.evidence_id == first.evidence_id
    assert (Evidence.objects.count(), Entry.objects.count()) == (1, entries)


def test_finishing_before_the_end_is_refused(cycle: int) -> None:
    key = begin(cycle)
    send(key, 0, CONTENT[:HALF])

    with pytest.raises(CannotAttach, match="还没有传完"):
        finish(cycle, key)


def test_what_changed_on_its_way_is_refused(cycle: int) -> None:
    key = begin(cycle)
    send(key, 0, CONTENT)

    with pytest.raises(CannotAttach, match="在途中变了样"):
        finish(cycle, key, sha256="0" * 64)


def test_more_than_was_said_is_refused(cycle: int) -> None:
    key = begin(cycle, size=10)

    with pytest.raises(FileTooLarge):
        send(key, 0, b"x" * 11)

    assert Upload.objects.get(key=key).received == 0


@pytest.mark.parametrize(("size", "fault"), [(0, CannotAttach), (-5, CannotAttach), (201_000_000, FileTooLarge)])
def test_a_size_that_cannot_be_is_refused_before_anything_is_sent(
    cycle: int, size: int, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        begin(cycle, size=size)


def test_an_upload_is_its_own_persons(cycle: int) -> None:
    key = begin(cycle)

    for act in (
        lambda: send(key, 0, CONTENT, actor=CHEN),
        lambda: finish(cycle, key, actor=CHEN),
        lambda: acts.drop_upload(key=key, actor=CHEN, at=NOON),
    ):
        with pytest.raises(acts.UploadGone):
            act()
    with pytest.raises(NotAllowed):
        begin(cycle, actor=LI)


def test_the_task_lists_what_has_not_arrived(cycle: int) -> None:
    key = begin(cycle)
    send(key, 0, CONTENT[:HALF])

    pages = [task_evidence(task_id=tasks_of(cycle)[0].pk, actor=actor, today=TODAY) for actor in (WANG, CHEN)]
    mine, theirs = (page.uploads for page in pages)

    assert [(row.name, row.received, row.size) for row in mine] == [("记录.txt", HALF, len(CONTENT))]
    assert theirs == ()


def test_a_dropped_upload_is_gone(cycle: int) -> None:
    key = begin(cycle)

    acts.drop_upload(key=key, actor=WANG, at=NOON)

    assert not path_of_upload(key).exists()
    with pytest.raises(acts.UploadGone):
        send(key, 0, CONTENT)


def test_stale_uploads_are_swept_and_fresh_ones_stay(cycle: int) -> None:
    stale, fresh = begin(cycle), begin(cycle, name="新.txt")
    Upload.objects.filter(key=stale).update(touched_at=NOON - timedelta(days=8))

    assert acts.sweep_uploads(now=NOON) == 1

    assert (path_of_upload(stale).exists(), path_of_upload(fresh).exists()) == (False, True)


def test_a_virus_takes_its_pieces_with_it(cycle: int, settings) -> None:
    key = begin(cycle, size=len(VIRUS))
    send(key, 0, VIRUS)

    with running_scanner() as scanner:
        settings.CLAMD = scanner.address
        with pytest.raises(acts.Infected):
            finish(cycle, key)

    assert not path_of_upload(key).exists()
    assert not Upload.objects.exists()


def test_a_silent_scanner_leaves_the_pieces_for_later(cycle: int, settings) -> None:
    key = begin(cycle)
    send(key, 0, CONTENT)
    settings.CLAMD = "unix:/nowhere/clamd.sock"

    with pytest.raises(acts.Unscanned):
        finish(cycle, key)
    settings.CLAMD = ""

    assert finish(cycle, key).number


@pytest.mark.usefixtures("committing_db")
def test_of_two_pieces_for_one_place_only_one_counts() -> None:
    cycle = a_round()
    key = begin(cycle)
    start, outcomes = Barrier(2), []

    def race(letter: bytes) -> None:
        start.wait()
        try:
            outcomes.append(send(key, 0, letter * HALF))
        except acts.WrongOffset as refused:
            outcomes.append(-refused.offset)
        finally:
            connection.close()

    threads = [Thread(target=race, args=(letter,)) for letter in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [-HALF, HALF]
    assert len(set(path_of_upload(key).read_bytes())) == 1


@pytest.mark.usefixtures("committing_db")
def test_of_two_who_finish_at_once_both_get_the_same() -> None:
    cycle = a_round()
    key = begin(cycle)
    send(key, 0, CONTENT)
    start, found = Barrier(2), []

    def race() -> None:
        start.wait()
        try:
            found.append(finish(cycle, key).evidence_id)
        except acts.UploadGone:
            found.append(None)
        finally:
            connection.close()

    threads = [Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Evidence.objects.count() == 1
    assert set(found) - {None} == {Evidence.objects.get().pk}


STREAM = """
import io, resource, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from zhenggai.ledger.operations.evidence.adding import _copy
from zhenggai.ledger.operations.evidence.examining import arrived
from zhenggai.ledger.stores import store

class Wire:
    left = int(sys.argv[1])
    def read(self, size):
        piece = b"\\1" * min(size, self.left)
        self.left -= len(piece)
        return piece

path = Path(sys.argv[2])
with path.open("wb") as file:
    _copy(Wire(), file)
file = arrived(path, name="video.mp4")
store().keep(path, sha256=file.sha256)
assert sum(len(piece) for piece in store().stream(file.sha256)) == file.size == int(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_two_hundred_megabytes_take_no_more_memory_than_two(tmp_path: Path) -> None:
    pytest.importorskip("resource")

    def peak(size: int) -> int:
        home = tmp_path / str(size)
        environment = {**os.environ, "ZHENGGAI_HOME": str(home), "ZHENGGAI_DB": "sqlite"}
        code = textwrap.dedent(STREAM)
        done = subprocess.run(
            [sys.executable, "-c", code, str(size), str(tmp_path / f"{size}.bin")],
            env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        return int(done.stdout)

    assert peak(200_000_000) - peak(2_000_000) < 12_000
