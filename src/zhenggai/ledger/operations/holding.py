"""A draft as it is held: finding it, its outline now, saving it against the version somebody looked at."""

from __future__ import annotations

import json
from datetime import datetime

from django.utils.timezone import localtime

from zhenggai.domain.mending import replay
from zhenggai.domain.outline import Outline, outline_of
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import report_from_json
from zhenggai.domain.rights import Actor
from zhenggai.domain.steps import step_from_json
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.mended import mended_report
from zhenggai.ledger.models import Draft
from zhenggai.ledger.operations.telling import Told

STATE_WORDS = {
    "received": "尚未读取",
    "unreadable": "未能读取",
    "ready": "已经读出",
    "adopted": "已收入台账",
    "discarded": "已放弃",
}


class DraftChanged(Refusal):
    """Somebody else changed the draft since it was looked at."""


class NotReady(Refusal):
    """A draft in a state in which this cannot be done."""


def find_draft(draft_id: int, *, states: tuple[str, ...], version: int | None = None) -> Draft:
    """The draft, in one of the states and at the version.

    :raises NoSuchThing: where there is none of that number.
    :raises NotReady: in any other state.
    :raises DraftChanged: at any other version.
    """
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise NoSuchThing("没有编号为 $id 的草稿。", id=draft_id)
    if version is not None and draft.version != version:
        raise draft_changed(draft_id)
    if draft.state not in states:
        raise NotReady("这份草稿$state，不能再这样处理。", state=STATE_WORDS[draft.state])
    return draft


def draft_changed(draft_id: int) -> DraftChanged:
    """The refusal that tells what happened last."""
    rows = list_timeline(subjects=(Subject("draft", draft_id),), limit=1).rows
    who, did = (rows[0].actor, rows[0].did) if rows else ("", "")
    return DraftChanged("草稿已有变化：$who $did。这一步没有保存，请在最新内容上再做一次。", who=who, did=did)


def save_draft(draft: Draft, *, version: int) -> None:
    """Store the draft as the version after `version`, unless somebody was faster.

    :raises DraftChanged: where somebody was.
    """
    fields = {
        name: getattr(draft, name)
        for name in ("state", "format", "fault_pattern", "fault_facts", "report", "steps", "position")
    }
    if Draft.objects.filter(pk=draft.pk, version=version).update(version=version + 1, **fields) != 1:
        raise draft_changed(draft.pk)
    draft.version = version + 1


def outline_now(draft: Draft) -> Outline:
    """The outline of a read draft after the steps in force."""
    steps = [step_from_json(step) for step in json.loads(draft.steps)[: draft.position]]
    return replay(outline_of(report_of(draft)), steps)


def report_of(draft: Draft) -> Report:
    """The report as it was read."""
    return report_from_json(json.loads(draft.report))


def mended_now(draft: Draft) -> tuple[Outline, Report]:
    """The outline after the steps in force, and the report with the doubts that it raises."""
    report, outline = report_of(draft), outline_now(draft)
    return outline, mended_report(report, outline, today=localtime(draft.received_at).date())


def append_entry(draft: Draft, *, actor: Actor, verb: str, told: Told, at: datetime) -> None:
    """Write what happened to the draft into the journal."""
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("draft", draft.pk),
        before=told.before,
        after=told.after,
        why="",
        at=at,
        salt=fresh_salt(),
    )
