"""Small values in an address."""

from __future__ import annotations

from django.http import QueryDict


def number_in(query: QueryDict, name: str) -> int | None:
    """The whole number under a name; None where there is none that makes sense."""
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def entry_in(query: QueryDict, name: str) -> int | None:
    """The number of an entry under a name, below zero for one of another home's journal; None where there is none that makes sense."""
    text = query.get(name, "")
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None
