"""The page of the office's calendar."""

from __future__ import annotations

from django.test import Client

DAY = {"day": "2026-03-04", "kind": "free", "note": "县庆放假"}


def test_the_page_says_how_far_the_holidays_are_known(wang: Client) -> None:
    page = wang.get("/calendar/").content.decode()

    assert "国务院的放假安排已收入" in page
    assert "没有与国家放假安排不同的日子" in page


def test_a_day_is_added_and_dropped(wang: Client) -> None:
    wang.post("/calendar/add/", DAY)
    page = wang.get("/calendar/").content.decode()
    place = page.split('action="/calendar/')[1].split('"')[0]

    wang.post(f"/calendar/{place}")

    assert "县庆放假" in page
    assert "县庆放假" not in wang.get("/calendar/").content.decode()


def test_a_day_that_says_nothing_new_is_refused_with_what_was_typed(wang: Client) -> None:
    answer = wang.post("/calendar/add/", {**DAY, "kind": "working"})

    assert answer.status_code == 409
    assert "本来就上班" in answer.content.decode()
    assert 'value="县庆放假"' in answer.content.decode()


def test_a_leader_reads_it_and_changes_nothing(li: Client) -> None:
    assert "添加一天" not in li.get("/calendar/").content.decode()
    assert li.post("/calendar/add/", DAY).status_code == 403


def test_somebody_of_a_unit_is_not_shown_it(zhao: Client) -> None:
    assert zhao.get("/calendar/").status_code == 403
