"""Binders: what leaves the house, for whom, and what whoever gets one can find out about it."""

from __future__ import annotations

import json
import shutil
import tracemalloc
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

from binding import a_binder, changed, relisted, repacked, unpacked
from builders.word import docx_of
from exhibits import a_proof, a_round, measures_of, tasks_of
from people import NOON, WANG
from zhenggai.chain.binders import check_binder
from zhenggai.chain.errors import Unproved
from zhenggai.chain.notes import make_signer
from zhenggai.domain.binders import CATALOGUE, INDEX, OWN_PROOF, SUMS, BinderPart, CannotBind
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry
from zhenggai.ledger.files import path_of
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.operations.binding import bind_evidence
from zhenggai.ledger.operations.evidence import withdraw_evidence

pytestmark = pytest.mark.django_db
STRANGER = make_signer("zhenggai.example/elsewhere", bytes(32)).verifier


@pytest.fixture
def cycle() -> int:
    """A round with a minute and a picture for the rivers, and a voucher for the books."""
    number = a_round()
    a_proof(number, docx_of("会议纪要"), name="会议纪要.docx", words=EvidenceWords("minutes", "第3期"))
    a_proof(number, b"who came", name="签到表?.txt")
    a_proof(number, b"voucher", name="凭证.txt", measures=measures_of(number)[2:3])
    return number


def clerk(cycle: int, place: int) -> Actor:
    """A clerk of the unit that leads the task at that place."""
    return Actor(id=41, name="赵晓峰", role=Role.UNIT_CLERK, unit_id=tasks_of(cycle)[place].unit_id)


def stored(number: str) -> Path:
    return path_of(Evidence.objects.get(number=number).sha256, folder=settings.FILES)


def fault_of(path: Path) -> str:
    with pytest.raises(Unproved) as found:
        check_binder(path, verifier=house_signer().verifier)
    return str(found.value)


def test_a_binder_of_a_round_proves_itself_without_the_house(cycle: int, tmp_path: Path):
    before = Entry.objects.count()

    bound, path = a_binder(cycle, tmp_path)

    assert Entry.objects.count() == before + 1
    assert bound.name == "佐证材料卷 整个轮次 2026-03-02.zip"
    for place in (path, unpacked(path)):
        checked = check_binder(place, verifier=house_signer().verifier)
        assert [piece.number for piece in checked.binder.held] == ["(一)1-1-001", "(一)1-1-002", "(一)2-2-001"]
        assert (checked.own_key, checked.unproved) == (False, 0)
    with zipfile.ZipFile(path) as container:
        names = container.namelist()
        assert {name for name in names if name.startswith("材料/")} == {
            "材料/任务01/(一)1-1-001 会议纪要.docx",
            "材料/任务01/(一)1-1-002 签到表？.txt",
            "材料/任务02/(一)2-2-001 凭证.txt",
        }
        assert names[-1] == SUMS
        page = container.read(INDEX).decode()
    assert "<script" not in page
    assert 'href="%E6%9D%90%E6%96%99/' in page


def test_the_sums_are_such_as_the_common_tool_checks(cycle: int, tmp_path: Path):
    folder = unpacked(a_binder(cycle, tmp_path)[1])

    lines = (folder / SUMS).read_text().splitlines()

    assert len(lines) == sum(path.is_file() for path in folder.rglob("*")) - 1
    for line in lines:
        digest, name = line.split("  ", 1)
        assert sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_journal_keeps_who_took_what(cycle: int, tmp_path: Path):
    path = a_binder(cycle, tmp_path, part="task:1")[1]

    entry = Entry.objects.latest("sequence")
    told = json.loads(entry.body)["after"]

    assert (entry.verb, entry.actor_name, entry.cycle_id) == ("binder.export", WANG.name, cycle)
    assert (told["fact"], told["binder_pieces"]) == ("任务 1", 2)
    with zipfile.ZipFile(path) as container:
        assert told["binder_digest"] == sha256(container.read(CATALOGUE)).hexdigest()


def test_a_part_holds_its_own_evidence(cycle: int, tmp_path: Path):
    wanted = {"task:1": 2, "task:2": 1, "unit:县水利局": 2, "unit:县财政局": 1}

    found = {part: len(check_binder(a_binder(cycle, tmp_path, part=part)[1]).binder.held) for part in wanted}

    assert found == wanted
    for part in ("task:9", "unit:没有", "leader:没有", "aspect:99999"):
        with pytest.raises(CannotBind):
            a_binder(cycle, tmp_path, part=part)


def test_what_holds_nothing_cannot_be_bound(tmp_path: Path):
    with pytest.raises(CannotBind):
        a_binder(a_round(), tmp_path)


def test_a_unit_binds_its_own_and_nothing_else(cycle: int, tmp_path: Path):
    a_proof(cycle, b"for both", name="两家.txt", measures=[measures_of(cycle)[2], measures_of(cycle)[0]])

    _, path = a_binder(cycle, tmp_path, actor=clerk(cycle, 1))

    with zipfile.ZipFile(path) as container:
        everything = b"".join(container.read(name) for name in container.namelist()).decode(errors="replace")
    assert [piece.number for piece in check_binder(path).binder.held] == ["(一)2-2-001", "(一)2-2-002"]
    assert "河道" not in everything
    with pytest.raises(CannotBind):
        a_binder(cycle, tmp_path, part="task:1", actor=clerk(cycle, 1))


def test_who_may_not_read_the_round_binds_nothing(cycle: int, tmp_path: Path):
    with pytest.raises(NotAllowed):
        a_binder(cycle, tmp_path, actor=Actor(id=9, name="陈静", role=Role.ADMINISTRATOR))
    with pytest.raises(NoSuchThing):
        a_binder(cycle + 1, tmp_path)


def test_what_is_gone_or_damaged_is_named_and_the_rest_is_bound(cycle: int, tmp_path: Path):
    a_proof(cycle, b"will be gone", name="甲.txt")
    a_proof(cycle, b"will be damaged", name="乙.txt")
    stored("(一)1-1-003").unlink()
    stored("(一)1-1-004").write_bytes(b"will be Damaged")

    bound, path = a_binder(cycle, tmp_path)

    stored("(一)1-1-004").unlink()

    checked = check_binder(path, verifier=house_signer().verifier).binder
    assert [(piece.number, piece.state) for piece in checked.pieces] == [
        ("(一)1-1-001", "held"),
        ("(一)1-1-002", "held"),
        ("(一)1-1-003", "missing"),
        ("(一)1-1-004", "damaged"),
        ("(一)2-2-001", "held"),
    ]
    assert len(bound.lacking) == 2
    assert json.loads(Entry.objects.latest("sequence").body)["after"]["binder_lacking"] == "(一)1-1-003、(一)1-1-004"


def test_secret_and_withdrawn_files_are_left_out_by_number(cycle: int, tmp_path: Path):
    a_proof(cycle, b"a list", name="名册（涉密）.txt")
    withdrawn = Evidence.objects.get(number="(一)1-1-001")
    withdraw_evidence(evidence_id=withdrawn.pk, version=withdrawn.version, why="传错了", actor=WANG, at=NOON)

    _, path = a_binder(cycle, tmp_path, part="task:1")

    checked = check_binder(path).binder
    assert [(piece.number, piece.state) for piece in checked.pieces] == [
        ("(一)1-1-001", "withdrawn"),
        ("(一)1-1-002", "held"),
        ("(一)1-1-003", "withheld"),
    ]
    with zipfile.ZipFile(path) as container:
        assert "名册" not in container.read(CATALOGUE).decode()


PLACE = "材料/任务02/(一)2-2-001 凭证.txt"


def flipped(folder: Path) -> None:
    changed(folder / PLACE, lambda data: b"W" + data[1:])


def removed(folder: Path) -> None:
    (folder / PLACE).unlink()


def added(folder: Path) -> None:
    (folder / "材料/另一份.txt").write_text("later")


def added_and_listed(folder: Path) -> None:
    added(folder)
    line = f"{sha256(b'later').hexdigest()}  材料/另一份.txt\n"
    changed(folder / SUMS, lambda data: data + line.encode())


def catalogue_changed(folder: Path) -> None:
    changed(folder / CATALOGUE, lambda data: data.replace("第3期".encode(), "第4期".encode()))


def catalogue_changed_with_its_sum(folder: Path) -> None:
    relisted(folder, CATALOGUE, lambda data: data.replace("第3期".encode(), "第4期".encode()))


def file_exchanged_with_its_line(folder: Path) -> None:
    old, new = (sha256(data).hexdigest().encode() for data in (b"voucher", b"Voucher"))
    relisted(folder, PLACE, lambda _: b"Voucher")
    relisted(folder, CATALOGUE, lambda data: data.replace(old, new))


def proof_of_another_entry(folder: Path) -> None:
    relisted(folder, OWN_PROOF, lambda _: (folder / "存证/(一)2-2-001.json").read_bytes())


def printed_catalogue_changed(folder: Path) -> None:
    relisted(folder, INDEX, lambda data: data.replace("凭证".encode(), "票据".encode()))


DAMAGES = {
    flipped: f"文件被改过或损坏：{PLACE}。",
    removed: f"缺少文件：{PLACE}。",
    added: "多出文件：材料/另一份.txt。",
    added_and_listed: "目录里没有这个文件：材料/另一份.txt。",
    catalogue_changed: "文件被改过或损坏：目录.json。",
    catalogue_changed_with_its_sum: "目录与导出时的记录不符：目录.json 被改过。",
    file_exchanged_with_its_line: "目录与导出时的记录不符：目录.json 被改过。",
    proof_of_another_entry: "证明 存证/本卷.json 说的是另一件事。",
    printed_catalogue_changed: "目录与文件对不上：卷内目录.html。",
}


def test_whatever_happens_to_a_binder_is_found_and_named(cycle: int, tmp_path: Path):
    path = a_binder(cycle, tmp_path)[1]
    whole = unpacked(path)

    for number, (damage, sentence) in enumerate(DAMAGES.items()):
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder)
        damage(folder)
        assert (damage.__name__, fault_of(folder)) == (damage.__name__, sentence)
        assert fault_of(repacked(folder)) == sentence

    data = path.read_bytes()
    stored_whole = "材料/任务01/(一)1-1-001 会议纪要.docx"
    with zipfile.ZipFile(path) as container:
        place = container.getinfo(stored_whole).header_offset + 40 + len(stored_whole.encode())
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    assert fault_of(path) == f"文件读不出来，压缩包在这里损坏：{stored_whole}。"
    for kept in (0.0, 0.3, 0.9, 0.999):
        path.write_bytes(data[: int(len(data) * kept)])
        assert fault_of(path) == "这不是一个完整的压缩包：可能没有传完，或者已经损坏。"
    with pytest.raises(Unproved, match="不是用这个公钥"):
        check_binder(whole, verifier=STRANGER)
    assert check_binder(whole).own_key
    assert "没有这个文件" in fault_of(tmp_path / "没有.zip")
    assert fault_of(tmp_path / "0" / "存证") == "缺少文件：SHA256SUMS。"


def test_three_hundred_megabytes_pass_through_little_memory(cycle: int):
    size, digest = 300_000_000, sha256()
    for _ in range(300):
        digest.update(bytes(1_000_000))
    large = path_of(digest.hexdigest(), folder=settings.FILES)
    large.parent.mkdir(parents=True, exist_ok=True)
    with large.open("wb") as file:
        file.truncate(size)
    Evidence.objects.filter(number="(一)1-1-002").update(sha256=digest.hexdigest(), size=size, name="录像.mp4")

    tracemalloc.start()
    sent = sum(len(piece) for piece in bind_evidence(cycle_id=cycle, part=BinderPart(), actor=WANG, at=NOON).stream)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    large.unlink()

    assert sent > size
    assert peak < 20_000_000
