"""Later dates for tasks: asked for before the day, decided by who may, and every answer kept."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from zhenggai.domain.closed import is_open
from zhenggai.domain.extensions import (
    EXTENSION_STATES,
    LEVELS,
    CannotExtend,
    Standing,
    Wish,
    deciding_office,
    demand_reason,
    demand_wish,
    level_for,
    may_decide,
)
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Office, demand
from zhenggai.domain.roles import Act, Role
from zhenggai.domain.states import CLOSED
from zhenggai.ledger.models import Extension, Measure, Task
from zhenggai.ledger.operations.planning.holding import tell_task
from zhenggai.ledger.operations.progress.holding import acting_in
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import demand_task, thing_of_task
from zhenggai.ledger.still_open import hold_state


class ExtensionChanged(Refusal):
    """Somebody else decided on or withdrew the request, or the task has another date, since it was looked at."""


def ask_extension(*, task_id: int, wish: Wish, actor: Actor, at: datetime) -> int:
    """Ask for a later date and return the number of the request.

    :raises NotAllowed: unless the actor is of the unit that leads the task, or of the office.
    :raises CannotExtend: where it cannot be asked for, such as after the day.
    """
    demand(actor, Act.ASK_EXTENSION)
    try:
        with transaction.atomic(durable=True):
            task = _task(task_id)
            office = demand_task(actor, Act.ASK_EXTENSION, task)
            actor = acting_in(actor, office)
            rules = rules_of(cycle_id=task.cycle_id).extensions
            late = demand_wish(
                wish,
                _standing(task),
                today=localdate(at),
                rules=rules,
                office=office.role is Role.OFFICE_CLERK,
            )
            return _ask(task, wish, level=level_for(_days(task, wish), rules), late=late, actor=actor, at=at)
    except IntegrityError as clash:
        raise CannotExtend("", "已有一份延期申请待审批，请等审批结果，或先撤回。") from clash


def decide_extension(*, extension_id: int, grant: bool, why: str, actor: Actor, at: datetime) -> None:
    """Grant or refuse a later date. Granting moves the task's last day, and those of measures that ended with it.

    Who asked does not decide; the office writes down what was decided on paper and says on which.

    :raises NotAllowed: unless the actor decides on the task.
    :raises CannotExtend: where a higher level has to decide, or no reason is given.
    :raises ExtensionChanged: where it was decided already or the task has another last day by now.
    """
    demand(actor, Act.GRANT_EXTENSION)
    with transaction.atomic(durable=True):
        extension, task, _office = _extension(extension_id, actor, Act.GRANT_EXTENSION)
        office = deciding_office(actor, thing_of_task(task), extension.level)
        actor = acting_in(actor, office)
        _demand_decider(extension, office, actor, grant=grant, why=why)
        _settle(extension, "granted" if grant else "refused", why=why, actor=actor, at=at)
        before: dict[str, object] = {"extension": extension.pk}
        after: dict[str, object] = {"extension": extension.pk}
        if grant:
            moved = _move(task, extension)
            before |= {"deadline": extension.old.isoformat()}
            after |= {"deadline": extension.new.isoformat(), "measures_moved": moved or None}
        tell_task(
            task,
            actor=actor,
            verb="extension.grant" if grant else "extension.refuse",
            before=before,
            after=after,
            why=why or extension.reason,
            at=at,
        )


def withdraw_extension(*, extension_id: int, actor: Actor, at: datetime) -> None:
    """Take a request back before it is decided; it stays as withdrawn.

    :raises NotAllowed: unless the actor may ask for the task.
    :raises ExtensionChanged: where it was decided already.
    """
    demand(actor, Act.ASK_EXTENSION)
    with transaction.atomic(durable=True):
        extension, task, office = _extension(extension_id, actor, Act.ASK_EXTENSION)
        actor = acting_in(actor, office)
        _settle(extension, "withdrawn", why="", actor=actor, at=at)
        name = {"extension": extension.pk}
        tell_task(
            task,
            actor=actor,
            verb="extension.withdraw",
            before={**name, "extension_state": EXTENSION_STATES["asked"]},
            after={**name, "extension_state": EXTENSION_STATES["withdrawn"]},
            at=at,
        )


def _ask(task: Task, wish: Wish, *, level: str, late: bool, actor: Actor, at: datetime) -> int:
    extension = Extension.objects.create(  # type: ignore[misc]  # a wish without days was refused
        task=task,
        cycle_id=task.cycle_id,
        old=task.deadline,
        new=wish.new,
        reason=wish.reason,
        measures_follow=wish.measures_follow,
        late=late,
        late_reason=wish.late_reason if late else "",
        level=level,
        asked_by_id=actor.id,
        asked_by=actor.name,
        asked_at=at,
    )
    after = {
        "extension": extension.pk,
        "asked_until": str(wish.new),
        "approval_level": LEVELS[level],
        **({"asked_late": wish.late_reason} if late else {}),
    }
    verb = "extension.note" if late else "extension.ask"
    tell_task(task, actor=actor, verb=verb, before={}, after=after, why=wish.reason, at=at)
    return extension.pk


def _settle(extension: Extension, state: str, *, why: str, actor: Actor, at: datetime) -> None:
    changed = {"state": state, "decided_by": actor.name, "decided_at": at, "why": why}
    if Extension.objects.filter(pk=extension.pk, state="asked").update(**changed) != 1:
        raise ExtensionChanged("这份申请$state，请看最新内容。", state=EXTENSION_STATES[_state_now(extension)])


def _state_now(extension: Extension) -> str:
    return Extension.objects.values_list("state", flat=True).get(pk=extension.pk)


def _move(task: Task, extension: Extension) -> int:
    """Give the task its new last day, and the measures that ended on the old one; return how many those are."""
    changed = Task.objects.filter(pk=task.pk, deadline=extension.old).exclude(state__in=CLOSED)
    days = (extension.new - extension.old).days
    if (
        changed.update(
            deadline=extension.new,
            extensions_count=F("extensions_count") + 1,
            extended_days=F("extended_days") + days,
            version=F("version") + 1,
        )
        != 1
    ):
        raise ExtensionChanged("任务的期限或状态在申请以后已有变化，请退回申请，由责任单位重新提出。")
    if not extension.measures_follow:
        return 0
    return Measure.objects.filter(task=task, deadline=extension.old).update(deadline=extension.new)


def _demand_decider(extension: Extension, office: Office, actor: Actor, *, grant: bool, why: str) -> None:
    if extension.asked_by_id == actor.id:
        raise CannotExtend("", "申请人不能审批自己的申请。")
    if not may_decide(office.role, extension.level):
        raise CannotExtend("", "延期 $days 天须由$level审批。", days=_length(extension), level=LEVELS[extension.level])
    if not grant and not why:
        raise CannotExtend("why", "不批准的，请写原因。")
    if grant and office.role is Role.OFFICE_CLERK and not why:
        raise CannotExtend("why", "整改办代录审批结果，请写依据：谁在哪份签批件上同意。")
    demand_reason("why", why)


def _length(extension: Extension) -> int:
    return (extension.new - extension.old).days


def _days(task: Task, wish: Wish) -> int:
    return (wish.new - task.deadline).days if wish.new and task.deadline else 0


def _standing(task: Task) -> Standing:
    return Standing(
        deadline=task.deadline,
        done=not is_open("extend", hold_state(task.pk)),
        granted=task.extensions_count,
        open=Extension.objects.filter(task=task, state="asked").exists(),
    )


def _task(task_id: int) -> Task:
    task = Task.objects.select_related("problem__aspect").filter(pk=task_id).first()
    if task is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    return task


def _extension(extension_id: int, actor: Actor, act: Act) -> tuple[Extension, Task, Office]:
    extension = Extension.objects.select_related("task__problem__aspect").filter(pk=extension_id).first()
    if extension is None:
        raise NoSuchThing("没有编号为 $id 的延期申请。", id=extension_id)
    return extension, extension.task, demand_task(actor, act, extension.task)
