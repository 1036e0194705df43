"""Workbooks that come back and are not taken, whole or in part: who may not, what cannot be read, what came too late."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from closing import put
from people import WANG
from returned import LATER, NEW_FIGURE, REPORT, a_book, accept, an_export, edited, receive, rows
from workbooks import opened, saved
from working import DONE, Work, a_work, hand_in
from zhenggai.domain.refusals import NotAllowed
from zhenggai.ledger.models import Progress, WorkbookExport, WorkbookReturn
from zhenggai.ledger.operations.workbooks.accepting import Accepted, accept_rows, keep_rows
from zhenggai.ledger.operations.workbooks.receiving import drop_workbook
from zhenggai.ledger.queries.workbook_files import answer_file
from zhenggai.ledger.queries.workbooks import return_page
from zhenggai.ledger.workbooks.holding import WorkbookChanged
from zhenggai.papers.unit_book import unit_book


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


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


def test_a_file_put_aside_is_not_accepted(work: Work) -> None:
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    (number,) = receive(work, data)
    drop_workbook(return_id=number, version=1, actor=WANG, at=LATER)

    with pytest.raises(WorkbookChanged):
        accept(number)
    with pytest.raises(WorkbookChanged):
        drop_workbook(return_id=number, version=1, actor=WANG, at=LATER)
