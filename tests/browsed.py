"""Browsers of people whom a test invents, and the words of the pages that they get."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from people import NOON
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account
from zhenggai.people.queries import find_actor

PASSWORD = "stone-bridge-41"


def somebody(role: Role, name: str, unit: str | None = None) -> tuple[Client, Actor]:
    """A browser in which this person is logged in, and who they are."""
    number = create_account(
        login=f"{role.value}-{name}", name=name, role=role, unit=unit, password=PASSWORD, actor=CONSOLE, at=NOON
    )
    client = Client()
    client.force_login(Account.objects.get(pk=number))
    actor = find_actor(account_id=number, at=NOON)
    assert actor is not None
    return client, actor


def text(answer: object) -> str:
    """The words of a page."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", page)))
