"""The gate cannot be walked around: whatever is done with whatever rights, nothing but closing brings a task to its end."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from closing import a_ready_work, apply, closed, digest, state, the_task
from people import NOON
from reach import OPERATIONS, Door
from working import Work
from zhenggai.domain.planning import MeasurePlan, TaskChange, TaskPlan
from zhenggai.domain.rights import Actor, Office
from zhenggai.domain.roles import Role
from zhenggai.domain.states import CLOSED, FINISHED
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.models import Task

pytestmark = pytest.mark.django_db
CLOSING = "ledger.operations.closing."


def everybody(work: Work) -> Actor:
    """Somebody who holds every office there is, in the unit and above it."""
    units = frozenset({work.unit})
    offices = tuple(Office(role, own=units, units=units, names=frozenset({"李建国"})) for role in Role)
    return Actor(id=99, name="万能", role=Role.OFFICE_CLERK, unit_id=work.unit, offices=offices)


def arguments(work: Work, function: Callable[..., object]) -> dict[str, Any]:
    """The most plausible arguments by their names; nothing for what has none."""
    task = the_task(work)
    known: dict[str, Any] = {
        "task_id": work.task,
        "task": task,
        "cycle_id": work.cycle,
        "measure_id": work.measure,
        "measure_ids": work.measures,
        "version": task.version,
        "versions": {work.task: task.version},
        "plan": TaskPlan(target="完成", kind="timed", leader="李建国", unit="县水利局"),
        "change": TaskChange(risk="low"),
        "into": 2,
        "problem_ids": [task.problem_id],
        "state": "done",
        "step_id": 1,
        "why": "试一试",
        "reason": "试一试",
        "text": "试一试",
        "day": date(2026, 3, 2),
        "amount": Decimal(1),
        "number": "1",
        "position": 1,
        "approve": True,
        "grant": True,
        "actor": everybody(work),
        "at": NOON,
    }
    names = inspect.signature(function).parameters
    found = {name: known.get(name) for name in names}
    if "measure" in function.__name__ and "plan" in names:
        found["plan"] = MeasurePlan("完成")
    return found


def call(function: Callable[..., object], given: dict[str, Any]) -> None:
    """Do it where it can be done; what it is told makes no sense to many."""
    with suppress(Exception):
        function(**given)


def public() -> list[str]:
    """Every operation that a face may call; what is part of another's transaction cannot be called alone."""
    return [name for name, entry in OPERATIONS.items() if entry is not Door.INNER]


def found(name: str) -> Callable[..., object]:
    """An operation by its name in the table of who reaches what."""
    module, _, function = name.rpartition(".")
    operation: Callable[..., object] = getattr(importlib.import_module(f"zhenggai.{module}"), function)
    return operation


@pytest.fixture(scope="module")
def others() -> list[str]:
    """Every operation of the product that is none of closing."""
    return [name for name in public() if not name.startswith(CLOSING)]


def test_no_operation_but_those_of_closing_ends_a_task(others: list[str]) -> None:
    work = a_ready_work()
    apply(work)

    for name in others:
        operation = found(name)
        call(operation, arguments(work, operation))
        assert not Task.objects.filter(pk=work.task, state__in=CLOSED).exists(), name

    assert len(others) > 60


def test_of_closing_itself_only_the_last_signature_ends_a_task() -> None:
    work = a_ready_work()
    closing = apply(work)
    row = Closing.objects.get(pk=closing)
    given = {
        "closing_id": closing,
        "version": row.version,
        "digest": digest(closing),
        "digests": {closing: digest(closing)},
        "meeting": "领导小组会议",
        "held_on": date(2026, 3, 2),
        "outcome": "done",
    }

    for name in public():
        if name.startswith(CLOSING):
            operation = found(name)
            names = inspect.signature(operation).parameters
            mine = {key: value for key, value in given.items() if key in names}
            call(operation, {**arguments(work, operation), **mine})
            assert not Task.objects.filter(pk=work.task, state__in=FINISHED).exists(), name


def test_what_is_done_bears_all_its_signatures() -> None:
    work = a_ready_work()

    closing = closed(work)

    assert state(work) == "done"
    steps = Signature.objects.filter(closing_id=closing, digest=Closing.objects.get(pk=closing).digest)
    assert steps.values("step").distinct().count() == 5
    assert steps.values("by_id").distinct().count() == 5
