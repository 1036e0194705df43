"""Browsers without a browser: Django's client, logged in as the people of the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account

PASSWORD = "stone-bridge-41"
# The people of the tests sign under numbers below this one.
SPARE = 60
UNITS = {ZHAO: "县水利局"}


def logged_in(actor: Actor) -> Client:
    """A client that went through the log-in page as this person, whose account is opened first."""
    create_account(
        login=actor.role.value.replace("_", "-"),
        name=actor.name,
        role=actor.role,
        unit=UNITS.get(actor),
        password=PASSWORD,
        actor=CONSOLE,
        at=NOON,
    )
    client = Client()
    client.post("/login/", {"login": actor.role.value.replace("_", "-"), "password": PASSWORD})
    return client


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def numbers_of_their_own(db: None) -> None:
    """Accounts that log in have other numbers than the people who sign without one."""
    Account.objects.bulk_create(
        Account(login=f"spare-{n}", name="空", role=Role.UPPER_INSPECTOR, is_active=False) for n in range(SPARE)
    )


@pytest.fixture
def wang(db: None) -> Client:
    """The clerk of the office."""
    return logged_in(WANG)


@pytest.fixture
def li(db: None) -> Client:
    """A leader."""
    return logged_in(LI)


@pytest.fixture
def zhao(db: None) -> Client:
    """A clerk of another unit, who reads and changes nothing."""
    return logged_in(ZHAO)


@pytest.fixture
def sun(db: None) -> Client:
    """A supervisor."""
    return logged_in(SUN)


@pytest.fixture
def gu(db: None) -> Client:
    """The keeper of the machine, who sees no content."""
    return logged_in(GU)


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody who has not logged in."""
    return Client()
