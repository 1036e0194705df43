"""Word's automatic numbers, resolved: what python-docx and every plain reader drops."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from zhenggai.reading.formats.numerals import numeral
from zhenggai.reading.formats.word.names import VAL, is_on, number_of, value_of, w, whole
from zhenggai.reading.formats.xml import Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints. `restart` is the level (from 1) after which it starts anew, 0 never."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    """One `w:num`: the abstract list it counts in, and its own overrides."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and where each of them has counted to."""

    def __init__(self, root: Element | None) -> None:
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        abstracts = {element.get(w("abstractNumId"), ""): element for element in root.iter(w("abstractNum"))}
        styled = {value_of(element, "styleLink"): key for key, element in abstracts.items()}
        for number in root.iter(w("num")):
            key = value_of(number, "abstractNumId") or ""
            linked = value_of(abstracts.get(key), "numStyleLink")
            key = styled.get(linked, key) if linked else key
            if key in abstracts:
                self._lists[number.get(w("numId"), "")] = _list(number, key, abstracts[key])

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """Level that a list reserves for paragraphs of this style."""
        found = self._lists.get(list_id)
        return next((index for index, level in found.levels.items() if level.style == style), None) if found else None

    def next_label(self, list_id: str, level: int) -> str:
        """Count one paragraph of this list and level, and return its label as printed; a bullet prints nothing."""
        found = self._lists.get(list_id)
        shape = found.levels.get(level) if found else None
        if found is None or shape is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        self._count(found, counters, list_id, level)
        if shape.number_format == "bullet":
            return ""
        return _PLACE.sub(lambda match: self._print(found, counters, int(match[1]) - 1, shape), shape.text)

    def _count(self, found: _List, counters: dict[int, int], list_id: str, level: int) -> None:
        fresh = level in found.restarts and (list_id, level) not in self._begun
        self._begun.add((list_id, level))
        if fresh:
            counters[level] = found.restarts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = found.levels[level].start
        for above in range(level):
            if above in found.levels:
                counters.setdefault(above, found.levels[above].start)
        for below in range(level + 1, _LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or level < restart:
                counters.pop(below, None)

    @staticmethod
    def _print(found: _List, counters: dict[int, int], level: int, shape: Level) -> str:
        if level not in found.levels:
            return ""
        own = found.levels[level]
        return numeral(counters.get(level, own.start), "decimal" if shape.legal else own.number_format)


def _list(number: Element, key: str, abstract: Element) -> _List:
    levels = {index: _level(element) for element in abstract.iter(w("lvl")) if (index := _index(element)) is not None}
    made = _List(abstract=key, levels=levels)
    for override in number.iter(w("lvlOverride")):
        index = _index(override)
        if index is None:
            continue
        own = override.find(w("lvl"))
        if own is not None:
            levels[index] = _level(own)
        start = number_of(override, "startOverride")
        if start is not None:
            made.restarts[index] = start
            levels[index] = replace(levels.get(index, Level()), start=start)
    return made


def _index(element: Element) -> int | None:
    return whole(element.get(w("ilvl")))


def _level(element: Element) -> Level:
    start = number_of(element, "start")
    shape = element.find(w("numFmt"))
    return Level(
        # Word counts from 0 where a level names no start.
        start=0 if start is None else start,
        number_format=shape.get(VAL, "decimal") if shape is not None else "decimal",
        text=value_of(element, "lvlText") or "",
        legal=bool(is_on(element, "isLgl")),
        restart=number_of(element, "lvlRestart"),
        style=value_of(element, "pStyle"),
    )
