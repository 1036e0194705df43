"""Shoot every page at both widths, for looking: `python tests/e2e/screenshots.py FOLDER [REPORT]`."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page

from builders.rosters import a_workbook
from e2e.browser import PHONE, WIDE, browser_path, log_in, running_browser
from e2e.server import running_server
from e2e.test_door import clear, give_device, walk

REPORT = Path(__file__).resolve().parents[2] / "src" / "zhenggai" / "cli" / "demo" / "report.txt"
PASSWORD = "rectify-2026-demo"
SIZES = {"wide": WIDE, "phone": PHONE}


def main() -> None:
    """Fill a fresh product with one report and shoot its pages into the folder."""
    folder = Path(sys.argv[1])
    report = Path(sys.argv[2]) if len(sys.argv) > 2 else REPORT
    folder.mkdir(parents=True, exist_ok=True)
    path = browser_path()
    if path is None:
        sys.exit("no chromium on this machine")
    with tempfile.TemporaryDirectory() as home, running_server(Path(home)) as address, running_browser(path) as browser:
        shoot_empty(browser, address, folder)
        shoot_door(browser, folder)
        fill(browser, address, report)
        for size in SIZES:
            page = opened(browser, address, size)
            for name, place in places():
                page.goto(address + place)
                shoot(page, folder / f"{name}-{size}.png")


def shoot_door(browser: Browser, folder: Path) -> None:
    """Every page of logging in, on the way of somebody who needs a second step."""
    with (
        tempfile.TemporaryDirectory() as home,
        running_server(Path(home), ZHENGGAI_TWO_STEP_ROLES="supervisor") as address,
    ):
        named = address.replace("127.0.0.1", "localhost")
        for size, viewport in SIZES.items():
            page = browser.new_context(viewport=viewport, locale="zh-CN").new_page()
            give_device(page)
            page.goto(f"{named}/login/")
            for name in walk(page, named):
                shoot(page, folder / f"door-{re.sub('[ /]+', '-', name).strip('-')}-{size}.png")
            clear(Path(home))


def opened(browser: Browser, address: str, size: str) -> Page:
    """A page of this size, logged in as the clerk of the office."""
    page = browser.new_context(viewport=SIZES[size], locale="zh-CN").new_page()
    log_in(page, address, login="wang", password=PASSWORD)
    return page


def places() -> Iterator[tuple[str, str]]:
    """The pages of a product that holds one draft and one round."""
    yield "imports", "/imports/"
    yield "draft", "/imports/2/"
    yield "draft-edit", "/imports/2/?edit=p0-1#o-p0-1"
    yield "draft-fact", "/imports/2/?edit=feedback_date#o-feedback_date"
    yield "draft-unreadable", "/imports/3/"
    yield "accept", "/imports/2/accept/"
    yield "arrival", "/imports/round/"
    yield "dashboard", "/cycles/1/"
    yield "ledger", "/cycles/1/ledger/"
    yield "ledger-filtered", "/cycles/1/ledger/?q=%E4%BC%81%E4%B8%9A&doubts=yes&sort=-measures"
    yield "ledger-empty", "/cycles/1/ledger/?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%8F%A5"
    yield "plan", "/cycles/1/coverage/"
    yield "settings", "/cycles/1/settings/"
    yield "topics", "/topics/"
    yield "calendar", "/calendar/"
    yield "work", "/work/"
    yield "team", "/cycles/1/team/"
    yield "reminders", "/cycles/1/reminders/"
    yield "papers", "/cycles/1/papers/"
    yield "meetings", "/cycles/1/meetings/"
    yield "meeting-add", "/cycles/1/meetings/add/"
    yield "institutions", "/cycles/1/institutions/"
    yield "task-oversight", "/cycles/1/tasks/1/oversight/"
    yield "task", "/cycles/1/tasks/1/"
    yield "task-evidence", "/cycles/1/tasks/1/evidence/"
    yield "evidence-list", "/cycles/1/evidence/"
    yield "task-edit", "/cycles/1/tasks/1/?edit=plan"
    yield "task-reshape", "/cycles/1/tasks/1/reshape/"
    yield "many", "/cycles/1/many/?task=1&task=2"
    yield "problem", "/cycles/1/problems/1/"
    yield "problem-later", "/cycles/1/problems/9/"
    yield "journal", "/cycles/1/journal/"
    yield "as-of", "/cycles/1/as-of/"
    yield "as-of-task", "/cycles/1/as-of/tasks/1/"
    yield "people", "/people/"
    yield "unit", "/people/units/6/"
    yield "unit-edit", "/people/units/6/edit/"
    yield "person", "/people/persons/2/"
    yield "unit-types", "/people/types/"
    yield "rosters", "/people/rosters/"
    yield "roster", "/people/rosters/1/"
    yield "cycles", "/cycles/"
    yield "about", "/about/"
    yield "account", "/account/"
    yield "account-password", "/account/password/"
    yield "account-sessions", "/account/sessions/"
    yield "error-404", "/nowhere/"


def shoot_empty(browser: Browser, address: str, folder: Path) -> None:
    """The pages before anything has been put in."""
    for size in SIZES:
        page = browser.new_context(viewport=SIZES[size], locale="zh-CN").new_page()
        page.goto(f"{address}/login/")
        shoot(page, folder / f"login-{size}.png")
        log_in(page, address, login="wang", password="wrong")
        shoot(page, folder / f"login-wrong-{size}.png")
        log_in(page, address, login="wang", password=PASSWORD)
        for name, place in (("welcome", "/"), ("imports-empty", "/imports/")):
            page.goto(address + place)
            shoot(page, folder / f"{name}-{size}.png")


def fill(browser: Browser, address: str, report: Path) -> None:
    """Accept a roster, adopt the report once, leave it as a draft once, and hand in a file that cannot be read."""
    page = opened(browser, address, "wide")
    page.goto(f"{address}/people/rosters/")
    page.set_input_files("#file", {"name": "名册.xlsx", "mimeType": "application/zip", "buffer": a_workbook()})
    page.click("main form button.primary")
    page.click("main .head button.primary")
    for name, data in (("集中整改进展情况.txt", report.read_bytes()),) * 2 + (("扫描件.pdf", b"%PDF-1.4 nothing"),):
        page.goto(f"{address}/imports/")
        page.set_input_files("#files", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
        page.click("#upload button")
        page.wait_for_url("**/imports/*/")
        if page.url.endswith("/imports/1/"):
            page.goto(f"{page.url}accept/")
            page.check("input[value=feedback]")
            page.click("main form button.primary")
            page.wait_for_url("**/cycles/1/")


def shoot(page: Page, place: Path) -> None:
    """The whole page as a picture; a very long one only down to 4,000 pixels."""
    page.wait_for_load_state("networkidle")
    height = min(page.evaluate("document.documentElement.scrollHeight"), 4000)
    page.screenshot(
        path=place, clip={"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}, full_page=True
    )


if __name__ == "__main__":
    main()
