"""What the frame around every page shows: the person, the rounds and the places."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Shell:
    """Values of the frame; empty before the log-in."""


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame's values, for every template rendered with a request."""
    return {"shell": Shell()}
