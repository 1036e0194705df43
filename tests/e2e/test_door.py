"""The door in a real browser: passkeys with a device of its own, codes, and every page at both widths."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.browser import PHONE, WIDE
from e2e.server import running_server
from e2e.test_reach import violations
from zhenggai.people.operations import DEMO_PASSWORD, DEMO_PEOPLE

Opens = Callable[..., Page]
LOGINS = "|".join(person.login for person in DEMO_PEOPLE)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A product in which supervisors need a second step; passkeys want a name, not a number, for the host."""
    home = tmp_path_factory.mktemp("door")
    with running_server(home, ZHENGGAI_TWO_STEP_ROLES="supervisor") as address:
        yield address.replace("127.0.0.1", "localhost"), home


@pytest.fixture
def opens(browser: Browser, house: tuple[str, Path]) -> Iterator[Opens]:
    """Open the log-in; at the end no console error and no foreign request may have happened."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(*, viewport: dict[str, int] | None = None, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport or WIDE, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: faults.append(line.text) if _is_fault(line) else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(house[0]) else None)
        page.goto(f"{house[0]}/login/")
        return page

    yield opened

    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(line: Any) -> bool:
    return line.type == "error" and "status of 4" not in line.text


def give_device(page: Page, *, confirms: bool = True) -> tuple[Any, str]:
    """A device that keeps passkeys, and confirms each use or refuses."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": confirms,
        "automaticPresenceSimulation": True,
    }
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def type_password(page: Page, login: str) -> None:
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def confirm(page: Page) -> None:
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="确认身份").click()


def code_for(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))


def log_out(page: Page) -> None:
    page.locator(".bar-person summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login/")


def clear(home: Path) -> None:
    """Take every second step away again."""
    with sqlite3.connect(home / "zhenggai.sqlite3", timeout=20) as database:
        database.execute("DELETE FROM mfa_authenticator")
        database.execute("DELETE FROM door_remembered")


@pytest.fixture(autouse=True)
def _cleared(house: tuple[str, Path]) -> Iterator[None]:
    yield
    clear(house[1])


def test_a_passkey_is_added_and_logs_in_without_a_password(opens: Opens, house: tuple[str, Path]) -> None:
    page = opens()
    give_device(page)
    type_password(page, "wang")
    page.goto(f"{house[0]}/account/")
    page.get_by_role("link", name="添加通行密钥").click()
    confirm(page)

    page.get_by_label("名称").fill("办公室电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/account/recovery/")
    assert page.locator(".codes code").count() == 10
    log_out(page)
    page.goto(f"{house[0]}/login/?next=/imports/")
    page.get_by_role("button", name="用通行密钥登录").click()

    page.wait_for_url(f"{house[0]}/imports/")
    page.goto(f"{house[0]}/account/")
    expect(page.get_by_role("heading", name="通行密钥“办公室电脑”")).to_be_visible()
    expect(page.get_by_text("不输密码也能登录")).to_be_visible()


def test_a_passkey_is_the_second_step_after_the_password_and_confirms_changes(
    opens: Opens, house: tuple[str, Path]
) -> None:
    page = opens()
    give_device(page)
    type_password(page, "li")
    page.goto(f"{house[0]}/account/passkeys/add/")
    confirm(page)
    page.get_by_label("以后不输密码，直接用它登录").uncheck()
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/account/recovery/")
    log_out(page)

    type_password(page, "li")
    page.wait_for_url("**/login/step/")
    page.get_by_role("button", name="用通行密钥确认").click()
    page.wait_for_url(f"{house[0]}/")
    page.goto(f"{house[0]}/account/")
    page.get_by_role("link", name=re.compile("^停用")).click()
    page.get_by_role("link", name="改用通行密钥").click()
    page.get_by_role("button", name="用通行密钥确认").click()
    page.get_by_role("button", name="停用", exact=True).click()

    expect(page.get_by_text(re.compile("通行密钥“.+”已停用"))).to_be_visible()
    expect(page.get_by_text("未启用")).to_be_visible()


def test_a_device_that_does_not_confirm_is_told_in_a_sentence(opens: Opens, house: tuple[str, Path]) -> None:
    page = opens()
    give_device(page, confirms=False)
    type_password(page, "wang")
    page.goto(f"{house[0]}/account/passkeys/add/")
    confirm(page)

    page.get_by_role("button", name="添加通行密钥").click()

    expect(page.get_by_role("alert")).to_contain_text("没有添加")


def test_another_persons_passkey_is_no_second_step(opens: Opens, house: tuple[str, Path]) -> None:
    mine, theirs = opens(), opens()
    for page, login in ((mine, "wang"), (theirs, "zhao")):
        give_device(page)
        type_password(page, login)
        page.goto(f"{house[0]}/account/passkeys/add/")
        confirm(page)
        page.get_by_role("button", name="添加通行密钥").click()
        page.wait_for_url("**/account/recovery/")
    log_out(theirs)

    type_password(theirs, "wang")
    theirs.get_by_role("button", name="用通行密钥确认").click()

    expect(theirs.get_by_role("alert")).to_contain_text("没有用通行密钥确认")
    theirs.goto(f"{house[0]}/account/")
    assert "/login/" in theirs.url


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_who_needs_a_second_step_sets_a_code_app_up_first_and_uses_it(
    opens: Opens, house: tuple[str, Path], javascript: bool
) -> None:
    page = opens(viewport=PHONE, java_script_enabled=javascript)
    type_password(page, "sun")
    page.wait_for_url("**/account/first/")
    page.goto(f"{house[0]}/cycles/")
    assert page.url.endswith("/account/first/")

    page.get_by_role("link", name="添加动态码").click()
    confirm(page)
    secret = page.locator("#secret").inner_text()
    page.get_by_label("应用上显示的 6 位数字").fill(code_for(secret))
    page.get_by_role("button", name="验证并添加").click()
    page.wait_for_url("**/account/recovery/")
    page.get_by_role("link", name="已经存好，继续").click()
    page.goto(f"{house[0]}/cycles/")
    expect(page.get_by_role("heading", level=1)).to_have_text("轮次")
    page.locator(".bar-person summary").click()
    page.get_by_role("button", name="退出登录").click()
    type_password(page, "sun")
    page.get_by_label("验证码").fill(code_for(secret, steps=1))
    page.get_by_role("button", name="确认登录").click()

    page.goto(f"{house[0]}/account/")
    expect(page.get_by_text("已启用")).to_be_visible()


def test_ending_the_other_session_shows_there_at_the_next_click(opens: Opens, house: tuple[str, Path]) -> None:
    here, there = opens(), opens(viewport=PHONE)
    type_password(here, "wang")
    type_password(there, "wang")
    there.goto(f"{house[0]}/imports/")

    here.goto(f"{house[0]}/account/sessions/")
    here.get_by_role("button", name="结束其他各处登录").click()
    expect(here.get_by_text(re.compile("已结束其他 \\d+ 处登录"))).to_be_visible()
    there.reload()

    assert "/login/" in there.url


def walk(page: Page, address: str) -> Iterator[str]:
    """Stand on every page of the door in turn, and name it."""
    yield "log-in"
    type_password(page, "nobody")
    yield "log-in refused"
    type_password(page, "sun")
    page.wait_for_url("**/account/first/")
    yield "second step first"
    page.goto(f"{address}/account/passkeys/add/")
    yield "confirm"
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="确认身份").click()
    yield "confirm refused"
    confirm(page)
    yield "add passkey"
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/account/recovery/")
    yield "recovery codes"
    page.reload()
    yield "recovery codes seen"
    page.goto(f"{address}/account/code/")
    page.get_by_label("应用上显示的 6 位数字").fill("000000")
    page.get_by_role("button", name="验证并添加").click()
    yield "add code refused"
    page.get_by_label("应用上显示的 6 位数字").fill(code_for(page.locator("#secret").inner_text()))
    page.get_by_role("button", name="验证并添加").click()
    for place in (
        "",
        "password/",
        "code/remove/",
        "recovery/renew/",
        "sessions/",
        "confirm/",
        "confirm/code/",
        "confirm/passkey/",
    ):
        page.goto(f"{address}/account/{place}")
        yield f"account {place}"
    page.goto(f"{address}/account/")
    page.locator(".factors a[href*=passkeys][href*=remove]").click()
    yield "remove passkey"
    log_out(page)
    type_password(page, "sun")
    page.wait_for_url("**/login/step/")
    yield "second step"
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="确认登录").click()
    yield "second step refused"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_is_reachable_by_all_fits_its_width_and_speaks_chinese(
    opens: Opens, house: tuple[str, Path], viewport: dict[str, int]
) -> None:
    page = opens(viewport=viewport)
    give_device(page)
    known = re.compile(
        rf"Zhenggai|TOTP|PIN|USB|https|localhost|Chrome|Linux|English|rectify-\d+-demo|\b({LOGINS})\b|[A-Z2-7]{{4}}"
    )
    found: dict[str, object] = {}
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for name in walk(page, house[0]):
        words = page.locator("body").inner_text()
        english = re.findall(r"[A-Za-z]{3,}", known.sub("", words))
        wider = page.evaluate("document.documentElement.scrollWidth") - viewport["width"]
        inline = page.evaluate("document.querySelectorAll('[style], style, script:not([src])').length")
        faults = (violations(page), english, max(wider, 0), inline)
        if faults != ([], [], 0, 0):
            found[name] = faults

    assert found == {}
    assert [url for url in asked if re.search(r"sun|%E5%AD%99|rectify|code=", url.removeprefix(house[0]))] == []
    log = (house[1] / "server.log").read_text(encoding="utf-8")
    assert re.findall(rf"^.*(?:{DEMO_PASSWORD}|csrfmiddlewaretoken|孙立).*$", log, flags=re.M) == []
    assert "Traceback" not in log, log
