"""Asking leaders and units to accept tasks; part of the transactions of others."""

from __future__ import annotations

from datetime import datetime

from zhenggai.domain.accepting import SIDES, due_of
from zhenggai.ledger.models import Acceptance, Task
from zhenggai.ledger.ruling import rules_of


def asked_name(task: Task, side: str) -> str:
    """Who is to accept a task on a side."""
    return {"leader": task.leader, "unit": task.unit_name}[side]


def ask_all(cycle_id: int, *, hours: int, at: datetime) -> int:
    """Ask for every task of a cycle on which nobody has been asked yet, and return how many were asked."""
    known = set(Acceptance.objects.filter(cycle_id=cycle_id).exclude(state="replaced").values_list("task_id", "side"))
    new = [
        Acceptance(
            cycle_id=cycle_id, task=task, side=side, name=asked_name(task, side), asked_at=at, due=due_of(at, hours)
        )
        for task in Task.objects.filter(cycle_id=cycle_id).order_by("position")
        for side in SIDES
        if (task.pk, side) not in known and asked_name(task, side)
    ]
    Acceptance.objects.bulk_create(new)
    return len(new)


def ask_anew(task: Task, *, at: datetime, insisted: str = "", side: str = "") -> None:
    """Ask again where a task has another leader or unit now, and on `side` whoever it is."""
    hours = rules_of(cycle_id=task.cycle_id).acceptance_hours
    standing = {row.side: row for row in Acceptance.objects.filter(task=task).exclude(state="replaced")}
    for one in SIDES:
        name, row = asked_name(task, one), standing.get(one)
        if one != side and row is not None and row.name == name:
            continue
        Acceptance.objects.filter(task=task, side=one).exclude(state="replaced").update(state="replaced")
        if name:
            Acceptance.objects.create(
                cycle_id=task.cycle_id,
                task=task,
                side=one,
                name=name,
                asked_at=at,
                due=due_of(at, hours),
                insisted=insisted if one == side else "",
            )


def forget_task(task_id: int) -> None:
    """Ask nobody any more for a task that is gone."""
    Acceptance.objects.filter(task_id=task_id).exclude(state="replaced").update(state="replaced")
