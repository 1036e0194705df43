"""Files that nothing names are thrown away after a day; whatever a row or an entry names stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from drafts import a_draft
from exhibits import a_proof
from issuing import a_whole_cycle, answer_for
from people import NOON, WANG
from working import Work, a_work
from zhenggai.ledger.files import keep_content, path_of
from zhenggai.ledger.models import Evidence, ReviewAnswer
from zhenggai.ledger.operations import issuing
from zhenggai.ledger.stores import store
from zhenggai.ledger.sweeping import sweep_files

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.FILES = tmp_path / "files"
    settings.FILES.mkdir()
    return settings.FILES


@pytest.fixture
def work() -> Work:
    return a_work()


def an_orphan(content: bytes = b"nobody's") -> Path:
    """A file that was kept by somebody who was ended before the row was written."""
    kept = keep_content(content, folder=settings.FILES, limit=1000)
    return path_of(kept.sha256, folder=settings.FILES)


def lie(*paths: Path) -> None:
    """Let files have lain there since noon."""
    for path in paths or [path for path in settings.FILES.rglob("*") if path.is_file()]:
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))


def test_what_nothing_names_goes_after_a_day(folder):
    orphan = an_orphan()
    half = folder / ".incoming-abc"
    half.write_bytes(b"12345")
    lie()

    soon = sweep_files(folder=folder, now=NOON + timedelta(hours=23))
    late = sweep_files(folder=folder, now=LATER)

    assert (soon.files, soon.bytes) == (0, 0)
    assert (late.files, late.bytes) == (2, len(b"nobody's") + 5)
    assert not orphan.exists()
    assert not half.exists()


def test_what_rows_name_stays_whatever_the_column_is_called(folder, work):
    a_proof(work.cycle, b"a record", name="记录.txt", measures=work.measures)
    a_draft(data=b"a draft")
    review = issuing.open_review(cycle_id=a_whole_cycle(), actor=WANG, at=NOON)
    answer_for(review, "宣传部")
    kept = {path for path in folder.rglob("*") if path.is_file()}
    lie()

    assert sweep_files(folder=folder, now=LATER).files == 0
    assert {path for path in folder.rglob("*") if path.is_file()} == kept
    assert path_of(ReviewAnswer.objects.get().scan, folder=folder) in kept


def test_content_that_is_brought_again_is_not_swept_from_under_its_row(folder, tmp_path):
    orphan = an_orphan(b"brought again")
    lie()
    again = tmp_path / "again"
    again.write_bytes(b"brought again")

    store().keep(again, sha256=orphan.name)

    assert sweep_files(folder=folder, now=NOON + timedelta(days=1, hours=1)).files == 0
    assert orphan.read_bytes() == b"brought again"


def test_what_a_sweep_hid_when_it_was_ended_comes_back(folder, work):
    proof = a_proof(work.cycle, b"a record", name="记录.txt", measures=work.measures)
    kept = path_of(Evidence.objects.get(pk=proof).sha256, folder=folder)
    kept.rename(kept.with_name(f".swept-{kept.name}"))

    swept = sweep_files(folder=folder, now=LATER)

    assert swept.files == 0
    assert kept.read_bytes() == b"a record"
    assert b"".join(store().stream(kept.name)) == b"a record"
