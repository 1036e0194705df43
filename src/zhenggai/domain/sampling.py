"""Drawing at random so that everybody can draw the same again: a seed, a frame, and ranks that follow from both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from hmac import new as keyed

METHOD = "HMAC-SHA-256（种子，任务序号）从小到大"


@dataclass(frozen=True, slots=True)
class Unit:
    """One of those among which is drawn; high risk is always in."""

    number: int
    high_risk: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: by lot in the order of their ranks, and for their risk in the order of their numbers."""

    by_lot: tuple[int, ...]
    by_risk: tuple[int, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """All of them, lowest first."""
        return tuple(sorted({*self.by_lot, *self.by_risk}))


def share_of(size: int, *, percent: int) -> int:
    """So many of a hundred, rounded up: ten percent of 139 are 14."""
    return -(-size * percent // 100)


def rank_of(number: int, *, seed: str) -> str:
    """The rank of a number under a seed; who knows neither cannot steer it."""
    return keyed(seed.encode("utf-8"), str(number).encode("ascii"), sha256).hexdigest()


def draw(frame: Iterable[Unit], *, seed: str, percent: int) -> Drawn:
    """Draw so many of a hundred from the frame, rounded up, and every one of high risk beside them.

    :raises ValueError: where a number stands in the frame twice.
    """
    units = list(frame)
    numbers = [unit.number for unit in units]
    if len(set(numbers)) != len(numbers):
        raise ValueError("a number stands in the frame twice")
    ranked = sorted(numbers, key=lambda number: rank_of(number, seed=seed))
    by_lot = tuple(ranked[: share_of(len(ranked), percent=percent)])
    return Drawn(by_lot, tuple(sorted(unit.number for unit in units if unit.high_risk)))
