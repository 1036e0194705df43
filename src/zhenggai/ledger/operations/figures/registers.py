"""Opening a register."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from zhenggai.domain.figures import CannotState, demand_name, demand_row_unit
from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import Register
from zhenggai.ledger.operations.figures.holding import demand_figures_open, demand_keeper, task_of_keeper, tell


def add_register(*, task_id: int, name: str, row_unit: str, actor: Actor, at: datetime) -> int:
    """Open an empty register of a task and return its number; `row_unit` is what one row is, such as 户.

    :raises NotAllowed: unless the actor keeps the figures of this task.
    :raises CannotState: without a name, or where the task has a register of that name.
    :raises WrongAmount: where `row_unit` is no unit.
    """
    demand_keeper(actor)
    try:
        with transaction.atomic(durable=True):
            task = task_of_keeper(task_id, actor=actor)
            demand_figures_open(task)
            register = Register.objects.create(
                cycle_id=task.cycle_id,
                task=task,
                name=demand_name(name, sentence="请写清单的名称。"),
                row_unit=demand_row_unit(row_unit),
            )
            after = {"register": register.name, "row_unit": register.row_unit}
            tell(task, "register.add", before={}, after=after, actor=actor, at=at)
    except IntegrityError as clash:
        raise CannotState("这项任务已有同名的清单。") from clash
    return register.pk
