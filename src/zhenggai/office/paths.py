"""The current place, written as a path."""

from __future__ import annotations

import re
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from zhenggai.ledger.shapes import CycleName, CycleRow
from zhenggai.people.shapes import UnitCard

Path = tuple[tuple[str, str], ...]
# What stands in an address until numbers take its places.
_ANY = 10**9 + 7


def address(name: str, *numbers: int) -> str:
    """The address of a page by the numbers in it, as `reverse` says it, which is asked once for each page."""
    first, *pieces = _pieces(name, len(numbers))
    return first + "".join(f"{number}{piece}" for number, piece in zip(numbers, pieces, strict=True))


@cache
def _pieces(name: str, count: int) -> list[str]:
    stand_ins = [_ANY + place for place in range(count)]
    return re.split("|".join(map(str, stand_ins)), reverse(name, args=stand_ins)) if count else [reverse(name)]


def place(*labels: str) -> Path:
    """A path whose parts lead nowhere, the last being the page itself."""
    return tuple((label, "") for label in labels)


def in_cycle(cycle: CycleRow | CycleName, *rest: tuple[str, str]) -> Path:
    """A path that begins at all rounds and goes through this one."""
    return ((_("轮次"), address("cycles")), (cycle.title, address("dashboard", cycle.id)), *rest)


def in_imports(*rest: tuple[str, str]) -> Path:
    """A path that begins at the imports."""
    return ((_("导入"), reverse("imports")), *rest)


def in_people(card: UnitCard | None, *rest: tuple[str, str], through: bool = False) -> Path:
    """A path that begins at the tree of units and goes down to this one; `through` it where the page lies below."""
    above = [(link.name, reverse("unit", args=[link.id])) for link in card.above] if card else []
    if card and through:
        above.append((card.name, reverse("unit", args=[card.id])))
    return ((_("单位与人员"), reverse("people")), *above, *rest)
