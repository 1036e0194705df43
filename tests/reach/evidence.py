"""Who reaches what: evidence."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {}

OPERATIONS: dict[str, Act | Door] = {}
