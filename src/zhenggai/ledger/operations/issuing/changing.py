"""Asking for a change of what was issued, deciding on it, and taking the request back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.changing import (
    MEASURE_GROUPS,
    TASK_GROUPS,
    WISH_NAMES,
    CannotChange,
    MeasureWish,
    PlanWish,
    Wish,
    plain_wish,
    protected,
)
from zhenggai.domain.deciding import demand_level
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Office, Thing, acting, demand
from zhenggai.domain.roles import Act, Role
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.deciders import deciding_office
from zhenggai.ledger.issued import hold_cycle, latest_issue
from zhenggai.ledger.models import ChangeRequest, Task
from zhenggai.ledger.operations.issuing.applying import apply_request
from zhenggai.ledger.operations.issuing.asking import ask_all, ask_anew, forget_task
from zhenggai.ledger.operations.issuing.requesting import keep_request, told_of
from zhenggai.ledger.operations.issuing.telling import reason_in
from zhenggai.ledger.operations.planning.holding import claim_task, demand_plan_open, refused_change
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import acting_on_task, thing_of_task


def ask_change(*, task_id: int, version: int, wish: Wish, reason: str, actor: Actor, at: datetime) -> int:
    """Ask that an issued task be changed and return the number of the request; nothing changes yet.

    :raises NotAllowed: unless the actor asks for changes of this task.
    :raises NoSuchThing: where there is no such task.
    :raises TaskChanged: where `version` is not the task's.
    :raises TaskClosed: where the task is over.
    :raises CannotChange: where the plan is not issued, nothing protected would change, or the same is asked already.
    :raises CannotPlan: where what is wished cannot be.
    """
    actor = acting(actor, Act.ASK_CHANGE)
    why = reason_in(reason, CannotChange)
    with transaction.atomic(durable=True):
        task = Task.objects.select_related("problem__aspect").filter(pk=task_id).first()
        if task is None:
            raise refused_change(task_id, version=version)
        actor = acting_on_task(actor, Act.ASK_CHANGE, task)
        hold_cycle(task.cycle_id)
        if task.version != version:
            raise refused_change(task_id, version=version)
        demand_plan_open(task)
        _demand_askable(task, wish)
        told = told_of(task, wish)
        _demand_protected(wish, tuple(told.after))
        request = keep_request(task, wish, told, reason=why, actor=actor, at=at)
        _tell(request, "change.ask", Subject("task", task_id), actor=actor, at=at, why=why)
    return request.pk


def decide_change(*, request_id: int, approve: bool, answer: str, actor: Actor, at: datetime) -> None:
    """Approve a request, which changes the task at once, or refuse it with the reason.

    :raises NotAllowed: unless the actor decides on changes of this task.
    :raises NoSuchThing: where there is no such request.
    :raises NotHighEnough: where somebody above the actor decides.
    :raises CannotChange: where it is decided already, is the actor's own, or no longer fits the task.
    :raises CannotPlan: where what is wished cannot be any more.
    """
    actor = acting(actor, Act.DECIDE_CHANGE)
    why = reason_in(answer, CannotChange, must=not approve)
    with transaction.atomic(durable=True):
        request = _found(request_id)
        task = Task.objects.select_related("problem__aspect").filter(pk=request.task_id).first()
        office = _deciding(actor, thing_of_task(task) if task else Thing(cycle_id=request.cycle_id))
        actor = replace(actor, on_behalf=office.on_behalf)
        demand_level(office.role, request.level)
        if request.asked_by_id == actor.id:
            raise CannotChange("申请人不能审批自己的申请。")
        _claim(request, "approved" if approve else "refused", actor=actor, at=at, answer=why)
        subject = Subject("task", request.task_id)
        if approve:
            subject = _apply(request, task, at=at)
        verb = "change.approve" if approve else "change.refuse"
        _tell(request, verb, subject, actor=actor, at=at, why=why)


def withdraw_change(*, request_id: int, actor: Actor, at: datetime) -> None:
    """Take a request back that nobody has decided on; who asked may, and the office.

    :raises NotAllowed: unless the actor asks for changes of this task.
    :raises NoSuchThing: where there is no such request.
    :raises CannotChange: where it is decided already, or somebody else asked.
    """
    actor = acting(actor, Act.ASK_CHANGE)
    with transaction.atomic(durable=True):
        request = _found(request_id)
        task = Task.objects.filter(pk=request.task_id).first()
        thing = thing_of_task(task) if task else Thing(cycle_id=request.cycle_id)
        office = demand(actor, Act.ASK_CHANGE, thing)
        actor = replace(actor, on_behalf=office.on_behalf)
        if request.asked_by_id != actor.id and office.role is not Role.OFFICE_CLERK:
            raise CannotChange("只有申请人或整改办能撤回申请。")
        _claim(request, "withdrawn", actor=actor, at=at)
        _tell(request, "change.withdraw", Subject("task", request.task_id), actor=actor, at=at)


def _deciding(actor: Actor, thing: Thing) -> Office:
    return deciding_office(actor, thing) or demand(actor, Act.DECIDE_CHANGE, thing)


def _found(request_id: int) -> ChangeRequest:
    request = ChangeRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise NoSuchThing("没有编号为 $id 的变更申请。", id=request_id)
    return request


def _demand_askable(task: Task, wish: Wish) -> None:
    if latest_issue(task.cycle_id) is None:
        raise CannotChange("方案还没有印发，请整改办直接修改任务安排。")
    same = ChangeRequest.objects.filter(task=task, state="asked", wish=canonical_text(plain_wish(wish)))
    if same.exists():
        raise CannotChange("同样的申请已经提出，正在等待审批。")


def _demand_protected(wish: Wish, names: tuple[str, ...]) -> None:
    groups = TASK_GROUPS if isinstance(wish, PlanWish) else MEASURE_GROUPS
    if isinstance(wish, PlanWish | MeasureWish) and not protected(names, groups):
        raise CannotChange("这些内容不必申请，整改办可以直接修改。")


def _claim(request: ChangeRequest, state: str, *, actor: Actor, at: datetime, answer: str = "") -> None:
    mine = ChangeRequest.objects.filter(pk=request.pk, state="asked")
    if mine.update(state=state, decided_at=at, decided_by=actor.name, answer=answer) != 1:
        request.refresh_from_db()
        raise CannotChange("这项申请已由 $who 办理。", who=request.decided_by)


def _apply(request: ChangeRequest, task: Task | None, *, at: datetime) -> Subject:
    if task is None:
        raise CannotChange("任务已并入别的任务，这项申请不能再批准。")
    hold_cycle(task.cycle_id)
    subject = apply_request(request, claim_task(task.pk, version=task.version))
    after = Task.objects.filter(pk=task.pk).first()
    if after is None:
        forget_task(task.pk)
    else:
        ask_anew(after, at=at)
    # What came of a split has not been asked for yet.
    ask_all(task.cycle_id, hours=rules_of(cycle_id=task.cycle_id).acceptance_hours, at=at)
    return subject


def _tell(
    request: ChangeRequest,
    verb: str,
    subject: Subject,
    *,
    actor: Actor,
    at: datetime,
    why: str = "",
) -> None:
    name = {"task": request.task_name}
    wish = {"wish": WISH_NAMES[request.kind]}
    journal.append(
        actor=actor,
        verb=verb,
        subject=subject,
        before={**name, **json.loads(request.before)["facts"]},
        after={**name, **json.loads(request.after)["facts"], **wish},
        why=why or request.reason,
        at=at,
        salt=fresh_salt(),
        cycle=request.cycle_id,
    )
