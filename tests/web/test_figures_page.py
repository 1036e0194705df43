"""The pages of figures, registers and scopes, and the forms on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from builders.reports import Finding, a_report
from builders.sheet import xlsx_of
from drafts import a_cycle, first_task
from people import NOON, WANG
from tallies import HEAD, a_figure, a_register, companies, counted, hand_in, take
from zhenggai.ledger.models import Figure, Indicator, RegisterImport, Relation, ScopeTerm, Task
from zhenggai.ledger.operations import figures as operations

YESTERDAY = (localdate() - timedelta(days=1)).isoformat()
FIGURE = {
    "scope": "已退出市场的企业",
    "digits": "8641",
    "word": "户",
    "mark": "",
    "until": YESTERDAY,
    "origin": "市场监管局台账",
}
INDICATOR = {
    "name": "公办园覆盖率",
    "unit": "%",
    "direction": "higher",
    "baseline": "48",
    "baseline_day": "2025-01-01",
    "target": "60",
    "target_day": "2030-01-01",
}


@pytest.fixture
def cycle(db: None) -> int:
    """A cycle of one problem of the water bureau."""
    return a_cycle(a_report([Finding("僵尸企业清理不彻底的问题", extra={"责任单位": "县水利局"})]))


def address(cycle: int, rest: str = "figures/") -> str:
    return f"/cycles/{cycle}/tasks/{first_task(cycle)}/{rest}"


def page(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_tab_says_what_to_do_next(wang: Client, cycle: int) -> None:
    shown = page(wang, address(cycle))

    assert "这项任务还没有填报的数字" in shown
    assert 'href="?add=figure#form"' in shown


def test_a_figure_is_added_and_says_where_it_comes_from(wang: Client, cycle: int) -> None:
    answer = wang.post(address(cycle, "figures/add/"), FIGURE, follow=True)

    shown = answer.content.decode()
    assert "数字已添加" in shown
    assert "<summary" in shown
    assert "8641户" in shown
    assert "市场监管局台账" in shown


@pytest.mark.parametrize(
    ("field", "value", "status", "said"),
    [("until", "", 422, "必填"), ("digits", "许多", 409, "只写数字"), ("until", "2999-01-01", 409, "期未满")],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    wang: Client, cycle: int, field: str, value: str, status: int, said: str
) -> None:
    answer = wang.post(address(cycle, "figures/add/"), {**FIGURE, field: value})

    shown = answer.content.decode()
    assert answer.status_code == status
    assert said in shown
    assert "已退出市场的企业" in shown


def test_a_figure_is_corrected_and_the_old_one_is_shown(wang: Client, cycle: int) -> None:
    wang.post(address(cycle, "figures/add/"), FIGURE)
    figure = Figure.objects.get(source="typed").pk

    opened = page(wang, address(cycle, f"figures/?correct={figure}"))
    wang.post(address(cycle, f"figures/{figure}/correct/"), {**FIGURE, "digits": "8640", "why": "重复登记"})

    shown = page(wang, address(cycle))
    assert "更正的原因" in opened
    assert "8640户" in shown
    assert "以前的数字 1 个" in shown


def test_a_broken_equation_is_shown_wherever_it_belongs(wang: Client, cycle: int) -> None:
    task = first_task(cycle)
    total, one, other = (a_figure(task, digits) for digits in ("9638", "8641", "996"))
    form = {"kind": "sum", "total": total, "part_1": one, "part_2": other}

    wang.post(address(cycle, "relations/add/"), form)

    problem = Task.objects.get(pk=task).problem_id
    shown = [page(wang, place) for place in (address(cycle), f"/cycles/{cycle}/problems/{problem}/")]
    assert all("合计写9638户，各分项相加得9637户" in one for one in shown)
    assert "不成立" in shown[0]
    assert "不成立的算式 1 个" in page(wang, f"/cycles/{cycle}/figures/")

    wang.post(address(cycle, f"relations/{Relation.objects.get().pk}/drop/"))
    assert "各分项相加得" not in page(wang, address(cycle))


def test_an_equation_without_its_figures_comes_back(wang: Client, cycle: int) -> None:
    total, part = (a_figure(first_task(cycle), digits) for digits in ("9", "5"))

    answer = wang.post(address(cycle, "relations/add/"), {"kind": "ratio", "total": total, "part_1": part})

    assert answer.status_code == 409
    assert "右边要有 2 到 2 个数字" in answer.content.decode()


def test_an_indicator_has_a_chart_and_the_table_beside_it(wang: Client, cycle: int) -> None:
    wang.post(address(cycle, "indicators/add/"), INDICATOR)
    indicator = Indicator.objects.get().pk
    wang.post(address(cycle, f"indicators/{indicator}/read/"), {"digits": "54", "day": YESTERDAY, "origin": "统计月报"})

    shown = page(wang, address(cycle))
    picture = wang.get(address(cycle, f"indicators/{indicator}.svg"))
    assert "54%" in shown
    assert ">50%<" in shown
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content


def test_a_register_goes_from_a_workbook_to_a_figure(wang: Client, cycle: int) -> None:
    wang.post(address(cycle, "registers/add/"), {"name": "僵尸企业清单", "row_unit": "户"})
    register = Task.objects.get().registers.get().pk
    place = address(cycle, f"registers/{register}/")
    assert "清单还是空的" in page(wang, place)

    file = SimpleUploadedFile("清单.xlsx", xlsx_of([HEAD, *companies(30, 56, 10)]))
    upload = wang.post(f"{place}upload/", {"file": file})
    asked = page(wang, upload["Location"])
    number = RegisterImport.objects.get().pk
    mapping = {
        "version": "1",
        "as_of": YESTERDAY,
        "keys": ["统一代码"],
        "name": "企业名称",
        "state": "处置结果",
        "sheet": "整改台账",
        "row": "1",
        "levels": "1",
        "amount_1": "欠税（万元）",
        "unit_1": "万元",
    }
    wang.post(f"{place}imports/{number}/map/", mapping)
    preview = page(wang, f"{place}imports/{number}/")
    wang.post(f"{place}imports/{number}/accept/", {"version": "2"})
    wang.post(f"{place}count/", {"name": "已退出", "what": "count", "states": ["吊销", "注销"], "places": "2"})

    shown = page(wang, place)
    assert "各列是什么" in asked
    assert "新增 96" in preview
    assert "86户" in shown
    assert "清单.xlsx" in shown
    assert "96 行，共 96 行" in shown
    assert "86户" in page(wang, address(cycle))


def test_words_of_states_are_named_in_the_preview(wang: Client, cycle: int) -> None:
    register = a_register(first_task(cycle))
    upload = hand_in(register, [("C1", "甲", "已吊", 1), ("C2", "乙", "吊销", 1)])
    place = address(cycle, f"registers/{register}/imports/{upload}/")
    mapping = {
        "version": "1",
        "as_of": YESTERDAY,
        "keys": ["统一代码"],
        "state": "处置结果",
        "sheet": "整改台账",
        "row": "1",
        "levels": "1",
    }
    wang.post(f"{place}map/", mapping)

    answer = wang.post(f"{place}map/", {**mapping, "version": "2", "state_1": "吊销", "state_2": "吊销"})

    assert answer.status_code == 302
    assert ">吊销 2<" in page(wang, place)


def test_a_wrong_mapping_is_said_and_an_import_can_be_put_aside(wang: Client, cycle: int) -> None:
    register = a_register(first_task(cycle))
    upload = hand_in(register, companies(1, 1, 0))
    place = address(cycle, f"registers/{register}/imports/{upload}/")

    nothing = wang.post(f"{place}map/", {"version": "1"})
    late = wang.post(f"{place}accept/", {"version": "1"}, follow=True)
    wang.post(f"{place}drop/", {"version": "1"})

    assert nothing.status_code == 422
    assert "重新看预览" in late.content.decode()
    assert "这次导入已放弃" in page(wang, place)


def test_the_changes_of_an_import_are_shown_row_by_row(wang: Client, cycle: int) -> None:
    register = a_register(first_task(cycle))
    take(register, companies(2, 0, 0))
    take(register, [("C00001", "东岭第1公司", "注销", 1.5)])

    upload = RegisterImport.objects.latest("pk").pk
    shown = page(wang, address(cycle, f"registers/{register}/imports/{upload}/changes/"))

    assert "<del>吊销</del> → <ins>注销</ins>" in shown
    assert "不再出现" in shown


@pytest.mark.parametrize("file", [None, b"\x89PNG", b"PK\x03\x04broken"])
def test_a_file_that_is_none_is_said(wang: Client, cycle: int, file: bytes | None) -> None:
    register = a_register(first_task(cycle))
    sent = {} if file is None else {"file": SimpleUploadedFile("坏.xlsx", file)}

    answer = wang.post(address(cycle, f"registers/{register}/upload/"), sent, follow=True)

    assert "notice error" in answer.content.decode()
    assert RegisterImport.objects.count() == 0


def test_a_register_filters_searches_and_forgives_an_old_page_key(wang: Client, cycle: int) -> None:
    register = a_register(first_task(cycle))
    take(register, companies(3, 2, 1))
    place = address(cycle, f"registers/{register}/")

    assert "C00006" in page(wang, f"{place}?state=唤醒")
    assert "C00001" not in page(wang, f"{place}?state=唤醒")
    assert "没有这样的行" in page(wang, f"{place}?q=飞碟")
    assert wang.get(f"{place}?after=x").status_code == 302


def test_scopes_have_versions(wang: Client) -> None:
    wang.post("/scopes/add/", {"name": "不良贷款", "definition": "五级分类后三类", "valid_from": "2025-01-01"})
    term = ScopeTerm.objects.get().pk
    assert "五级分类后三类" in page(wang, f"/scopes/?term={term}")

    same = wang.post(f"/scopes/{term}/", {"definition": "五级分类后三类", "valid_from": "2026-01-01", "version": "1"})
    wang.post(f"/scopes/{term}/", {"definition": "含关注类", "valid_from": "2026-01-01", "version": "1"})

    shown = page(wang, "/scopes/")
    assert same.status_code == 409
    assert "含关注类" in shown
    assert "五级分类后三类" in shown


def test_the_list_of_a_cycle_finds_by_scope_and_source(wang: Client, cycle: int) -> None:
    task = first_task(cycle)
    a_figure(task, "5", scope="清退公租房")
    register = a_register(task)
    take(register, companies(1, 0, 0))
    counted(register, "全部企业")

    assert "清退公租房" in page(wang, f"/cycles/{cycle}/figures/?q=公租房")
    assert "清退公租房" not in page(wang, f"/cycles/{cycle}/figures/?source=register")
    assert "还没有这样的数字" in page(wang, f"/cycles/{cycle}/figures/?q=飞碟")


def test_numbers_that_do_not_belong_together_are_not_found(wang: Client, cycle: int) -> None:
    other = a_cycle(a_report([Finding("账目不清的问题")]))
    register = a_register(first_task(cycle))
    upload = hand_in(register, companies(1, 0, 0))

    answers = [
        wang.get(f"/cycles/{other}/tasks/{first_task(cycle)}/figures/"),
        wang.get(address(other, f"registers/{register}/")),
        wang.get(address(other, f"registers/{register}/imports/{upload}/")),
        wang.get(address(cycle, f"registers/{register}/imports/999/")),
        wang.get(address(cycle, "indicators/999.svg")),
        wang.post(address(cycle, "figures/999/correct/"), {}),
        wang.post(address(cycle, "relations/999/drop/"), {}),
        wang.post(address(cycle, "indicators/999/read/"), {}),
        wang.post("/scopes/999/", {}),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_zhao_keeps_the_figures_of_his_unit(zhao: Client, cycle: int) -> None:
    assert zhao.post(address(cycle, "figures/add/"), FIGURE).status_code == 302
    assert zhao.get(f"/cycles/{cycle}/figures/").status_code == 403
    assert zhao.get("/scopes/").status_code == 200
    assert zhao.post("/scopes/add/", {}).status_code == 403


def test_sun_looks_and_states_nothing(sun: Client, cycle: int) -> None:
    figure = a_figure(first_task(cycle), "5")

    shown = page(sun, address(cycle, f"figures/?add=figure&correct={figure}"))

    assert "5户" in shown
    assert 'name="digits"' not in shown
    assert sun.post(address(cycle, "figures/add/"), FIGURE).status_code == 403


def test_gu_sees_no_figure(gu: Client, cycle: int) -> None:
    assert gu.get(address(cycle)).status_code == 403
    assert gu.get("/scopes/").status_code == 403


def test_zhao_sees_nothing_of_another_unit(zhao: Client) -> None:
    cycle = a_cycle(a_report([Finding("账目不清的问题", extra={"责任单位": "县财政局"})]))
    register = a_register(first_task(cycle))
    operations.add_scope(name="户数", definition="按执照", valid_from=localdate(), actor=WANG, at=NOON)

    answers = [zhao.get(address(cycle)), zhao.get(address(cycle, f"registers/{register}/"))]

    assert {answer.status_code for answer in answers} == {403}
