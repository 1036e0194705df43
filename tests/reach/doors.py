"""Ways in that no act guards."""

from __future__ import annotations

from enum import StrEnum


class Door(StrEnum):
    """Ways in that no act guards."""

    OPEN = "open to strangers"
    KNOWN = "open to everybody who has logged in"
    INNER = "part of another operation, which asks first"
