"""When tasks came to their end and were opened again, day by day, as the tables of closing keep it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncDate

from zhenggai.domain.burning import Step
from zhenggai.domain.states import FINISHED
from zhenggai.ledger.closing_models import Closing, Reopening


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
