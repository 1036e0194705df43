"""Sealing the journal every few minutes beside the server: off the road of requests, and in as many processes as there are."""

from __future__ import annotations

import logging
from threading import Event, Thread

from django.db import DatabaseError, connection

from zhenggai.cli.house import now
from zhenggai.domain.refusals import Refusal
from zhenggai.journal.keys import house_signer
from zhenggai.journal.sealing import CannotSeal, seal

_LOG = logging.getLogger(__name__)


def start_sealing(*, minutes: float) -> Event:
    """Seal now and then in a thread of its own until the returned event is set; never with 0 minutes."""
    over = Event()
    if minutes > 0:
        Thread(target=_seal_until, args=(over, minutes * 60), name="sealing", daemon=True).start()
    return over


def _seal_until(over: Event, seconds: float) -> None:
    while not over.wait(seconds):
        try:
            seal(signer=house_signer(), at=now())
        except CannotSeal as fault:
            _LOG.info("%s", fault)
        except (Refusal, DatabaseError, OSError) as fault:
            # The next turn tries again: what was not sealed now is sealed then.
            _LOG.warning("sealing: %s", fault)
        finally:
            connection.close()
