"""Workbooks through the pages: handed out, handed back, compared, accepted."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from workbooks import fill, opened, saved
from working import Work, a_work, hand_in
from zhenggai.ledger.models import Progress, WorkbookExport, WorkbookReturn

REPORT = {
    "办理日期": date(2026, 3, 1), "做了什么": "成立专班，开会两次。", "产出": "专班文件1份。", "办理状态": "已经办完",
}  # fmt: skip


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def address(work: Work, rest: str = "") -> str:
    return f"/cycles/{work.cycle}/workbooks/{rest}"


def exported(client: Client, work: Work, whom: str | None = None) -> bytes:
    answer = client.post(address(work, "export/"), {"whom": whom or f"unit:{work.unit}"})
    return b"".join(answer.streaming_content)


def filled(work: Work, data: bytes, cells: dict[str, object]) -> SimpleUploadedFile:
    book = opened(data)
    fill(book["进展"], f"m{work.measure}", cells)
    return SimpleUploadedFile("水利局（改）.xlsx", saved(book))


def uploaded(client: Client, work: Work, cells: dict[str, object] = REPORT) -> str:
    file = filled(work, exported(client, work), cells)
    answer = client.post(address(work, "upload/"), {"files": [file]})
    return str(answer["Location"])


def test_the_office_exports_for_a_unit_and_sees_it_on_the_roster(wang: Client, work: Work) -> None:
    data = exported(wang, work)

    assert "进展" in opened(data).sheetnames
    page = wang.get(address(work)).content.decode()
    assert "县水利局" in page
    assert "未交回 1" in page
    again = b"".join(wang.get(address(work, f"{WorkbookExport.objects.get().pk}.xlsx")).streaming_content)
    assert again == data


def test_all_units_come_in_one_parcel(wang: Client, work: Work) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(wang, work, "units:"))) as parcel:
        names = parcel.namelist()

    assert len(names) == WorkbookExport.objects.count() == 1
    assert names[0].startswith("县水利局-整改工作表")


def test_what_is_nobodys_is_said_and_nothing_is_exported(wang: Client, work: Work) -> None:
    for whom in ("", "leader:无此人", "nonsense:1"):
        page = wang.post(address(work, "export/"), {"whom": whom}, follow=True)
        assert page.status_code == 200
    assert wang.post(address(work, "export/"), {"whom": "unit:999999"}).status_code == 404
    assert WorkbookExport.objects.count() == 0


def test_a_unit_downloads_its_own_workbook_and_hands_it_back(zhao: Client, work: Work) -> None:
    place = uploaded(zhao, work)

    page = zhao.get(place).content.decode()
    assert "成立专班，开会两次。" in page
    assert "收入这份表的 1 行" in page
    page = zhao.post(f"{place}accept/", follow=True).content.decode()
    assert "收入 1 行" in page
    assert Progress.objects.get().done == "成立专班，开会两次。"
    roster = zhao.get(address(work)).content.decode()
    assert "县财政局" not in roster
    assert "本单位的电子表" in roster


def test_a_conflict_shows_three_sides_and_waits_for_a_choice(wang: Client, work: Work) -> None:
    place = uploaded(wang, work)
    hand_in(work)

    page = wang.get(place).content.decode()
    assert "两边都改过 1" in page
    assert "巡查河道12次，清理垃圾38吨。" in page
    fields = {
        "row": page.split('name="row" value="')[1].split('"')[0],
        "seen": page.split('name="seen" value="')[1].split('"')[0],
    }
    wang.post(f"{place}accept/")
    assert Progress.objects.count() == 1

    kept = wang.post(f"{place}choose/", {**fields, "choice": "keep"}, follow=True).content.decode()

    assert "1 行保留系统里的内容。" in kept
    assert Progress.objects.count() == 1


def test_the_side_of_the_unit_may_be_taken_as_it_was_seen(wang: Client, work: Work) -> None:
    place = uploaded(wang, work)
    hand_in(work)
    page = wang.get(place).content.decode()
    row = page.split('name="row" value="')[1].split('"')[0]
    seen = page.split('name="seen" value="')[1].split('"')[0]

    stale = wang.post(f"{place}choose/", {"row": row, "seen": "other", "choice": "take"}, follow=True)
    assert "又有改动" in stale.content.decode()
    wang.post(f"{place}choose/", {"row": row, "seen": seen, "choice": "take"})

    assert Progress.objects.count() == 2


def test_refused_cells_are_shown_and_marked_in_the_answer(wang: Client, work: Work) -> None:
    place = uploaded(wang, work, {**REPORT, "办理日期": "3月1日"})

    page = wang.get(place).content.decode()
    assert "“3月1日”没有写年份" in page
    answer = opened(b"".join(wang.get(f"{place}answer.xlsx").streaming_content))
    assert any(cell.comment for row in answer["进展"].iter_rows() for cell in row)


def test_everything_without_a_conflict_is_taken_at_once(wang: Client, work: Work) -> None:
    uploaded(wang, work)

    page = wang.post(address(work, "accept/"), follow=True).content.decode()

    assert "收入 1 行" in page
    assert WorkbookReturn.objects.get().state == "settled"


def test_a_file_that_cannot_be_read_says_why_and_may_be_put_aside(wang: Client, work: Work) -> None:
    answer = wang.post(address(work, "upload/"), {"files": [SimpleUploadedFile("坏.xlsx", b"PK\x03\x04")]}, follow=True)

    assert "坏.xlsx" in answer.content.decode()
    assert "已损坏" in answer.content.decode()
    number = WorkbookReturn.objects.get()
    wang.post(address(work, f"returns/{number.pk}/drop/"), {"version": number.version})
    assert WorkbookReturn.objects.get().state == "dropped"


def test_nothing_chosen_is_said(wang: Client, work: Work) -> None:
    assert "还没有选择文件" in wang.post(address(work, "upload/"), follow=True).content.decode()


def test_others_see_nothing_of_it(sun: Client, li: Client, work: Work) -> None:
    for client in (sun, li):
        assert client.get(address(work)).status_code == 403
