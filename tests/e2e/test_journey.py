"""From a file to an open ledger, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

DEMO = Path(__file__).resolve().parents[2] / "src" / "zhenggai" / "cli" / "demo" / "report.txt"
OpenPage = Callable[..., Page]


def upload(page: Page, address: str, *, name: str, data: bytes) -> None:
    """Hand a file in on the page of imports and wait for what was read."""
    page.goto(f"{address}/imports/")
    page.set_input_files("#files", {"name": name, "mimeType": "text/plain", "buffer": data})
    page.get_by_role("button", name="上传并读取").click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))


def accept(page: Page) -> None:
    """Let the open draft into the ledger, as often as it was there before."""
    page.get_by_role("link", name="收入台账…").click()
    page.get_by_text("反馈意见或整改方案").click()
    again = page.get_by_label("我知道，仍要再次收入")
    if again.count():
        again.check()
    page.get_by_role("button", name="收入台账，建立轮次").click()
    page.wait_for_url(re.compile(r"/cycles/\d+/$"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_clerk_goes_from_a_file_to_the_exported_ledger(open_page: OpenPage, address: str, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())

    first = page.locator(".leaf").first
    first.get_by_role("link", name=re.compile("^改问题")).click()
    page.get_by_role("textbox", name="标题", exact=True).fill("关于改过标题的问题")
    page.get_by_role("button", name="保存标题").click()
    expect(page.locator(".leaf").first).to_contain_text("关于改过标题的问题")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".leaf").first).not_to_contain_text("关于改过标题的问题")
    expect(page.get_by_role("status").first).to_contain_text("已撤销一步")

    accept(page)
    expect(page.get_by_role("heading", level=2, name="各方面任务进展")).to_be_visible()

    page.get_by_role("navigation", name="主要去处").get_by_role("link", name="台账").click()
    everything = page.locator("#rows tbody tr").count()
    page.locator("main input[type=search]").fill("企业")
    page.locator("main input[type=search]").press("Enter")
    expect(page.get_by_text("搜索:企业")).to_be_visible()
    found = page.locator("#rows tbody tr").count()
    assert 0 < found < everything

    page.get_by_role("columnheader", name="措施").get_by_role("link").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("措施")

    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert book.active is not None
    assert book.active.max_row == found + 1

    page.locator("#rows tbody th a").first.click()
    expect(page.get_by_text("原文已锁定")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="原文")).to_be_visible()


def test_a_click_on_either_side_shows_the_other(open_page: OpenPage, address: str) -> None:
    page = open_page()
    upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())

    leaf = page.locator(".leaf").nth(20)
    leaf.locator(".leaf-head a").first.click()
    lit = page.locator(".text .lit")
    expect(lit).to_be_in_viewport()
    lit.click()

    expect(leaf).to_be_in_viewport()
    expect(leaf).to_have_class(re.compile("lit"))


def test_text_selected_on_the_left_becomes_a_problem_at_its_place(open_page: OpenPage, address: str) -> None:
    page = open_page()
    upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
    page.locator(".branch-head .edit").first.click()
    expect(page.get_by_role("button", name="添加问题")).to_be_visible()

    page.evaluate(
        """() => {
            const words = document.querySelectorAll('.text > p')[4];
            window.getSelection().selectAllChildren(words);
        }"""
    )
    expect(page.get_by_text("已取正文中选中的文字")).to_be_visible()
    chosen = page.locator(".text > p").nth(4).inner_text()
    page.get_by_role("button", name="添加问题").click()

    added = page.locator(".branch").first.locator(".leaf").last
    expect(added.locator(".leaf-head")).to_contain_text(chosen[:20])
    added.locator(".leaf-head a").first.click()
    lit = page.locator(".text .p.lit")
    expect(lit).to_be_in_viewport()
    assert chosen.startswith(lit.inner_text())


def test_marks_can_be_switched_off_one_kind_at_a_time(open_page: OpenPage, address: str) -> None:
    page = open_page(javascript=False)
    upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
    figure = page.locator(".text span.f").first
    background = "getComputedStyle(document.querySelector('.text span.f')).backgroundColor"
    expect(figure).to_be_visible()

    before = page.evaluate(background)
    page.get_by_label("数字").uncheck()

    assert before != "rgba(0, 0, 0, 0)"
    assert page.evaluate(background) == "rgba(0, 0, 0, 0)"


def test_two_clerks_meet_and_nothing_typed_is_lost(open_page: OpenPage, address: str) -> None:
    hers, his = open_page(), open_page()
    upload(hers, address, name="整改报告.txt", data=DEMO.read_bytes())
    his.goto(f"{hers.url}?edit=p0-0")
    hers.goto(f"{hers.url}?edit=p0-1")
    hers.get_by_role("textbox", name="标题", exact=True).fill("先改好的标题")
    hers.get_by_role("button", name="保存标题").click()
    expect(hers.get_by_text("已保存，可以撤销。")).to_be_visible()

    his.get_by_role("textbox", name="标题", exact=True).fill("后来写的很长的标题")
    his.get_by_role("button", name="保存标题").click()

    expect(his.get_by_role("alert")).to_contain_text("这一步没有保存")
    expect(his.get_by_role("alert")).to_contain_text("先改好的标题")
    expect(his.get_by_role("textbox", name="标题", exact=True)).to_have_value("后来写的很长的标题")


def test_the_keyboard_alone_is_enough(open_page: OpenPage, address: str) -> None:
    page = open_page()
    upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
    accept(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()

    page.keyboard.press("/")
    page.keyboard.type("企业")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/ledger/\?q="))
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("#rows tbody tr").nth(1)
    expect(second).to_have_class("at")
    title = second.locator("th a").first.inner_text()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_phone_shows_one_pane_at_a_time_and_changes_over(open_page: OpenPage, address: str) -> None:
    page = open_page(phone=True)
    upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
    expect(page.locator("#text")).to_be_hidden()

    page.locator(".leaf").nth(3).locator(".leaf-head a").first.click()

    expect(page.locator("#text")).to_be_visible()
    expect(page.locator("#outline")).to_be_hidden()
    expect(page.locator(".text .lit")).to_be_in_viewport()


def test_several_files_show_their_progress_and_stay_in_the_list(open_page: OpenPage, address: str) -> None:
    page = open_page()
    page.goto(f"{address}/imports/")
    files = [
        {"name": "第一份.txt", "mimeType": "text/plain", "buffer": DEMO.read_bytes()},
        {"name": "坏文件.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"},
    ]

    page.set_input_files("#files", files)
    page.get_by_role("button", name="上传并读取").click()

    expect(page.get_by_role("link", name="坏文件.pdf")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("未能读取").first).to_be_visible()
