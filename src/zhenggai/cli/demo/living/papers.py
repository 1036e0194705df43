"""Papers of the office: the plan that was signed and frozen, a report in the making, a circular that was given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.oversight.composing.gathering import Part
from zhenggai.oversight.operations.composing import (
    PaperWish,
    compose_paper,
    edit_passage,
    freeze_paper,
    return_paper,
    sign_off,
)
from zhenggai.oversight.paper_shapes import PaperPage
from zhenggai.oversight.queries.composed import paper_page


def events(stage: Stage) -> Iterator[Event]:
    """What became of papers in the first eighty days."""
    made: dict[str, int] = {}
    compose = partial(_compose, stage.cycle_id, made)
    yield stage.event(-58, 10, 0, partial(compose, PaperWish("plan")))
    yield stage.event(-58, 10, 30, partial(_sign, made))
    yield stage.event(-58, 11, 0, partial(_freeze, made))
    yield stage.event(-3, 15, 0, partial(compose, PaperWish("bulletin")))
    yield stage.event(-3, 16, 0, partial(_return, made))
    yield stage.event(-2, 9, 0, partial(compose, PaperWish("supervision", Part("unit", "县水利局"))))
    yield stage.event(-1, 20, 0, partial(compose, PaperWish("progress")))
    yield stage.event(-1, 20, 30, partial(_edit, made))


def _compose(cycle_id: int, made: dict[str, int], wish: PaperWish, at: datetime) -> None:
    made[wish.kind] = compose_paper(cycle_id=cycle_id, wish=wish, actor=actor("wang"), at=at)


def _page(made: dict[str, int], kind: str, at: datetime) -> PaperPage:
    return paper_page(paper_id=made[kind], actor=actor("wang"), now=at)


def _sign(made: dict[str, int], at: datetime) -> None:
    page = _page(made, "plan", at)
    sign_off(paper_id=page.id, version=page.version, digest=page.digest, actor=actor("wang"), at=at)


def _freeze(made: dict[str, int], at: datetime) -> None:
    page = _page(made, "plan", at)
    freeze_paper(paper_id=page.id, version=page.version, actor=actor("wang"), at=at)


def _return(made: dict[str, int], at: datetime) -> None:
    page = _page(made, "bulletin", at)
    reason = "逾期的两项要写明原因和下步措施。"
    return_paper(paper_id=page.id, version=page.version, reason=reason, actor=actor("sun"), at=at)


def _edit(made: dict[str, int], at: datetime) -> None:
    passage = next(row for row in _page(made, "progress", at).passages if row.key == "coming/words")
    text = "紧盯逾期事项逐项督办，对已销号的适时开展“回头看”，对长期坚持的分阶段抓好落实。"
    edit_passage(passage_id=passage.id, version=passage.version, text=text, actor=actor("wang"), at=at)
