"""A browser and a running product for every test in this folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState

from e2e.browser import PHONE, WIDE, browser_path, log_in, running_browser
from e2e.server import running_server
from zhenggai.people.operations import DEMO_PASSWORD

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; its absence is a failure where CI=true."""
    path = browser_path()
    if path is None:
        reason = "no chromium on this machine: install the package chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_browser(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running product with an empty ledger."""
    home: Path = tmp_path_factory.mktemp("home")
    with running_server(home) as started:
        yield started


@pytest.fixture(scope="session")
def sessions(browser: Browser, address: str) -> Callable[[str], StorageState]:
    """The cookies of somebody who went through the log-in page once in this run."""

    @cache
    def state_of(login: str) -> StorageState:
        context = browser.new_context(viewport=WIDE, locale="zh-CN")
        log_in(context.new_page(), address, login=login, password=DEMO_PASSWORD)
        state = context.storage_state()
        context.close()
        return state

    return state_of


@pytest.fixture
def open_page(browser: Browser, address: str, sessions: Callable[[str], StorageState]) -> Iterator[OpenPage]:
    """Open pages as somebody; at the end no console error, broken script or foreign request may have happened."""
    faults: list[str] = []
    contexts = []

    def opened(*, login: str | None = "wang", phone: bool = False, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            **{
                "viewport": PHONE if phone else WIDE,
                "locale": "zh-CN",
                "java_script_enabled": javascript,
                "storage_state": sessions(login) if login else None,
                **options,
            }
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda line: faults.append(line.text) if line.type == "error" and "status of 4" not in line.text else None,
        )
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on(
            "request",
            lambda request: (
                faults.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None
            ),
        )
        return page

    yield opened

    for context in contexts:
        context.close()
    assert faults == []
