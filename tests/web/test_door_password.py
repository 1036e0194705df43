"""Changing one's own password."""

from __future__ import annotations

import pytest
from django.test import Client

from web.conftest import PASSWORD
from web.door import page_of, type_password, verbs

NEW = "bridge-of-seven-arches"


def change(client: Client, *, old: str = PASSWORD, new: str = NEW, again: str = NEW):
    return client.post("/account/password/", {"oldpassword": old, "password1": new, "password2": again})


def test_the_new_password_counts_at_once_and_this_session_goes_on(wang: Client, stranger: Client) -> None:
    answer = change(wang)

    assert answer["Location"] == "/account/"
    assert "密码已修改" in page_of(wang.get("/account/"))
    assert type_password(stranger).status_code == 422
    assert type_password(stranger, password=NEW).status_code == 302
    assert verbs()[:2] == ["log_in", "change_password"]


def test_all_other_sessions_end(wang: Client, stranger: Client) -> None:
    type_password(stranger)
    assert stranger.get("/account/").status_code == 200

    change(wang)

    assert stranger.get("/account/").status_code == 302
    assert wang.get("/account/").status_code == 200
    assert "共 1 处登录" in page_of(wang.get("/account/sessions/"))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"old": "not-the-password"}, "现在的密码不对"),
        ({"again": "something-else-9"}, "两次填写的新密码不一样"),
        ({"new": "short", "again": "short"}, "密码太短"),
        ({"new": "", "again": ""}, "请填写新密码"),
        ({"old": ""}, "请填写现在的密码"),
        ({"new": "1234567890123", "again": "1234567890123"}, "数字"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    wang: Client, stranger: Client, facts: dict[str, str], sentence: str
) -> None:
    answer = change(wang, **facts)

    assert answer.status_code == 422
    assert sentence in page_of(answer)
    assert NEW not in page_of(answer)
    assert "change_password" not in verbs()
    assert type_password(stranger).status_code == 302


def test_passwords_are_kept_by_argon2() -> None:
    from zhenggai import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize(
    "path", ["/account/password/", "/account/", "/account/sessions/", "/account/code/", "/account/recovery/"]
)
def test_a_stranger_is_led_to_the_log_in(stranger: Client, path: str) -> None:
    assert stranger.get(path)["Location"].startswith("/login/")
