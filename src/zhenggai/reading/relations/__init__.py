"""Equations the text itself implies: sums, ratios, parts of a whole, enumerations.

A relation is claimed only where wording ties the figures together; true and false ones are returned alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenggai.domain.report import Quantity, Relation
from zhenggai.reading.relations.listings import find_listings
from zhenggai.reading.relations.passages import Passage, passages
from zhenggai.reading.relations.ratios import find_ratios
from zhenggai.reading.relations.ties import find_ties
from zhenggai.reading.relations.verdicts import judge
from zhenggai.reading.sentences import Sentences


def find_relations(text: str, *, quantities: Sequence[Quantity], sentences: Sentences) -> tuple[Relation, ...]:
    """Find the equations between `quantities`, in the order of their totals, each once."""
    found: dict[tuple[str, int, tuple[int, ...]], Relation] = {}
    before: Passage | None = None
    for passage in passages(text, quantities, sentences):
        adjoining = (
            before
            if before
            and not text[before.last : min(passage.first, before.last + 3)].strip()
            and passage.first - before.last < 3
            else None
        )
        for relation in _relations(passage, adjoining, quantities):
            found.setdefault((relation.kind, relation.total, relation.parts), relation)
        before = passage
    for _, total, parts in [key for key in found if key[0] == "sum"]:
        for part in parts:
            found.pop(("part", total, (part,)), None)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0], key[2])))


def _relations(passage: Passage, before: Passage | None, quantities: Sequence[Quantity]) -> Iterator[Relation]:
    yield from find_listings(passage)
    if passage.high - passage.low > 1 or before:
        for tie in find_ties(passage, before):
            yield from judge(tie, quantities)
    if passage.high - passage.low > 1:
        yield from find_ratios(passage, before)
