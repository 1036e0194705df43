"""The layouts that an office brought for its papers, and a paper in one of them."""

from __future__ import annotations

from django.conf import settings

from zhenggai.domain.papers.passages import Composed
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, demand, may, refused
from zhenggai.domain.roles import Act
from zhenggai.jobs.layouts import laid_out
from zhenggai.ledger.files import path_of
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import whole_cycle
from zhenggai.oversight.layout_shapes import LayoutRow, LayoutsPage
from zhenggai.oversight.models import ComposedPaper, PaperLayout
from zhenggai.oversight.shapes import PaperCard
from zhenggai.papers.layouts import PLACES, LayoutFacts, filling_of

# More would be no help; what is older is in the journal.
MOST = 200


def layouts_page(*, cycle_id: int, actor: Actor) -> LayoutsPage:
    """The layouts of a round by kind, the newest first, and every placeholder.

    :raises NotAllowed: unless the actor sees the whole round.
    :raises NoSuchThing: where there is no such round.
    """
    _demand_whole(actor, cycle_id)
    names = dict(rules_of(cycle_id=cycle_id).papers)
    rows = PaperLayout.objects.filter(cycle=cycle_id).order_by("kind", "-number")[:MOST]
    return LayoutsPage(
        cycle=cycle_row(cycle_id=cycle_id),
        kinds=tuple(names.items()),
        rows=tuple(_row(row, names) for row in rows),
        places=tuple(PLACES.items()),
        may_change=may(actor, Act.PLAN, Thing(cycle_id=cycle_id)),
    )


def layout_file(*, layout_id: int, cycle_id: int, actor: Actor) -> PaperCard:
    """The file of a layout as it was brought.

    :raises NotAllowed: unless the actor sees the whole round.
    :raises NoSuchThing: where this round has no such layout.
    """
    _demand_whole(actor, cycle_id)
    row = _found(layout_id, cycle_id=cycle_id)
    return PaperCard(row.name, row.size, row.sha256)


def layouts_for(paper: ComposedPaper) -> tuple[LayoutRow, ...]:
    """The layouts in which a paper may be downloaded, the newest first."""
    rows = PaperLayout.objects.filter(cycle=paper.cycle_id, kind=paper.kind, retired_at=None).order_by("-number")
    return tuple(_row(row, {paper.kind: paper.name}) for row in rows[:MOST])


def in_layout(paper: ComposedPaper, composed: Composed, layout_id: int) -> bytes:
    """The Word file of a paper in an office's own layout.

    :raises NoSuchThing: where there is no such layout for this kind of paper, or it is retired.
    :raises Unreadable: where the layout could not be filled.
    """
    layout = _found(layout_id, cycle_id=paper.cycle_id)
    if layout.kind != paper.kind or layout.retired_at is not None:
        raise NoSuchThing("没有编号为 $id 的版式。", id=layout_id)
    try:
        data = path_of(layout.sha256, folder=settings.FILES).read_bytes()
    except OSError as fault:
        raise NoSuchThing("文件不在了，请联系系统管理员。") from fault
    filling = filling_of(composed, LayoutFacts(part=paper.part_name, cycle=paper.cycle.title))
    return laid_out(data, filling, name=layout.name)


def _found(layout_id: int, *, cycle_id: int) -> PaperLayout:
    row = PaperLayout.objects.filter(pk=layout_id, cycle=cycle_id).first()
    if row is None:
        raise NoSuchThing("没有编号为 $id 的版式。", id=layout_id)
    return row


def _row(row: PaperLayout, names: dict[str, str]) -> LayoutRow:
    return LayoutRow(
        id=row.pk,
        kind=row.kind,
        kind_name=names[row.kind],
        number=row.number,
        name=row.name,
        by=row.by,
        at=row.at,
        retired_by=row.retired_by,
        retired_at=row.retired_at,
        version=row.version,
    )


def _demand_whole(actor: Actor, cycle_id: int) -> None:
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
