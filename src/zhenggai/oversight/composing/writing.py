"""A paper composed and written at once, without being kept."""

from __future__ import annotations

from zhenggai.domain.papers.facts import LedgerFacts
from zhenggai.domain.papers.kinds import compose
from zhenggai.ledger.ruling import rules_of
from zhenggai.papers.official import docx_of


def written(kind: str, facts: LedgerFacts) -> tuple[bytes, int]:
    """The Word file of a kind of paper, and how many figures stand in it.

    :raises CannotCompose: where the ledger holds nothing for it.
    """
    name = dict(rules_of(cycle_id=facts.cycle.id).papers)[kind]
    paper = compose(kind, facts, name=name)
    return docx_of(paper), len(paper.figures)
