"""What the tests of the door do again and again."""

from __future__ import annotations

import json
import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from web.conftest import PASSWORD
from zhenggai.journal.models import Entry


def page_of(answer) -> str:
    """The text of an answer."""
    return answer.content.decode()


def code_for(secret: str, *, steps: int = 0) -> str:
    """What an app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))


def confirm(client: Client) -> None:
    """Show once more who one is."""
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302


def add_code(client: Client) -> str:
    """Add a code app and return its secret; its first code is used up."""
    confirm(client)
    secret = re.search(r'id="secret"[^>]*>([A-Z2-7 ]+)<', page_of(client.get("/account/code/")))[1]
    assert client.post("/account/code/", {"code": code_for(secret)}).status_code == 302
    return secret


def codes_on(page: str) -> list[str]:
    """Recovery codes that a page shows."""
    return re.findall(r"<code>(\d{8})</code>", page)


def type_password(client: Client, login: str = "office-clerk", password: str = PASSWORD, **facts: str):
    """Fill the log-in in."""
    return client.post("/login/", {"login": login, "password": password, **facts})


def told() -> list[tuple[str, dict[str, object]]]:
    """What the journal tells of log-ins, oldest first: verb, and facts after or before."""
    entries = Entry.objects.filter(verb__startswith="account.").exclude(verb="account.create").order_by("sequence")
    bodies = [(entry.verb.removeprefix("account."), json.loads(entry.body)) for entry in entries]
    return [(verb, body["after"] or body["before"] or {}) for verb, body in bodies]


def verbs() -> list[str]:
    """The verbs alone."""
    return [verb for verb, _facts in told()]
