"""Workbooks that come back: compared with what went out and with the ledger, entered by the operations of pages."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from builders.pictures import png
from people import NOON, WANG
from returned import FIGURE, LATER, REPORT, a_book, accept, an_export, edited, receive, rows
from tallies import a_register, companies, take
from workbooks import column_of, opened, row_of, saved
from working import ONGOING, Work, a_work, hand_in
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Evidence, Figure, Progress, RegisterRow, Task, WorkbookReturn
from zhenggai.ledger.operations.figures.stating import add_figure, correct_figure
from zhenggai.ledger.operations.workbooks.accepting import Accepted, accept_rows, keep_rows
from zhenggai.ledger.queries.workbook_files import answer_file
from zhenggai.ledger.queries.workbooks import return_page
from zhenggai.ledger.workbooks.holding import WorkbookChanged
from zhenggai.papers.unit_book import unit_book


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


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
