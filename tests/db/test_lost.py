"""Helping who lost password or phone: one entry each, and only by who keeps accounts."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore

from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.people.factors import NoSuchAccount, list_factors, may_remove_factor, must_add_factor, reset_factors
from zhenggai.people.models import Account
from zhenggai.people.operations import WeakPassword, create_account
from zhenggai.people.passwords import set_password

OLD, NEW = "stone-bridge-41", "wooden-bridge-42"

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> int:
    return create_account(login="chen", name="陈静", role=Role.OFFICE_CLERK, unit=None, password=OLD, actor=GU, at=NOON)


def with_factors(account: int) -> None:
    Authenticator.objects.create(user_id=account, type="totp", data={"secret": "x"})
    RecoveryCodes.activate(Account.objects.get(pk=account))


def last() -> tuple[str, dict[str, object]]:
    entry = Entry.objects.latest("sequence")
    return entry.verb, json.loads(entry.body)


def test_a_new_password_counts_and_the_old_one_no_longer(chen: int) -> None:
    set_password(login="chen", password=NEW, actor=GU, at=NOON)

    assert authenticate(username="chen", password=NEW).pk == chen
    assert authenticate(username="chen", password=OLD) is None
    verb, body = last()
    assert verb == "account.set_password"
    assert NEW not in json.dumps(body)


def test_a_new_password_ends_every_log_in(chen: int) -> None:
    session = SessionStore()
    session.create()
    UserSession.objects.create(user_id=chen, ip="192.0.2.1", session_key=session.session_key)

    set_password(login="chen", password=NEW, actor=GU, at=NOON)

    assert not SessionStore().exists(session.session_key)
    assert not UserSession.objects.exists()
    assert last()[1]["before"] == {"login": "chen", "sessions": 1}


def test_clearing_takes_every_factor_and_the_recovery_codes(chen: int) -> None:
    with_factors(chen)

    count = reset_factors(login="chen", actor=GU, at=NOON)

    assert count == 1
    assert not Authenticator.objects.exists()
    verb, body = last()
    assert (verb, body["before"], body["after"]) == (
        "account.reset_factors",
        {"login": "chen", "factors": 1},
        {"login": "chen", "factors": 0},
    )


@pytest.mark.parametrize("actor", [WANG, LI, ZHAO, SUN], ids=lambda actor: actor.name)
def test_nobody_else_may(chen: int, actor) -> None:
    with_factors(chen)

    with pytest.raises(NotAllowed):
        set_password(login="chen", password=NEW, actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        reset_factors(login="chen", actor=actor, at=NOON)

    assert authenticate(username="chen", password=OLD) is not None
    assert Authenticator.objects.count() == 2
    assert Entry.objects.count() == 1


def test_who_is_not_there_cannot_be_helped(chen: int) -> None:
    Account.objects.update(is_active=False)

    for login in ("chen", "nobody", ""):
        with pytest.raises(NoSuchAccount):
            set_password(login=login, password=NEW, actor=GU, at=NOON)
        with pytest.raises(NoSuchAccount):
            reset_factors(login=login, actor=GU, at=NOON)


def test_a_weak_password_changes_nothing(chen: int) -> None:
    with pytest.raises(WeakPassword):
        set_password(login="chen", password="chen", actor=GU, at=NOON)

    assert authenticate(username="chen", password=OLD) is not None
    assert Entry.objects.count() == 1


def test_recovery_codes_alone_are_no_second_step(chen: int) -> None:
    RecoveryCodes.activate(Account.objects.get(pk=chen))

    found = list_factors(account_id=chen)

    assert (found.any, found.only_one, found.codes_left) == (False, False, 10)
    assert must_add_factor(actor=WANG, roles={"office_clerk"}) is True
    assert must_add_factor(actor=WANG, roles=set()) is False


def test_the_last_factor_stays_where_the_role_needs_one(chen: int) -> None:
    with_factors(chen)

    assert may_remove_factor(account_id=chen, role="office_clerk", roles={"office_clerk"}) is False
    assert may_remove_factor(account_id=chen, role="unit_clerk", roles={"office_clerk"}) is True
