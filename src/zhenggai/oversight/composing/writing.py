"""A paper composed at once, without being kept, and the files that a paper becomes."""

from __future__ import annotations

from typing import Literal

from zhenggai.domain.papers.facts import LedgerFacts
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.passages import Composed
from zhenggai.jobs.typesetting import pdf_confined
from zhenggai.ledger.ruling import rules_of
from zhenggai.papers.official import docx_of, sheet_of

PaperForm = Literal["docx", "pdf"]


def composed_now(kind: str, facts: LedgerFacts) -> Composed:
    """The paper of a kind, as the ledger has it.

    :raises CannotCompose: where the ledger holds nothing for it.
    """
    return compose(kind, facts, name=dict(rules_of(cycle_id=facts.cycle.id).papers)[kind])


def written(paper: Composed, form: PaperForm) -> bytes:
    """The paper as a Word file or as PDF.

    :raises CannotTypeset: where the pages could not be set.
    """
    return docx_of(paper) if form == "docx" else pdf_confined(sheet_of(paper))
