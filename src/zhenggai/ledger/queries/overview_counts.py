"""What the dashboard of a cycle counts beside its tasks, in one statement."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import connection

from zhenggai.domain.doubting import STANDING
from zhenggai.ledger.counting import Counts
from zhenggai.ledger.models import NO_DEADLINE, Cycle, LedgerLook
from zhenggai.ledger.shapes.cycles import DoubtCounts

_STANDING = ", ".join(f"'{state}'" for state in STANDING)
# Each thing that is counted under its name, by a value of its own.
_COUNTS = f"""
SELECT 'figures', '', count(*) FROM ledger_figure WHERE cycle_id = %(cycle)s
UNION ALL SELECT 'undated', '', count(*) FROM ledger_promise WHERE cycle_id = %(cycle)s AND due IS NULL
UNION ALL SELECT 'relations', CASE WHEN holds THEN 'held' ELSE 'broken' END, count(*)
  FROM ledger_relation WHERE cycle_id = %(cycle)s AND holds IS NOT NULL GROUP BY 2
UNION ALL SELECT 'doubts', severity, count(*) FROM ledger_doubt WHERE cycle_id = %(cycle)s GROUP BY 2
UNION ALL SELECT 'standing', severity, count(*)
  FROM ledger_ledgerdoubt WHERE cycle_id = %(cycle)s AND state IN ({_STANDING}) GROUP BY 2
UNION ALL SELECT 'explained', '', count(*)
  FROM ledger_ledgerdoubt WHERE cycle_id = %(cycle)s AND state = 'open' AND explained_at IS NOT NULL
UNION ALL SELECT 'due', CAST(deadline_rank AS text), count(*) FROM ledger_task WHERE cycle_id = %(cycle)s GROUP BY 2
"""  # noqa: S608  words of ours


def counts_beside(cycle_id: int) -> dict[str, Counts]:
    """Everything that the dashboard counts beside its tasks, by name and value, and the tasks by their deadline."""
    counts: dict[str, Counts] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"cycle": cycle_id})
        for name, value, number in cursor.fetchall():
            counts[name][value] = number
    return counts


def standing_doubts(cycle: Cycle, counts: dict[str, Counts]) -> DoubtCounts:
    """The doubts on the ledger that stand, of a cycle that was loaded with its look."""
    look: LedgerLook | None = getattr(cycle, "ledger_look", None)
    return DoubtCounts(
        open=sum(counts["standing"].values()),
        blocking=counts["standing"].get("error", 0),
        explained=sum(counts["explained"].values()),
        looked_at=look.quick_at if look else None,
    )


def tasks_by_day(counts: dict[str, Counts]) -> dict[date | None, int]:
    """How many tasks end on each day, and under None those that have none."""
    dated = counts["due"].items()
    return {None if day == NO_DEADLINE else date.fromisoformat(str(day)): number for day, number in dated}
