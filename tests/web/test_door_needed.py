"""Roles that sign have to have a second step."""

from __future__ import annotations

import pytest
from django.test import Client

from web.door import add_code, page_of

NEEDED = frozenset({"office_clerk", "leader"})


@pytest.fixture(autouse=True)
def _needed(settings) -> None:
    settings.TWO_STEP_ROLES = NEEDED


@pytest.mark.parametrize(
    "path",
    ["/", "/imports/", "/cycles/", "/account/", "/account/sessions/", "/account/password/", "/about/", "/nowhere/"],
)
def test_every_page_leads_to_setting_it_up(wang: Client, path: str) -> None:
    assert wang.get(path)["Location"] == "/account/first/"


def test_a_form_sent_beforehand_changes_nothing(wang: Client) -> None:
    answer = wang.post("/imports/upload/")

    assert answer["Location"] == "/account/first/"


def test_a_part_of_a_page_is_led_there_too(wang: Client) -> None:
    answer = wang.get("/imports/", headers={"hx-request": "true"})

    assert answer["HX-Redirect"] == "/account/first/"


@pytest.mark.parametrize("path", ["/account/first/", "/account/confirm/"])
def test_the_way_to_it_is_open(wang: Client, path: str) -> None:
    assert wang.get(path).status_code == 200


def test_the_language_and_the_way_out_are_open(wang: Client) -> None:
    assert wang.post("/language/", {"language": "en", "next": "/"})["Location"] == "/"
    assert wang.post("/logout/")["Location"] == "/login/"


def test_with_a_second_step_everything_opens(wang: Client) -> None:
    add_code(wang)

    assert wang.get("/imports/").status_code == 200
    assert wang.get("/account/first/")["Location"] == "/"


def test_the_last_one_cannot_be_given_up(wang: Client) -> None:
    add_code(wang)

    answer = wang.post("/account/code/remove/")

    assert answer.status_code == 422
    assert "必须保留一种" in page_of(answer)
    assert wang.get("/imports/").status_code == 200


def test_no_page_of_allauths_own_is_served() -> None:
    from zhenggai.office.door.urls import urlpatterns

    views = [getattr(pattern.callback, "view_class", None) for pattern in urlpatterns]
    templates = {getattr(view, "template_name", None) for view in views if view} - {None}

    assert len(templates) >= 10
    assert {name for name in templates if not name.startswith("office/")} == set()


def test_other_roles_are_let_through(zhao: Client) -> None:
    assert zhao.get("/cycles/").status_code == 200


def test_outside_the_demonstration_the_roles_that_sign_need_it_and_in_it_nobody(tmp_path) -> None:
    from unit.test_settings import started

    script = "from zhenggai import settings as s; print(sorted(s.TWO_STEP_ROLES))"

    real = started(tmp_path, script=script).stdout
    demo = started(tmp_path, script=script, ZHENGGAI_DEMO="yes").stdout

    assert real.strip() == "['leader', 'office_clerk', 'supervisor']"
    assert demo.strip() == "[]"
