"""When tasks came to their end and were opened again, day by day, as the tables of closing keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.timezone import get_current_timezone, localtime

from zhenggai.domain.burning import Left, Step, burn_down
from zhenggai.domain.rates import Rates
from zhenggai.domain.states import FINISHED
from zhenggai.ledger.closing_models import Closing, Reopening
from zhenggai.ledger.models import Cycle


def left_until(cycle: Cycle, rates: Rates, due: Mapping[date | None, int], *, today: date) -> tuple[Left, ...]:
    """What was left of a cycle day by day until today, from its rates, its tasks by deadline, and what the tables keep; in two queries."""
    states = dict(rates.by_state)
    over = sum(states[state] for state in FINISHED) + states["not_applicable"]
    strict, broad = rates.counted - rates.strict.part, rates.counted - rates.broad.part
    now = Left(today, rates.counted - over, 0, strict, broad)
    dated = {day: number for day, number in due.items() if day is not None}
    until = datetime.combine(today, time.max, tzinfo=get_current_timezone())
    began = localtime(cycle.adopted_at).date()
    return burn_down(now, steps_of(cycle.pk, until=until), dated, first=began, undated=due.get(None, 0))


def steps_of(cycle_id: int, *, until: datetime) -> Iterator[Step]:
    """The steps of a cycle's burn-down, in two queries."""
    closed = Closing.objects.filter(cycle=cycle_id, state="closed", ended_at__lte=until).order_by()
    days = closed.annotate(day=TruncDate("ended_at")).values_list("day", "outcome", "came_from")
    for day, outcome, came_from, number in days.annotate(n=Count("pk")):
        if outcome == "done":
            # What was long-term with stages counted broadly already.
            yield Step(day, number, number, 0 if came_from == "long_term" else number)
        elif outcome == "long_term":
            yield Step(day, broad=number)
        else:
            yield Step(day, open=number)
    again = Reopening.objects.filter(task__cycle=cycle_id, at__lte=until).order_by()
    opened = again.annotate(day=TruncDate("at")).values_list("day", "came_from", "closing__outcome")
    for day, came_from, outcome, number in opened.annotate(n=Count("pk")):
        if came_from in FINISHED:
            yield Step(day, -number, -number if outcome == "done" else 0, -number)
        elif came_from == "long_term":
            yield Step(day, broad=-number if outcome == "long_term" else 0)
        else:
            yield Step(day, open=-number)
