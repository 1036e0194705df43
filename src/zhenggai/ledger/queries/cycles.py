"""The list of cycles."""

from __future__ import annotations

from zhenggai.domain.rights import Actor, may, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries.rows import cycles_with_counts, to_cycle_row
from zhenggai.ledger.shapes import CycleRow
from zhenggai.ledger.standing import tasks_in_reach


def list_cycles(*, actor: Actor) -> tuple[CycleRow, ...]:
    """Every cycle that the actor sees or that holds something for them, the one adopted last first."""
    if not may(actor, Act.READ):
        return ()
    rows = tuple(to_cycle_row(cycle) for cycle in cycles_with_counts().order_by("-adopted_at", "-pk"))
    if all(may_in_cycle(actor, Act.READ_CYCLE, row.id) for row in rows):
        return rows
    own = set(tasks_in_reach(actor).order_by().values_list("cycle_id", flat=True).distinct())
    return tuple(row for row in rows if row.id in own or may_in_cycle(actor, Act.READ_CYCLE, row.id))
