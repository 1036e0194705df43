"""Receiving a file and reading it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import PurePath
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from zhenggai.domain.outline import outline_of
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import report_to_json
from zhenggai.domain.rights import Actor, acting
from zhenggai.domain.roles import Act
from zhenggai.jobs.confined import ChildLimits, read_confined
from zhenggai.ledger.files import keep_content, path_of
from zhenggai.ledger.models import Draft
from zhenggai.ledger.operations.holding import append_entry, find_draft, save_draft
from zhenggai.ledger.operations.telling import Told
from zhenggai.reading.errors import Unreadable

LONGEST_NAME = 255


class Reader(Protocol):
    """How a file is read; a test hands in a finished report."""

    def __call__(self, data: bytes, *, name: str, today: date) -> Report:
        """The report, or Unreadable."""


def read_upload(data: bytes, *, name: str, today: date) -> Report:
    """Read an upload in a limited child process, up to the size the settings allow."""
    return read_confined(data, name=name, today=today, limits=ChildLimits(size=settings.MAX_UPLOAD_BYTES))


def receive_file(*, name: str, data: bytes | BinaryIO, actor: Actor, at: datetime, read: Reader = read_upload) -> int:
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
    actor = acting(actor, Act.RECEIVE)
    kept = keep_content(data, folder=settings.FILES, limit=settings.MAX_UPLOAD_BYTES)
    with transaction.atomic(durable=True):
        draft = Draft.objects.create(
            name=_plain_name(name), sha256=kept.sha256, size=kept.size, received_at=at, received_by=actor.name
        )
        after = {"name": draft.name, "size": draft.size, "sha256": draft.sha256}
        append_entry(draft, actor=actor, verb="draft.keep", told=Told({}, after), at=at)
    return draft.pk


def read_draft(*, draft_id: int, actor: Actor, at: datetime, read: Reader = read_upload) -> None:
    """Read a kept file; a file that cannot be read leaves the draft with the sentence that says why.

    :raises NotAllowed: unless the actor may receive files.
    :raises NotReady: where the draft was read already.
    """
    actor = acting(actor, Act.RECEIVE)
    draft = find_draft(draft_id, states=("received", "unreadable"))
    data = path_of(draft.sha256, folder=settings.FILES).read_bytes()
    try:
        report = read(data, name=draft.name, today=localtime(at).date())
    except Unreadable as fault:
        _record_fault(draft, fault, actor=actor, at=at)
    else:
        _record_report(draft, report, actor=actor, at=at)


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
        append_entry(draft, actor=actor, verb="draft.read", told=Told({}, after), at=at)


def _record_fault(draft: Draft, fault: Unreadable, *, actor: Actor, at: datetime) -> None:
    draft.state, draft.fault_pattern = "unreadable", fault.pattern
    draft.fault_facts = json.dumps({name: str(value) for name, value in fault.facts.items()})
    with transaction.atomic(durable=True):
        save_draft(draft, version=draft.version)
        append_entry(draft, actor=actor, verb="draft.unreadable", told=Told({}, {"fault": str(fault)}), at=at)


def _plain_name(name: str) -> str:
    kept = "".join(character for character in PurePath(name.replace("\\", "/")).name if character.isprintable())
    return kept[-LONGEST_NAME:] or "未命名文件"
