"""The pictures of the help pages and of the front page: what each role sees first in the demonstration, and how a task is closed.

An ordinary run takes them into a folder of its own and looks that each page is right;
with KEEP_PICTURES=yes in the environment they go to `docs/images/help`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import WIDE, log_in
from e2e.server import living_demonstration
from zhenggai.domain.roles import ROLE_NAMES, Role
from zhenggai.people.operations import DEMO_PASSWORD, DEMO_PEOPLE

DOCS = Path(__file__).resolve().parents[2] / "docs"
KEPT = DOCS / "images" / "help"
SMALLEST = 5_000
# What help pages show of a topic: who looks, and where.
TOPICS = {
    "doubts": ("wang", "/cycles/2/doubts/"),
    "evidence": ("wang", "/cycles/2/evidence/"),
    "periods": ("wang", "/cycles/2/periods/"),
    "binder": ("wang", "/cycles/2/binder/"),
    "figures": ("wang", "/cycles/2/figures/"),
    "proofs": ("ji", "/proofs/"),
}
LOGINS = {person.role: person.login for person in reversed(DEMO_PEOPLE)}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration."""
    with living_demonstration(tmp_path_factory.mktemp("living")) as address:
        yield address


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go."""
    if os.environ.get("KEEP_PICTURES") == "yes":
        KEPT.mkdir(parents=True, exist_ok=True)
        return KEPT
    return tmp_path_factory.mktemp("pictures")


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_help_page_and_picture(browser: Browser, living: str, folder: Path, role: Role) -> None:
    name = f"role-{role.value.replace('_', '-')}"
    page: Page = browser.new_context(viewport=WIDE, locale="zh-CN").new_page()

    log_in(page, living, login=LOGINS[role], password=DEMO_PASSWORD)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(path=folder / f"{name}.png")

    assert len(picture) > SMALLEST
    assert page.locator("main h1").count() == 1
    assert not re.search(r"没有权限|出错了|没有这个页面", page.locator("main").inner_text())
    for ending, title in (("md", ROLE_NAMES[role]), ("en.md", "")):
        text = (DOCS / "help" / f"{name}.{ending}").read_text(encoding="utf-8")
        assert text.startswith(f"# {title}")
        assert f"../images/help/{name}.png" in text
    assert (KEPT / f"{name}.png").exists()


@pytest.mark.parametrize("name", ["overview", "closing"])
def test_the_front_page_shows_the_product_as_it_is(browser: Browser, living: str, folder: Path, name: str) -> None:
    page: Page = browser.new_context(viewport=WIDE, locale="zh-CN").new_page()

    log_in(page, living, login="wang", password=DEMO_PASSWORD)
    if name == "closing":
        page.goto(f"{living}/cycles/2/closings/?state=closed")
        page.locator("main tbody a").first.click()
        expect(page.get_by_role("heading", name="销号条件")).to_be_visible()
    page.wait_for_load_state("networkidle")
    kept = folder.parent if folder == KEPT else folder
    picture = page.screenshot(path=kept / f"{name}.png")

    assert len(picture) > SMALLEST
    assert page.locator("main h1").count() == 1
    assert (KEPT.parent / f"{name}.png").exists()


@pytest.mark.parametrize("name", TOPICS)
def test_a_help_page_shows_its_topic(browser: Browser, living: str, folder: Path, name: str) -> None:
    login, place = TOPICS[name]
    page: Page = browser.new_context(viewport=WIDE, locale="zh-CN").new_page()

    log_in(page, living, login=login, password=DEMO_PASSWORD)
    page.goto(living + place)

    shown(page, folder, name)


def test_a_round_that_was_taken_out_is_looked_at_before_it_comes_in(
    browser: Browser, living: str, folder: Path, tmp_path: Path
) -> None:
    page: Page = browser.new_context(viewport=WIDE, locale="zh-CN").new_page()
    log_in(page, living, login="wang", password=DEMO_PASSWORD)
    page.goto(f"{living}/cycles/2/settings/")
    with page.expect_download() as download:
        page.locator("section[aria-labelledby=take-out] button").click()
    download.value.save_as(tmp_path / "round.zip")

    page.goto(f"{living}/imports/round/")
    page.set_input_files("main input[type=file]", tmp_path / "round.zip")
    page.get_by_role("button", name="上传并核对").click()

    expect(page.locator("main")).to_contain_text("核对无误")
    shown(page, folder, "arrivals")


def shown(page: Page, folder: Path, name: str) -> None:
    """Take the picture of a topic, and look that both help pages have it."""
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(path=folder / f"{name}.png")
    assert len(picture) > SMALLEST
    assert not re.search(r"出错了|没有这个页面", page.locator("main").inner_text())
    for ending in ("md", "en.md"):
        assert f"../images/help/{name}.png" in (DOCS / "help" / f"{name}.{ending}").read_text(encoding="utf-8")
    assert (KEPT / f"{name}.png").exists()
