"""Adopting a mended draft: one transaction makes the whole cycle, or nothing of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.db import IntegrityError, transaction

from zhenggai.domain.outline import Outline
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.report import Report
from zhenggai.domain.rights import Actor, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import DRAFT_STATES, Cycle, Draft, SourceText
from zhenggai.ledger.operations.findings import adopt_findings
from zhenggai.ledger.operations.holding import find_draft, mended_now, save_draft
from zhenggai.ledger.operations.problems import adopt_problems, storable


class AlreadyAdopted(Refusal):
    """The same file was adopted before, as `cycle_id`."""

    def __init__(self, cycle_id: int, title: str) -> None:
        super().__init__("这份文件已收入台账“$title”。如确需再次收入，请选择“仍要再次收入”。", title=title)
        self.cycle_id = cycle_id


class NothingToAdopt(Refusal):
    """A draft without any problem."""


def adopt_draft(*, draft_id: int, version: int, history: bool, again: bool, actor: Actor, at: datetime) -> int:
    """Make a cycle of a draft and return its number; `history` takes problems as closed where the text says so.

    :raises NotAllowed: unless the actor may adopt.
    :raises DraftChanged: where `version` is not the draft's.
    :raises AlreadyAdopted: where the same file was adopted before and `again` does not say to do so.
    :raises NothingToAdopt: where the draft holds no problem.
    """
    actor = acting(actor, Act.ADOPT)
    try:
        return _adopt(draft_id, version, history=history, again=again, actor=actor, at=at)
    except IntegrityError:
        # Two people adopted two uploads of one file in the same moment, and the constraint let one of them.
        draft = find_draft(draft_id, states=DRAFT_STATES)
        if not Cycle.objects.filter(sha256=draft.sha256).exists():
            raise
        return _adopt(draft_id, version, history=history, again=again, actor=actor, at=at)


@transaction.atomic(durable=True)
def _adopt(draft_id: int, version: int, *, history: bool, again: bool, actor: Actor, at: datetime) -> int:
    draft = find_draft(draft_id, states=("ready",), version=version)
    if not again:
        _demand_first_time(draft)
    outline, report = mended_now(draft)
    if not outline.problems():
        raise NothingToAdopt("草稿里没有问题，请先添加问题再收入台账。")
    draft.state = "adopted"
    save_draft(draft, version=version)
    cycle = _make_cycle(draft, outline, history=history, again=again, actor=actor, at=at)
    counts = _fill(cycle, outline, report)
    journal.append(
        actor=actor,
        verb="draft.adopt_history" if history else "draft.adopt",
        subject=Subject("draft", draft.pk),
        before=None,
        after={"title": cycle.title, "cycle": cycle.pk, **counts},
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=cycle.pk,
    )
    return cycle.pk


def _demand_first_time(draft: Draft) -> None:
    earlier = Cycle.objects.filter(sha256=draft.sha256).order_by("pk").first()
    if earlier is not None:
        raise AlreadyAdopted(earlier.pk, earlier.title)


def _make_cycle(draft: Draft, outline: Outline, *, history: bool, again: bool, actor: Actor, at: datetime) -> Cycle:
    header = outline.header
    cycle = Cycle.objects.create(
        title=header.title or PurePath(draft.name).stem,
        kind=header.kind,
        inspector=header.inspector,
        inspected=header.inspected,
        inspected_from=header.inspected_from,
        inspected_to=header.inspected_to,
        feedback_date=header.feedback_date,
        published=header.published,
        declared_aspects=storable(header.declared.aspects),
        declared_problems=storable(header.declared.problems),
        declared_tasks=storable(header.declared.tasks),
        draft=draft,
        sha256=draft.sha256,
        # Only who asked for it repeats a file: whoever else comes second meets the constraint.
        repeated=again and Cycle.objects.filter(sha256=draft.sha256).exists(),
        history=history,
        adopted_at=at,
        adopted_by=actor.name,
    )
    SourceText.objects.create(cycle=cycle, text=outline.text)
    return cycle


def _fill(cycle: Cycle, outline: Outline, report: Report) -> dict[str, int]:
    adopted = adopt_problems(cycle, outline, report)
    figures = adopt_findings(cycle, report, adopted)
    return {
        "sections": len(outline.sections),
        "problems": len(adopted.problems),
        "measures": len(adopted.measures),
        "tasks": len(adopted.tasks),
        "figures": figures,
        "promises": len(report.given_promises),
        "doubts": len(report.doubts),
    }
