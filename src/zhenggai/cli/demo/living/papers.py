"""Papers of the office: the plan that was signed and frozen, a report in the making, a circular that was given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.oversight.composing.gathering import Part
from zhenggai.oversight.models import ComposedPaper
from zhenggai.oversight.operations.composing import (
    PaperWish,
    compose_paper,
    edit_passage,
    freeze_paper,
    return_paper,
    sign_off,
)
from zhenggai.oversight.queries.composed import paper_page


def events(stage: Stage) -> Iterator[Event]:
    """What became of papers in the first eighty days."""
    compose = partial(_compose, stage.cycle_id)
    yield stage.event(-58, 10, 0, partial(compose, PaperWish("plan")))
    yield stage.event(-58, 10, 30, partial(_sign, stage.cycle_id))
    yield stage.event(-58, 11, 0, partial(_freeze, stage.cycle_id))
    yield stage.event(-3, 15, 0, partial(compose, PaperWish("bulletin")))
    yield stage.event(-3, 16, 0, partial(_return, stage.cycle_id))
    yield stage.event(-2, 9, 0, partial(compose, PaperWish("supervision", Part("unit", "县水利局"))))
    yield stage.event(-1, 20, 0, partial(compose, PaperWish("progress")))
    yield stage.event(-1, 20, 30, partial(_edit, stage.cycle_id))


def _compose(cycle_id: int, wish: PaperWish, at: datetime) -> None:
    compose_paper(cycle_id=cycle_id, wish=wish, actor=actor("wang"), at=at)


def _paper(cycle_id: int, kind: str) -> ComposedPaper:
    return ComposedPaper.objects.get(cycle=cycle_id, kind=kind)


def _sign(cycle_id: int, at: datetime) -> None:
    paper = _paper(cycle_id, "plan")
    seen = paper_page(paper_id=paper.pk, actor=actor("wang"), now=at)
    sign_off(paper_id=paper.pk, version=paper.version, digest=seen.digest, actor=actor("wang"), at=at)


def _freeze(cycle_id: int, at: datetime) -> None:
    paper = _paper(cycle_id, "plan")
    freeze_paper(paper_id=paper.pk, version=paper.version, actor=actor("wang"), at=at)


def _return(cycle_id: int, at: datetime) -> None:
    paper = _paper(cycle_id, "bulletin")
    reason = "逾期的两项要写明原因和下步措施。"
    return_paper(paper_id=paper.pk, version=paper.version, reason=reason, actor=actor("sun"), at=at)


def _edit(cycle_id: int, at: datetime) -> None:
    passage = _paper(cycle_id, "progress").passages.get(key="coming/words")
    text = "紧盯逾期事项逐项督办，对已销号的适时开展“回头看”，对长期坚持的分阶段抓好落实。"
    edit_passage(passage_id=passage.pk, version=passage.version, text=text, actor=actor("wang"), at=at)
