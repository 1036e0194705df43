"""Offices that the work itself lends to somebody for a while; whoever knows the work says which.

The ledger lies above this room; it says once, at the start, what it lends (`ledger.apps`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from zhenggai.domain.rights import Office
from zhenggai.people.models import Account

Lend = Callable[[Account, Sequence[Office], datetime], Iterable[Office]]
_lending: list[Lend] = []


def lend_offices(lend: Lend) -> None:
    """Have this asked whenever an actor is composed: what does this account hold beside these offices of its own?"""
    if lend not in _lending:
        _lending.append(lend)


def lent_offices(account: Account, own: Sequence[Office], at: datetime) -> list[Office]:
    """What is lent to an account that holds these offices of its own."""
    return [office for lend in _lending for office in lend(account, own, at)]
