"""Running text cut into measures at the chain of markers that comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhenggai.domain.report import Measure, Span
from zhenggai.reading.structure.marks import LAST, Mark, Marks

_LARGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """What a problem's regions came to: the text before the first marker, and the measures."""

    lead: Span | None
    measures: tuple[Measure, ...]


def cut_measures(text: str, regions: Sequence[Span], marks: Marks) -> Cut:
    """Cut the regions of one problem into measures; without markers the running text is one."""
    regions = [kept for region in regions if (kept := trim(text, region))[0] < kept[1]]
    if not regions:
        return Cut(None, ())
    chain = first_chain(regions, marks)
    if not chain:
        return Cut(None, (_measure(text, None, regions[0][0], regions[0]),))
    lead = trim(text, (regions[0][0], min(chain[0].start, regions[0][1])))
    measures = []
    for place, mark in enumerate(chain):
        following = chain[place + 1].start if place + 1 < len(chain) else regions[-1][1]
        last = next((min(end, following) for first, end in regions if first <= mark.start < end), following)
        measures.append(_measure(text, mark.marker, mark.start, (mark.end, last)))
    return Cut(lead if lead[0] < lead[1] else None, tuple(measures))


def first_chain(regions: Sequence[Span], marks: Marks) -> list[Mark]:
    """The chain of the family whose first marker comes earliest; dashes where no family has one."""
    families: dict[str, list[Mark]] = {}
    for mark in marks.within(regions):
        families.setdefault(mark.family, []).append(mark)
    best: list[Mark] = []
    for family, found in families.items():
        chain = _chain(found)
        long_enough = len(chain) >= (1 if family == "shi" else 2)
        if long_enough and (not best or chain[0].start < best[0].start):
            best = chain
    if best:
        return best
    dashes = marks.dashes(regions)
    return dashes if len(dashes) > 1 else []


def _chain(found: Sequence[Mark]) -> list[Mark]:
    """The marks that count up; a list nested in a measure starts again at one and is passed over."""
    chain: list[Mark] = []
    last = nested = 0
    for mark in found:
        value = last + 1 if mark.value == LAST else mark.value
        if value == 1 and chain and not mark.opens_line:
            nested = 1
            continue
        if nested and value == nested + 1 and mark.before in ";:":
            nested = value
            continue
        if _goes_on(value, last, mark):
            chain.append(mark)
            last, nested = value, 0
    return chain


def _goes_on(value: int, last: int, mark: Mark) -> bool:
    if mark.is_close:
        return value == last + 1 > 1 and (mark.opens_line or mark.before == ";")
    if last == 0:
        return value <= 2
    return last < value <= last + _LARGEST_GAP or (mark.opens_line and value in (last, 1))


def _measure(text: str, marker: str | None, start: int, body: Span) -> Measure:
    first, last = trim(text, body)
    return Measure(marker, text[first:last], (start, max(last, body[0])))


def trim(text: str, span: Span) -> Span:
    """The span without blanks and line breaks at its ends."""
    first, last = span
    while first < last and text[first] in " \n\t":
        first += 1
    while last > first and text[last - 1] in " \n\t":
        last -= 1
    return first, last
