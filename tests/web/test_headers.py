"""Strict headers, from the first page on."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from drafts import a_cycle, a_draft

PAGES = (
    "/",
    "/imports/",
    "/cycles/",
    "/about/",
    "/nowhere/",
    "/login/",
    "/account/",
    "/account/sessions/",
    "/account/password/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_strict_policy(wang: Client, path: str) -> None:
    policy = wang.get(path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_answers_are_kept_from_frames_sniffing_and_shared_caches(wang: Client) -> None:
    headers = wang.get("/imports/").headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-cache"


def test_no_page_has_script_style_or_handlers_inside_it(wang: Client) -> None:
    cycle, draft = a_cycle(), a_draft(data="另一份".encode())
    paths = [*PAGES, f"/cycles/{cycle}/", f"/cycles/{cycle}/ledger/", f"/cycles/{cycle}/journal/", f"/imports/{draft}/"]

    pages = [wang.get(path).content.decode() for path in paths]

    for page in pages:
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert "<style" not in page
        assert not re.search(r"<[^>]* (style|on\w+)=", page)
        assert "hx-on" not in page


def test_pages_name_nothing_outside_their_own_host(wang: Client) -> None:
    cycle = a_cycle()

    pages = [wang.get(path).content.decode() for path in (*PAGES, f"/cycles/{cycle}/", f"/cycles/{cycle}/ledger/")]

    for page in pages:
        assert not re.search(r"(src|href|action)=\"(https?:)?//", page)
