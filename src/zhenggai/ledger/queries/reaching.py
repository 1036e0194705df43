"""What somebody may do to a task, for pages that show the way to it."""

from __future__ import annotations

from zhenggai.domain.rights import Actor, Thing, demand, may
from zhenggai.domain.roles import Act
from zhenggai.ledger.standing import things_of_tasks


def may_do(actor: Actor, act: Act, *, task_id: int) -> bool:
    """Whether the actor may do this to the task; no where there is none."""
    thing = things_of_tasks([task_id]).get(task_id)
    return thing is not None and may(actor, act, thing)


def demand_do(actor: Actor, act: Act, *, task_id: int) -> None:
    """Return when the actor may do this to the task.

    :raises NotAllowed: when not, or where there is no such task.
    """
    demand(actor, act, things_of_tasks([task_id]).get(task_id, Thing()))
