"""Where somebody is logged in: seen, and ended."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils.timezone import now

from web.door import page_of, told, type_password, verbs

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile Safari/604.1"


def elsewhere(*, address: str = "192.0.2.7", agent: str = PHONE) -> Client:
    """The clerk's other device."""
    client = Client(REMOTE_ADDR=address, headers={"user-agent": agent})
    type_password(client)
    return client


def session_at(address: str) -> int:
    return UserSession.objects.get(ip=address).pk


def test_the_page_lists_device_address_and_time_and_marks_this_one(wang: Client) -> None:
    elsewhere()

    page = page_of(wang.get("/account/sessions/"))

    assert "共 2 处登录" in page
    assert "Safari · iPhone" in page
    assert "192.0.2.7" in page
    assert page.count("现在这台") == 1


def test_one_of_them_is_ended(wang: Client) -> None:
    phone = elsewhere()

    answer = wang.post(f"/account/sessions/{session_at('192.0.2.7')}/end/", follow=True)

    assert "这处登录已结束" in page_of(answer)
    assert phone.get("/account/").status_code == 302
    assert told()[-1] == ("end_session", {"address": "192.0.2.7", "device": "Safari · iPhone"})


def test_all_others_are_ended_at_once_with_one_entry(wang: Client) -> None:
    others = [elsewhere(), elsewhere(address="192.0.2.8", agent=CHROME)]

    answer = wang.post("/account/sessions/others/end/", follow=True)

    assert "已结束其他 2 处登录" in page_of(answer)
    assert [other.get("/account/").status_code for other in others] == [302, 302]
    assert wang.get("/account/").status_code == 200
    assert verbs().count("end_other_sessions") == 1


def test_zhao_cannot_end_what_is_not_hers(wang: Client, zhao: Client) -> None:
    elsewhere()

    answer = zhao.post(f"/account/sessions/{session_at('192.0.2.7')}/end/")

    assert answer.status_code == 404
    assert UserSession.objects.filter(ip="192.0.2.7").exists()
    assert "end_session" not in verbs()


def test_ending_takes_a_post(wang: Client) -> None:
    elsewhere()

    assert wang.get(f"/account/sessions/{session_at('192.0.2.7')}/end/").status_code == 405
    assert wang.get("/account/sessions/others/end/").status_code == 405


def test_the_time_last_seen_moves_every_five_minutes_and_no_oftener(wang: Client) -> None:
    began = UserSession.objects.get().last_seen_at
    wang.get("/account/")
    unmoved = UserSession.objects.get().last_seen_at

    with time_machine.travel(now() + timedelta(minutes=6)):
        wang.get("/account/")

    assert unmoved == began
    assert UserSession.objects.get().last_seen_at > began + timedelta(minutes=5)


def test_a_log_out_is_one_entry_and_leaves_the_list(wang: Client) -> None:
    phone = elsewhere()

    phone.post("/logout/")

    assert verbs() == ["log_in", "log_in", "log_out"]
    assert "共 1 处登录" in page_of(wang.get("/account/sessions/"))
    Client().post("/logout/")
    assert verbs()[-1] == "log_out"
    assert len(verbs()) == 3


def test_a_log_in_tells_its_way_and_address(wang: Client) -> None:
    elsewhere()

    assert told()[-1] == ("log_in", {"address": "192.0.2.7", "way": "密码"})
