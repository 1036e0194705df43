"""A file into the ledger in one go, as `zhenggai adopt` and the demonstration do it."""

from __future__ import annotations

from datetime import datetime

from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import _
from zhenggai.domain.rights import Actor
from zhenggai.ledger.operations import AlreadyAdopted, adopt_draft, discard_draft, receive_file
from zhenggai.ledger.queries import draft_preview


def adopt_file(*, name: str, data: bytes, history: bool, again: bool, actor: Actor, at: datetime) -> int:
    """Receive, read and adopt a file, and return its cycle's number.

    :raises CouldNot: where the file cannot be read, or was adopted before and `again` does not say to do so.
    :raises Refusal: where it cannot be adopted for another reason; the draft is kept.
    """
    draft_id = receive_file(name=name, data=data, actor=actor, at=at)
    preview = draft_preview(draft_id=draft_id)
    if preview.draft.fault is not None:
        raise CouldNot(preview.draft.fault)
    try:
        return adopt_draft(draft_id=draft_id, version=preview.version, history=history, again=again, actor=actor, at=at)
    except AlreadyAdopted as refusal:
        discard_draft(draft_id=draft_id, version=preview.version, actor=actor, at=at)
        sentence = _("这份文件已收入台账，编号 $cycle。要再收入一次，请加 --again。", cycle=refusal.cycle_id)
        raise CouldNot(sentence) from refusal
