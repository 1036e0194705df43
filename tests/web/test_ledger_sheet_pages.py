"""An office's own ledger through the pages: uploaded, mapped, paired, taken."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from builders.sheet import Value, xlsx_of
from issuing import a_whole_cycle, an_issued_cycle
from zhenggai.ledger.models import ChangeRequest, LedgerSheet, Progress, Task

ROWS: list[list[Value]] = [
    ["序号", "反馈问题", "整改措施", "牵头领导", "整改时限"],
    ["1", "第1类巡查不到位", "①成立专班；②完成排查；③建立河长制度", "副县长吴某", "6月底"],
    ["2", "第2类巡查不到位", "成立专班", "副县长周某", "尽快"],
    ["7", "另有一件没有听说过的事", "查一查", "", ""],
]
USES = {"number": "序号", "problem": "反馈问题", "measures": "整改措施", "leader": "牵头领导"}


@pytest.fixture
def cycle(db: None) -> int:
    return a_whole_cycle(2)


def address(cycle: int, rest: str = "") -> str:
    return f"/cycles/{cycle}/sheets/{rest}"


def uploaded(client: Client, cycle: int, rows: list[list[Value]] = ROWS) -> str:
    file = SimpleUploadedFile("我们的台账.xlsx", xlsx_of(rows))
    return str(client.post(address(cycle, "upload/"), {"file": file})["Location"])


def mapped(client: Client, place: str, **uses: str) -> int:
    facts = {"version": 1, "sheet": "整改台账", "row": 1, "levels": 1, **USES, **uses}
    return client.post(f"{place}map/", facts).status_code


def test_a_ledger_goes_from_a_file_into_the_plan(wang: Client, cycle: int) -> None:
    place = uploaded(wang, cycle)
    assert "各列是什么" in wang.get(place).content.decode()
    assert mapped(wang, place, deadline="整改时限") == 302

    page = wang.get(f"{place}?state=new").content.decode()
    assert "建立河长制度" in page
    assert "时限没有写年份" in page
    assert "看不出“尽快”" in wang.get(f"{place}?state=refused").content.decode()
    said = wang.post(f"{place}accept/", follow=True).content.decode()
    assert "收入 1 处" in said
    assert Task.objects.get(number=1).measures.count() == 3
    assert "待收入" in wang.get(address(cycle)).content.decode()


def test_a_person_pairs_what_was_not_found_and_keeps_what_is_there(wang: Client, cycle: int) -> None:
    place = uploaded(wang, cycle)
    mapped(wang, place)
    key = 4

    assert "请先选择对应哪项任务" in wang.post(f"{place}pair/", {"key": key, "task": ""}, follow=True).content.decode()
    wang.post(f"{place}pair/", {"key": key, "task": 0})

    assert '<option value="2">' in wang.get(f"{place}?state=unpaired").content.decode()
    said = wang.post(f"{place}choose/", {"key": "3", "choice": "keep"}, follow=True).content.decode()
    assert "1 行保留系统里的内容" in said
    wang.post(f"{place}drop/", {"version": LedgerSheet.objects.get().version})
    assert "已放弃" in wang.get(address(cycle)).content.decode()


def test_columns_that_cannot_mean_that_are_said_at_the_form(wang: Client, cycle: int) -> None:
    place = uploaded(wang, cycle)

    assert mapped(wang, place, leader="反馈问题") == 409
    assert mapped(wang, place, leader="没有的列") == 422
    assert wang.post(address(cycle, "upload/")).status_code == 302
    assert uploaded(wang, cycle, [[None]]) == address(cycle)


def test_of_an_issued_plan_a_change_is_asked_for(wang: Client, db: None) -> None:
    cycle = an_issued_cycle(2)
    place = uploaded(wang, cycle)
    mapped(wang, place)

    page = wang.get(f"{place}?state=conflict").content.decode()
    assert "方案已印发" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    facts = {"key": "3", "seen": seen, "choice": "ask", "reason": "领导分工调整"}
    assert "提出了变更申请" in wang.post(f"{place}choose/", facts, follow=True).content.decode()
    assert ChangeRequest.objects.count() == 1


def test_units_see_nothing_of_it(zhao: Client, cycle: int) -> None:
    assert zhao.get(address(cycle)).status_code == 403


def test_what_was_done_is_reported_and_a_state_closes_nothing(wang: Client, db: None) -> None:
    cycle = an_issued_cycle(1)
    head: list[Value] = ["序号", "反馈问题", "整改措施", "整改进展", "是否完成"]
    place = uploaded(
        wang,
        cycle,
        [head, ["1", "第1类巡查不到位", "①成立专班；②完成排查", "①专班已成立；②拟排查河道 12 条", "已完成"]],
    )
    plan = {"number": "序号", "problem": "反馈问题", "measures": "整改措施"}
    facts = {"version": 1, "sheet": "整改台账", "row": 1, "levels": 1, **plan}
    assert wang.post(f"{place}map/", {**facts, "progress": "整改进展", "status": "是否完成"}).status_code == 302

    page = wang.get(f"{place}?state=new").content.decode()
    assert "写着“拟”" in page
    assert "读出数字：12 条" in page
    assert "收入没有冲突的 2 条进展" in page
    assert "系统中未销号" in wang.get(f"{place}?state=doubted").content.decode()
    refused = wang.post(f"{place}accept/", follow=True).content.decode()
    assert "没有收 2 处" in refused
    taken = wang.post(f"{place}accept/", {"next_step": "月底前复查。"}, follow=True).content.decode()
    assert "收入 2 处" in taken
    assert Progress.objects.filter(next_step="月底前复查。").count() == 2
    assert Task.objects.get().state == "ongoing"
