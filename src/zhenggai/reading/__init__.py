"""A document becomes a `Report`: pure, no clock, no network; same bytes and same `today`, same report."""

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.reader import read

__all__ = ["Unreadable", "read"]
