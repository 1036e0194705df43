"""The web server in this process: a port, waitress, and an orderly end."""

from __future__ import annotations

import select
import signal
import socket
from collections.abc import Callable
from threading import Event
from types import FrameType

import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from zhenggai.cli.heaps import share_heaps
from zhenggai.cli.looking_clock import start_looking
from zhenggai.cli.sealing_clock import start_sealing
from zhenggai.cli.sweeping_clock import start_sweeping
from zhenggai.cli.turns import Turns
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import _

DEFAULT_PORT = 8000
_TRIED = 50
_THREADS = 8
_BACKLOG = 128
_FORM_BYTES = 5_000_000
# Each browser keeps up to six connections open for a while: two hundred units are more than the hundred of waitress.
# Where the system has no poll, select bears fewer.
_POLLS = hasattr(select, "poll")
_CONNECTIONS = 900 if _POLLS else 400


def listen(*, host: str, port: int | None) -> socket.socket:
    """A listening socket: on the port asked for, else on 8000 or the next free one.

    :raises CouldNot: where none can be had.
    """
    ports = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + _TRIED)
    for candidate in ports:
        try:
            return _bound(host, candidate)
        except OSError:
            continue
    taken = str(port) if port is not None else f"{DEFAULT_PORT}-{DEFAULT_PORT + _TRIED - 1}"
    raise CouldNot(_("端口 $port 用不了：可能已被别的程序占用，请用 --port 换一个。", port=taken))


def address_of(listening: socket.socket) -> str:
    """Where a browser on this machine finds the server."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def serve_on(
    listening: socket.socket, *, ready: Callable[[], None], alone: bool = True, turns: Turns | None = None
) -> None:
    """Serve until interrupted or terminated; `ready` is called when requests are answered.

    Who helps another process, and so is not `alone`, leaves sealing, looking and sweeping to that one. Several share the
    connections by `turns`.
    """
    share_heaps()
    behind_proxy = (
        {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"}}
        if settings.HTTPS
        else {}
    )
    server = waitress.create_server(
        get_wsgi_application(),
        sockets=[listening],
        threads=_THREADS,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=_POLLS,
        ident=None,
        max_request_body_size=max(settings.MAX_UPLOAD_BYTES, settings.MAX_EVIDENCE_BYTES) + _FORM_BYTES,
        clear_untrusted_proxy_headers=True,
        **behind_proxy,
    )
    if turns is not None:
        turns.lead(server)
    signal.signal(signal.SIGTERM, _end)
    clocks = _started() if alone else ()
    ready()
    try:
        server.run()
    finally:
        for clock in clocks:
            clock.set()
        server.close()


def _started() -> tuple[Event, ...]:
    sealing, looking = start_sealing(minutes=settings.SEAL_MINUTES), start_looking(minutes=settings.LOOK_MINUTES)
    return sealing, looking, start_sweeping()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except (OSError, OverflowError):
        listening.close()
        raise OSError(port) from None
    return listening


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
