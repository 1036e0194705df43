"""Units, persons and rosters in a real browser: by mouse and keyboard, with and without scripts, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from builders.rosters import a_workbook
from e2e.test_reach import violations

OpenPage = Callable[..., Page]
PLACES = {
    "tree": "/people/",
    "search": "/people/?q=水利局",
    "nothing found": "/people/?q=没有这个",
    "unit": "{unit}",
    "unit form": "{unit}edit/",
    "person": "{person}",
    "person form": "{person}edit/",
    "post form": "{person}posts/add/",
    "names": "/people/names/",
    "types": "/people/types/",
    "rosters": "/people/rosters/",
    "preview": "{roster}",
}


@pytest.fixture(scope="module")
def addresses() -> dict[str, str]:
    """Addresses found out once, for all tests of this module."""
    return {}


def hand_in(page: Page, address: str) -> None:
    """Upload the usual roster and wait for its preview."""
    page.goto(f"{address}/people/rosters/")
    page.set_input_files("#file", {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": a_workbook()})
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("名册预览")


@pytest.fixture
def visit(open_page: OpenPage, address: str, addresses: dict[str, str]) -> Callable[..., Page]:
    """Open a place of a product into which the usual roster was accepted."""

    def filled() -> None:
        page = open_page()
        hand_in(page, address)
        addresses["roster"] = page.url.removeprefix(address)
        if page.get_by_role("button", name="收入全部").count():
            page.get_by_role("button", name="收入全部").click()
        page.goto(f"{address}/people/?q=钱明")
        page.get_by_role("link", name="县水利局").click()
        addresses["unit"] = page.url.removeprefix(address)
        page.get_by_role("link", name="钱明", exact=True).click()
        addresses["person"] = page.url.removeprefix(address)

    def opened(place: str, **options: object) -> Page:
        if not addresses:
            filled()
        page = open_page(**options)
        page.goto(address + place.format(**addresses))
        return page

    return opened


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_an_office_goes_from_a_workbook_to_the_page_of_a_person(
    open_page: OpenPage, address: str, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    hand_in(page, address)
    expect(page.get_by_text("没有“衙门”这个类型")).to_be_visible()

    if page.get_by_role("button", name="收入全部").count():
        page.get_by_role("button", name="收入全部").click()
        expect(page.get_by_role("status").first).to_contain_text("收入新增")
    page.get_by_role("navigation", name="主要去处").get_by_role("link", name="单位").click()
    page.locator("main input[type=search]").fill("县水务局")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="县水利局").click()
    page.get_by_role("link", name="赵晓峰", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("赵晓峰")
    expect(page.get_by_role("cell", name="2021-03-01")).to_be_visible()


def test_the_tree_is_walked_with_the_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/people/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("#rows tbody tr").nth(1).get_by_role("link").inner_text()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(second)


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_axe_finds_nothing_on_the_pages_of_people(visit: Callable[..., Page], place: str, phone: bool) -> None:
    assert violations(visit(place, phone=phone)) == []


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_no_page_of_people_runs_off_sideways_on_the_smallest_phone(visit: Callable[..., Page], place: str) -> None:
    page = visit(place, viewport={"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize(
    ("login", "place"),
    [
        ("gu", "/people/accounts/"),
        ("gu", "/people/accounts/add/"),
        ("an", "/people/accounts/1/"),
        ("ji", "/people/trail/"),
    ],
)
def test_axe_finds_nothing_where_the_machine_is_kept(
    open_page: OpenPage, address: str, login: str, place: str, phone: bool
) -> None:
    page = open_page(login=login, phone=phone)

    page.goto(address + place)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_account_is_closed_and_reopened_without_scripts(open_page: OpenPage, address: str) -> None:
    page = open_page(login="gu", javascript=False)
    page.goto(f"{address}/people/accounts/")

    page.get_by_role("button", name="停用 qiao").click()
    expect(page.get_by_role("status").first).to_contain_text("已停用")
    page.get_by_role("button", name="恢复 qiao").click()

    expect(page.get_by_role("button", name="停用 qiao")).to_be_visible()
