"""Who is asked to accept which task, and how far that is."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from zhenggai.domain.accepting import ACCEPTANCE_STATES, SIDES, countdown
from zhenggai.domain.rights import Actor, Office, offices_of
from zhenggai.domain.roles import Act, Reach
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.issued import latest_issue
from zhenggai.ledger.models import Acceptance
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.queries.tasks import MOST_NAMES, leaders_of
from zhenggai.ledger.shapes.issuing import AcceptanceCounts, AcceptanceRow, AcceptancesPage
from zhenggai.ledger.shapes.planning import IssueRow
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.people.queries import list_unit_names

ROWS = 100
MOST_MINE = 200
NOTHING = Q(pk__in=())


def acceptances_page(
    *, cycle_id: int, actor: Actor, now: datetime, state: str = "waiting", after: str = ""
) -> AcceptancesPage:
    """What the actor is asked to accept, and the acceptances of one state that the actor sees, behind the key `after`.

    :raises NoSuchThing: where there is no such cycle.
    """
    row, issue = cycle_row(cycle_id=cycle_id), latest_issue(cycle_id)
    state = state if state in ACCEPTANCE_STATES else "waiting"
    seen = (
        _loaded()
        .filter(cycle_id=cycle_id, state=state, task__in=tasks_in_reach(actor, cycle_id=cycle_id))
        .order_by("due", "pk")
    )
    found = list(seen.filter(_beyond(after))[: ROWS + 1])
    more = len(found) > ROWS
    return AcceptancesPage(
        cycle=row,
        issue=IssueRow(issue.number, issue.document_number, issue.day, issue.at, issue.by, issue.digest)
        if issue
        else None,
        mine=mine_to_accept(cycle_id=cycle_id, actor=actor, now=now),
        rows=tuple(acceptance_row(one, now=now) for one in found[:ROWS]),
        state=state,
        counts=count_acceptances(cycle_id, now=now, actor=actor),
        after=_key(found[ROWS - 1]) if more else "",
        units=list_unit_names(limit=MOST_NAMES),
        leaders=leaders_of(cycle_id),
    )


def mine_to_accept(*, actor: Actor, now: datetime, cycle_id: int | None = None) -> tuple[AcceptanceRow, ...]:
    """What waits for the actor's own acceptance, the most urgent first; of every cycle where none is named."""
    rows = _loaded().filter(mine(actor), state="waiting").order_by("due", "pk")
    if cycle_id is not None:
        rows = rows.filter(cycle_id=cycle_id)
    return tuple(acceptance_row(row, now=now) for row in rows[:MOST_MINE])


def mine(actor: Actor) -> Q:
    """The rule of accepting as SQL: a leader for tasks that name them, a head of a unit for those that it leads."""
    offices = (office for office in offices_of(actor) if office.reach(Act.ACCEPT))
    return reduce(or_, map(_asked, offices), NOTHING)


def acceptances_of_task(*, task_id: int, now: datetime) -> tuple[AcceptanceRow, ...]:
    """Everybody who was ever asked to accept a task, the newest first."""
    return tuple(acceptance_row(row, now=now) for row in _loaded().filter(task_id=task_id).order_by("-pk"))


def count_acceptances(cycle_id: int, *, now: datetime, actor: Actor | None = None) -> AcceptanceCounts:
    """How many acceptances of a cycle are in which state, among those that the actor sees where one is named."""
    rows = Acceptance.objects.filter(cycle_id=cycle_id)
    if actor is not None:
        rows = rows.filter(task__in=tasks_in_reach(actor))
    counts = rows.aggregate(
        waiting=Count("pk", filter=Q(state="waiting")),
        late=Count("pk", filter=Q(state="waiting", due__lt=now)),
        accepted=Count("pk", filter=Q(state="accepted")),
        refused=Count("pk", filter=Q(state="refused")),
    )
    return AcceptanceCounts(**counts)


def acceptance_row(row: Acceptance, *, now: datetime) -> AcceptanceRow:
    """An acceptance that was loaded with its task, problem and aspect."""
    task = row.task
    return AcceptanceRow(
        id=row.pk,
        task_id=row.task_id,
        name=f"{cite_problem(task.problem)} 任务 {task.number}",
        title=task.problem.title,
        side=row.side,
        side_name=SIDES[row.side],
        asked_of=row.name,
        state=row.state,
        state_name=ACCEPTANCE_STATES[row.state],
        asked_at=row.asked_at,
        due=row.due,
        countdown=countdown(row.due, now),
        at=row.at,
        by=row.by,
        reason=row.reason,
        insisted=row.insisted,
        target=task.target,
        deadline=task.deadline,
        measures=task.measures_count,
        version=task.version,
    )


def _loaded() -> QuerySet[Acceptance]:
    return Acceptance.objects.select_related("task__problem__aspect")


def _asked(office: Office) -> Q:
    within = Q() if office.cycle_id is None else Q(cycle_id=office.cycle_id)
    if office.reach(Act.ACCEPT) is Reach.LED:
        return within & Q(side="leader", task__leader__in=office.names - {""})
    return within & Q(side="unit", task__unit_id__in=office.units)


def _key(row: Acceptance) -> str:
    return f"{int(row.due.timestamp() * 1_000_000)}-{row.pk}"


def _beyond(key: str) -> Q:
    """What comes behind a key; everything where the key makes no sense."""
    moment, _, number = key.partition("-")
    if not _digits(moment, number):
        return Q()
    due = datetime.fromtimestamp(int(moment) / 1_000_000, UTC)
    return Q(due__gt=due) | Q(due=due, pk__gt=int(number))


def _digits(*texts: str) -> bool:
    return all(text.isascii() and text.isdigit() and len(text) < 18 for text in texts)
