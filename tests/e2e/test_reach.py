"""Every page at both widths: axe finds nothing, nothing runs off sideways, nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.test_journey import DEMO, accept, upload

OpenPage = Callable[..., Page]
PLACES = {
    "imports": "/imports/",
    "draft": "{draft}",
    "draft being mended": "{draft}?edit=p0-1#o-p0-1",
    "draft with an open fact": "{draft}?edit=feedback_date",
    "draft that could not be read": "{unread}",
    "acceptance": "{draft}accept/",
    "dashboard": "{cycle}",
    "ledger": "{cycle}ledger/",
    "ledger filtered": "{cycle}ledger/?q=企业&doubts=yes",
    "ledger without rows": "{cycle}ledger/?q=没有这句",
    "problem": "{cycle}problems/1/",
    "plan": "{cycle}coverage/",
    "settings": "{cycle}settings/",
    "topics": "/topics/",
    "calendar": "/calendar/",
    "work": "/work/",
    "people without mail": "/work/unmailed/",
    "team": "{cycle}team/",
    "reminders": "{cycle}reminders/",
    "papers": "{cycle}papers/",
    "meetings": "{cycle}meetings/",
    "meeting being kept": "{cycle}meetings/add/",
    "institutions": "{cycle}institutions/",
    "institution being kept": "{cycle}institutions/add/",
    "what stands above a task": "{cycle}tasks/1/oversight/",
    "task": "{cycle}tasks/1/",
    "task being planned": "{cycle}tasks/1/?edit=plan",
    "measure being planned": "{cycle}tasks/1/?measure=new",
    "task being reshaped": "{cycle}tasks/1/reshape/",
    "many tasks": "{cycle}many/?task=1&task=2",
    "evidence of a task": "{cycle}tasks/1/evidence/",
    "catalogue of evidence": "{cycle}evidence/",
    "closing of a task": "{cycle}tasks/1/closing/",
    "visit being written": "{cycle}tasks/1/closing/visit/",
    "closings": "{cycle}closings/",
    "what is to be signed": "{cycle}closings/signing/",
    "list of a meeting": "{cycle}closings/meeting/",
    "samples": "{cycle}closings/samples/",
    "rates": "{cycle}closings/rates/",
    "doubts": "{cycle}doubts/",
    "doubts of a task": "{cycle}tasks/1/doubts/",
    "rules": "{cycle}rules/",
    "settings of closing": "{cycle}settings/closing/",
    "schedule": "{cycle}schedule/",
    "leaders": "{cycle}leaders/",
    "progress": "{cycle}progress/",
    "progress of a task": "{cycle}tasks/1/progress/",
    "extensions": "{cycle}extensions/",
    "promises": "{cycle}promises/",
    "figures": "{cycle}figures/",
    "comments of a task": "{cycle}tasks/1/comments/",
    "handovers": "{cycle}handovers/",
    "journal": "{cycle}journal/",
    "past moment": "{cycle}as-of/?at=2100-01-01&until=2101-01-01",
    "task of a past moment": "{cycle}as-of/tasks/1/",
    "rounds": "/cycles/",
    "about": "/about/",
    "no page": "/nowhere/",
}


@pytest.fixture(scope="module")
def addresses() -> dict[str, str]:
    """Addresses found out once, for all tests of this module."""
    return {}


@pytest.fixture
def visit(open_page: OpenPage, address: str, addresses: dict[str, str]) -> Callable[..., Page]:
    """Open a place of a filled product."""

    def filled() -> None:
        page = open_page()
        upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
        accept(page)
        addresses["cycle"] = "/cycles/1/"
        upload(page, address, name="整改报告.txt", data=DEMO.read_bytes())
        addresses["draft"] = page.url.removeprefix(address)
        upload(page, address, name="扫描件.pdf", data=b"%PDF-1.4")
        addresses["unread"] = page.url.removeprefix(address)

    def opened(place: str, **options: object) -> Page:
        if not addresses:
            filled()
        page = open_page(**options)
        page.goto(address + place.format(**addresses))
        return page

    return opened


def violations(page: Page) -> list[str]:
    """What axe says is wrong, one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_axe_finds_nothing(visit: Callable[..., Page], place: str, phone: bool) -> None:
    assert violations(visit(place, phone=phone)) == []


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_axe_finds_nothing_on_the_log_in(visit: Callable[..., Page], phone: bool) -> None:
    assert violations(visit("/login/", phone=phone, login=None)) == []


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_axe_finds_nothing_on_the_proofs_of_the_auditor(visit: Callable[..., Page], phone: bool) -> None:
    page = visit("/proofs/", phone=phone, login="ji")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_nothing_runs_off_sideways_on_the_smallest_phone(visit: Callable[..., Page], place: str) -> None:
    page = visit(place, viewport={"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_first_page_weighs_less_than_150_kilobytes(visit: Callable[..., Page]) -> None:
    page = visit("{cycle}")

    sizes = page.evaluate("performance.getEntries().map(entry => entry.transferSize || 0)")

    assert sum(sizes) < 150_000


def test_no_word_of_the_interface_is_left_in_english(visit: Callable[..., Page]) -> None:
    known = re.compile(
        r"Zhenggai|Apache-2\.0|Excel|Word|PDF|OFD|docx|MB|KB|GB|txt|pdf|Enter|English|[jk]\b|claim\.\w+|\w+\.\w+"
    )

    for place in PLACES.values():
        page = visit(place)
        page.evaluate("document.querySelectorAll('.text, .source').forEach(words => words.remove())")
        words = page.locator("body").inner_text()
        assert re.findall(r".*[A-Za-z]{3,}.*", known.sub("", words)) == [], page.url
        # An open window keeps its connections, and the server serves a hundred at most.
        page.context.close()
