"""What the dashboard of a cycle counts, in one statement; it is written here, since the mapper would put it together for every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from zhenggai.domain.doubting import STANDING
from zhenggai.domain.rates import Counted, Rates, rates_of
from zhenggai.domain.states import STATES, LedgerState
from zhenggai.ledger.kept_counts import Question, Rows, counted_once
from zhenggai.ledger.models import DONE_RANK, NO_DEADLINE, Cycle, LedgerLook
from zhenggai.ledger.queries.rows import aspect_name_of
from zhenggai.ledger.rating import stated_of
from zhenggai.ledger.shapes.cycles import AspectCounts, DoubtCounts

_STANDING = ", ".join(f"'{state}'" for state in STANDING)
_OPEN = f"state_rank < {DONE_RANK}"
# Tasks by aspect and state with what is added up over them, and everything else under its name, by a value of its own.
_COUNTS = f"""
SELECT 'tasks', CAST(aspect_id AS text), state, count(*), sum(measures_count),
  sum(CASE WHEN {_OPEN} AND deadline_rank < %(today)s THEN 1 ELSE 0 END),
  sum(CASE WHEN {_OPEN} AND deadline_rank = '{NO_DEADLINE}' THEN 1 ELSE 0 END),
  sum(CASE WHEN figures_count = 0 THEN 1 ELSE 0 END)
  FROM ledger_task WHERE cycle_id = %(cycle)s GROUP BY aspect_id, state
UNION ALL SELECT 'aspects', CAST(id AS text), label || title, position, 0, 0, 0, 0
  FROM ledger_aspect WHERE cycle_id = %(cycle)s
UNION ALL SELECT 'granted', closing.outcome, task.state, count(DISTINCT task.id), 0, 0, 0, 0
  FROM ledger_closing closing JOIN ledger_task task ON task.id = closing.task_id
  WHERE closing.cycle_id = %(cycle)s AND closing.state = 'closed' GROUP BY closing.outcome, task.state
UNION ALL SELECT 'due', CAST(deadline_rank AS text), '', count(*), 0, 0, 0, 0
  FROM ledger_task WHERE cycle_id = %(cycle)s GROUP BY deadline_rank
UNION ALL SELECT 'problems', '', '', count(*), 0, 0, 0, 0 FROM ledger_problem WHERE cycle_id = %(cycle)s
UNION ALL SELECT 'figures', '', '', count(*), 0, 0, 0, 0 FROM ledger_figure WHERE cycle_id = %(cycle)s
UNION ALL SELECT 'undated', '', '', count(*), 0, 0, 0, 0
  FROM ledger_promise WHERE cycle_id = %(cycle)s AND due IS NULL
UNION ALL SELECT 'relations', CASE WHEN holds THEN 'held' ELSE 'broken' END, '', count(*), 0, 0, 0, 0
  FROM ledger_relation WHERE cycle_id = %(cycle)s AND holds IS NOT NULL GROUP BY 2
UNION ALL SELECT 'doubts', severity, '', count(*), 0, 0, 0, 0
  FROM ledger_doubt WHERE cycle_id = %(cycle)s GROUP BY severity
UNION ALL SELECT 'standing', severity, '', count(*), 0, 0, 0, 0
  FROM ledger_ledgerdoubt WHERE cycle_id = %(cycle)s AND state IN ({_STANDING}) GROUP BY severity
UNION ALL SELECT 'explained', '', '', count(*), 0, 0, 0, 0
  FROM ledger_ledgerdoubt WHERE cycle_id = %(cycle)s AND state = 'open' AND explained_at IS NOT NULL
"""  # noqa: S608  words of ours


@dataclass(frozen=True, slots=True)
class TaskSums:
    """So many tasks of an aspect in a state, and what is added up over them."""

    aspect_id: int
    state: LedgerState
    number: int
    measures: int
    late: int
    undated: int
    without: int


@dataclass(frozen=True, slots=True)
class OverviewCounts:
    """All that was counted: the tasks, the aspects in order, which closings were granted, and the rest by name and value."""

    tasks: list[TaskSums] = field(default_factory=list)
    aspects: list[tuple[int, int, str]] = field(default_factory=list)
    granted: dict[tuple[str, str], int] = field(default_factory=dict)
    others: dict[str, dict[str, int]] = field(default_factory=dict)

    def of(self, name: str) -> dict[str, int]:
        """What was counted under a name, by value."""
        return self.others.get(name, {})

    def sum_of(self, name: str) -> int:
        """How many there are under a name."""
        return sum(self.of(name).values())

    def by_state(self) -> dict[LedgerState, int]:
        """How many tasks are in each state."""
        numbers = dict.fromkeys(STATES, 0)
        for sums in self.tasks:
            numbers[sums.state] += sums.number
        return numbers


def counts_of(cycle_id: int, *, today: date) -> OverviewCounts:
    """Everything that the dashboard counts, as it was kept where nothing has happened in the round since."""
    question = Question(cycle_id, f"{_COUNTS} {today}", more=True)
    return _told(counted_once(question, lambda: _counted(cycle_id, today), size=_tasks))


def _counted(cycle_id: int, today: date) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"cycle": cycle_id, "today": today.isoformat()})
        return [[name, first, second, *map(int, numbers)] for name, first, second, *numbers in cursor.fetchall()]


def _tasks(rows: Rows) -> int:
    return sum(row[3] for row in rows if row[0] == "tasks")


def aspects_counted(counts: OverviewCounts) -> tuple[AspectCounts, ...]:
    """The tasks of each aspect by state."""
    numbers = {(sums.aspect_id, sums.state): sums.number for sums in counts.tasks}
    return tuple(
        AspectCounts(
            aspect_id=pk,
            name=aspect_name_of(words),
            states=(states := tuple(numbers.get((pk, state), 0) for state in STATES)),
            total=sum(states),
        )
        for _, pk, words in sorted(counts.aspects)
    )


def rates_counted(cycle: Cycle, counts: OverviewCounts) -> Rates:
    """Strict and broad, out of what the feedback itself counted, without saying how the counts differ."""
    granted = counts.granted.get
    states = counts.by_state().items()
    told = (
        Counted(state, n, granted(("done", state), 0), granted(("long_term", state), 0)) for state, n in states if n
    )
    return rates_of(told, stated=stated_of(cycle))


def standing_doubts(cycle: Cycle, counts: OverviewCounts) -> DoubtCounts:
    """The doubts on the ledger that stand, of a cycle that was loaded with its look."""
    look: LedgerLook | None = getattr(cycle, "ledger_look", None)
    return DoubtCounts(
        open=counts.sum_of("standing"),
        blocking=counts.of("standing").get("error", 0),
        explained=counts.sum_of("explained"),
        looked_at=look.quick_at if look else None,
    )


def tasks_by_day(counts: OverviewCounts) -> dict[date | None, int]:
    """How many tasks end on each day, and under None those that have none."""
    dated = counts.of("due").items()
    return {None if day == NO_DEADLINE else date.fromisoformat(day): number for day, number in dated}


def _told(rows: Iterable[Sequence[Any]]) -> OverviewCounts:
    counts = OverviewCounts()
    for name, first, second, number, *sums in rows:
        if name == "tasks":
            counts.tasks.append(TaskSums(int(first), second, number, *sums))
        elif name == "aspects":
            counts.aspects.append((number, int(first), second))
        elif name == "granted":
            counts.granted[first, second] = number
        else:
            counts.others.setdefault(name, {})[first] = number
    return counts
