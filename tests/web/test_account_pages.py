"""The pages of accounts, and the record that the auditor reads."""

from __future__ import annotations

import pytest
from django.test import Client

from drafts import a_cycle
from people import AN, JI, NOON
from standing import a_unit
from web.conftest import PASSWORD, logged_in
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account


@pytest.fixture
def an(db: None) -> Client:
    """The one who says who may do what."""
    return logged_in(AN)


@pytest.fixture
def ji(db: None) -> Client:
    """The one who looks on."""
    return logged_in(JI)


def text_of(answer) -> str:
    return answer.content.decode()


def an_account(login: str = "chen") -> int:
    return create_account(
        login=login, name="陈静", role=Role.OFFICE_CLERK, unit=None, password=PASSWORD, actor=CONSOLE, at=NOON
    )


def test_an_administrator_opens_an_account_that_can_log_in(gu: Client) -> None:
    unit = a_unit("县水利局")
    facts = {"login": "qian", "name": "钱明", "role": "unit_head", "unit": unit, "password": PASSWORD}

    answer = gu.post("/people/accounts/add/", facts)

    newcomer = Client()
    newcomer.post("/login/", {"login": "qian", "password": PASSWORD})
    assert answer["Location"] == "/people/accounts/"
    assert "钱明" in text_of(newcomer.get("/cycles/"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"login": "administrator"}, "已有人使用"),
        ({"password": "123"}, "密码不合要求"),
        ({"name": ""}, "请填写这一项"),
        ({"role": "emperor"}, ""),
    ],
)
def test_an_account_that_cannot_be_opened_says_why(gu: Client, changed: dict[str, str], words: str) -> None:
    facts = {"login": "qian", "name": "钱明", "role": "leader", "password": PASSWORD, **changed}

    answer = gu.post("/people/accounts/add/", facts)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert PASSWORD not in text_of(answer)
    assert Account.objects.count() == 1


def test_a_closed_account_is_out_at_once_and_comes_back(gu: Client) -> None:
    account = an_account()
    chen = Client()
    chen.post("/login/", {"login": "chen", "password": PASSWORD})

    gu.post(f"/people/accounts/{account}/close/")
    closed = chen.get("/cycles/")
    page = text_of(gu.get("/people/accounts/"))
    gu.post(f"/people/accounts/{account}/reopen/")

    assert closed.status_code == 302
    assert "已停用" in page
    assert Account.objects.get(pk=account).is_active


def test_the_last_administrator_cannot_be_assigned_away(gu: Client, an: Client) -> None:
    last = Account.objects.get(role=Role.ADMINISTRATOR).pk

    answer = an.post(f"/people/accounts/{last}/", {"role": "leader", "unit": ""})

    assert answer.status_code == 422
    assert "最后一个系统管理员" in text_of(answer)


def test_nobody_closes_themselves(gu: Client) -> None:
    own = Account.objects.get().pk

    page = text_of(gu.post(f"/people/accounts/{own}/close/", follow=True))

    assert "不能停用自己的账号" in page
    assert Account.objects.get().is_active


def test_the_security_administrator_assigns_and_opens_nothing(an: Client) -> None:
    account = an_account()

    saved = an.post(f"/people/accounts/{account}/", {"role": "supervisor", "unit": ""})

    assert saved["Location"] == "/people/accounts/"
    assert Account.objects.get(pk=account).role == Role.SUPERVISOR
    assert "改角色" in text_of(an.get("/people/accounts/"))
    assert [an.post(path).status_code for path in ("/people/accounts/add/", f"/people/accounts/{account}/close/")] == [
        403
    ] * 2


def test_the_auditor_reads_the_record_and_nothing_else(ji: Client) -> None:
    cycle = a_cycle()

    page = text_of(ji.get("/people/trail/"))

    assert ji.get("/")["Location"] == "/people/trail/"
    assert "收入台账" in page
    assert "河道巡查" not in page
    others = ("/people/", "/people/accounts/", "/cycles/", f"/cycles/{cycle}/journal/", "/imports/")
    assert {ji.get(path).status_code for path in others} == {403}


def test_others_read_no_trail_and_no_account(wang: Client) -> None:
    assert wang.get("/people/trail/").status_code == 403
    assert wang.get("/people/accounts/").status_code == 403
