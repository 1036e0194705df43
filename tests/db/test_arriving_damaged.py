"""An export that was damaged, changed or made by hand is refused whole, with one sentence, and nothing of it stays."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from django.apps import apps
from django.conf import settings

from arrivals import taken
from binding import changed, unpacked
from exhibits import a_proof, a_round, measures_of
from people import NOON, WANG
from zhenggai.chain.rounds import ABOUT, ENTRIES
from zhenggai.domain.refusals import Refusal
from zhenggai.keeping.rounds.arriving import CannotArrive, take_in
from zhenggai.keeping.rounds.examining import examine_round
from zhenggai.keeping.rounds.pairing import UnknownPair

pytestmark = pytest.mark.django_db
TURNS = 60


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small round with evidence."""
    cycle = a_round()
    a_proof(cycle, b"for the journey", measures=measures_of(cycle)[:1])
    return taken(cycle, tmp_path / "round.zip")


def counted() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def kept() -> list[Path]:
    """Every file that is kept."""
    return sorted(path for path in settings.FILES.rglob("*") if path.is_file())


def refusal(path: Path) -> str:
    """The sentence of an attempt to bring it in, of which nothing stays."""
    rows, files = counted(), kept()
    with pytest.raises(Refusal) as found:
        take_in(path=path, answers={}, again=True, actor=WANG, at=NOON)
    assert counted() == rows
    assert kept() == files
    return str(found.value)


def test_wherever_a_bit_is_turned_the_file_is_refused(export: Path, tmp_path: Path) -> None:
    whole, random, broken = export.read_bytes(), Random(7), tmp_path / "broken.zip"
    rows, files = counted(), kept()
    untouched = 0

    for _turn in range(TURNS):
        data = bytearray(whole)
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        broken.write_bytes(data)
        try:
            examine_round(path=broken, answers={}, actor=WANG)
        except CannotArrive:
            continue
        # A zip says of its files when they were made and by what, twice; of what is within them nothing was turned.
        untouched += 1
        assert contents(broken) == contents(export)

    assert untouched < TURNS
    assert (counted(), kept()) == (rows, files)


def contents(path: Path) -> dict[str, bytes]:
    """What is in a zip."""
    with zipfile.ZipFile(path) as container:
        return {name: container.read(name) for name in container.namelist()}


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(export: Path, tmp_path: Path, cut: float) -> None:
    part = tmp_path / "part.zip"
    part.write_bytes(export.read_bytes()[: int(export.stat().st_size * cut)])

    assert "压缩包" in refusal(part)


def less(data: bytes) -> bytes:
    """Without its last line."""
    return b"".join(data.splitlines(keepends=True)[:-1])


def more(data: bytes) -> bytes:
    """With its last line twice."""
    return data + data.splitlines(keepends=True)[-1]


@pytest.mark.parametrize("change", [less, more])
def test_no_line_of_any_table_and_no_entry_can_go_or_come(export: Path, change: Callable[[bytes], bytes]) -> None:
    folder = unpacked(export)
    for place in [*sorted(folder.glob("rows/*.jsonl")), folder / ENTRIES]:
        whole = place.read_bytes()
        if not whole:
            continue
        place.write_bytes(change(whole))
        assert place.relative_to(folder).as_posix() in refusal(folder)
        place.write_bytes(whole)


def forged(folder: Path, place: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file and every list that names it; what only the signed entry can tell."""
    old = sha256((folder / place).read_bytes()).hexdigest()
    changed(folder / place, change)
    new = sha256((folder / place).read_bytes()).hexdigest()
    before = sha256((folder / ABOUT).read_bytes()).hexdigest()
    changed(folder / ABOUT, lambda data: data.replace(old.encode(), new.encode()))
    after = sha256((folder / ABOUT).read_bytes()).hexdigest()
    changed(
        folder / "SHA256SUMS",
        lambda data: data.replace(old.encode(), new.encode()).replace(before.encode(), after.encode()),
    )


def test_who_makes_all_lists_fit_is_found_by_the_signed_entry(export: Path) -> None:
    folder = unpacked(export)
    forged(folder, "rows/ledger.task.jsonl", lambda data: data.replace(b'"not_started"', b'"closed"', 1))

    assert refusal(folder) == f"目录与导出时的记录不符：{ABOUT} 被改过。"


def test_a_later_version_is_named_as_such(export: Path) -> None:
    folder = unpacked(export)
    changed(folder / ABOUT, lambda data: data.replace(b"zhenggai round 1", b"zhenggai round 9"))
    about = sha256((folder / ABOUT).read_bytes()).hexdigest()
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    fitting = [f"{about}  {ABOUT}" if line.endswith(f"  {ABOUT}") else line for line in lines]
    (folder / "SHA256SUMS").write_text("\n".join(fitting) + "\n")

    assert "请先升级整改" in refusal(folder)


@pytest.mark.parametrize("thing", ["nothing", "empty", "other", "folder"])
def test_what_is_no_export_is_refused(tmp_path: Path, thing: str) -> None:
    path = tmp_path / thing
    if thing == "empty":
        path.write_bytes(b"")
    elif thing == "other":
        with zipfile.ZipFile(path, "w") as container:
            container.writestr("a.txt", "a")
    elif thing == "folder":
        path.mkdir()

    assert refusal(path)


def test_an_answer_that_fits_nothing_is_refused(export: Path) -> None:
    for answers in ({("unit", 999_999): 0}, {("account", 901): 999_999}):
        with pytest.raises(UnknownPair):
            examine_round(path=export, answers=answers, actor=WANG)  # type: ignore[arg-type]


def test_an_original_that_did_not_come_is_named_and_does_not_spoil_the_check(tmp_path: Path) -> None:
    cycle = a_round()
    a_proof(cycle, b"this will be lost", measures=measures_of(cycle)[:1])
    digest = sha256(b"this will be lost").hexdigest()
    (settings.FILES / digest[:2] / digest[2:4] / digest).unlink()
    path = taken(cycle, tmp_path / "round.zip")

    arrived = take_in(path=path, answers={}, again=False, actor=WANG, at=NOON)

    assert arrived.missing == (digest,)
    assert json.loads(apps.get_model("ledger.arrival").objects.get().missing) == [digest]
