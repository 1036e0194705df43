"""Joining two problems of an outline, and cutting one in two."""

from __future__ import annotations

from dataclasses import replace

from zhenggai.domain.outline import OutlineMeasure, OutlineProblem
from zhenggai.domain.report import Span


def join_problems(first: OutlineProblem, second: OutlineProblem, *, text: str) -> OutlineProblem:
    """The first problem with the words, places and measures of the second added."""
    told = "\n".join(part for part in (first.description, second.title, second.description) if part)
    return replace(
        first,
        pieces=_joined_pieces((*first.pieces, *second.pieces), text),
        description=told,
        responsible=tuple(dict.fromkeys((*first.responsible, *second.responsible))),
        extra=tuple(dict((*second.extra, *first.extra)).items()),
        measures=(*first.measures, *second.measures),
    )


def _joined_pieces(pieces: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    joined: list[Span] = []
    for first, last in sorted(pieces):
        if joined and first <= len(text) and not text[joined[-1][1] : first].strip():
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def cut_pieces(pieces: tuple[Span, ...], at: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The places before and after character `at`."""
    before = tuple((first, min(last, at)) for first, last in pieces if first < at)
    after = tuple((max(first, at), last) for first, last in pieces if last > at)
    return before, after


def cut_measures(
    measures: tuple[OutlineMeasure, ...], at: int, *, text: str, key: str
) -> tuple[tuple[OutlineMeasure, ...], tuple[OutlineMeasure, ...]]:
    """The measures before and after character `at`; one that runs across is cut, its second part under `key`."""
    kept: list[OutlineMeasure] = []
    moved: list[OutlineMeasure] = []
    for measure in measures:
        head, tail = _cut_measure(measure, at, text=text, key=key)
        kept += [head] if head else []
        moved += [tail] if tail else []
    return tuple(kept), tuple(moved)


def _cut_measure(
    measure: OutlineMeasure, at: int, *, text: str, key: str
) -> tuple[OutlineMeasure | None, OutlineMeasure | None]:
    if measure.span is None or at >= measure.span[1]:
        return measure, None
    first, last = measure.span
    if at <= first:
        return None, measure
    start = text.find(measure.text, first, last)
    head, tail = text[max(start, first) : at].strip(), text[at:last].strip()
    if start < 0 or not tail:
        # A text that was edited by hand no longer follows the span and cannot be cut with it.
        return measure, None
    if start >= at or not head:
        return None, measure
    return replace(measure, text=head, span=(first, at)), OutlineMeasure(key, None, tail, (at, last))
