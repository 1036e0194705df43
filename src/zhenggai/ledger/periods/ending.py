"""When tasks came to their end and were opened again, day by day, as the tables of closing keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from django.db import connection
from django.utils.timezone import get_current_timezone, get_current_timezone_name, localtime

from zhenggai.domain.burning import Left, Step, burn_down
from zhenggai.domain.rates import Rates
from zhenggai.domain.states import FINISHED
from zhenggai.journal.repeated import ask_repeated
from zhenggai.ledger.models import Cycle

_STEPS = """
SELECT 'closed', {closed}, closing.outcome, closing.came_from, count(*) FROM ledger_closing closing
  WHERE closing.cycle_id = %s AND closing.state = 'closed' AND closing.ended_at <= %s GROUP BY 2, 3, 4
UNION ALL SELECT 'opened', {opened}, closing.outcome, again.came_from, count(*) FROM ledger_reopening again
  JOIN ledger_task task ON task.id = again.task_id LEFT JOIN ledger_closing closing ON closing.id = again.closing_id
  WHERE task.cycle_id = %s AND again.at <= %s GROUP BY 2, 3, 4
"""


def left_until(cycle: Cycle, rates: Rates, due: Mapping[date | None, int], *, today: date) -> tuple[Left, ...]:
    """What was left of a cycle day by day until today, from its rates, its tasks by deadline, and what the tables keep; in one query."""
    states = dict(rates.by_state)
    over = sum(states[state] for state in FINISHED) + states["not_applicable"]
    strict, broad = rates.counted - rates.strict.part, rates.counted - rates.broad.part
    now = Left(today, rates.counted - over, 0, strict, broad)
    dated = {day: number for day, number in due.items() if day is not None}
    until = datetime.combine(today, time.max, tzinfo=get_current_timezone())
    began = localtime(cycle.adopted_at).date()
    return burn_down(now, steps_of(cycle.pk, until=until), dated, first=began, undated=due.get(None, 0))


def steps_of(cycle_id: int, *, until: datetime) -> Iterator[Step]:
    """The steps of a cycle's burn-down, in one query."""
    for what, day, outcome, came_from, number in _ended_and_opened(cycle_id, until):
        if what == "closed":
            yield _closed(day, outcome, came_from, number)
        else:
            yield _opened(day, outcome, came_from, number)


def _closed(day: date, outcome: str | None, came_from: str, number: int) -> Step:
    if outcome == "done":
        # What was long-term with stages counted broadly already.
        return Step(day, number, number, 0 if came_from == "long_term" else number)
    return Step(day, broad=number) if outcome == "long_term" else Step(day, open=number)


def _opened(day: date, outcome: str | None, came_from: str, number: int) -> Step:
    if came_from in FINISHED:
        return Step(day, -number, -number if outcome == "done" else 0, -number)
    if came_from == "long_term":
        return Step(day, broad=-number if outcome == "long_term" else 0)
    return Step(day, open=-number)


def _ended_and_opened(cycle_id: int, until: datetime) -> Iterator[tuple[str, date, str | None, str, int]]:
    """What was closed and what was opened again, by day, outcome and the state it came from."""
    last, zone = connection.ops.adapt_datetimefield_value(until), get_current_timezone_name()
    closed, of_closed = connection.ops.datetime_cast_date_sql("closing.ended_at", (), zone)
    opened, of_opened = connection.ops.datetime_cast_date_sql("again.at", (), zone)
    statement = _STEPS.format(closed=closed, opened=opened)
    for what, day, *rest in ask_repeated(statement, [*of_closed, cycle_id, last, *of_opened, cycle_id, last]):
        yield (what, day if isinstance(day, date) else date.fromisoformat(day), *rest)
