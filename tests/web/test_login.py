"""Logging in and out."""

from __future__ import annotations

import pytest
from django.test import Client

from web.conftest import PASSWORD


def test_a_stranger_is_led_to_the_log_in_and_back_to_what_they_wanted(wang: Client, stranger: Client) -> None:
    asked = stranger.get("/imports/")

    answered = stranger.post(asked["Location"], {"login": "office-clerk", "password": PASSWORD, "next": "/imports/"})

    assert asked["Location"] == "/login/?next=/imports/"
    assert answered["Location"] == "/imports/"


@pytest.mark.parametrize("path", ["/", "/cycles/", "/cycles/1/", "/imports/1/", "/about/", "/cycles/1/ledger.xlsx"])
def test_no_page_answers_a_stranger(stranger: Client, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_a_wrong_password_is_refused_without_saying_which_half_was_wrong(wang: Client, stranger: Client) -> None:
    wrong_password = stranger.post("/login/", {"login": "office-clerk", "password": "wrong"})
    wrong_name = stranger.post("/login/", {"login": "nobody", "password": PASSWORD})

    assert wrong_password.status_code == wrong_name.status_code == 422
    assert "账号或密码不对" in wrong_password.content.decode()
    assert "账号或密码不对" in wrong_name.content.decode()


def test_the_typed_name_stays_and_the_password_does_not(stranger: Client) -> None:
    page = stranger.post("/login/", {"login": "zhang", "password": "typed-secret"}).content.decode()

    assert 'value="zhang"' in page
    assert "typed-secret" not in page


def test_empty_fields_are_said_at_the_field(stranger: Client) -> None:
    page = stranger.post("/login/", {}).content.decode()

    assert "请填写账号。" in page
    assert "请填写密码。" in page


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_log_in_leads_nowhere_else(wang: Client, stranger: Client, elsewhere: str) -> None:
    answer = stranger.post("/login/", {"login": "office-clerk", "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == "/"


def test_who_reads_no_content_comes_to_their_own_log_in(gu: Client, stranger: Client) -> None:
    answer = stranger.post("/login/", {"login": "administrator", "password": PASSWORD})

    assert answer["Location"] == "/account/"
    assert stranger.get("/account/").status_code == 200


def test_logging_out_ends_the_session_and_empties_the_browser(wang: Client) -> None:
    answer = wang.post("/logout/")

    assert answer["Clear-Site-Data"] == '"cache"'
    assert wang.get("/").status_code == 302
    assert wang.get("/")["Location"].startswith("/login/")


def test_logging_out_takes_a_post(wang: Client) -> None:
    assert wang.get("/logout/").status_code == 405


def test_accounts_of_the_demonstration_are_listed_only_in_a_demonstration(stranger: Client, settings) -> None:
    settings.DEMO = False
    plain = stranger.get("/login/").content.decode()
    settings.DEMO = True
    demo = stranger.get("/login/").content.decode()

    assert "演示账号" not in plain
    assert "rectify-2026-demo" not in plain
    assert "rectify-2026-demo" in demo
    assert "整改办经办人" in demo


def test_a_closed_account_is_led_out_at_the_next_page(wang: Client) -> None:
    from zhenggai.people.models import Account

    Account.objects.update(is_active=False)

    answer = wang.get("/imports/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
