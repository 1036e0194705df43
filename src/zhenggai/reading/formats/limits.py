"""How much a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds on one file; sizes in bytes, `ratio` unpacked to packed, `cells` places of one table."""

    size: int = 50 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    ratio: int = 100
    members: int = 5_000
    cells: int = 1_000_000
    depth: int = 200
