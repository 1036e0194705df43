"""Letting the rules look every few moments beside the server: off the road of requests."""

from __future__ import annotations

import logging
from threading import Event, Thread

from django.db import DatabaseError, connection

from zhenggai.cli.house import now
from zhenggai.domain.refusals import Refusal
from zhenggai.ledger.operations.doubting import look_where_due

_LOG = logging.getLogger(__name__)


def start_looking(*, minutes: float) -> Event:
    """Look now and then in a thread of its own until the returned event is set; never with 0 minutes."""
    over = Event()
    if minutes > 0:
        Thread(target=_look_until, args=(over, minutes * 60), name="looking", daemon=True).start()
    return over


def _look_until(over: Event, seconds: float) -> None:
    while not over.wait(seconds):
        try:
            look_where_due(at=now())
        except (Refusal, DatabaseError) as fault:
            # The next turn tries again: what was not looked at now is looked at then.
            _LOG.warning("looking: %s", fault)
        finally:
            connection.close()
