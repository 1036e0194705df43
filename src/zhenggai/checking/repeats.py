"""The same thing told twice: one amount in two places of a problem, one meeting under two problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zhenggai.checking.indexed import Indexed
from zhenggai.checking.registry import RULES, Finding
from zhenggai.domain.report import Span

_CLAUSE = re.compile(r",?([^,。;\n]{2,80})")
_HELD = re.compile(r".*(?:召开|举办|举行)(.{2,60}会)议?$")
_COMMON_ENDING = 4


@RULES.rule(
    "money.repeated",
    severity="info",
    title="同一问题内金额重复",
    explanation="一个问题里同一金额出现两次以上。核对是同一笔钱说了两遍，还是两件事恰好相同，避免重复统计。",
    source="N21",
)
def find_repeated_money(indexed: Indexed) -> Iterator[Finding]:
    """An amount that a problem states more than once."""
    for place in indexed.leaves:
        seen: set[Decimal] = set()
        for quantity in indexed.quantities_in(place.problem.span):
            if quantity.kind != "money" or not quantity.value:
                continue
            if quantity.value in seen:
                yield Finding(f"{place.name}两次出现{quantity.text}，请核对是否同一笔", quantity.span)
            seen.add(quantity.value)


@RULES.rule(
    "event.reused",
    severity="info",
    title="同一会议用在两个问题",
    explanation="两个问题引用了同一天的同一类会议。可以一会多用，但统计会议次数时只能算一次，名称也应一致。",
    source="D-06 X08",
)
def find_reused_events(indexed: Indexed) -> Iterator[Finding]:
    """A meeting of one day that is cited under two problems."""
    cited: dict[date, list[tuple[str, str]]] = {}
    for place, measure, dates in indexed.dated:
        for found in dates:
            meeting = _meeting(indexed, found.span, measure.span) if found.first == found.last else None
            if meeting is None:
                continue
            earlier = [
                name for name, other in cited.get(found.first, ()) if name != place.name and _same(other, meeting)
            ]
            if earlier:
                yield Finding(f"{place.name}与{earlier[0]}引用同一天（{found.text}）的会议，统计时只算一次", found.span)
            cited.setdefault(found.first, []).append((place.name, meeting))


def _meeting(indexed: Indexed, span: Span, inside: Span) -> str | None:
    """Name of the meeting that the clause after a date says was held."""
    clause = _CLAUSE.match(indexed.text, span[1], inside[1])
    held = _HELD.match(clause[1]) if clause else None
    return held[1] if held else None


def _same(one: str, other: str) -> bool:
    length = min(_COMMON_ENDING, len(one), len(other))
    return one[-length:] == other[-length:]
