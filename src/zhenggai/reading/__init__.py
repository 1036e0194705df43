"""A document becomes a `Report`: pure, no clock, no network; same bytes and same `today`, same report."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.report import Report
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats.limits import Limits

__all__ = ["Limits", "Unreadable", "read"]

_LIMITS = Limits()


def read(data: bytes, *, name: str, today: date, limits: Limits = _LIMITS) -> Report:
    """Read one file; `today` serves only where the text has no date of its own.

    :raises Unreadable: with one sentence that names the file, the fault and the remedy.
    """
    # Grammars take 0.2 s to compile: whoever only hands files to a child process need not wait for them.
    from zhenggai.reading.reader import read_report

    return read_report(data, name=name, today=today, limits=limits)
