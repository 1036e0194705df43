"""Mending what was read in a file, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from zhenggai.domain.mending import apply_step
from zhenggai.domain.rights import Actor, acting
from zhenggai.domain.roles import Act
from zhenggai.domain.steps import CannotMend, Step, step_to_json
from zhenggai.journal.verbs import VERBS
from zhenggai.ledger.models import Draft
from zhenggai.ledger.operations.holding import append_entry, find_draft, outline_now, save_draft
from zhenggai.ledger.operations.telling import Told, tell_step

OPEN_STATES = ("received", "unreadable", "ready")


def mend_draft(*, draft_id: int, version: int, step: Step, actor: Actor, at: datetime) -> int:
    """Apply one step to a draft and return its new version; steps undone before are gone.

    :raises NotAllowed: unless the actor may mend.
    :raises DraftChanged: where `version` is not the draft's.
    :raises CannotMend: where the step does not fit.
    """
    actor = acting(actor, Act.MEND)

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
    actor = acting(actor, Act.MEND)

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
    actor = acting(actor, Act.MEND)

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
    actor = acting(actor, Act.MEND)

    def discard(draft: Draft) -> tuple[str, Told]:
        before, draft.state = draft.state, "discarded"
        return "draft.discard", Told({"state": before}, {"state": draft.state})

    _change(draft_id, version, discard, actor=actor, at=at, states=OPEN_STATES)


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
        append_entry(draft, actor=actor, verb=verb, told=told, at=at)
    return draft.version


def _step_told(draft: Draft, place: int) -> str:
    return VERBS["draft." + json.loads(draft.steps)[place]["step"]]
