"""Figures of a paper that the ledger tells otherwise now: what is offered for a passage, and the passage with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from zhenggai.domain.papers.kinds import CannotCompose, compose
from zhenggai.domain.papers.passages import Passage
from zhenggai.domain.papers.words import FigureField, Words
from zhenggai.oversight.composing.comparing import moved_figures
from zhenggai.oversight.composing.gathering import Part, gather
from zhenggai.oversight.models import ComposedPaper
from zhenggai.oversight.paper_shapes import MovedFigure

Fresh = Mapping[str, FigureField]


def fresh_figures(paper: ComposedPaper, *, now: datetime) -> Fresh:
    """Every figure that the ledger would put into this paper now, by its key."""
    facts = gather(
        cycle_id=paper.cycle_id,
        at=now,
        part=Part(paper.part_kind, paper.part),
        withheld=frozenset(json.loads(paper.withheld)),
    )
    try:
        composed = compose(paper.kind, facts).figures
    except CannotCompose:
        composed = ()
    stated = [figure for task in facts.tasks for figure in task.figures]
    return {figure.key: figure for figure in (*composed, *stated)}


def offers_for(passage: Passage, fresh: Fresh) -> tuple[MovedFigure, ...]:
    """What has moved of the figures of a passage; what the ledger tells no more is not offered."""
    return moved_figures(passage.figures, fresh.values(), gone=False)


def offer_digest(offers: tuple[MovedFigure, ...]) -> str:
    """What somebody agrees to when they take an offer, in short."""
    told = json.dumps([[one.scope, one.then, one.now] for one in offers], ensure_ascii=False)
    return sha256(told.encode()).hexdigest()


def refreshed(passage: Passage, fresh: Fresh) -> Passage:
    """The passage with its figures as the ledger has them now; its other words stay."""
    table = passage.table
    if table is not None:
        rows = tuple(tuple(_renewed(cell, fresh) for cell in row) for row in table.rows)
        return replace(passage, table=replace(table, rows=rows))
    return replace(passage, words=_renewed(passage.words, fresh))


def _renewed(words: Words, fresh: Fresh) -> Words:
    return tuple(piece if isinstance(piece, str) else fresh.get(piece.key, piece) for piece in words)
