"""Where a page of a list begins: the sort values of a row, written so that an address can carry them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date

from zhenggai.ledger.queries.keys import BadKey


def place_key(*values: int | date) -> str:
    """The key of a row: a day and numbers."""
    written = json.dumps([value.isoformat() if isinstance(value, date) else value for value in values])
    return urlsafe_b64encode(written.encode()).decode().rstrip("=")


def place_of(key: str, *, numbers: int) -> tuple[date, list[int]]:
    """The day and the numbers in a key.

    :raises BadKey: for a key that no page gave.
    """
    try:
        first, *rest = json.loads(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        if len(rest) != numbers or not all(type(one) is int and abs(one) < 2**63 for one in rest):
            raise ValueError(key)
        return date.fromisoformat(first), rest
    except (ValueError, TypeError) as fault:
        raise BadKey("这个页码已失效，请从第一页看起。") from fault
