"""Which unit a written name means.

The rule, tried in this order; the first step that finds anything decides, and several finds stay several:

1. **name**: it is the unit's name, letter by letter (blanks and brackets' width aside);
2. **alias**: it is one of the unit's short names or aliases;
3. **place**: both are the same once the place in front is taken off, and the places do not contradict each other:
   `区`, `县`, `云岭县` may stand before either or be missing, but 市 is not 县 and 云岭县 is not 青川县;
4. **abbreviation**: both are the same once short forms are written out (`unit_words.FULL_AND_SHORT`), places as in 3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.unit_words import ENDINGS, FULL_AND_SHORT, NO_PLACE, NO_PLACE_BEFORE, OF_THE_COMMITTEE

Step = Literal["name", "alias", "place", "abbreviation", "none"]

STEP_NAMES: dict[Step, str] = {
    "name": "名称相同",
    "alias": "简称或别名相同",
    "place": "去掉地名后相同",
    "abbreviation": "展开简称后相同",
    "none": "没有对上",
}

_LONG = {short: names[0] for names in FULL_AND_SHORT for short in names}
_PLACE = re.compile(rf"(?:中共)?([一-鿿]{{0,5}}?[省市县区旗])(?!(?:{'|'.join(NO_PLACE_BEFORE)}))(?=[一-鿿]{{2}})")
_COMMITTEE = re.compile(rf"委(?:员会)?(?={'|'.join(OF_THE_COMMITTEE)})|委员会(?=纪律检查)")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the matcher knows it; `others` are its short names and aliases."""

    id: int
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The units that a name may mean and the step that found them."""

    step: Step
    units: tuple[int, ...]

    @property
    def unit(self) -> int | None:
        """The unit, where there is exactly one."""
        return self.units[0] if len(self.units) == 1 else None


NO_MATCH = Match("none", ())


@dataclass(frozen=True, slots=True)
class _Parts:
    place: str
    core: str


class UnitNames:
    """The names of many units, prepared for finding."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self._names: dict[str, list[int]] = {}
        self._others: dict[str, list[int]] = {}
        self._cores: dict[str, list[tuple[str, int]]] = {}
        self._written_out: dict[str, list[tuple[str, int]]] = {}
        for unit in units:
            self.add(unit)

    def add(self, unit: KnownUnit) -> None:
        """Let a unit be found as well; what was added before under the same number stays."""
        self._names.setdefault(plain(unit.name), []).append(unit.id)
        for other in unit.others:
            self._others.setdefault(plain(other), []).append(unit.id)
        for name in (unit.name, *unit.others):
            parts = parts_of(plain(name))
            self._cores.setdefault(parts.core, []).append((parts.place, unit.id))
            self._written_out.setdefault(written_out(parts.core), []).append((parts.place, unit.id))

    def find(self, name: str) -> Match:
        """Every unit that the name may mean."""
        wanted = plain(name)
        if not wanted:
            return NO_MATCH
        parts = parts_of(wanted)
        steps: tuple[tuple[Step, Iterable[int]], ...] = (
            ("name", self._names.get(wanted, ())),
            ("alias", self._others.get(wanted, ())),
            ("place", _agreeing(self._cores.get(parts.core, ()), parts.place)),
            ("abbreviation", _agreeing(self._written_out.get(written_out(parts.core), ()), parts.place)),
        )
        for step, found in steps:
            units = tuple(sorted(set(found)))
            if units:
                return Match(step, units)
        return NO_MATCH


def plain(name: str) -> str:
    """The name without blanks, and with one width of brackets and letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))


def parts_of(name: str) -> _Parts:
    """The place in front of a plain name, empty where there is none, and the rest."""
    found = _PLACE.match(name)
    if found is None or found[1].endswith(NO_PLACE):
        return _Parts("", _without_committee(name))
    return _Parts(found[1], _without_committee(name[found.end() :]))


def written_out(core: str) -> str:
    """The core of a name with its short forms written out in full."""
    if core in _LONG:
        return _LONG[core]
    for full, short in ENDINGS:
        if core.endswith(short) and not core.endswith(full) and len(core) > len(short):
            return core.removesuffix(short) + full
    return core


def _without_committee(core: str) -> str:
    found = _COMMITTEE.match(core)
    return core[found.end() :] if found else core


def _agreeing(found: Iterable[tuple[str, int]], place: str) -> Iterable[int]:
    return (unit for other, unit in found if _agree(place, other))


def _agree(one: str, other: str) -> bool:
    """Whether two places may be the same: one is missing, they are equal, or one is named and the other only its kind."""
    if not one or not other or one == other:
        return True
    return one[-1] == other[-1] and min(len(one), len(other)) == 1
