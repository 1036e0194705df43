"""The list of cycles."""

from __future__ import annotations

from zhenggai.ledger.queries.rows import cycles_with_counts, to_cycle_row
from zhenggai.ledger.shapes import CycleRow


def list_cycles() -> tuple[CycleRow, ...]:
    """Every cycle, the one adopted last first."""
    return tuple(to_cycle_row(cycle) for cycle in cycles_with_counts().order_by("-adopted_at", "-pk"))
