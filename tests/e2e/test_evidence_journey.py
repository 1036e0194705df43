"""Evidence in a real browser: pieces, broken lines, reloads, what is said of the like, previews in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from builders.pictures import jpeg
from builders.word import docx_of
from e2e.test_journey import DEMO, accept, upload
from e2e.test_reach import violations

OpenPage = Callable[..., Page]
TAB = "/cycles/1/tasks/1/evidence/"
MINUTES = "会议纪要\n" + "今天研究河道管护,明确由水利局牵头,每月调度一次。\n" * 8


@pytest.fixture(scope="module")
def filled() -> list[bool]:
    """Whether the product of this module holds a round already."""
    return []


@pytest.fixture
def tab(open_page: OpenPage, address: str, filled: list[bool]) -> Callable[..., Page]:
    """Open the evidence of the first task."""

    def opened(**options: object) -> Page:
        if not filled:
            page = open_page()
            upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
            accept(page)
            filled.append(True)
        page = open_page(**options)
        page.goto(address + TAB)
        return page

    return opened


def bring(page: Page, *files: Path) -> None:
    page.set_input_files("#files", list(files))
    page.check("input[name=measures] >> nth=0")
    page.select_option("[name=kind]", "photo")
    page.click("#proof-form button.primary")


def a_file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_several_files_arrive_with_their_progress_and_the_like_is_said(
    tab: Callable[..., Page], tmp_path: Path
) -> None:
    page = tab()

    bring(
        page,
        a_file(tmp_path, "现场会.jpg", jpeg(5, size=(1600, 1200))),
        a_file(tmp_path, "微信图片.jpg", jpeg(5, size=(500, 375), quality=50)),
        a_file(tmp_path, "纪要.docx", docx_of(MINUTES)),
    )

    expect(page.locator("#uploading progress")).to_have_count(3, timeout=30_000)
    expect(page.locator("#uploading")).to_contain_text("照片《现场会.jpg》近似（已用于", timeout=30_000)
    minutes = page.locator("#groups .proof", has_text="纪要.docx")
    expect(minutes).to_have_count(1, timeout=30_000)
    minutes.locator("summary").click()
    expect(minutes.locator(".peek-body")).to_contain_text("每月调度一次")


def test_a_broken_line_is_mended(tab: Callable[..., Page], tmp_path: Path) -> None:
    page = tab()
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0" and not broken:
            broken.append(route.request.url)
            # What something in between answers for a server that it lost; a cut wire would be noted as the page's fault.
            route.fulfill(status=200, body="<p>try again</p>")
        else:
            route.continue_()

    page.route("**/uploads/**", break_once)
    bring(page, a_file(tmp_path, "记录.txt", b"0123456789" * 900_000))

    expect(page.locator("#uploading")).to_contain_text("记录.txt 已收下", timeout=30_000)
    assert len(broken) == 1


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(tab: Callable[..., Page], tmp_path: Path) -> None:
    page = tab()
    offsets: list[int] = []
    path = a_file(tmp_path, "巡查.txt", b"abcdefghij" * 1_200_000)
    page.route("**/uploads/*/", lambda route: route.continue_() if _is_first(route) else None)

    bring(page, path)
    expect(page.locator("#uploading progress")).to_have_count(1, timeout=30_000)
    while page.evaluate("document.querySelector('#uploading progress').value") < 30:
        page.wait_for_timeout(50)
    page.goto(page.url)
    page.unroute("**/uploads/*/")
    expect(page.locator(".underway")).to_contain_text("巡查.txt")
    page.on("request", lambda request: request.method == "PATCH" and offsets.append(_offset(request.headers)))
    bring(page, path)

    expect(page.locator("#uploading")).to_contain_text("巡查.txt 已收下", timeout=30_000)
    assert offsets[0] > 0


def _is_first(route: Route) -> bool:
    return route.request.method != "PATCH" or _offset(route.request.headers) == 0


def _offset(headers: dict[str, str]) -> int:
    return int(headers["upload-offset"])


def test_without_scripts_the_form_brings_files_all_the_same(tab: Callable[..., Page], tmp_path: Path) -> None:
    page = tab(javascript=False)

    bring(page, a_file(tmp_path, "照片.jpg", jpeg(9)))

    expect(page.locator("#notices")).to_contain_text("照片.jpg 已收下")


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_axe_finds_nothing_and_nothing_runs_off(
    tab: Callable[..., Page], address: str, tmp_path: Path, phone: bool
) -> None:
    page = tab(phone=phone)
    long = MINUTES * (20 + phone)
    bring(
        page, a_file(tmp_path, f"现场{phone}.jpg", jpeg(31 + phone)), a_file(tmp_path, f"长{phone}.docx", docx_of(long))
    )
    expect(page.locator("#uploading")).to_contain_text(re.compile("已收下.*已收下", re.DOTALL), timeout=30_000)

    page.goto(f"{address}/cycles/1/evidence/")
    links = [link.get_attribute("href") or "" for link in page.locator("#main a").all()]
    pieces = sorted({found[0] for link in links if (found := re.match(r"/cycles/1/evidence/\d+/", link))})
    assert pieces
    for place in (TAB, "/cycles/1/evidence/", *pieces, *(f"{piece}preview/" for piece in pieces)):
        page.goto(address + place)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], place
