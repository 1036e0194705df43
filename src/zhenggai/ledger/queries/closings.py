"""The applications of a round."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from zhenggai.domain.closing_rules import STEPS
from zhenggai.domain.closing_words import CLOSING_STATES, OUTCOMES
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.signing import next_step, standing_of
from zhenggai.ledger.closing.digests import digest_of, signed_of
from zhenggai.ledger.closing.views import closing_views
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.queries.closing_rows import named
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.queries.signing import count_to_sign
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.closing import ClosingPage, ListRow
from zhenggai.ledger.standing import tasks_in_reach

ROWS = 50
LARGEST_ID = 2**63 - 1
FILTERS: dict[str, str] = {**CLOSING_STATES, "all": "全部"}


def list_closings(
    *, cycle_id: int, actor: Actor, today: date, state: str = "open", after: int | None = None, size: int = ROWS
) -> ClosingPage:
    """A page of the applications of the tasks in the actor's reach, newest first.

    :raises NoSuchThing: where there is no such round.
    :raises NotAllowed: unless the actor reads the ledger.
    """
    demand(actor, Act.READ)
    cycle = cycle_row(cycle_id=cycle_id)
    state = state if state in FILTERS else "open"
    all_of_them = Closing.objects.filter(cycle_id=cycle_id, task__in=tasks_in_reach(actor, cycle_id=cycle_id))
    counts = all_of_them.aggregate(
        all=Count("pk"), **{name: Count("pk", filter=Q(state=name)) for name in CLOSING_STATES}
    )
    found = list(_wanted(all_of_them, state, after)[: size + 1])
    return ClosingPage(
        cycle=cycle,
        rows=tuple(_rows(found[:size], cycle_id=cycle_id, today=today)),
        after=found[size - 1].pk if len(found) > size else None,
        total=counts[state],
        choices=tuple(Choice(name, label, counts[name], name == state) for name, label in FILTERS.items()),
        to_sign=count_to_sign(cycle_id=cycle_id, actor=actor, today=today),
    )


def _wanted(closings: QuerySet[Closing], state: str, after: int | None) -> QuerySet[Closing]:
    if state != "all":
        closings = closings.filter(state=state)
    if after is not None:
        closings = closings.filter(pk__lt=min(after, LARGEST_ID))
    return closings.select_related("task__problem__aspect").prefetch_related("signatures").order_by("-pk")


def _rows(found: list[Closing], *, cycle_id: int, today: date) -> list[ListRow]:
    rules = rules_of(cycle_id=cycle_id).closing
    waiting = [one for one in found if one.state == "open" and one.outcome == "done"]
    views = closing_views([one.task for one in waiting], today=today)
    rows = []
    for one in found:
        step = None
        if one.task_id in views and one in waiting:
            digest = digest_of(views[one.task_id], one)
            step = next_step(standing_of(map(signed_of, one.signatures.all()), digest=digest, rules=rules))
        rows.append(_row(one, STEPS[step] if step else ""))
    return rows


def _row(closing: Closing, step_name: str) -> ListRow:
    task = closing.task
    return ListRow(
        id=closing.pk,
        task_id=task.pk,
        task_number=task.number,
        name=named(task),
        title=task.problem.title,
        unit=task.unit_name,
        number=closing.number,
        outcome_name=OUTCOMES[closing.outcome],
        state=closing.state,
        state_name=CLOSING_STATES[closing.state],
        applied_at=closing.applied_at,
        applied_by=closing.applied_by,
        ended_at=closing.ended_at,
        watch_until=closing.watch_until,
        step_name=step_name,
        why=closing.why,
    )
