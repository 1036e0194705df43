"""Accepting tasks, refusing them with a reason, and what the office then does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhenggai.domain.accepting import SIDES
from zhenggai.domain.changing import PlanWish
from zhenggai.domain.planning import demand_task_plan
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import Acceptance, PlanStep, Task
from zhenggai.ledger.operations.issuing.asking import ask_anew
from zhenggai.ledger.operations.issuing.requesting import keep_reassignment
from zhenggai.ledger.operations.issuing.telling import reason_in
from zhenggai.ledger.operations.planning.holding import claim_task, name_of, tell_task
from zhenggai.ledger.operations.planning.stepping import keep_step, tell_step
from zhenggai.ledger.operations.planning.tasks import store_task_plan
from zhenggai.ledger.planned import MOST_AT_ONCE, task_plan


class CannotAccept(Refusal):
    """An answer that is not asked for any more, or lacks something."""


def accept_task(*, acceptance_id: int, actor: Actor, at: datetime) -> None:
    """Accept a task, as its leader or for its leading unit.

    :raises NotAllowed: unless the actor is who is asked.
    :raises NoSuchThing: where there is no such question.
    :raises CannotAccept: where it is answered already.
    """
    actor = acting(actor, Act.ACCEPT)
    with transaction.atomic(durable=True):
        row = found_acceptance(acceptance_id)
        actor = _on_side(actor, row)
        _answer(row, "accepted", actor=actor, at=at)
        _tell(row, "task.accept", actor=actor, at=at)


def accept_many(*, acceptance_ids: Sequence[int], actor: Actor, at: datetime) -> None:
    """Accept several tasks of one cycle, or none of them.

    :raises NotAllowed: unless the actor is who is asked, for every one.
    :raises NoSuchThing: where there is no such question.
    :raises CannotAccept: where one is answered already, or none is named.
    """
    actor = acting(actor, Act.ACCEPT)
    if not 0 < len(acceptance_ids) <= MOST_AT_ONCE:
        raise CannotAccept("请勾选要认领的任务，一次最多 $most 项。", most=MOST_AT_ONCE)
    with transaction.atomic(durable=True):
        rows = [found_acceptance(key) for key in dict.fromkeys(acceptance_ids)]
        if len({row.cycle_id for row in rows}) != 1:
            raise CannotAccept("所选任务不在同一个轮次。")
        for row in rows:
            actor = _on_side(actor, row)
            _answer(row, "accepted", actor=actor, at=at)
        step = PlanStep(cycle_id=rows[0].cycle_id, kind="accept")
        keep_step(step, touched={row.task_id: row.task.number for row in rows})
        names = "、".join(dict.fromkeys(name_of(row.task) for row in rows))
        tell_step(step, actor=actor, verb="task.accept_many", before={}, after={"accepted_tasks": names}, at=at)


def refuse_task(*, acceptance_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Give a task back to the office, with the reason.

    :raises NotAllowed: unless the actor is who is asked.
    :raises NoSuchThing: where there is no such question.
    :raises CannotAccept: where it is answered already, or the reason is missing.
    """
    actor = acting(actor, Act.ACCEPT)
    why = reason_in(reason, CannotAccept)
    with transaction.atomic(durable=True):
        row = found_acceptance(acceptance_id)
        actor = _on_side(actor, row)
        _answer(row, "refused", actor=actor, at=at, reason=why)
        _tell(row, "task.refuse", actor=actor, at=at, why=why)


def insist_task(*, acceptance_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Ask the same leader or unit once more, with the reason why it stays theirs.

    :raises NotAllowed: unless the actor issues plans.
    :raises NoSuchThing: where there is no such question.
    :raises CannotAccept: where the task was not refused, or the reason is missing.
    """
    actor = acting(actor, Act.ISSUE)
    why = reason_in(reason, CannotAccept)
    with transaction.atomic(durable=True):
        row = found_acceptance(acceptance_id)
        actor = acting(actor, Act.ISSUE, Thing(cycle_id=row.cycle_id))
        _claim_refused(row)
        ask_anew(row.task, at=at, insisted=why, side=row.side)
        _tell(row, "task.insist", actor=actor, at=at, why=why)


def reassign_task(*, acceptance_id: int, name: str, reason: str, actor: Actor, at: datetime) -> None:
    """Give a refused task to another leader or unit; this change needs no other approval, and is kept among the requests.

    :raises NotAllowed: unless the actor issues plans.
    :raises NoSuchThing: where there is no such question.
    :raises CannotAccept: where the task was not refused, or name or reason are missing.
    :raises CannotPlan: where the task cannot be planned like this.
    """
    actor = acting(actor, Act.ISSUE)
    why = reason_in(reason, CannotAccept)
    with transaction.atomic(durable=True):
        row = found_acceptance(acceptance_id)
        actor = acting(actor, Act.ISSUE, Thing(cycle_id=row.cycle_id))
        _claim_refused(row)
        if not name.strip() or name.strip() == row.name:
            raise CannotAccept("请写明改派给谁，不能还是“$name”。", name=row.name)
        task = claim_task(row.task_id, version=row.task.version)
        changed = {"leader": name.strip()} if row.side == "leader" else {"unit": name.strip()}
        plan = replace(task_plan(task), **changed)  # type: ignore[arg-type]  # both are texts
        demand_task_plan(plan)
        before, after = store_task_plan(task, plan)
        keep_reassignment(task, PlanWish(plan), before, after, reason=why, actor=actor, at=at)
        ask_anew(Task.objects.get(pk=task.pk), at=at)
        tell_task(task, actor=actor, verb="task.reassign", before=before, after=after, at=at, why=why)


def found_acceptance(acceptance_id: int) -> Acceptance:
    """The question of that key, with its task.

    :raises NoSuchThing: where there is none.
    """
    row = Acceptance.objects.select_related("task__problem__aspect").filter(pk=acceptance_id).first()
    if row is None:
        raise NoSuchThing("没有编号为 $id 的认领。", id=acceptance_id)
    return row


def thing_of_side(task: Task, side: str) -> Thing:
    """A task as the rule of accepting sees it, on one side alone: a leader does not accept for the unit."""
    if side == "leader":
        return Thing(cycle_id=task.cycle_id, leader=task.leader)
    return Thing(cycle_id=task.cycle_id, lead_unit=task.unit_id)


def _on_side(actor: Actor, row: Acceptance) -> Actor:
    return acting(actor, Act.ACCEPT, thing_of_side(row.task, row.side))


def _answer(row: Acceptance, state: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
    mine = Acceptance.objects.filter(pk=row.pk, state="waiting")
    if mine.update(state=state, at=at, by=actor.name, reason=reason) != 1:
        row.refresh_from_db()
        raise CannotAccept("$task 已由 $who 办理，请看最新情况。", task=name_of(row.task), who=row.by or "整改办")


def _claim_refused(row: Acceptance) -> None:
    if Acceptance.objects.filter(pk=row.pk, state="refused").update(state="replaced") != 1:
        raise CannotAccept("这项任务没有被退回，或者已经处理过。")


def _tell(row: Acceptance, verb: str, *, actor: Actor, at: datetime, why: str = "") -> None:
    facts = {"side": SIDES[row.side], "asked_of": row.name}
    tell_task(row.task, actor=actor, verb=verb, before={}, after=facts, at=at, why=why)
