"""Sweeping files that nothing names beside the server: when it starts and every day from then on."""

from __future__ import annotations

import logging
from datetime import datetime
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection

from zhenggai.cli.house import now
from zhenggai.ledger.operations.evidence import sweep_uploads
from zhenggai.ledger.sweeping import Swept, sweep_files

_LOG = logging.getLogger(__name__)
_DAY = 24 * 3600


def start_sweeping() -> Event:
    """Sweep now and every day in a thread of its own, until the returned event is set."""
    over = Event()
    Thread(target=_sweep_until, args=(over,), name="sweeping", daemon=True).start()
    return over


def sweep_home(*, at: datetime) -> Swept:
    """Sweep what is kept and what is under way."""
    sweep_uploads(now=at)
    return sweep_files(folder=settings.FILES, now=at)


def _sweep_until(over: Event) -> None:
    while True:
        try:
            sweep_home(at=now())
        except (DatabaseError, OSError) as fault:
            # The next turn tries again; nothing is in anybody's way meanwhile.
            _LOG.warning("sweeping: %s", fault)
        finally:
            connection.close()
        if over.wait(_DAY):
            return
