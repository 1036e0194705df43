"""Debian's chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 375, "height": 812}
PASSWORD_PLACE = "input[name=password]"


def browser_path() -> str | None:
    """Where a chromium stands on this machine; None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def running_browser(path: str) -> Iterator[Browser]:
    """Yield a browser that talks to nobody but the pages it is given."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def log_in(page: Page, address: str, *, login: str, password: str) -> None:
    """Log in as somebody and stand on the first page."""
    page.goto(f"{address}/login/")
    page.fill("input[name=login]", login)
    page.fill(PASSWORD_PLACE, password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("load")
