"""Keeping what somebody has typed of a report; scratch paper, of which the journal does not speak."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhenggai.domain.progress import FIELDS, LONGEST_TEXT, CannotReport
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import Progress, ProgressDraft
from zhenggai.ledger.operations.progress.holding import measure_to_work_on

LONGEST_TOKEN = 40


def save_draft(*, measure_id: int, texts: Mapping[str, str], token: str, actor: Actor, at: datetime) -> bool:
    """Keep what was typed for its author alone and return whether it was; an empty form takes the draft away.

    What comes late, after the same form was handed in, is not kept.

    :raises NotAllowed: unless the actor works on the task or reports for who does.
    :raises CannotReport: where a text is too long to be kept.
    """
    demand(actor, Act.REPORT)
    with transaction.atomic(durable=True):
        _task, measure, _office = measure_to_work_on(measure_id, actor=actor, act=Act.REPORT)
        kept = {name: texts[name].replace("\x00", "") for name in FIELDS if texts.get(name)}
        if any(len(text) > LONGEST_TEXT for text in kept.values()):
            raise CannotReport("", "文字太长，最多 $longest 个字。", longest=LONGEST_TEXT)
        mine = ProgressDraft.objects.filter(measure=measure, actor_id=actor.id)
        if Progress.objects.filter(token=token).exists():
            return False
        if not any(kept.get(name) for name in ("done", "result", "effect", "next_step")):
            mine.delete()
            return False
        ProgressDraft.objects.update_or_create(
            measure=measure,
            actor_id=actor.id,
            defaults={"texts": _written(kept), "token": token[:LONGEST_TOKEN], "saved_at": at},
        )
    return True


def _written(kept: Mapping[str, str]) -> str:
    # Half a pair of surrogates cannot be stored; ASCII escapes of JSON can.
    return json.dumps(kept, ensure_ascii=True)
