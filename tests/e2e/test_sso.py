"""Single sign-on, against a provider that really answers."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from e2e.oidc import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from e2e.server import running_server

WANG = {"sub": "person-1", "preferred_username": "wang", "name": "王敏", "email": "wang@example.org"}
SOMEBODY = {"sub": "person-9", "preferred_username": "somebody", "name": "某人"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as started:
        yield started


def variables(provider: Provider, folder: Path, **more: str) -> dict[str, str]:
    (folder / "secret").write_text(CLIENT_SECRET, encoding="utf-8")
    names = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT_ID, "SECRET_FILE": str(folder / "secret"), **more}
    return {f"ZHENGGAI_SSO_{name}": value for name, value in names.items()}


@pytest.fixture(scope="module")
def house(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A product that trusts the provider, and its home."""
    home = tmp_path_factory.mktemp("sso")
    with running_server(home, **variables(provider, home)) as address:
        yield address, home


@pytest.fixture(autouse=True)
def _whole(provider: Provider) -> None:
    provider.broken, provider.claims = "", dict(WANG)
    provider.asked.clear()


def start(address: str, *, wanted: str = "", **facts: str) -> tuple[requests.Session, requests.Response]:
    """Press the button of the log-in page."""
    browser = requests.Session()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.get(f"{address}/login/").text)[1]
    answer = browser.post(f"{address}/login/sso/", {"csrfmiddlewaretoken": token, "next": wanted, **facts})
    return browser, answer


def walk(address: str, **facts: str) -> tuple[requests.Session, requests.Response]:
    """Press the button and follow to the end."""
    browser, page = start(address, **facts)
    return browser, browser.get(page.headers["Refresh"].removeprefix("0; url="))


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "zhenggai.sqlite3") as database:
        return database.execute(query).fetchall()


def verbs(home: Path) -> list[str]:
    return [str(verb) for (verb,) in rows(home, "SELECT verb FROM journal_entry ORDER BY sequence")]


def test_a_person_comes_in_by_the_button_in_a_real_browser(browser: Browser, house: tuple[str, Path]) -> None:
    address, home = house
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)

    page.goto(f"{address}/login/?next=/imports/")
    page.get_by_role("button", name="用单位统一认证登录").click()
    page.wait_for_url(f"{address}/imports/")

    expect(page.get_by_role("heading", level=1)).to_have_text("导入")
    assert faults == []
    assert verbs(home)[-1] == "account.log_in"
    body = json.loads(rows(home, "SELECT body FROM journal_entry ORDER BY sequence DESC LIMIT 1")[0][0])
    assert body["after"]["way"] == "统一认证"
    context.close()


def test_the_account_is_linked_once_and_known_by_its_subject_afterwards(
    house: tuple[str, Path], provider: Provider
) -> None:
    address, home = house
    walk(address)
    linked = verbs(home).count("account.link_sso")
    provider.claims["preferred_username"] = "renamed-elsewhere"

    browser, answer = walk(address)

    assert answer.status_code == 200
    assert browser.get(f"{address}/account/").url == f"{address}/account/"
    assert verbs(home).count("account.link_sso") == linked


def test_a_person_without_an_account_is_told_and_none_is_opened(house: tuple[str, Path], provider: Provider) -> None:
    address, home = house
    provider.claims = dict(SOMEBODY)

    browser, answer = walk(address)

    assert answer.url == f"{address}/login/"
    assert "统一认证里的账号“somebody”在本系统还没有开通" in answer.text
    assert browser.get(f"{address}/account/").url.startswith(f"{address}/login/")
    assert rows(home, "SELECT count(*) FROM people_account WHERE login = 'somebody'") == [(0,)]
    assert rows(home, "SELECT count(*) FROM socialaccount_socialaccount WHERE uid = 'person-9'") == [(0,)]


def test_a_closed_account_is_let_in_by_no_way(house: tuple[str, Path], provider: Provider) -> None:
    address, home = house
    provider.claims = {"sub": "person-3", "preferred_username": "li", "name": "李建国"}
    browser, _answer = walk(address)
    assert browser.get(f"{address}/account/").url == f"{address}/account/"
    with sqlite3.connect(home / "zhenggai.sqlite3", timeout=20) as database:
        database.execute("UPDATE people_account SET is_active = 0 WHERE login = 'li'")

    browser, answer = walk(address)

    assert "这个账号已经停用" in answer.text
    assert browser.get(f"{address}/account/").url.startswith(f"{address}/login/")
    assert verbs(home)[-1] == "account.log_in_failed"


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nothing_but_a_log_in_can_be_asked_for(house: tuple[str, Path], process: str) -> None:
    browser, answer = walk(house[0], process=process)

    assert "统一认证没有完成" in answer.text
    assert browser.get(f"{house[0]}/account/").url.startswith(f"{house[0]}/login/")


def test_claims_without_a_name_open_nothing(house: tuple[str, Path], provider: Provider) -> None:
    provider.claims = {"sub": "person-8"}

    _browser, answer = walk(house[0])

    assert "还没有开通" in answer.text
    assert verbs(house[1])[-1] == "account.log_in_failed"


def test_with_the_setting_an_account_that_reads_and_no_more_is_opened(provider: Provider, tmp_path: Path) -> None:
    provider.claims = dict(SOMEBODY)
    with running_server(tmp_path, **variables(provider, tmp_path, OPENS_ACCOUNTS="yes")) as address:
        browser, _answer = walk(address)
        entered = browser.get(f"{address}/account/")

        password = browser.get(f"{address}/account/password/")

    assert "这个账号只用单位统一认证登录" in entered.text
    assert password.url == f"{address}/account/"
    assert rows(tmp_path, "SELECT name, role FROM people_account WHERE login = 'somebody'") == [("某人", "unit_clerk")]
    assert verbs(tmp_path)[-3:] == ["account.create", "account.link_sso", "account.log_in"]


@pytest.mark.parametrize("broken", ["refused", "token"])
def test_where_the_provider_refuses_the_log_in_says_so(
    house: tuple[str, Path], provider: Provider, broken: str
) -> None:
    provider.broken = broken

    browser, answer = walk(house[0])

    assert answer.url == f"{house[0]}/login/"
    assert "统一认证没有完成" in answer.text
    assert browser.get(f"{house[0]}/account/").url.startswith(f"{house[0]}/login/")


def test_where_the_provider_does_not_answer_the_password_is_pointed_to(
    house: tuple[str, Path], provider: Provider
) -> None:
    provider.broken = "metadata"

    _browser, answer = start(house[0])

    assert "统一认证暂时连不上" in answer.text


def test_a_code_that_nobody_asked_for_lets_nobody_in(house: tuple[str, Path]) -> None:
    stranger = requests.Session()

    answer = stranger.get(f"{house[0]}/login/sso/callback/?code=stolen&state=invented")

    assert "统一认证没有完成" in answer.text


def test_it_begins_with_a_post_alone(house: tuple[str, Path]) -> None:
    assert requests.get(f"{house[0]}/login/sso/", timeout=10).status_code == 405


def test_no_secret_and_no_claim_reaches_the_log(house: tuple[str, Path], provider: Provider) -> None:
    address, home = house
    provider.broken = "token"
    walk(address)

    written = (home / "server.log").read_text(encoding="utf-8")

    assert "single sign-on failed" in written
    assert CLIENT_SECRET not in written
    assert "wang@example.org" not in written
    assert "code=" not in written


def test_without_the_setting_there_is_no_button_and_no_address(address: str) -> None:
    assert "统一认证" not in requests.get(f"{address}/login/", timeout=10).text
    assert requests.post(f"{address}/login/sso/", timeout=10).status_code in (403, 404)
