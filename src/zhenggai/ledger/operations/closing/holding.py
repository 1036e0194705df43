"""A task and its application as they are held while they move."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max

from zhenggai.domain.closing_words import OUTCOMES
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor
from zhenggai.domain.states import STATE_NAMES, LedgerState
from zhenggai.domain.workflow import Move, find_move, machine_of
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.doubting.at_the_gate import AtTheGate, find_at_the_gate
from zhenggai.ledger.meanwhile import told_meanwhile
from zhenggai.ledger.models import EvidenceUse, Task
from zhenggai.ledger.operations.planning.holding import TaskChanged, claim_task, raise_version, tell_task
from zhenggai.ledger.ruling import rules_of_task
from zhenggai.ledger.timelines import subjects_of_tasks

__all__ = [
    "ClosingChanged",
    "ContentChanged",
    "TaskChanged",
    "claim_at_the_gate",
    "claim_closing",
    "claim_task",
    "content_changed",
    "find_closing",
    "find_move_of",
    "find_task",
    "hold_at_the_gate",
    "last_number",
    "move_task",
    "new_closing",
    "tell_closing",
]


# What changes the content that is signed.
LOOKED_AT = (
    "task.plan", "measure.", "progress.", "evidence.", "figure.", "indicator.", "reading.", "register.", "relation.",
    "closing.visit", "closing.call", "closing.voucher", "handover.",
)  # fmt: skip


class ClosingChanged(Refusal):
    """Somebody else signed, returned or withdrew the application since it was looked at."""


class ContentChanged(Refusal):
    """What was shown to the signer is no longer what stands in the ledger."""


def content_changed(pattern: str, task_id: int) -> ContentChanged:
    """The refusal with that sentence, which tells who changed last what the gate looks at."""
    proofs = EvidenceUse.objects.filter(measure__task=task_id).values_list("evidence", flat=True).distinct()
    subjects = (*subjects_of_tasks(task_id), *(Subject("evidence", proof) for proof in proofs))
    told = told_meanwhile(subjects, only=LOOKED_AT)
    return ContentChanged(pattern, **told)


def claim_at_the_gate(task_id: int, *, version: int) -> AtTheGate:
    """The task with all on which its end rests, its version one higher; part of the transaction that moves it.

    :raises NoSuchThing: where there is none of that number.
    :raises TaskChanged: where `version` is not the task's.
    """
    raise_version(task_id, version=version)
    return _at_the_gate(task_id)


def hold_at_the_gate(closing_id: int) -> tuple[Closing, AtTheGate]:
    """An application and its task with all on which its end rests; both are held until the transaction ends.

    :raises NoSuchThing: where there is none of that number.
    """
    # PostgreSQL locks both rows; on SQLite the transaction holds the file already.
    held = Closing.objects.select_for_update(no_key=True).filter(pk=closing_id)
    row = held.values_list("task_id", "task__state").first()
    if row is None:
        raise NoSuchThing("没有编号为 $id 的申请。", id=closing_id)
    found = _at_the_gate(row[0])
    closing = next(one for one in found.rows.closings if one.pk == closing_id)
    closing.task = found.task
    return closing, found


def _at_the_gate(task_id: int) -> AtTheGate:
    found = find_at_the_gate(task_id)
    if found is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    return found


def find_closing(closing_id: int) -> Closing:
    """An application with its task.

    :raises NoSuchThing: where there is none of that number.
    """
    found = Closing.objects.select_related("task__problem__aspect", "task__cycle__rules").filter(pk=closing_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的申请。", id=closing_id)
    return found


def find_task(task_id: int) -> Task:
    """A task with its round and problem.

    :raises NoSuchThing: where there is none of that number.
    """
    found = Task.objects.select_related("cycle__rules", "problem__aspect").filter(pk=task_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    return found


def claim_closing(closing: Closing, *, version: int | None = None) -> None:
    """Raise the version of an open application by one; part of the transaction that changes it.

    :raises ClosingChanged: where it is not open any more, or `version` is not its own.
    """
    journal.demand_transaction()
    seen = closing.version if version is None else version
    mine = Closing.objects.filter(pk=closing.pk, state="open", version=seen)
    if mine.update(version=F("version") + 1) != 1:
        told = told_meanwhile(subjects_of_tasks(closing.task_id), only=("closing.",))
        raise ClosingChanged("这份申请已有变化：$who $did$changes。这一次没有办，请看过最新内容再办。", **told)


def find_move_of(task: Task, key: str, *, back_to: LedgerState | None = None) -> Move:
    """The move of that key from where the task stands.

    :raises MoveRefused: where the table has none.
    """
    machine = machine_of(rules_of_task(task).closing)
    kept: LedgerState = task.state  # type: ignore[assignment]  # a constraint keeps it among the known ones
    return find_move(machine, key, kept=kept, back_to=back_to)


def move_task(task: Task, move: Move, *, bump: bool = False, **columns: object) -> dict[str, str]:
    """Move a task along the table and return the two states in words; part of the transaction of the move.

    :raises TaskChanged: where it stands elsewhere by now.
    """
    machine = machine_of(rules_of_task(task).closing)
    source, target = machine.state(move.source).kept, machine.state(move.target).kept
    changes = {**columns, **({"version": F("version") + 1} if bump else {})}
    if Task.objects.filter(pk=task.pk, state=source).update(state=target, **changes) != 1:
        raise TaskChanged("任务已不是“$state”，请刷新后再办。", state=STATE_NAMES[source])
    return {"before": STATE_NAMES[source], "after": STATE_NAMES[target]}


def last_number(task_id: int) -> int:
    """The number of the last application of a task; 0 where there is none."""
    last: int | None = Closing.objects.filter(task_id=task_id).aggregate(last=Max("number"))["last"]
    return last or 0


def new_closing(task: Task, *, number: int, outcome: str, statement: str, actor: Actor, at: datetime) -> Closing:
    """An application of that number that is not stored yet."""
    return Closing(
        task=task,
        cycle_id=task.cycle_id,
        number=number,
        outcome=outcome,
        came_from=task.state,
        statement=statement,
        unit_name=task.unit_name,
        applied_at=at,
        applied_by=actor.name,
        applied_by_id=actor.id,
    )


def tell_closing(
    closing: Closing,
    *,
    actor: Actor,
    verb: str,
    at: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    why: str = "",
) -> None:
    """Write what happened to an application into the journal of its task."""
    name: dict[str, object] = {"application": closing.number, "closing_outcome": OUTCOMES[closing.outcome]}
    tell_task(
        closing.task,
        actor=actor,
        verb=verb,
        before={**name, **(before or {})},
        after={**name, **(after or {})},
        at=at,
        why=why,
    )
