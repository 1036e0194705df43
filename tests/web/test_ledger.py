"""The ledger: its address is its whole state."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.http import FileResponse
from django.test import Client
from django.utils.timezone import localdate

from builders.reports import Finding, a_report
from drafts import a_cycle

UNITS = ("", "县水利局", "县财政局")


def a_ledger(count: int = 9) -> int:
    findings = [
        Finding(
            f"第{n}类{'高企培育' if n % 3 else '酒驾整治'}不到位的问题",
            measures=["完成排查"] * (n % 4),
            state=(None, "ongoing", "done", "long_term")[n % 4],
            extra={"责任单位": UNITS[n % 3], "牵头领导": f"副县长{n % 2}", "完成时限": f"时限{n}号"},
            deadline=localdate() + timedelta(days=5 * n - 12),
        )
        for n in range(1, count + 1)
    ]
    half = count // 2
    return a_cycle(a_report(findings[:half], findings[half:], doubts=[("x.y", "第2类")]))


def rows_of(answer: FileResponse) -> list[tuple[Any, ...]]:
    """The lines of the workbook that was handed out."""
    with closing(answer):
        content = BytesIO(b"".join(answer.streaming_content))
    return list(openpyxl.load_workbook(content).active.iter_rows())


def numbers(page: str) -> list[str]:
    return re.findall(r'<td class="c-number">([^<]+)</td>', page)


def test_every_task_stands_in_the_table_with_the_total(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_ledger()}/ledger/").content.decode()

    assert len(numbers(page)) == 9
    assert "共 9 项任务" in page
    assert "合计 9 项" in page


def test_lights_are_a_shape_and_a_word(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_ledger()}/ledger/").content.decode()

    assert re.search(r'<span class="light red"><span aria-hidden="true">■</span> 逾期</span>', page)


def test_a_search_finds_words_of_two_characters_and_shows_the_denominator(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_ledger()}/ledger/?q=酒驾").content.decode()

    assert len(numbers(page)) == 3
    assert "筛出 3 项，全部 9 项" in page
    assert "搜索:酒驾" in page


def test_every_chip_leads_to_the_same_page_without_it(wang: Client) -> None:
    path = f"/cycles/{a_ledger()}/ledger/"
    page = wang.get(f"{path}?q=酒驾&unit=-&state=done&state=ongoing&sort=-deadline")

    chips = page.context["links"].chips
    without = wang.get(path + chips[0].url).context["links"]

    assert [chip.value for chip in chips] == ["酒驾", "正在整改", "已完成", "未明确"]
    assert [chip.value for chip in without.chips] == ["正在整改", "已完成", "未明确"]
    assert "sort=-deadline" in chips[0].url


def test_a_heading_sorts_and_sorts_back(wang: Client) -> None:
    path = f"/cycles/{a_ledger()}/ledger/"

    falling = wang.get(f"{path}?sort=-measures").content.decode()
    rising = wang.get(f"{path}?sort=measures").content.decode()

    assert 'aria-sort="descending"' in falling
    assert 'aria-sort="ascending"' in rising
    assert numbers(falling) == list(reversed(numbers(rising)))


def test_columns_can_be_left_out(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_ledger()}/ledger/?hide=kind&hide=leader").content.decode()

    assert 'class="c-kind' not in page
    assert 'class="c-leader' not in page
    assert 'class="c-unit' in page


def test_a_view_has_the_name_that_its_address_gives_it(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_ledger()}/ledger/?view=我的逾期项&deadline=late").content.decode()

    assert "<title>我的逾期项 · 台账" in page


def test_ready_made_views_are_links_and_the_current_one_is_marked(wang: Client) -> None:
    views = wang.get(f"/cycles/{a_ledger()}/ledger/?deadline=late&sort=deadline").context["links"].views

    assert [view.label for view in views if view.current] == ["已逾期"]


def test_pages_go_forward_and_back_by_key(wang: Client) -> None:
    path = f"/cycles/{a_ledger(120)}/ledger/"
    first = wang.get(path)

    second = wang.get(path + first.context["links"].following)
    back = wang.get(path + second.context["links"].previous)

    assert "本页第 51 至 100 项" in second.content.decode()
    assert numbers(back.content.decode()) == numbers(first.content.decode())
    assert not set(numbers(first.content.decode())) & set(numbers(second.content.decode()))


def test_a_broken_page_key_leads_to_the_first_page(wang: Client) -> None:
    path = f"/cycles/{a_ledger()}/ledger/"

    answer = wang.get(f"{path}?after=rubbish&sort=state", follow=True)

    assert answer.redirect_chain[-1][0] == f"{path}?sort=state"
    assert "已回到第一页" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "sort=rubbish",
        "aspect=x",
        "state=%00",
        "deadline=never",
        "doubts=maybe",
        "kind=x",
        "hide=title",
        "q=%00",
        "aspect=99999999999999999999",
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out(wang: Client, query: str) -> None:
    answer = wang.get(f"/cycles/{a_ledger()}/ledger/?{query}")

    assert answer.status_code == 200


def test_nothing_found_says_so_and_leads_on(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_ledger()}/ledger/?q=没有这句").content.decode()

    assert "没有符合条件的任务" in page
    assert "显示全部任务" in page


def test_htmx_gets_the_table_alone(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_ledger()}/ledger/", HTTP_HX_REQUEST="true").content.decode()

    assert "<html" not in page
    assert 'id="rows"' in page


def test_the_workbook_holds_every_row_of_what_is_shown(wang: Client) -> None:
    answer = wang.get(f"/cycles/{a_ledger(70)}/ledger.xlsx?q=酒驾&hide=leader&sort=-measures")

    rows = [[cell.value for cell in row] for row in rows_of(answer)]
    assert "spreadsheetml" in answer["Content-Type"]
    assert len(rows) == 1 + 23
    assert "牵头领导" not in rows[0]
    assert all("酒驾" in row[1] for row in rows[1:])


def test_a_workbook_is_not_packed_once_more(wang: Client) -> None:
    answer = wang.get(f"/cycles/{a_ledger()}/ledger.xlsx", HTTP_ACCEPT_ENCODING="gzip")

    assert answer["Content-Encoding"] == "identity"
    assert int(answer["Content-Length"]) == len(answer.getvalue())


def test_text_that_begins_like_a_formula_stays_text_in_the_workbook(wang: Client) -> None:
    cycle = a_cycle(a_report([Finding("=1+1的问题", ["=HYPERLINK(1)"])]))

    answer = wang.get(f"/cycles/{cycle}/ledger.xlsx")

    title = rows_of(answer)[1][1]
    assert (title.data_type, title.value) == ("s", "=1+1的问题")


def test_density_is_remembered_and_the_address_kept(wang: Client) -> None:
    cycle = a_ledger()

    answer = wang.post(f"/cycles/{cycle}/ledger/density/", {"density": "dense", "query": "q=酒驾"}, follow=True)

    assert answer.request["QUERY_STRING"] == "q=%E9%85%92%E9%A9%BE"
    assert "table-frame dense" in answer.content.decode()


def test_fifty_rows_weigh_less_than_eighty_kilobytes(wang: Client) -> None:
    answer = wang.get(f"/cycles/{a_ledger(120)}/ledger/")

    assert len(answer.content) < 80_000


def test_a_page_asks_the_database_as_often_for_many_rows_as_for_few(
    wang: Client, django_assert_max_num_queries
) -> None:
    cycle = a_ledger(120)

    with django_assert_max_num_queries(15):
        wang.get(f"/cycles/{cycle}/ledger/")


def test_sun_reads_the_ledger_and_takes_it_along(sun: Client) -> None:
    cycle = a_ledger()

    assert sun.get(f"/cycles/{cycle}/ledger/").status_code == 200
    assert len(rows_of(sun.get(f"/cycles/{cycle}/ledger.xlsx"))) == 10
