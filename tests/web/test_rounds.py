"""The dashboard, the problem, the record and the list of rounds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle
from zhenggai.domain.report import Declared, Header, Relation
from zhenggai.ledger.models import Problem

HEADER = Header(
    title="云岭县水利局整改报告",
    kind="巡察",
    inspected="县水利局党组",
    inspector="县委第二巡察组",
    feedback_date=date(2025, 3, 10),
    published=date(2025, 9, 1),
    declared=Declared(problems=4, tasks=5),
)


def a_round() -> int:
    findings = [
        Finding(
            "河道巡查不到位的问题", ["增加巡查38次,其中夜间15次、白天22次", "加固堤防"], extra={"责任单位": "县水利局"}
        ),
        Finding("账目不清的问题", ["核对账目"], state="done"),
    ]
    report = a_report(
        findings,
        [Finding("会议过多的问题")],
        header=HEADER,
        quantities=["38次", "15次", "22次"],
        promises=[("加固堤防", date(2030, 12, 31))],
        doubts=[("claim.coverage", "账目不清")],
    )
    broken = Relation(kind="sum", total=0, parts=(1, 2), holds=False, computed="37", stated="38")
    return a_cycle(replace(report, relations=(broken,)))


def first_problem(cycle: int) -> int:
    return Problem.objects.filter(cycle_id=cycle).order_by("position").values_list("pk", flat=True)[0]


def test_without_a_round_the_first_page_gives_the_one_next_step(wang: Client) -> None:
    page = wang.get("/").content.decode()

    assert "还没有轮次" in page
    assert page.count('class="button primary"') == 1
    assert 'href="/imports/"' in page


def test_with_a_round_the_first_page_leads_to_it(wang: Client) -> None:
    cycle = a_round()

    assert wang.get("/")["Location"] == f"/cycles/{cycle}/"


def test_the_dashboard_shows_what_was_read_beside_what_the_text_declares(wang: Client) -> None:
    page = re.sub(r"<[^>]+>|\s", "", wang.get(f"/cycles/{a_round()}/").content.decode())

    assert "3个问题原文称4个" in page
    assert "3项任务原文称5项" in page
    assert "0/5项销号严格口径，分母是反馈自己的数" in page
    assert "✘1个不成立" in page
    assert "宽口径1/5" not in page


def test_the_dashboard_asks_the_database_eighteen_times_at_most(wang: Client, django_assert_max_num_queries) -> None:
    cycle = a_round()

    with django_assert_max_num_queries(18):
        wang.get(f"/cycles/{cycle}/")


def test_the_dashboard_lists_promises_doubts_and_problems_without_figures(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_round()}/").content.decode()

    assert "公布之后到期的承诺" in page
    assert "2030-12-31" in page
    assert "没有数字的问题" in page
    assert "会议过多的问题" in page


def test_charts_are_pictures_of_our_own_with_a_table_beside_them(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_round()}/").content.decode()
    address = re.search(r'<img src="([^"]+)"', page)
    assert address

    wide = wang.get(address[1])
    narrow = wang.get(address[1] + "&narrow")

    assert wide["Content-Type"] == "image/svg+xml"
    assert "immutable" in wide["Cache-Control"]
    assert ET.fromstring(wide.content).tag.endswith("svg")
    assert "style=" not in wide.content.decode()
    assert narrow.content != wide.content
    assert "看表格" in page
    assert '<th scope="row">(一)方面1</th>' in page


def test_a_chart_that_does_not_exist_is_no_page(wang: Client) -> None:
    assert wang.get(f"/cycles/{a_round()}/charts/nothing.svg").status_code == 404


def test_a_problem_shows_its_locked_wording_first(wang: Client) -> None:
    cycle = a_round()

    page = wang.get(f"/cycles/{cycle}/problems/{first_problem(cycle)}/").content.decode()

    assert '<h1 class="serif">河道巡查不到位的问题</h1>' in page
    assert "(一)1" in page
    assert "原文已锁定" in page
    assert "县水利局" in page


def test_a_broken_equation_stands_with_both_values(wang: Client) -> None:
    cycle = a_round()

    page = wang.get(f"/cycles/{cycle}/problems/{first_problem(cycle)}/").content.decode()

    assert "✘" in page
    assert "38次 = 15次 + 22次" in page
    assert re.search(r">38</td>\s*<td[^>]*>37</td>", page)


def test_the_source_text_marks_the_problems_own_words(wang: Client) -> None:
    cycle = a_round()

    page = wang.get(f"/cycles/{cycle}/problems/{first_problem(cycle)}/").content.decode()

    assert "<mark>1.河道巡查不到位的问题" in page


def test_problems_lead_to_their_neighbours(wang: Client) -> None:
    cycle = a_round()
    first = first_problem(cycle)

    page = wang.get(f"/cycles/{cycle}/problems/{first}/").content.decode()

    assert f'rel="next" href="/cycles/{cycle}/problems/{first + 1}/"' in page
    assert 'rel="prev"' not in page


def test_the_record_says_who_did_what(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_round()}/journal/").content.decode()

    assert "王敏" in page
    assert "收入台账" in page
    assert "第 " in page


def test_rounds_are_listed_with_their_counts(wang: Client) -> None:
    a_round()

    page = wang.get("/cycles/").content.decode()

    assert "共 1 个轮次" in page
    assert "1 / 3" in page
    assert "县水利局党组" in page


def test_the_frame_names_the_place_the_person_and_the_round(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_round()}/ledger/").content.decode()

    assert 'aria-current="page">台账</a>' in page
    assert "整改办经办人" in page
    assert "云岭县水利局整改报告" in page
    assert 'href="#main"' in page
    assert '<html lang="zh-hans">' in page


@pytest.mark.parametrize("name", ["li", "sun"])
def test_everyone_of_the_office_reads_everything(request: pytest.FixtureRequest, name: str) -> None:
    person: Client = request.getfixturevalue(name)
    cycle = a_round()
    paths = ["", "ledger/", "journal/", f"problems/{first_problem(cycle)}/"]

    answers = [person.get(f"/cycles/{cycle}/{path}") for path in paths]

    assert {answer.status_code for answer in answers} == {200}


def test_the_keeper_of_the_machine_sees_no_round(gu: Client) -> None:
    cycle = a_round()

    answers = [gu.get(path) for path in (f"/cycles/{cycle}/", f"/cycles/{cycle}/ledger/", "/cycles/")]

    assert {answer.status_code for answer in answers} == {403}
    assert "云岭县" not in answers[0].content.decode()
    assert gu.get("/")["Location"] == "/people/accounts/"


def test_pages_can_be_read_in_english(wang: Client) -> None:
    cycle = a_round()

    wang.post("/language/", {"language": "en", "next": "/"})
    page = wang.get(f"/cycles/{cycle}/ledger/").content.decode()

    assert '<html lang="en">' in page
    assert "Ledger" in page


def test_the_dashboard_asks_the_database_a_fixed_number_of_times(wang: Client, django_assert_max_num_queries) -> None:
    cycle = a_cycle(a_report([Finding(f"第{n}个问题") for n in range(80)]))

    with django_assert_max_num_queries(30):
        wang.get(f"/cycles/{cycle}/")
