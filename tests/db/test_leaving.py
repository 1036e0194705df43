"""A round taken out: everything that belongs to it, nothing of another, and proved to whoever holds it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from binding import changed, relisted, repacked, unpacked
from builders.reports import Finding, a_report
from drafts import a_cycle
from exhibits import a_proof, a_round, measures_of
from people import NOON, WANG, ZHAO
from zhenggai.chain.errors import Unproved
from zhenggai.chain.notes import make_signer
from zhenggai.chain.rounds import ABOUT, ENTRIES, check_round
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry
from zhenggai.keeping.rounds.leaving import Leaving, take_out
from zhenggai.keeping.rounds.tables import LEFT_OUT, lines_of, tables_of_round, ways_to_round
from zhenggai.ledger.models import Evidence, Task

pytestmark = pytest.mark.django_db
STRANGER = make_signer("zhenggai.example/elsewhere", bytes(32)).verifier


def taken(cycle: int, folder: Path) -> tuple[Leaving, Path]:
    leaving = take_out(cycle_id=cycle, actor=WANG, at=NOON)
    path = folder / "round.zip"
    with path.open("wb") as file:
        file.writelines(leaving.stream)
    return leaving, path


def test_a_round_leaves_whole_and_another_one_stays(tmp_path: Path):
    cycle = a_round()
    a_proof(cycle, b"for the export", measures=measures_of(cycle)[:1])
    a_cycle(a_report([Finding("别的轮次的问题")]), again=True)
    before = Entry.objects.count()

    leaving, path = taken(cycle, tmp_path)

    assert Entry.objects.count() == before + 1
    checked = check_round(path, verifier=house_signer().verifier)
    assert checked.entries == Entry.objects.filter(cycle_id=cycle).count() - 1
    with zipfile.ZipFile(path) as container:
        tasks = [json.loads(line) for line in container.read("rows/ledger.task.jsonl").splitlines()]
        units = [json.loads(line)["name"] for line in container.read("rows/people.unit.jsonl").splitlines()]
        digest = Evidence.objects.get().sha256
        assert container.read(f"originals/{digest}") == b"for the export"
        everything = b"".join(container.read(name) for name in container.namelist() if name.startswith("rows/"))
    assert [row["number"] for row in tasks] == list(
        Task.objects.filter(cycle_id=cycle).order_by("pk").values_list("number", flat=True)
    )
    assert sorted(units) == ["县水利局", "县财政局"]
    assert "别的轮次" not in everything.decode()
    assert "people.account" not in "".join(checked.about["tables"])
    assert leaving.rows == sum(checked.about["tables"].values())


def test_every_table_of_the_ledger_that_belongs_to_a_round_is_taken_or_left_on_purpose():
    taken_tables = set(tables_of_round(a_round()))

    assert {model._meta.label_lower for model in ways_to_round()} <= taken_tables | LEFT_OUT
    for needed in ("signature", "closing", "promiseevent", "registerrow", "comment", "doubtword", "extension"):
        assert f"ledger.{needed}" in taken_tables
    assert {"oversight.meeting", "oversight.institution", "oversight.paperversion"} <= taken_tables


def test_rows_name_their_columns():
    cycle = a_round()

    row = json.loads(next(lines_of(tables_of_round(cycle)["ledger.measure"])))

    assert row["text"].startswith("召开河道专题会议")
    assert {"id", "task_id", "position"} <= row.keys()


def test_only_the_office_takes_a_round_out():
    cycle = a_round()

    with pytest.raises(NotAllowed):
        take_out(cycle_id=cycle, actor=ZHAO, at=NOON)
    with pytest.raises(NoSuchThing):
        take_out(cycle_id=cycle + 1, actor=WANG, at=NOON)


def test_whatever_happens_to_an_export_is_found_and_named(tmp_path: Path):
    folder = unpacked(taken(a_round(), tmp_path)[1])
    rows = "rows/ledger.task.jsonl"

    def fault_of(place: Path) -> str:
        with pytest.raises(Unproved) as found:
            check_round(place, verifier=house_signer().verifier)
        return str(found.value)

    whole = (folder / rows).read_bytes()
    changed(folder / rows, lambda data: data.replace(b"1", b"2", 1))
    assert fault_of(folder) == f"文件被改过或损坏：{rows}。"
    assert fault_of(repacked(folder)) == f"文件被改过或损坏：{rows}。"
    (folder / rows).write_bytes(whole)
    (folder / "rows" / "more.jsonl").write_text("{}")
    assert fault_of(folder) == "多出文件：rows/more.jsonl。"
    (folder / "rows" / "more.jsonl").unlink()
    history = (folder / ENTRIES).read_bytes()
    relisted(folder, ENTRIES, lambda data: data.replace(b"adopt", b"adapt", 1))
    assert fault_of(folder).startswith("第 ")
    relisted(folder, ENTRIES, lambda _: history.split(b"\n", 1)[1])
    assert fault_of(folder).startswith("记录的条数不对")
    relisted(folder, ENTRIES, lambda _: history)
    assert check_round(folder).own_key
    with pytest.raises(Unproved, match="不是用这个公钥"):
        check_round(folder, verifier=STRANGER)
    relisted(folder, ABOUT, lambda data: data.replace(b"zhenggai round 1", b"zhenggai round 2"))
    assert fault_of(folder) == "这份导出是更新的版本做的（zhenggai round 2），请先升级整改。"
    relisted(folder, ABOUT, lambda data: data.replace(b"zhenggai round 2", b"zhenggai round 0"))
    assert fault_of(folder) == "目录与导出时的记录不符：about.json 被改过。"
