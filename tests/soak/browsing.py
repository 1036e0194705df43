"""Browsers without a browser, against a server that may die at any moment: what was done, what was not, what is unknown."""

from __future__ import annotations

import time
from threading import Event

import requests
from lxml import html

SECONDS = 60
LONGEST_WAIT = 120


class NotServed(Exception):
    """Nobody answered, or the answer broke off: whether it was done is unknown."""


class Browser:
    """One person at a server; `over` set means that nobody waits any longer for one that is gone."""

    def __init__(self, address: str, *, over: Event | None = None) -> None:
        self.address, self.over = address, over or Event()
        self._session = requests.Session()
        self._session.trust_env = False

    def log_in(self, login: str, password: str) -> None:
        """Come in through the page."""
        self.get("/login/")
        answer = self.post("/login/", {"login": login, "password": password})
        assert answer.status_code == 302, " ".join(html.fromstring(answer.text).text_content().split())

    def get(self, place: str) -> requests.Response:
        """Ask until somebody answers; asking again changes nothing."""
        end = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                return self._session.get(self.address + place, timeout=SECONDS, allow_redirects=False)
            except requests.RequestException as fault:
                if time.monotonic() > end:
                    raise NotServed(place) from fault
                time.sleep(0.03)

    def post(self, place: str, values: dict[str, object]) -> requests.Response:
        """Send a form once.

        :raises NotServed: where no answer came.
        """
        return self._send("POST", place, data=values)

    def patch(self, place: str, offset: int, piece: bytes) -> requests.Response:
        """Send a piece of a file once.

        :raises NotServed: where no answer came.
        """
        return self._send("PATCH", place, data=piece, headers={"Upload-Offset": str(offset)})

    def form(self, place: str, ending: str) -> tuple[str, dict[str, object]] | None:
        """Address and values of the form on a page whose address has that ending; None where there is none."""
        page = html.fromstring(self.get(place).text)
        for form in page.forms:
            if (form.action or "").endswith(ending):
                return form.action, dict(form.form_values())
        return None

    def _send(self, method: str, place: str, **what: object) -> requests.Response:
        headers = {"X-CSRFToken": self._session.cookies.get("csrftoken", ""), **what.pop("headers", {})}  # type: ignore[arg-type]
        try:
            return self._session.request(
                method, self.address + place, timeout=SECONDS, allow_redirects=False, headers=headers, **what
            )
        except requests.RequestException as fault:
            raise NotServed(place) from fault
