"""Workbooks out to units and back: frozen when they go, compared when they come, entered by the operations of pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.pictures import png
from closing import put
from people import GU, LI, NOON, SUN, WANG
from tallies import a_register, companies, take
from workbooks import column_of, fill, opened, row_of, saved
from working import DONE, ONGOING, Work, a_work, hand_in
from zhenggai.domain.figures import FigurePlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Evidence, Figure, Progress, RegisterRow, Task, WorkbookExport, WorkbookReturn
from zhenggai.ledger.operations.figures.stating import add_figure, correct_figure
from zhenggai.ledger.operations.workbooks.accepting import Accepted, accept_returns, accept_rows, keep_rows
from zhenggai.ledger.operations.workbooks.exporting import CannotExport, ExportWish, export_to_units, export_workbook
from zhenggai.ledger.operations.workbooks.receiving import drop_workbook, receive_workbooks
from zhenggai.ledger.queries.workbook_files import answer_file, export_file
from zhenggai.ledger.queries.workbooks import return_page, workbooks_page
from zhenggai.ledger.shapes.workbooks import ReturnPage, RowLine
from zhenggai.ledger.workbooks.holding import WorkbookChanged
from zhenggai.papers.unit_book import unit_book

LATER = NOON + timedelta(days=1)
REPORT = {
    "办理日期": date(2026, 3, 1), "做了什么": "成立专班，开会两次。", "产出": "专班文件1份。", "办理状态": "已经办完",
}  # fmt: skip
NEW_FIGURE = {
    "任务号": 1, "口径（数的是什么）": "清退户数", "数值": 12, "单位": "户", "截止日": "2026.2.28", "来源": "县住建局",
}  # fmt: skip
FIGURE = FigurePlan("266.5", "万元", "追回资金", date(2026, 2, 28), origin="县财政局账")


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def an_export(work: Work, actor: Actor = WANG, *, code: str = "0123456789abcdef") -> int:
    wish = ExportWish("unit", work.unit)
    return export_workbook(cycle_id=work.cycle, wish=wish, code=code, actor=actor, at=NOON)


def a_book(export_id: int, actor: Actor = WANG) -> bytes:
    _name, content = export_file(export_id=export_id, actor=actor)
    with unit_book(content) as file:
        return file.read()


def edited(data: bytes, sheet: str, key: str, cells: dict[str, object]) -> bytes:
    book = opened(data)
    fill(book[sheet], key, cells)
    return saved(book)


def receive(work: Work, *files: bytes, actor: Actor = WANG, name: str = "交回.xlsx") -> tuple[int, ...]:
    return receive_workbooks(cycle_id=work.cycle, files=[(name, data) for data in files], actor=actor, at=LATER)


def accept(return_id: int, actor: Actor = WANG, keys: Sequence[str] | None = None, **seen: str) -> Accepted:
    return accept_rows(return_id=return_id, keys=keys, seen=dict(seen), actor=actor, at=LATER)


def rows(return_id: int, state: str, actor: Actor = WANG) -> tuple[RowLine, ...]:
    page: ReturnPage = return_page(return_id=return_id, actor=actor, state=state)
    return tuple(row for row in page.rows if row.state == state)


def test_a_workbook_holds_the_units_measures_and_is_the_same_whenever_it_is_fetched(work: Work) -> None:
    before = Entry.objects.count()
    export = an_export(work)
    first = a_book(export)
    hand_in(work)

    sheet = opened(first)["进展"]

    assert Entry.objects.count() == before + 2
    assert a_book(export) == first
    assert [cell.value for cell in sheet["A"]][3:] == [f"m{measure}" for measure in work.measures]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden


def test_each_export_of_a_unit_has_its_number(work: Work) -> None:
    an_export(work)
    an_export(work, code="fedcba9876543210")

    assert list(WorkbookExport.objects.values_list("label", "number")) == [("县水利局", 1), ("县水利局", 2)]


@pytest.mark.parametrize("kind", ["leader", "aspect", "cycle"])
def test_the_office_hands_out_workbooks_of_leaders_aspects_and_cycles(work: Work, kind: str) -> None:
    number = Task.objects.get(pk=work.task).aspect_id if kind == "aspect" else 0
    wish = ExportWish(kind, number, "李建国")

    export = export_workbook(cycle_id=work.cycle, wish=wish, code="0123456789abcdef", actor=WANG, at=NOON)

    assert f"m{work.measure}" in [cell.value for cell in opened(a_book(export))["进展"]["A"]]
    with pytest.raises(NotAllowed):
        export_workbook(cycle_id=work.cycle, wish=wish, code="0123456789abcdee", actor=work.zhao, at=NOON)


def test_a_unit_fetches_its_own_workbook_and_nobody_elses(work: Work) -> None:
    export = an_export(work, work.zhao)

    assert a_book(export, work.zhao)
    for stranger in (work.qian, LI, SUN, GU):
        with pytest.raises(NotAllowed):
            an_export(work, stranger, code="aaaaaaaaaaaaaaaa")
        with pytest.raises(NotAllowed):
            export_file(export_id=export, actor=stranger)


def test_nothing_to_fill_in_is_no_workbook(work: Work) -> None:
    with pytest.raises(CannotExport, match="没有还在办理的任务"):
        export_workbook(
            cycle_id=work.cycle, wish=ExportWish("leader", name="无此人"), code="0123456789abcdef", actor=WANG, at=NOON
        )
    with pytest.raises(NoSuchThing):
        export_workbook(
            cycle_id=work.cycle, wish=ExportWish("unit", 999_999), code="0123456789abcdef", actor=WANG, at=NOON
        )


def test_what_a_unit_filled_in_becomes_its_report_when_somebody_accepts_it(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    assert Progress.objects.count() == 0

    outcome = accept(number)

    report = Progress.objects.get()
    assert outcome == Accepted(taken=1)
    assert (report.measure_id, report.done, report.claims, report.day) == (
        work.measure, "成立专班，开会两次。", "done", date(2026, 3, 1),
    )  # fmt: skip
    assert (report.by, report.on_behalf) == ("王敏", "县水利局")
    assert WorkbookReturn.objects.get().state == "settled"
    assert [entry.verb for entry in Entry.objects.order_by("-sequence")[:2]] == ["workbook.accept", "progress.report"]


def test_a_unit_accepts_its_own_file_in_its_own_name(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data, actor=work.zhao)

    accept(number, work.zhao)

    report = Progress.objects.get()
    assert (report.by, report.on_behalf) == ("赵晓峰", "")


def test_another_unit_neither_hands_it_in_nor_looks_at_it_nor_accepts_it(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    (foreign,) = receive(work, data, actor=work.qian)

    assert "不能代为交回" in WorkbookReturn.objects.get(pk=foreign).fault_pattern
    for call in (
        lambda: return_page(return_id=number, actor=work.qian),
        lambda: accept(number, work.qian),
        lambda: keep_rows(return_id=number, keys=["x"], actor=work.qian, at=LATER),
        lambda: drop_workbook(return_id=number, version=1, actor=work.qian, at=LATER),
        lambda: answer_file(return_id=number, actor=work.qian, say=str),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_the_same_file_twice_is_one_return_and_accepting_twice_is_one_report(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    accept(number)

    assert receive(work, data) == (number,)
    assert accept(number) == Accepted()
    assert Progress.objects.count() == 1


def test_what_both_sides_changed_waits_for_somebody_to_choose(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    hand_in(work)

    assert accept(number) == Accepted(conflicts=1)
    (line,) = rows(number, "conflict")
    assert ("做了什么", "", ONGOING.done, "成立专班，开会两次。") in [
        (one.heading, one.base, one.ours, one.theirs) for one in line.fields
    ]
    assert Progress.objects.count() == 1
    with pytest.raises(WorkbookChanged):
        accept(number, keys=[line.key])

    outcome = accept_rows(return_id=number, keys=[line.key], seen={line.key: line.seen}, actor=WANG, at=LATER)

    assert outcome.taken == 1
    assert [report.done for report in Progress.objects.order_by("pk")] == [ONGOING.done, "成立专班，开会两次。"]


def test_the_ledger_may_be_kept_where_a_file_says_something_else(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    hand_in(work)
    (line,) = rows(number, "conflict")

    assert keep_rows(return_id=number, keys=[line.key], actor=WANG, at=LATER) == 1

    assert (Progress.objects.count(), WorkbookReturn.objects.get().state) == (1, "settled")
    assert accept_rows(return_id=number, keys=[line.key], seen={line.key: line.seen}, actor=WANG, at=LATER).taken == 0


def test_a_choice_made_on_old_words_is_refused(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    hand_in(work)
    (line,) = rows(number, "conflict")
    hand_in(work, DONE, token="form-0002")

    with pytest.raises(WorkbookChanged, match="又有改动"):
        accept_rows(return_id=number, keys=[line.key], seen={line.key: line.seen}, actor=WANG, at=LATER)


def test_what_the_rules_of_reports_refuse_is_said_at_the_row_and_in_the_answer(work: Work) -> None:
    data = edited(
        a_book(an_export(work)), "进展", f"m{work.measure}", {"办理日期": date(2026, 3, 1), "做了什么": "开会。"}
    )
    data = edited(data, "进展", f"m{work.measures[1]}", {"办理日期": "3月1日", "做了什么": "排查。"})
    (number,) = receive(work, data)

    outcome = accept(number)

    notes = {str(row.note) for row in rows(number, "refused") if row.note}
    assert outcome == Accepted(refused=1)
    assert return_page(return_id=number, actor=WANG).line.state_name == "有格退回"
    assert notes == {"还在办理的，请写下一步做什么。"}
    _name, content = answer_file(return_id=number, actor=WANG, say=str)
    with unit_book(content) as file:
        sheet = opened(file.read())["进展"]
    told = [str(sheet.cell(row, sheet.max_column).value or "") for row in (4, 5)]
    assert "请写下一步做什么" in told[0]
    assert "没有写年份" in told[1]
    assert any(cell.comment and "没有写年份" in cell.comment.text for cell in sheet[5])


def test_a_mended_answer_is_taken(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", {**REPORT, "办理日期": "昨天"})
    (number,) = receive(work, data)
    _name, content = answer_file(return_id=number, actor=WANG, say=str)
    with unit_book(content) as file:
        answer = file.read()

    (again,) = receive(work, edited(answer, "进展", f"m{work.measure}", {"办理日期": "2026/3/1"}))

    assert accept(again) == Accepted(taken=1)


def test_a_report_of_the_same_day_is_corrected_and_an_accepted_one_stays(work: Work) -> None:
    hand_in(work)
    cells = {"做了什么": "巡查河道13次，清理垃圾39吨。", "办理日期": ONGOING.day}
    (number,) = receive(work, edited(a_book(an_export(work)), "进展", f"m{work.measure}", cells))

    accept(number)

    first, second = Progress.objects.order_by("pk")
    assert (second.corrects_id, second.next_step) == (first.pk, ONGOING.next_step)


def test_figures_are_stated_and_corrected_with_a_reason(work: Work) -> None:
    figure = add_figure(task_id=work.task, plan=FIGURE, actor=WANG, at=NOON)
    number = Task.objects.get(pk=work.task).number
    data = edited(a_book(an_export(work)), "数字", f"f{figure}", {"数值": "1，266.5万元", "更正原因": "漏记"})
    data = edited(
        data,
        "数字",
        "+1",
        {
            "任务号": number,
            "口径（数的是什么）": "清退户数",
            "数值": 12,
            "单位": "户",
            "截止日": "2026.2.28",
            "来源": "县住建局",
        },
    )
    (returned,) = receive(work, data)

    assert accept(returned).taken == 2

    found = [(one.text, one.scope) for one in Figure.objects.filter(source="typed", current=True).order_by("pk")]
    assert found == [("1266.5万元", "追回资金"), ("12户", "清退户数")]
    (again,) = receive(work, edited(data, "进展", f"m{work.measure}", REPORT))
    assert {row.sheet for state in ("new", "changed") for row in rows(again, state)} == {"进展"}


def test_a_figure_corrected_meanwhile_is_a_conflict(work: Work) -> None:
    figure = add_figure(task_id=work.task, plan=FIGURE, actor=WANG, at=NOON)
    data = edited(a_book(an_export(work)), "数字", f"f{figure}", {"数值": 300, "更正原因": "漏记"})
    (returned,) = receive(work, data)
    correct_figure(figure_id=figure, plan=replace(FIGURE, digits="280"), why="重算", actor=WANG, at=NOON)

    (line,) = rows(returned, "conflict")

    assert ("数值", "266.5", "280", "300") in [(one.heading, one.base, one.ours, one.theirs) for one in line.fields]


def test_a_parcel_brings_evidence_beside_the_workbook(work: Work) -> None:
    task = Task.objects.get(pk=work.task)
    data = edited(
        a_book(an_export(work)),
        "佐证文件",
        "+1",
        {"任务号": task.number, "措施序号": 1, "文件名": "现场.png", "类型": "照片", "说明": "整治后"},
    )
    data = edited(
        data, "佐证文件", "+2", {"任务号": task.number, "措施序号": 1, "文件名": "没有的.pdf", "类型": "其他"}
    )
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w") as file:
        file.writestr("水利局/改了名.xlsx", data)
        file.writestr("水利局/现场.png", png())
    (number,) = receive(work, parcel.getvalue(), name="水利局.zip")

    outcome = accept(number)

    evidence = Evidence.objects.get()
    assert (outcome.taken, outcome.refused) == (1, 1)
    assert (evidence.name, evidence.kind, evidence.description) == ("现场.png", "photo", "整治后")
    assert "没有收到文件“没有的.pdf”" in str(rows(number, "refused")[0].note)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("别的.xlsx", b"PK\x03\x04 damaged", "已损坏"),
        ("说明.txt", "你好".encode(), "不是 Excel 工作簿"),
        ("坏.zip", b"PK\x03\x04 damaged", "已损坏"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(work: Work, name: str, data: bytes, why: str) -> None:
    (number,) = receive(work, data, name=name)

    page = return_page(return_id=number, actor=WANG)
    assert why in str(page.line.fault)


def test_parcels_that_lead_out_or_unpack_without_end_are_refused(work: Work) -> None:
    straying, bomb = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(straying, "w") as file:
        file.writestr("../../外面.xlsx", b"x")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("大.xlsx", b"\x00" * 40_000_000)

    one, other = receive(work, straying.getvalue(), name="a.zip"), receive(work, bomb.getvalue(), name="b.zip")

    assert "包外的路径" in str(return_page(return_id=one[0], actor=WANG).line.fault)
    assert str(return_page(return_id=other[0], actor=WANG).line.fault)


def test_a_workbook_of_nowhere_or_of_another_cycle_is_not_recognised(work: Work) -> None:
    data = a_book(an_export(work))
    book = opened(data)
    for name in book.sheetnames:
        for row in book[name].iter_rows(max_row=12):
            for cell in row:
                if cell.value and "ZG1" in str(cell.value):
                    cell.value = "x"

    (number,) = receive(work, saved(book))

    assert "认不出" in str(return_page(return_id=number, actor=WANG).line.fault)


def test_a_task_that_was_closed_meanwhile_takes_nothing_more(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    put(work.task, "ongoing", "closing", "done")

    (number,) = receive(work, data)

    assert accept(number) == Accepted()
    assert str(rows(number, "refused")[0].cells[0].why) == "任务 1 已销号，这一行不收。先重新激活任务，再收。"


def test_a_row_that_was_compared_before_the_task_was_closed_is_refused_with_the_reason(work: Work) -> None:
    data = edited(a_book(an_export(work)), "数字", "+1", NEW_FIGURE)
    (number,) = receive(work, edited(data, "进展", f"m{work.measure}", REPORT))
    assert len(rows(number, "changed") + rows(number, "new")) == 2
    put(work.task, "ongoing", "closing", "done", "stable")

    assert accept(number) == Accepted()

    assert {str(row.cells[0].why) for row in rows(number, "refused")} == {
        "任务 1 已销号并稳定，这一行不收。先重新激活任务，再收。"
    }
    assert not Progress.objects.exists()


def test_a_task_of_which_the_export_no_longer_speaks_takes_nothing(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    export = WorkbookExport.objects.get()
    export.tasks = "[]"
    export.save(update_fields=("tasks",))

    (number,) = receive(work, data)

    assert accept(number) == Accepted()
    assert "已不再办理" in str(rows(number, "refused")[0].cells[0].why)


def test_the_roster_says_who_has_given_back(work: Work) -> None:
    def state(actor: Actor = WANG) -> dict[str, str]:
        return {unit.name: unit.state for unit in workbooks_page(cycle_id=work.cycle, actor=actor).units}

    assert state()["县水利局"] == "none"
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    assert state()["县水利局"] == "out"
    (number,) = receive(work, data)
    assert state()["县水利局"] == "open"
    accept(number)
    assert state(work.zhao) == {"县水利局": "settled"}
    an_export(work, code="fedcba9876543210")
    assert state()["县水利局"] == "out"
    assert workbooks_page(cycle_id=work.cycle, actor=work.qian).returns == ()


def test_a_file_put_aside_is_not_accepted(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    drop_workbook(return_id=number, version=1, actor=WANG, at=LATER)

    with pytest.raises(WorkbookChanged):
        accept(number)
    with pytest.raises(WorkbookChanged):
        drop_workbook(return_id=number, version=1, actor=WANG, at=LATER)


def test_registers_go_out_with_their_rows_and_come_back_merged(work: Work) -> None:
    register = a_register(work.task)
    take(register, companies(2, 1, 0))
    export = an_export(work)
    book = opened(a_book(export))
    sheet = book["僵尸企业清单"]
    first, spare = row_of(sheet, f"r{RegisterRow.objects.order_by('pk')[0].pk}"), row_of(sheet, "+1")
    sheet.cell(first, column_of(sheet, "处置结果")).value = "注销"
    for heading, value in {
        "统一代码": "C00009",
        "企业名称": "东岭新公司",
        "处置结果": "吊销",
        "欠税（万元）": 2.5,
    }.items():
        sheet.cell(spare, column_of(sheet, heading)).value = value
    sheet.delete_rows(first + 1)
    (number,) = receive(work, saved(book))

    assert accept(number) == Accepted(taken=2)

    found = {row.key: row.state for row in RegisterRow.objects.filter(vanished=False)}
    assert found == {"C00001": "注销", "C00002": "吊销", "C00003": "注销", "C00009": "吊销"}
    assert return_page(return_id=number, actor=WANG).lacking == 1


def test_every_unit_gets_its_workbook_at_once_and_every_file_is_taken_at_once(work: Work) -> None:
    codes = iter(f"{place:016d}" for place in range(9))
    (export,) = export_to_units(cycle_id=work.cycle, codes=codes, actor=WANG, at=NOON)
    receive(work, edited(a_book(export), "进展", f"m{work.measure}", REPORT))

    with pytest.raises(WorkbookChanged, match="没有等着收入的表"):
        accept_returns(cycle_id=work.cycle, actor=work.qian, at=LATER)
    assert accept_returns(cycle_id=work.cycle, actor=WANG, at=LATER) == Accepted(taken=1)
    with pytest.raises(CannotExport):
        export_to_units(cycle_id=work.cycle, codes=codes, actor=work.qian, at=NOON)
    for call in (
        lambda: export_to_units(cycle_id=work.cycle, codes=codes, actor=LI, at=NOON),
        lambda: accept_returns(cycle_id=work.cycle, actor=SUN, at=LATER),
    ):
        with pytest.raises(NotAllowed):
            call()
