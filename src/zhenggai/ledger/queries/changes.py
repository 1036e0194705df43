"""Requests for changes: on the page of a task, and all of a cycle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Count

from zhenggai.domain.changing import REQUEST_STATES, WISH_NAMES
from zhenggai.domain.comparing import MEASURE_FIELDS, TASK_FIELDS, worded
from zhenggai.domain.deciding import DECIDERS, RANKS
from zhenggai.domain.issuing import FrozenPlan, FrozenTask
from zhenggai.domain.planning import measure_facts, task_facts
from zhenggai.domain.rights import Actor, Thing, capacity
from zhenggai.domain.roles import Act, Role
from zhenggai.journal.verbs import FACT_NAMES
from zhenggai.ledger.deciders import deciding_office
from zhenggai.ledger.frozen import freeze_found, thaw
from zhenggai.ledger.models import ChangeRequest, PlanIssue
from zhenggai.ledger.queries.acceptances import acceptances_of_task
from zhenggai.ledger.queries.heads import find_task, head_of
from zhenggai.ledger.queries.issuing import issue_row
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.shapes.issuing import RequestRow, RequestsPage, ShownChange, TaskChangesPage
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks

ROWS = 50
OF_MEASURES = frozenset({"measure", "add", "drop"})


def task_changes(*, task_id: int, actor: Actor, today: date, now: datetime) -> TaskChangesPage:
    """What was issued of a task beside what stands, with every request and acceptance.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    found = find_task(task_id, actor=actor)
    task = found.task
    issue = PlanIssue.objects.filter(cycle_id=task.cycle_id).order_by("-number").first()
    issued = thaw(issue.frozen, cycle_id=task.cycle_id) if issue else FrozenPlan()
    was = issued.task(task_id)
    present = freeze_found(task, found.problems)
    requests = ChangeRequest.objects.filter(task_id=task_id).order_by("-pk")
    return TaskChangesPage(
        head=head_of(found, actor=actor, today=today),
        issue=issue_row(issue) if issue else None,
        known=was is not None,
        fields=tuple(_beside(issued, was, present)) if issue else (),
        measures=present.tasks[0].measures,
        requests=tuple(_row(request, found.thing, True, actor) for request in requests),
        acceptances=acceptances_of_task(task_id=task_id, now=now),
    )


def requests_page(*, cycle_id: int, actor: Actor, state: str = "asked", before: int | None = None) -> RequestsPage:
    """The requests of a cycle in one state, the newest first.

    :raises NoSuchThing: where there is no such cycle.
    """
    state = state if state in REQUEST_STATES else "asked"
    all_of_cycle = ChangeRequest.objects.filter(cycle_id=cycle_id)
    wanted = all_of_cycle.filter(state=state).order_by("-pk")
    if before is not None:
        wanted = wanted.filter(pk__lt=before)
    found = list(wanted[: ROWS + 1])
    counted = dict(all_of_cycle.order_by().values_list("state").annotate(Count("pk")))
    return RequestsPage(
        cycle=cycle_row(cycle_id=cycle_id),
        rows=_rows(found[:ROWS], actor),
        state=state,
        counts=tuple((key, name, counted.get(key, 0)) for key, name in REQUEST_STATES.items()),
        after=found[ROWS - 1].pk if len(found) > ROWS else None,
    )


def _rows(requests: Iterable[ChangeRequest], actor: Actor) -> tuple[RequestRow, ...]:
    found = list(requests)
    things = things_of_tasks({request.task_id for request in found})
    reached = set(tasks_in_reach(actor).filter(pk__in=things).order_by().values_list("pk", flat=True))
    return tuple(_row(request, things.get(request.task_id), request.task_id in reached, actor) for request in found)


def _row(request: ChangeRequest, thing: Thing | None, reached: bool, actor: Actor) -> RequestRow:
    before, after = json.loads(request.before), json.loads(request.after)
    asked = request.state == "asked"
    return RequestRow(
        id=request.pk,
        cycle_id=request.cycle_id,
        task_id=request.task_id if reached else None,
        task_name=request.task_name,
        kind_name=WISH_NAMES[request.kind],
        place=before["place"],
        changes=tuple(_shown(request.kind, before["facts"], after["facts"])),
        reason=request.reason,
        state=request.state,
        state_name=REQUEST_STATES[request.state],
        level_name=DECIDERS[request.level],
        reassigned=request.reassigned,
        asked_at=request.asked_at,
        asked_by=request.asked_by,
        decided_at=request.decided_at,
        decided_by=request.decided_by,
        answer=request.answer,
        may_decide=asked and thing is not None and _may_decide(actor, thing, request),
        may_withdraw=asked and thing is not None and _may_withdraw(actor, thing, request),
    )


def _may_decide(actor: Actor, thing: Thing, request: ChangeRequest) -> bool:
    office = deciding_office(actor, thing)
    high = office is not None and RANKS.get(office.role, -1) >= tuple(DECIDERS).index(request.level)
    return high and request.asked_by_id != actor.id


def _may_withdraw(actor: Actor, thing: Thing, request: ChangeRequest) -> bool:
    office = capacity(actor, Act.ASK_CHANGE, thing)
    return office is not None and (request.asked_by_id == actor.id or office.role is Role.OFFICE_CLERK)


def _shown(kind: str, before: dict[str, object], after: dict[str, object]) -> Iterator[ShownChange]:
    names = MEASURE_FIELDS if kind in OF_MEASURES else TASK_FIELDS
    for name in after or before:
        was, now = worded(before.get(name)), worded(after.get(name))
        if was != now:
            yield ShownChange(names.get(name) or FACT_NAMES[name], was, now)


def _beside(issued: FrozenPlan, was: FrozenTask | None, present: FrozenPlan) -> Iterator[ShownChange]:
    now = present.tasks[0] if present.tasks else None
    yield ShownChange("对应问题", issued.cited(was) if was else "", present.cited(now) if now else "")
    yield from _pairs(TASK_FIELDS, task_facts(was.plan) if was else {}, task_facts(now.plan) if now else {}, None)
    standing = {measure.id: measure for measure in now.measures} if now else {}
    for measure in was.measures if was else ():
        still = standing.pop(measure.id, None)
        facts = measure_facts(still.plan) if still else {}
        yield from _pairs(MEASURE_FIELDS, measure_facts(measure.plan), facts, measure.place)
    for new in standing.values():
        yield from _pairs(MEASURE_FIELDS, {}, measure_facts(new.plan), new.place)


def _pairs(
    names: dict[str, str], before: dict[str, object], after: dict[str, object], place: int | None
) -> Iterator[ShownChange]:
    for name in before or after:
        was, now = worded(before.get(name)), worded(after.get(name))
        if was or now:
            yield ShownChange(names[name], was, now, place)
