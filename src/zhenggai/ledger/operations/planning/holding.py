"""A task as it is held while it is planned: found, changed against the version somebody saw, told to the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from zhenggai.domain.closed import demand_open
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor
from zhenggai.domain.states import CLOSED
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.meanwhile import BESIDE, told_meanwhile
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.timelines import subjects_of_tasks

Facts = Mapping[str, object]


class TaskChanged(Refusal):
    """Somebody else changed the task since it was looked at."""


class TaskInClosing(Refusal):
    """A task whose plan stands still, because somebody signs it."""


def claim_task(task_id: int, *, version: int, while_closing: bool = False) -> Task:
    """The task, its version one higher; part of the transaction that changes it.

    :raises NoSuchThing: where there is none of that number.
    :raises TaskChanged: where `version` is not the task's.
    :raises TaskInClosing: where it is being closed, unless it moves for just that.
    :raises TaskClosed: where it is over, unless it moves for just that.
    """
    raise_version(task_id, version=version)
    task = Task.objects.select_related("cycle__rules", "problem__aspect").get(pk=task_id)
    if not while_closing:
        _demand_free(task)
    return task


def raise_version(task_id: int, *, version: int) -> None:
    """Raise the version of a task by one, which holds it; part of the transaction that changes it.

    :raises NoSuchThing: where there is none of that number.
    :raises TaskChanged: where `version` is not the task's.
    """
    journal.demand_transaction()
    if Task.objects.filter(pk=task_id, version=version).update(version=F("version") + 1) != 1:
        raise refused_change(task_id, version=version)


def _demand_free(task: Task) -> None:
    """Return where no application holds the plan, neither an open nor a granted one."""
    if task.state == "closing":
        raise TaskInClosing("任务正在申请销号，安排不能改。要改请先撤回申请。")
    demand_plan_open(task)


def demand_plan_open(task: Task) -> None:
    """Return where the plan of a task may still change; what a document calls done was never signed, and may.

    :raises TaskClosed: where the task is over.
    """
    if task.state in CLOSED and Closing.objects.filter(task=task, state="closed").exists():
        demand_open("plan", task.state)


def claim_measure(measure_id: int, *, version: int) -> tuple[Task, Measure]:
    """The measure and its task, whose version is one higher.

    :raises NoSuchThing: where there is none of that number.
    :raises TaskChanged: where `version` is not the task's.
    """
    found = Measure.objects.filter(pk=measure_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的措施。", id=measure_id)
    task = claim_task(found.task_id, version=version)
    return task, Measure.objects.get(pk=measure_id)


def refused_change(task_id: int, *, version: int) -> Refusal:
    """The refusal that tells what happened to the task since that version of it was seen."""
    now = Task.objects.filter(pk=task_id).values_list("version", flat=True).first()
    if now is None:
        return NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    told = told_meanwhile(subjects_of_tasks(task_id), steps=now - version, beside=BESIDE)
    return TaskChanged("任务已有变化：$who $did$changes。您填的内容还在，请对照最新内容再保存一次。", **told)


def tell_task(
    task: Task, *, actor: Actor, verb: str, before: Facts | None, after: Facts | None, at: datetime, why: str = ""
) -> None:
    """Write what happened to the task into the journal."""
    name = {"task": name_of(task)}
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("task", task.pk),
        before={**name, **before} if before is not None else None,
        after={**name, **after} if after is not None else None,
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=task.cycle_id,
    )


def name_of(task: Task) -> str:
    """The task as people name it: the number of its problem and its own."""
    return f"{cite_problem(task.problem)} 任务 {task.number}"
