"""Receiving a file, reading it, and mending what was read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import PurePath
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from zhenggai.domain.mending import apply_step, replay
from zhenggai.domain.outline import Outline, outline_of
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import report_from_json, report_to_json
from zhenggai.domain.roles import Act, Actor, demand
from zhenggai.domain.steps import CannotMend, Step, step_from_json, step_to_json
from zhenggai.jobs.confined import read_confined
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.journal.queries import list_timeline
from zhenggai.journal.verbs import VERBS
from zhenggai.ledger.files import keep_content, path_of
from zhenggai.ledger.mended import mended_report
from zhenggai.ledger.models import Draft
from zhenggai.ledger.operations.telling import Told, tell_step
from zhenggai.reading.errors import Unreadable

LONGEST_NAME = 255
OPEN_STATES = ("received", "unreadable", "ready")


class Reader(Protocol):
    """How a file is read; a test hands in a finished report."""

    def __call__(self, data: bytes, *, name: str, today: date) -> Report:
        """The report, or Unreadable."""


class DraftChanged(Refusal):
    """Somebody else changed the draft since it was looked at."""


class NotReady(Refusal):
    """A draft in a state in which this cannot be done."""


def receive_file(*, name: str, data: bytes | BinaryIO, actor: Actor, at: datetime, read: Reader = read_confined) -> int:
    """Keep a file, then read it: two operations, so that the file is safe whatever the reading does.

    :raises NotAllowed: unless the actor may receive files.
    :raises FileTooLarge: above the limit of the settings.
    """
    draft_id = keep_file(name=name, data=data, actor=actor, at=at)
    read_draft(draft_id=draft_id, actor=actor, at=at, read=read)
    return draft_id


def keep_file(*, name: str, data: bytes | BinaryIO, actor: Actor, at: datetime) -> int:
    """Keep a file as it is and return the number of its draft.

    :raises NotAllowed: unless the actor may receive files.
    :raises FileTooLarge: above the limit of the settings.
    """
    demand(actor, Act.RECEIVE)
    kept = keep_content(data, folder=settings.FILES, limit=settings.MAX_UPLOAD_BYTES)
    with transaction.atomic(durable=True):
        draft = Draft.objects.create(
            name=_plain_name(name), sha256=kept.sha256, size=kept.size, received_at=at, received_by=actor.name
        )
        after = {"name": draft.name, "size": draft.size, "sha256": draft.sha256}
        _append(draft, actor=actor, verb="draft.keep", told=Told({}, after), at=at)
    return draft.pk


def read_draft(*, draft_id: int, actor: Actor, at: datetime, read: Reader = read_confined) -> None:
    """Read a kept file; a file that cannot be read leaves the draft with the sentence that says why.

    :raises NotAllowed: unless the actor may receive files.
    :raises NotReady: where the draft was read already.
    """
    demand(actor, Act.RECEIVE)
    draft = find_draft(draft_id, states=("received", "unreadable"))
    data = path_of(draft.sha256, folder=settings.FILES).read_bytes()
    try:
        report = read(data, name=draft.name, today=localtime(at).date())
    except Unreadable as fault:
        _record_fault(draft, fault, actor=actor, at=at)
    else:
        _record_report(draft, report, actor=actor, at=at)


def mend_draft(*, draft_id: int, version: int, step: Step, actor: Actor, at: datetime) -> int:
    """Apply one step to a draft and return its new version; steps undone before are gone.

    :raises NotAllowed: unless the actor may mend.
    :raises DraftChanged: where `version` is not the draft's.
    :raises CannotMend: where the step does not fit.
    """
    demand(actor, Act.MEND)

    def mend(draft: Draft) -> tuple[str, Told]:
        before = outline_now(draft)
        after = apply_step(before, step)
        steps = [*json.loads(draft.steps)[: draft.position], step_to_json(step)]
        draft.steps, draft.position = json.dumps(steps, ensure_ascii=False), len(steps)
        return f"draft.{step_to_json(step)['step']}", tell_step(step, before, after)

    return _change(draft_id, version, mend, actor=actor, at=at)


def undo_draft(*, draft_id: int, version: int, actor: Actor, at: datetime) -> int:
    """Take back the last step and return the new version.

    :raises NotAllowed: unless the actor may mend.
    :raises DraftChanged: where `version` is not the draft's.
    :raises CannotMend: where there is none to take back.
    """
    demand(actor, Act.MEND)

    def undo(draft: Draft) -> tuple[str, Told]:
        if draft.position == 0:
            raise CannotMend("没有可以撤销的步骤。")
        told = Told({"step": _step_told(draft, draft.position - 1)}, {"step": None})
        draft.position -= 1
        return "draft.undo", told

    return _change(draft_id, version, undo, actor=actor, at=at)


def redo_draft(*, draft_id: int, version: int, actor: Actor, at: datetime) -> int:
    """Put back the step that was taken back last and return the new version.

    :raises NotAllowed: unless the actor may mend.
    :raises DraftChanged: where `version` is not the draft's.
    :raises CannotMend: where there is none to put back.
    """
    demand(actor, Act.MEND)

    def redo(draft: Draft) -> tuple[str, Told]:
        if draft.position == len(json.loads(draft.steps)):
            raise CannotMend("没有可以恢复的步骤。")
        draft.position += 1
        return "draft.redo", Told({"step": None}, {"step": _step_told(draft, draft.position - 1)})

    return _change(draft_id, version, redo, actor=actor, at=at)


def discard_draft(*, draft_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Put a draft away; its file and its entries stay.

    :raises NotAllowed: unless the actor may mend.
    :raises DraftChanged: where `version` is not the draft's.
    """
    demand(actor, Act.MEND)

    def discard(draft: Draft) -> tuple[str, Told]:
        before, draft.state = draft.state, "discarded"
        return "draft.discard", Told({"state": before}, {"state": draft.state})

    _change(draft_id, version, discard, actor=actor, at=at, states=OPEN_STATES)


# What the adoption shares


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
        raise NotReady("这份草稿$state,不能再这样处理。", state=STATE_WORDS[draft.state])
    return draft


def draft_changed(draft_id: int) -> DraftChanged:
    """The refusal that tells what happened last."""
    rows = list_timeline(subjects=(Subject("draft", draft_id),), limit=1).rows
    who, did = (rows[0].actor, rows[0].did) if rows else ("", "")
    return DraftChanged("草稿已有变化:$who $did。您的这一步没有保存,请在最新内容上再做一次。", who=who, did=did)


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


STATE_WORDS = {
    "received": "尚未读取",
    "unreadable": "未能读取",
    "ready": "已经读出",
    "adopted": "已收入台账",
    "discarded": "已放弃",
}


def _change(
    draft_id: int,
    version: int,
    change: Callable[[Draft], tuple[str, Told]],
    *,
    actor: Actor,
    at: datetime,
    states: tuple[str, ...] = ("ready",),
) -> int:
    with transaction.atomic(durable=True):
        draft = find_draft(draft_id, states=states, version=version)
        verb, told = change(draft)
        save_draft(draft, version=version)
        _append(draft, actor=actor, verb=verb, told=told, at=at)
    return draft.version


def _record_report(draft: Draft, report: Report, *, actor: Actor, at: datetime) -> None:
    draft.state, draft.format = "ready", report.source.format
    draft.report = json.dumps(report_to_json(report, with_text=True), ensure_ascii=False)
    draft.fault_pattern, draft.fault_facts = "", "{}"
    problems = outline_of(report).problems()
    after = {
        "format": draft.format,
        "sections": len(report.sections),
        "problems": len(problems),
        "measures": sum(len(problem.measures) for problem in problems),
        "doubts": len(report.doubts),
    }
    with transaction.atomic(durable=True):
        save_draft(draft, version=draft.version)
        _append(draft, actor=actor, verb="draft.read", told=Told({}, after), at=at)


def _record_fault(draft: Draft, fault: Unreadable, *, actor: Actor, at: datetime) -> None:
    draft.state, draft.fault_pattern = "unreadable", fault.pattern
    draft.fault_facts = json.dumps({name: str(value) for name, value in fault.facts.items()})
    with transaction.atomic(durable=True):
        save_draft(draft, version=draft.version)
        _append(draft, actor=actor, verb="draft.unreadable", told=Told({}, {"fault": str(fault)}), at=at)


def _append(draft: Draft, *, actor: Actor, verb: str, told: Told, at: datetime) -> None:
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


def _step_told(draft: Draft, place: int) -> str:
    return VERBS["draft." + json.loads(draft.steps)[place]["step"]]


def _plain_name(name: str) -> str:
    kept = "".join(character for character in PurePath(name.replace("\\", "/")).name if character.isprintable())
    return kept[-LONGEST_NAME:] or "未命名文件"
