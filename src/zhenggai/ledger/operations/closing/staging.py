"""Accepting a stage of long-term work."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.staging import CannotClose, demand_reason
from zhenggai.ledger.closing_models import StagedTarget
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.closing.holding import ClosingChanged, claim_task, tell_closing
from zhenggai.ledger.standing import acting_on_task


def accept_stage(*, stage_id: int, reached: str, on: date, actor: Actor, at: datetime) -> None:
    """Say that a stage was reached, and how one can see it; the deadline of the task becomes that of the next one.

    :raises NotAllowed: unless the actor judges the task.
    :raises CannotClose: without words, on a day to come, or before an earlier stage.
    :raises ClosingChanged: where it has been accepted already, or the task is not long-term any more.
    """
    demand(actor, Act.JUDGE)
    said = demand_reason(reached, what="验收意见")
    if on > localdate(at):
        raise CannotClose("验收日期不能晚于今天。")
    with transaction.atomic(durable=True):
        stage = _find(stage_id)
        closing, task = stage.closing, stage.closing.task
        actor = acting_on_task(actor, Act.JUDGE, task)
        claim_task(task.pk, version=task.version, while_closing=True)
        if task.state != "long_term" or closing.state != "closed":
            raise ClosingChanged("任务现在不是长期坚持，不验收阶段目标。")
        open_stages = list(closing.stages.filter(reached_on=None).order_by("position"))
        if not open_stages or open_stages[0].pk > stage.pk or stage.reached_on is not None:
            raise ClosingChanged("这个阶段目标已经验收。")
        if open_stages[0].pk != stage.pk:
            raise CannotClose("请先验收第 $n 个阶段目标。", n=open_stages[0].position)
        StagedTarget.objects.filter(pk=stage.pk).update(reached=said, reached_on=on, accepted_by=actor.name)
        following = open_stages[1] if len(open_stages) > 1 else None
        deadline = following.due if following else stage.due
        Task.objects.filter(pk=task.pk).update(deadline=deadline)
        tell_closing(
            closing,
            actor=actor,
            verb="closing.accept_stage",
            before={"deadline": task.deadline.isoformat() if task.deadline else ""},
            after={"staged": f"{stage.position}. {stage.target}", "deadline": deadline.isoformat()},
            why=said,
            at=at,
        )


def _find(stage_id: int) -> StagedTarget:
    found = StagedTarget.objects.select_related("closing__task__problem__aspect").filter(pk=stage_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的阶段目标。", id=stage_id)
    return found
