"""Drafts: the list of imports and the page where one is mended."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from string import Template
from typing import Literal

from django.utils.translation import gettext

from zhenggai.domain.outline import Outline
from zhenggai.domain.placing import Places
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.report import Report, Span
from zhenggai.domain.report_json import decimal_text
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Cycle, Draft
from zhenggai.ledger.operations.holding import mended_now
from zhenggai.ledger.shapes import (
    AdoptedBefore,
    DraftPreview,
    DraftRow,
    DraftState,
    OutlineCounts,
    PlacedDoubt,
    TextMark,
)

NodeKind = Literal["section", "problem", "measure"]
Node = tuple[str, NodeKind]


def list_drafts(*, limit: int = 50) -> tuple[DraftRow, ...]:
    """The drafts received last, newest first, without those put away."""
    drafts = Draft.objects.exclude(state="discarded").defer("report", "steps").select_related("cycle")
    return tuple(_row(draft) for draft in drafts.order_by("-pk")[:limit])


def draft_preview(*, draft_id: int) -> DraftPreview:
    """All that the page of a draft shows.

    :raises NoSuchThing: where there is none of that number.
    """
    draft = Draft.objects.select_related("cycle").filter(pk=draft_id).first()
    if draft is None:
        raise NoSuchThing("没有编号为 $id 的草稿。", id=draft_id)
    outline, report = mended_now(draft) if draft.report else (None, None)
    nodes = _nodes(outline) if outline else []
    return DraftPreview(
        draft=_row(draft),
        version=draft.version,
        can_undo=draft.state == "ready" and draft.position > 0,
        can_redo=draft.state == "ready" and draft.position < len(json.loads(draft.steps)),
        outline=outline,
        doubts=_placed_doubts(report, nodes) if report else (),
        counts=_counts(outline, report) if outline and report else OutlineCounts(),
        adopted_before=_adopted_before(draft),
        timeline=list_timeline(subjects=(Subject("draft", draft.pk),)),
        marks=tuple(_findings(report)) if report else (),
    )


def _row(draft: Draft) -> DraftRow:
    state: DraftState = draft.state  # type: ignore[assignment]  # a constraint keeps it among the states
    return DraftRow(
        id=draft.pk,
        name=draft.name,
        size=draft.size,
        format=draft.format or None,
        state=state,
        fault=_fault(draft),
        received_at=draft.received_at,
        received_by=draft.received_by,
        cycle_id=draft.cycle.pk if hasattr(draft, "cycle") else None,
    )


def _fault(draft: Draft) -> str | None:
    if not draft.fault_pattern:
        return None
    return Template(gettext(draft.fault_pattern)).safe_substitute(json.loads(draft.fault_facts))


def _nodes(outline: Outline) -> list[tuple[Span, Node]]:
    found: list[tuple[Span, Node]] = []
    for section in outline.sections:
        found += [(section.span, (section.key, "section"))] if section.span else []
        for problem in section.problems:
            found += [(piece, (problem.key, "problem")) for piece in problem.pieces]
            found += [(measure.span, (measure.key, "measure")) for measure in problem.measures if measure.span]
    return found


class _Owner:
    """Finds the key of the innermost node: a measure before its problem, a problem before its section."""

    def __init__(self, nodes: list[tuple[Span, Node]]) -> None:
        self._layers = [
            Places((span, node) for span, node in nodes if node[1] == kind)
            for kind in ("measure", "problem", "section")
        ]

    def __call__(self, span: Span) -> str | None:
        return next((node[0] for layer in self._layers if (node := layer.find(span))), None)


def _placed_doubts(report: Report, nodes: list[tuple[Span, Node]]) -> tuple[PlacedDoubt, ...]:
    owner = _Owner(nodes)
    return tuple(
        PlacedDoubt(
            index=index,
            rule=doubt.rule,
            severity=doubt.severity,
            message=doubt.message,
            span=doubt.span,
            key=owner(doubt.span),
            quoted=report.text[slice(*doubt.span)],
        )
        for index, doubt in enumerate(report.doubts)
    )


def _counts(outline: Outline, report: Report) -> OutlineCounts:
    problems = outline.problems()
    return OutlineCounts(
        sections=len(outline.sections),
        problems=len(problems),
        measures=sum(len(problem.measures) for problem in problems),
        figures=len(report.quantities),
        promises=len(report.given_promises),
        relations=len(report.relations),
    )


def _findings(report: Report) -> Iterable[TextMark]:
    for quantity in report.quantities:
        unit = "" if quantity.unit == "1" else f" {quantity.unit}"
        yield TextMark("figure", quantity.span, f"{decimal_text(quantity.value)}{unit}")
    for found in report.dates:
        yield TextMark("date", found.span, _days(found.first, found.last))
    for promise in report.given_promises:
        yield TextMark("promise", promise.span, promise.due.isoformat() if promise.due else "")


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} — {last.isoformat()}"


def _adopted_before(draft: Draft) -> tuple[AdoptedBefore, ...]:
    cycles = Cycle.objects.filter(sha256=draft.sha256).exclude(draft=draft).order_by("pk")
    return tuple(AdoptedBefore(cycle.pk, cycle.title, cycle.adopted_at) for cycle in cycles)
