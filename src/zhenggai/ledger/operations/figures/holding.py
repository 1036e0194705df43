"""Figures as they are held while they are stated: found, demanded, written, told to the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import F

from zhenggai.domain.figures import CannotState
from zhenggai.domain.quantities.amounts import Amount
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.report_json import decimal_text
from zhenggai.domain.rights import Actor, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import Figure, Indicator, Measure, Register, RegisterImport, ScopeVersion, Task
from zhenggai.ledger.operations.planning.holding import name_of
from zhenggai.ledger.standing import demand_task, thing_of_task
from zhenggai.ledger.still_open import demand_still_open

Facts = Mapping[str, object]


class FigureChanged(Refusal):
    """Somebody else corrected the figure, or stated the same reading, in the same moment."""


class RegisterChanged(Refusal):
    """Somebody else changed the register or the import since it was looked at."""


def demand_keeper(actor: Actor) -> None:
    """:raises NotAllowed: unless the actor keeps figures of anything at all."""
    demand(actor, Act.KEEP_FIGURES)


def task_of_keeper(task_id: int, *, actor: Actor) -> Task:
    """The task, of which the actor keeps the figures.

    :raises NotAllowed: where they do not.
    :raises NoSuchThing: where there is none of that number.
    """
    task = Task.objects.select_related("problem__aspect").filter(pk=task_id).first()
    if task is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    demand_task(actor, Act.KEEP_FIGURES, task)
    return task


def indicator_of_keeper(indicator_id: int, *, actor: Actor) -> Indicator:
    """:raises NotAllowed: where the actor does not keep the figures of its task."""
    found = Indicator.objects.select_related("task__problem__aspect").filter(pk=indicator_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的指标。", id=indicator_id)
    demand_task(actor, Act.KEEP_FIGURES, found.task)
    return found


def register_of_keeper(register_id: int, *, actor: Actor) -> Register:
    """:raises NotAllowed: where the actor does not keep the figures of its task."""
    found = Register.objects.select_related("task__problem__aspect").filter(pk=register_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的明细清单。", id=register_id)
    demand_task(actor, Act.KEEP_FIGURES, found.task)
    return found


def import_of_keeper(import_id: int, *, actor: Actor) -> RegisterImport:
    """:raises NotAllowed: where the actor does not keep the figures of its task."""
    found = RegisterImport.objects.select_related("register__task__problem__aspect").filter(pk=import_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的导入。", id=import_id)
    demand_task(actor, Act.KEEP_FIGURES, found.register.task)
    return found


def scope_version_of(number: int | None) -> ScopeVersion | None:
    """The version of a scope, None where none is named.

    :raises CannotState: where there is no such version.
    """
    if number is None:
        return None
    found = ScopeVersion.objects.select_related("term").filter(pk=number).first()
    if found is None:
        raise CannotState("口径字典里没有这一版。")
    return found


def measure_of(task: Task, number: int | None) -> Measure | None:
    """A measure of the task, None where none is named.

    :raises CannotState: where the task has no such measure.
    """
    if number is None:
        return None
    found = Measure.objects.filter(task=task, pk=number).first()
    if found is None:
        raise CannotState("这项任务没有这条措施。")
    return found


def figure_row(
    task: Task,
    amount: Amount,
    *,
    source: str,
    scope: str,
    origin: str,
    until: date | None,
    by: Actor,
    at: datetime,
    since: date | None = None,
) -> Figure:
    """A figure of a task, not yet written."""
    return Figure(
        cycle_id=task.cycle_id,
        problem_id=task.problem_id,
        task=task,
        source=source,
        origin=origin,
        text=amount.text,
        value=decimal_text(amount.value),
        unit=amount.unit,
        kind=amount.kind,
        approximate=amount.mark in {"about", "over"},
        bound=amount.mark if amount.mark in {"min", "max"} else "",
        scope=scope,
        since=since,
        until=until,
        entered_by=by.name,
        entered_at=at,
    )


def count_one_more(task: Task) -> None:
    """Keep the count of figures that lists show."""
    Task.objects.filter(pk=task.pk).update(figures_count=F("figures_count") + 1)


def figure_facts(figure: Figure) -> dict[str, object]:
    """A figure as the journal tells it."""
    version = figure.scope_version
    return {
        "figure": figure.text,
        "counts_what": figure.scope,
        "scope_version": f"{version.term.name} {version.number}" if version else "",
        "since": figure.since.isoformat() if figure.since else "",
        "until": figure.until.isoformat() if figure.until else "",
        "origin": figure.origin,
    }


def demand_figures_open(task: Task) -> None:
    """Return where the figures of a task may still change; part of the transaction that changes them.

    :raises TaskClosed: where the task is over.
    """
    demand_still_open("figures", [task.pk])


def tell(task: Task, verb: str, *, before: Facts, after: Facts, actor: Actor, at: datetime, why: str = "") -> None:
    """Write what happened to a task's figures into the journal, on the timeline of the task."""
    name = {"task": name_of(task)}
    journal.append(
        actor=acting(actor, Act.KEEP_FIGURES, thing_of_task(task)),
        verb=verb,
        subject=Subject("task", task.pk),
        before={**name, **before},
        after={**name, **after},
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=task.cycle_id,
    )
