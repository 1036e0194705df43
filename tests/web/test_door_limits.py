"""Who fails too often waits, is told how long, and cannot fill the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from web.door import page_of, told, type_password, verbs
from zhenggai.people import entrance


def test_after_five_failures_even_the_right_password_waits_and_the_time_is_told(wang: Client, stranger: Client) -> None:
    for _time in range(5):
        type_password(stranger, password="wrong")

    answer = type_password(stranger)

    assert answer.status_code == 422
    assert "失败次数过多，请在 4 分 " in page_of(answer) or "失败次数过多，请在 5 分 " in page_of(answer)
    assert "sessionid" not in answer.cookies


def test_the_wait_ends(wang: Client, stranger: Client) -> None:
    for _time in range(5):
        type_password(stranger, password="wrong")

    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        answer = type_password(stranger)

    assert answer.status_code == 302


def test_a_failure_of_one_account_does_not_hold_up_another(wang: Client, li: Client, stranger: Client) -> None:
    for _time in range(6):
        type_password(stranger, password="wrong")

    assert type_password(stranger, "leader").status_code == 302


def test_big_letters_and_blanks_count_for_the_same_account(wang: Client, stranger: Client) -> None:
    for name in ("office-clerk", "OFFICE-CLERK", " office-clerk ", "Office-Clerk", "office-clerk"):
        type_password(stranger, name, password="wrong")

    assert "失败次数过多" in page_of(type_password(stranger))


def test_each_failure_is_one_entry_and_refused_tries_are_none(wang: Client, stranger: Client) -> None:
    for _time in range(8):
        type_password(stranger, password="wrong")

    assert verbs() == ["log_in"] + ["log_in_failed"] * 5
    assert told()[-1][1] == {"address": "127.0.0.1", "login": "office-clerk", "way": "密码"}


def test_a_typed_name_that_is_no_account_is_not_kept(stranger: Client) -> None:
    type_password(stranger, "my-secret-typed-in-the-wrong-place", password="x")

    assert told() == [("log_in_failed", {"address": "127.0.0.1", "way": "密码"})]


def test_nobody_fills_the_journal_with_failures(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "FAILURES_AN_HOUR", 3)

    for number in range(9):
        type_password(stranger, f"somebody-{number}", password="wrong")

    assert verbs() == ["log_in_failed"] * 3 + ["log_in_failed_often"]


def test_the_next_hour_is_told_again(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "FAILURES_AN_HOUR", 1)
    for number in range(4):
        type_password(stranger, f"somebody-{number}", password="wrong")

    with time_machine.travel(now() + timedelta(hours=1)):
        type_password(stranger, "somebody", password="wrong")

    assert verbs() == ["log_in_failed", "log_in_failed_often", "log_in_failed"]


# Not written where they are typed: a trace that quotes a line of this test would hold them, too.
TYPED_NAME, TYPED_PASSWORD = "name-typed-here", "password-typed-here"


def test_neither_password_nor_typed_name_reaches_the_log(
    stranger: Client, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level("DEBUG"):
        for _time in range(7):
            type_password(stranger, TYPED_NAME, password=TYPED_PASSWORD)

    printed = capsys.readouterr()
    written = caplog.text + printed.out + printed.err
    sql = [record for record in caplog.records if record.name == "django.db.backends"]
    assert not sql
    assert TYPED_PASSWORD not in written
    assert TYPED_NAME not in written


def test_a_closed_account_reads_the_same_sentence_as_a_wrong_password(wang: Client, stranger: Client) -> None:
    from zhenggai.people.models import Account

    Account.objects.update(is_active=False)

    answer = type_password(stranger)

    assert answer.status_code == 422
    assert "账号或密码不对" in page_of(answer)
    assert verbs() == ["log_in", "log_in_failed"]


def test_asking_far_too_often_from_one_address_is_answered_in_our_words(stranger: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}

    answers = [type_password(stranger, "x", password="y") for _time in range(3)]

    assert answers[-1].status_code == 429
    assert "操作过于频繁" in page_of(answers[-1])
