"""Papers of a round, and one of them with all that is asked about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime

from zhenggai.domain.papers.kinds import is_wide
from zhenggai.domain.papers.names import PAPER_STATES, PARTS
from zhenggai.domain.papers.passages import PASSAGE_KINDS, Composed, Passage, with_depths
from zhenggai.domain.papers.words import FigureField, Words, editable
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, demand, may, refused
from zhenggai.domain.roles import Act
from zhenggai.jobs.fontlist import installed_families
from zhenggai.journal.models import Checkpoint
from zhenggai.ledger.arrived import came_before
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Problem, ReportPeriod, Task
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import whole_cycle
from zhenggai.oversight.composing.comparing import changed_passages, moved_figures
from zhenggai.oversight.composing.doubting import doubts_about
from zhenggai.oversight.composing.kept import figures_now
from zhenggai.oversight.composing.refreshing import Fresh, offer_digest, offers_for
from zhenggai.oversight.composing.sources import sources_of
from zhenggai.oversight.composing.stored import content_of, digest_of, passage_of, passages_in
from zhenggai.oversight.composing.writing import PaperForm, written
from zhenggai.oversight.models import ComposedPaper, PaperPassage
from zhenggai.oversight.paper_shapes import (
    Choice,
    KindRow,
    PaperDoubt,
    PaperFile,
    PaperPage,
    PaperRow,
    PapersPage,
    PassageRow,
    Piece,
    Source,
    VersionRow,
    VersionsPage,
)
from zhenggai.oversight.queries.layouts import in_layout, layouts_for
from zhenggai.papers.official import typefaces

PAGE = 30
OPEN = ("drafting", "returned")
KEPT_FOR = {"compose": "生成", "return": "退回", "sign": "签发", "freeze": "定稿"}


def papers_page(*, cycle_id: int, actor: Actor, after: int = 0) -> PapersPage:
    """The papers of a round, the newest first, and what another can be composed of.

    :raises NotAllowed: unless the actor sees the whole round.
    :raises NoSuchThing: where there is no such round.
    """
    _demand_whole(actor, cycle_id)
    papers = ComposedPaper.objects.filter(cycle=cycle_id)
    rows = list((papers.filter(pk__lt=after) if after else papers).order_by("-pk")[: PAGE + 1])
    return PapersPage(
        cycle=cycle_row(cycle_id=cycle_id),
        kinds=tuple(KindRow(key, name, PARTS[key]) for key, name in rules_of(cycle_id=cycle_id).papers),
        rows=tuple(_row(paper) for paper in rows[:PAGE]),
        total=papers.count(),
        after=rows[PAGE - 1].pk if len(rows) > PAGE else None,
        parts=_parts(cycle_id),
        problems=_problems(cycle_id),
        periods=_periods(cycle_id),
        may_compose=may(actor, Act.PLAN, Thing(cycle_id=cycle_id)),
    )


def _periods(cycle_id: int) -> tuple[Choice, ...]:
    """The frozen months of a round, the newest first."""
    frozen = ReportPeriod.objects.filter(cycle=cycle_id).order_by("-month")
    return tuple(Choice(str(number), month) for number, month in frozen.values_list("pk", "month"))


def paper_page(*, paper_id: int, actor: Actor, now: datetime) -> PaperPage:
    """A paper with its passages, what is asked about them, and the figures that moved since.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    paper = _found(paper_id, actor)
    rows = list(paper.passages.order_by("position"))
    passages = [passage_of(row) for row in rows]
    doubts = doubts_about(passages, kind=paper.kind, as_of=localtime(paper.as_of).date())
    figures = [figure for passage in passages for figure in passage.figures]
    fresh = figures_now(paper, now=now)
    thing = Thing(cycle_id=paper.cycle_id)
    return PaperPage(
        id=paper.pk,
        cycle=cycle_row(cycle_id=paper.cycle_id),
        name=paper.name,
        title=paper.title,
        part=paper.part_name,
        as_of=paper.as_of,
        state=paper.state,
        state_name=PAPER_STATES[paper.state],
        reason=paper.reason,
        document_number=paper.document_number,
        copies_to=paper.copies_to,
        printed_by=paper.printed_by,
        withheld=len(json.loads(paper.withheld)),
        withheld_why=paper.withheld_why,
        version=paper.version,
        digest=digest_of(content_of(paper, passages)),
        signed_by=paper.signed_by,
        signed_at=paper.signed_at,
        entry=paper.entry,
        checkpoint=_checkpoint(paper),
        elsewhere=_frozen_elsewhere(paper),
        passages=tuple(_passage_rows(rows, passages, doubts, fresh)),
        figures=len(figures),
        versions=_versions(paper),
        moved=moved_figures(figures, fresh.values(), gone=False),
        doubts=doubts.get("", ()),
        layouts=layouts_for(paper),
        fonts=typefaces(installed_families()),
        may_edit=paper.state in OPEN and may(actor, Act.PLAN, thing),
        may_return=paper.state in ("drafting", "signed") and may(actor, Act.REVIEW, thing),
        may_sign=paper.state in OPEN and may(actor, Act.ISSUE, thing),
        may_freeze=paper.state == "signed" and may(actor, Act.ISSUE, thing),
    )


def versions_page(*, paper_id: int, old: int, new: int, actor: Actor) -> VersionsPage:
    """Two versions of a paper beside each other; 0 is the paper as it stands.

    :raises NoSuchThing: where there is no such paper or version.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    paper = _found(paper_id, actor)
    before, after = (_version(paper, number) for number in (old, new))
    return VersionsPage(
        id=paper.pk,
        cycle=cycle_row(cycle_id=paper.cycle_id),
        title=paper.title,
        versions=_versions(paper),
        old=old,
        new=new,
        changes=changed_passages(before, after),
        figures=moved_figures(_figures(before), _figures(after), gone=False),
    )


def paper_file(*, paper_id: int, actor: Actor, number: int = 0, form: PaperForm = "docx", layout: int = 0) -> PaperFile:
    """A paper as a Word file or as PDF: as it stands, or one of its versions; `layout` is one of the office's own for Word.

    :raises NoSuchThing: where there is no such paper, version or layout.
    :raises NotAllowed: unless the actor sees the whole round.
    :raises CannotTypeset: where its pages could not be set as PDF.
    :raises Unreadable: where its layout could not be filled.
    """
    paper = _found(paper_id, actor)
    as_of = localtime(paper.as_of).date()
    composed = Composed(
        kind=paper.kind,
        name=paper.name,
        title=paper.title,
        as_of=as_of,
        passages=tuple(_version(paper, number)),
        wide=is_wide(paper.kind),
        document_number=paper.document_number,
        copies_to=paper.copies_to,
        printed_by=paper.printed_by,
    )
    content = in_layout(paper, composed, layout) if layout else written(composed, form)
    part = f"（{paper.part_name}）" if paper.part_name else ""
    return PaperFile(f"{paper.name}{part} {as_of.isoformat()}.{form}", content, as_of)


def _demand_whole(actor: Actor, cycle_id: int) -> None:
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)


def _found(paper_id: int, actor: Actor) -> ComposedPaper:
    demand(actor, Act.READ_CYCLE)
    paper = ComposedPaper.objects.filter(pk=paper_id).first()
    if paper is None:
        raise NoSuchThing("没有编号为 $id 的文稿。", id=paper_id)
    _demand_whole(actor, paper.cycle_id)
    return paper


def _row(paper: ComposedPaper) -> PaperRow:
    return PaperRow(
        id=paper.pk,
        name=paper.name,
        title=paper.title,
        part=paper.part_name,
        as_of=paper.as_of,
        state=paper.state,
        state_name=PAPER_STATES[paper.state],
        by=paper.composed_by,
        at=paper.composed_at,
    )


def _parts(cycle_id: int) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    tasks = Task.objects.filter(cycle=cycle_id)
    units = tasks.exclude(unit_name="").order_by("unit_name").values_list("unit_name", flat=True).distinct()
    leaders = tasks.exclude(leader="").order_by("leader").values_list("leader", flat=True).distinct()
    aspects = Problem.objects.filter(cycle=cycle_id).order_by("aspect__position")
    named = aspects.values_list("aspect_id", "aspect__label", "aspect__title").distinct()
    numbered = tasks.order_by("number").values_list("number", "problem__title")
    return (
        ("aspect", tuple(Choice(f"aspect:{key}", f"{label}{title}") for key, label, title in named)),
        ("unit", tuple(Choice(f"unit:{name}", name) for name in units)),
        ("leader", tuple(Choice(f"leader:{name}", name) for name in leaders)),
        ("task", tuple(Choice(f"task:{number}", f"{number} {title[:40]}") for number, title in numbered)),
    )


def _problems(cycle_id: int) -> tuple[Choice, ...]:
    rows = Problem.objects.filter(cycle=cycle_id).select_related("aspect").order_by("position")
    return tuple(Choice(str(row.pk), f"{cite_problem(row)} {row.title}") for row in rows)


def _passage_rows(
    rows: Sequence[PaperPassage],
    passages: Sequence[Passage],
    doubts: dict[str, tuple[PaperDoubt, ...]],
    fresh: Fresh,
) -> list[PassageRow]:
    sources = sources_of(passages)
    depths = [depth for depth, _ in with_depths(tuple(passages))]
    return [
        _passage_row(row, passage, depth, doubts.get(passage.key, ()), sources.get(passage.key, ()), fresh)
        for row, passage, depth in zip(rows, passages, depths, strict=True)
    ]


def _passage_row(
    row: PaperPassage,
    passage: Passage,
    depth: int,
    doubts: tuple[PaperDoubt, ...],
    sources: tuple[Source, ...],
    fresh: Fresh,
) -> PassageRow:
    table = passage.table
    offers = offers_for(passage, fresh)
    return PassageRow(
        id=row.pk,
        key=passage.key,
        kind=passage.kind,
        kind_name=PASSAGE_KINDS[passage.kind],
        depth=depth,
        version=row.version,
        pieces=_pieces(passage.words),
        text=editable(passage.words),
        table=tuple(tuple(_pieces(cell) for cell in line) for line in table.rows) if table else (),
        columns=tuple(column.title for column in table.columns) if table and not table.bare else (),
        sources=sources,
        doubts=doubts,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
        offers=offers,
        offered=offer_digest(offers) if offers else "",
    )


def _pieces(words: Words) -> tuple[Piece, ...]:
    return tuple(Piece(piece) if isinstance(piece, str) else Piece(piece.text, piece) for piece in words)


def _versions(paper: ComposedPaper) -> tuple[VersionRow, ...]:
    rows = paper.versions.defer("content").order_by("-number")
    return tuple(VersionRow(row.number, KEPT_FOR[row.kept_for], row.digest, row.by, row.at) for row in rows)


def _version(paper: ComposedPaper, number: int) -> list[Passage]:
    if number == 0:
        return [passage_of(row) for row in paper.passages.order_by("position")]
    row = paper.versions.filter(number=number).first()
    if row is None:
        raise NoSuchThing("这份文稿没有第 $number 版。", number=number)
    return list(passages_in(row.content, cycle_id=paper.cycle_id))


def _figures(passages: Sequence[Passage]) -> list[FigureField]:
    return [figure for passage in passages for figure in passage.figures]


def _checkpoint(paper: ComposedPaper) -> int | None:
    if paper.entry is None or _frozen_elsewhere(paper):
        return None
    return Checkpoint.objects.filter(size__gte=paper.entry).order_by("size").values_list("size", flat=True).first()


def _frozen_elsewhere(paper: ComposedPaper) -> bool:
    """Whether the entry is one of another home's journal, whose checkpoint came with the round."""
    frozen = paper.versions.filter(kept_for="freeze").values_list("at", flat=True).first()
    return paper.entry is not None and frozen is not None and came_before(paper.cycle_id, frozen)
