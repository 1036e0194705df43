"""The team of somebody who leads: what stands open at each unit, or at each person of their own."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import DONE_RANK, Task
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle
from zhenggai.oversight.shapes import TeamPage, TeamRow

PAGE = 50


def team_page(*, cycle_id: int, actor: Actor, today: date, after: str | None = None) -> TeamPage:
    """A page of the units whose open tasks the actor reads; people of a unit see its persons too.

    :raises NoSuchThing: where there is no such cycle.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.READ)
    cycle = cycle_row(cycle_id=cycle_id)
    people = not whole_cycle(actor, cycle_id)
    fields = ("unit_name", "person") if people else ("unit_name",)
    tasks = tasks_in_reach(actor).filter(cycle_id=cycle_id, state_rank__lt=DONE_RANK)
    numbers = _numbers(today, rules_of(cycle_id=cycle_id).lights.urgent_until(today))
    grouped = _beyond(tasks, fields, after).order_by(*fields).values(*fields).annotate(**numbers)
    rows = [_row(found) for found in grouped[: PAGE + 1]]
    return TeamPage(
        cycle=cycle,
        rows=tuple(rows[:PAGE]),
        after=_key(rows[PAGE - 1]) if len(rows) > PAGE else None,
        total=_row(tasks.order_by().aggregate(**numbers)),
        people=people,
    )


def _numbers(today: date, soon: date) -> dict[str, Count]:
    return {
        "open": Count("pk"),
        "late": Count("pk", filter=Q(deadline_rank__lt=today)),
        "today": Count("pk", filter=Q(deadline_rank=today)),
        "soon": Count("pk", filter=Q(deadline_rank__gt=today, deadline_rank__lte=soon)),
        "signing": Count("pk", filter=Q(state="closing")),
    }


def _row(found: dict[str, Any]) -> TeamRow:
    return TeamRow(
        unit=found.get("unit_name", ""),
        person=found.get("person", ""),
        open=found["open"],
        late=found["late"],
        today=found["today"],
        soon=found["soon"],
        signing=found["signing"],
    )


def _beyond(tasks: QuerySet[Task], fields: tuple[str, ...], after: str | None) -> QuerySet[Task]:
    if not after:
        return tasks
    try:
        unit, person = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, TypeError) as fault:
        raise BadKey("这个页码已失效，请从第一页看起。") from fault
    later = Q(unit_name__gt=str(unit))
    return tasks.filter(later | Q(unit_name=str(unit), person__gt=str(person)) if "person" in fields else later)


def _key(row: TeamRow) -> str:
    return urlsafe_b64encode(json.dumps([row.unit, row.person]).encode()).decode().rstrip("=")
