"""Several processes that answer at one port: one of Python uses no more than one core of the machine."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from zhenggai.cli.serving import serve_on
from zhenggai.cli.turns import Turns
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import _

_LOG = logging.getLogger(__name__)


def serve_with_helpers(listening: socket.socket, *, processes: int, ready: Callable[[], None]) -> None:
    """Serve until interrupted or terminated, in so many processes; however the first one ends, its helpers end with it.

    :raises CouldNot: for more than one where the system makes no copies of a process.
    """
    if processes > 1 and not hasattr(os, "fork"):
        raise CouldNot(_("这个系统上只能用一个进程，请去掉 --processes。"))
    # What every page needs is read once for all of them, and before anybody waits for the first one.
    get_wsgi_application()
    list(get_resolver().url_patterns)
    # A connection that two processes share would mix up what each of them says.
    connections.close_all()
    end, life = os.pipe()
    turns = Turns(processes)
    helpers = [_help(listening, end, life, turns=turns, place=place) for place in range(1, processes)]
    try:
        serve_on(listening, ready=ready, turns=turns)
    finally:
        os.close(life)
        for helper in helpers:
            os.waitpid(helper, 0)
        os.close(end)


def _help(listening: socket.socket, end: int, life: int, *, turns: Turns, place: int) -> int:
    """The number of a new process that serves until the other end of `end` is closed, also by a sudden death."""
    process = os.fork()
    if process:
        return process
    try:
        os.close(life)
        Thread(target=_end_with, args=(end,), daemon=True).start()
        turns.sit_at(place)
        serve_on(listening, ready=lambda: None, alone=False, turns=turns)
    except KeyboardInterrupt:
        _LOG.info("interrupted")
    except Exception:
        _LOG.exception("a helper ends")
    finally:
        os._exit(0)


def _end_with(end: int) -> None:
    os.read(end, 1)
    os.kill(os.getpid(), signal.SIGTERM)
