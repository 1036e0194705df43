"""Papers composed in tests."""

from __future__ import annotations

from datetime import timedelta

from people import NOON, WANG
from working import Work
from zhenggai.oversight.composing.stored import passage_of
from zhenggai.oversight.models import PaperPassage
from zhenggai.oversight.operations.composing import (
    PaperWish,
    compose_paper,
    edit_passage,
    sign_off,
)
from zhenggai.oversight.paper_shapes import PaperPage
from zhenggai.oversight.queries.composed import paper_page

LATER = NOON + timedelta(hours=1)
PROGRESS = PaperWish("progress")


def composed(work: Work, wish: PaperWish = PROGRESS) -> int:
    return compose_paper(cycle_id=work.cycle, wish=wish, actor=WANG, at=NOON)


def page(paper: int) -> PaperPage:
    return paper_page(paper_id=paper, actor=WANG, now=LATER)


def passage(paper: int, start: str) -> PaperPassage:
    return PaperPassage.objects.filter(paper=paper, key__startswith=start).order_by("position")[0]


def text_of(row: PaperPassage) -> str:
    return passage_of(row).text


def edit(row: PaperPassage, text: str, *, actor=WANG) -> None:
    edit_passage(passage_id=row.pk, version=row.version, text=text, actor=actor, at=LATER)


def signed(work: Work) -> int:
    paper = composed(work)
    sign_off(paper_id=paper, version=1, digest=page(paper).digest, actor=WANG, at=LATER)
    return paper
