"""The second step by a code app, and recovery codes."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.timezone import now

from web.conftest import PASSWORD
from web.door import add_code, code_for, codes_on, confirm, page_of, told, type_password, verbs


@pytest.fixture(autouse=True)
def _steady_clock() -> None:
    """Begin well inside a half minute, so that a code does not change under a test."""
    rest = 30 - time.time() % 30
    if rest < 8:
        time.sleep(rest)


def second_step(client: Client, code: str):
    return client.post("/login/step/", {"code": code})


def test_factors_change_only_after_confirming_who_one_is(wang: Client) -> None:
    asked = wang.get("/account/code/")

    assert asked["Location"] == "/account/confirm/?next=%2Faccount%2Fcode%2F"
    answer = wang.post(asked["Location"], {"password": PASSWORD, "next": "/account/code/"})
    assert answer["Location"] == "/account/code/"


def test_a_wrong_password_confirms_nothing(wang: Client) -> None:
    answer = wang.post("/account/confirm/", {"password": "wrong"})

    assert answer.status_code == 422
    assert "密码不对" in page_of(answer)
    assert wang.get("/account/code/").status_code == 302
    assert verbs()[-1] == "log_in_failed"


def test_the_picture_is_drawn_on_the_server_without_style_or_script(wang: Client) -> None:
    confirm(wang)

    page = page_of(wang.get("/account/code/"))

    assert re.search(r'<svg class="qr" viewBox="0 0 (\d+) \1" role="img"', page)
    assert not re.search(r"<[^>]* style=", page)
    assert "data:image" not in page


def test_the_first_code_turns_the_second_step_on_and_shows_recovery_codes_once(wang: Client) -> None:
    confirm(wang)
    secret = re.search(r'id="secret"[^>]*>([A-Z2-7 ]+)<', page_of(wang.get("/account/code/")))[1]

    answer = wang.post("/account/code/", {"code": code_for(secret)})

    assert answer["Location"] == "/account/recovery/"
    assert len(codes_on(page_of(wang.get("/account/recovery/")))) == 10
    assert codes_on(page_of(wang.get("/account/recovery/"))) == []
    assert told()[-1] == ("add_factor", {"way": "动态码"})


def test_a_wrong_first_code_adds_nothing_and_keeps_the_secret(wang: Client) -> None:
    confirm(wang)
    before = re.search(r'id="secret"[^>]*>([A-Z2-7 ]+)<', page_of(wang.get("/account/code/")))[1]

    answer = wang.post("/account/code/", {"code": "000000"})

    assert answer.status_code == 422
    assert "验证没有通过" in page_of(answer)
    assert before in page_of(answer)
    assert not Authenticator.objects.exists()
    assert "add_factor" not in verbs()


def test_the_log_in_asks_for_the_code_and_leads_to_what_was_wanted(wang: Client, stranger: Client) -> None:
    secret = add_code(wang)

    first = type_password(stranger, next="/imports/")
    early = stranger.get("/imports/")
    second = second_step(stranger, code_for(secret, steps=1))

    assert first["Location"] == "/login/step/"
    assert early["Location"].startswith("/login/")
    assert second["Location"] == "/imports/"
    assert stranger.get("/account/").status_code == 200
    assert told()[-1] == ("log_in", {"address": "127.0.0.1", "way": "密码、动态码"})


def test_the_page_of_the_second_step_is_ours(wang: Client, stranger: Client) -> None:
    add_code(wang)
    type_password(stranger)

    page = page_of(stranger.get("/login/step/"))

    assert "<h1>两步验证</h1>" in page
    assert "换一个账号" in page


def test_a_code_works_once(wang: Client, stranger: Client) -> None:
    secret = add_code(wang)
    code = code_for(secret, steps=1)
    type_password(stranger)
    second_step(stranger, code)
    other = Client()
    type_password(other)

    answer = second_step(other, code)

    assert answer.status_code == 422
    assert other.get("/account/").status_code == 302


def test_a_code_works_once_even_half_a_minute_later(wang: Client, stranger: Client) -> None:
    secret = add_code(wang)
    code = code_for(secret, steps=1)
    type_password(stranger)
    second_step(stranger, code)
    other = Client()
    type_password(other)

    with time_machine.travel(now() + timedelta(seconds=45)):
        answer = second_step(other, code)

    assert answer.status_code == 422


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "1" * 400, "00000000"])
def test_a_wrong_code_lets_nobody_in(wang: Client, stranger: Client, code: str) -> None:
    add_code(wang)
    type_password(stranger)

    answer = second_step(stranger, code)

    assert answer.status_code == 422
    assert stranger.get("/account/").status_code == 302
    assert verbs().count("log_in") == 1


def test_wrong_codes_are_limited_with_the_time_told_and_noted(wang: Client, stranger: Client) -> None:
    add_code(wang)
    type_password(stranger)
    for _time in range(5):
        second_step(stranger, "000000")

    answer = second_step(stranger, "000000")

    assert re.search(r"失败次数过多，请在 [45] 分 \d+ 秒后再试", page_of(answer))
    assert told()[-1] == ("log_in_failed", {"address": "127.0.0.1", "login": "office-clerk", "way": "动态码"})
    assert verbs().count("log_in_failed") == 5


def test_a_recovery_code_stands_in_once(wang: Client, stranger: Client) -> None:
    add_code(wang)
    code = codes_on(page_of(wang.get("/account/recovery/")))[0]
    type_password(stranger)

    answer = second_step(stranger, code)

    assert answer.status_code == 302
    assert told()[-1][1]["way"] == "密码、恢复码"
    assert "还剩 9 个" in page_of(wang.get("/account/"))
    with time_machine.travel(now() + timedelta(minutes=10)):
        other = Client()
        type_password(other)
        assert second_step(other, code).status_code == 422


def test_new_recovery_codes_end_the_old_ones(wang: Client, stranger: Client) -> None:
    add_code(wang)
    old = codes_on(page_of(wang.get("/account/recovery/")))

    answer = wang.post("/account/recovery/renew/")
    new = codes_on(page_of(wang.get(answer["Location"])))

    assert len(new) == 10
    assert not set(old) & set(new)
    assert verbs()[-1] == "renew_codes"
    type_password(stranger)
    assert second_step(stranger, old[0]).status_code == 422


def test_giving_the_app_up_leaves_the_password_alone(wang: Client, stranger: Client) -> None:
    add_code(wang)

    answer = wang.post("/account/code/remove/")

    assert answer["Location"] == "/account/"
    assert not Authenticator.objects.exists()
    assert told()[-1] == ("remove_factor", {"way": "动态码"})
    assert type_password(stranger)["Location"] != "/login/step/"


def test_the_secret_is_unreadable_in_the_database_and_no_journal_entry_holds_it(wang: Client) -> None:
    from zhenggai.journal.models import Entry

    secret = add_code(wang).replace(" ", "")
    codes = codes_on(page_of(wang.get("/account/recovery/")))

    kept = "".join(str(one.data) for one in Authenticator.objects.all())
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert secret not in kept + bodies
    assert not any(code in kept + bodies for code in codes)


def test_with_another_key_no_code_fits(wang: Client, stranger: Client, settings) -> None:
    secret = add_code(wang)
    settings.SECRET_KEY = "another key of more than thirty-two characters"
    type_password(stranger)

    answer = second_step(stranger, code_for(secret, steps=1))

    assert answer.status_code == 422


def test_leaving_the_second_step_lets_another_account_in(wang: Client, li: Client, stranger: Client) -> None:
    add_code(wang)
    type_password(stranger)
    assert stranger.get("/login/")["Location"] == "/login/step/"

    stranger.post("/logout/")

    assert stranger.get("/login/").status_code == 200
    assert type_password(stranger, "leader").status_code == 302


def test_the_step_cannot_be_skipped_by_asking_for_its_page(stranger: Client) -> None:
    assert stranger.get("/login/step/")["Location"] == "/login/"
    assert stranger.post("/login/step/", {"code": "123456"})["Location"] == "/login/"
