"""Promises of a cycle: the list by their last day, and the page of one."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from zhenggai.domain.lights import Thresholds
from zhenggai.domain.promises import (
    EVENTS,
    OPEN_STATES,
    PROMISE_STATES,
    light_of_promise,
    thresholds_of,
)
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Promise, PromiseEvent
from zhenggai.ledger.promising import leader_of, promises_in_reach, thing_of_promise, unit_name_of
from zhenggai.ledger.queries.places import place_key, place_of
from zhenggai.ledger.queries.rows import cycle_and_rules, cycle_row, link_to
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.promises import EventRow, PromiseList, PromisePage, TrackedPromise
from zhenggai.people.queries import list_unit_names

ROWS = 50
MOST_NAMES = 500
SCOPES: dict[str, str] = {
    "beyond": "公布之后到期",
    "late": "已逾期",
    "near": "快到期",
    "undated": "没有写明日期",
    "all": "全部",
}


def list_promises(
    *,
    cycle_id: int,
    actor: Actor,
    today: date,
    scope: str = "beyond",
    state: str = "",
    after: str | None = None,
    size: int = ROWS,
) -> PromiseList:
    """A page of the promises in the actor's reach, the nearest first.

    :raises NoSuchThing: where there is no such cycle.
    :raises NotAllowed: unless the actor reads the ledger.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.READ)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    scope = scope if scope in SCOPES else "beyond"
    state = state if state in PROMISE_STATES else ""
    reminded = thresholds_of(rules.ladder.before)
    scopes = {name: _scope(name, cycle.published, today, reminded) for name in SCOPES}
    states = {"": Q(), **{name: Q(state=name) for name in PROMISE_STATES}}
    all_of_them = promises_in_reach(actor).filter(cycle_id=cycle_id)
    by_scope = all_of_them.filter(states[state]).aggregate(
        **{f"in_{name}": Count("pk", filter=condition) for name, condition in scopes.items()}
    )
    chosen = all_of_them.filter(scopes[scope])
    by_state = chosen.aggregate(**{f"is_{name}": Count("pk", filter=states[name]) for name in states})
    found = list(_shown(chosen.filter(states[state]), after)[: size + 1])
    rows = found[:size]
    return PromiseList(
        cycle=cycle,
        rows=tuple(tracked(promise, today=today, rules=rules) for promise in rows),
        after=place_key(rows[-1].due_rank, rows[-1].pk) if len(found) > size else None,
        total=by_state[f"is_{state}"],
        scopes=tuple(Choice(name, label, by_scope[f"in_{name}"], name == scope) for name, label in SCOPES.items()),
        states=(
            Choice("", "不限", by_state["is_"], not state),
            *(Choice(name, label, by_state[f"is_{name}"], name == state) for name, label in PROMISE_STATES.items()),
        ),
        units=list_unit_names(limit=MOST_NAMES),
        may_add=may_in_cycle(actor, Act.REPORT, cycle_id),
    )


def promise_page(*, promise_id: int, actor: Actor, today: date, act: Act = Act.READ) -> PromisePage:
    """One promise with all that happened to it, to which the actor may do this.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is out of the actor's reach.
    """
    demand(actor, act)
    promise = _joined(Promise.objects.filter(pk=promise_id)).first()
    if promise is None:
        raise NoSuchThing("没有编号为 $id 的承诺。", id=promise_id)
    thing = thing_of_promise(promise)
    demand(actor, Act.READ, thing)
    demand(actor, act, thing)
    running = promise.state in OPEN_STATES
    return PromisePage(
        cycle=cycle_row(cycle_id=promise.cycle_id),
        promise=tracked(promise, today=today, rules=rules_of(cycle_id=promise.cycle_id)),
        events=tuple(_event(event) for event in PromiseEvent.objects.filter(promise=promise).order_by("-pk")),
        timeline=list_timeline(subjects=(Subject("promise", promise.pk),)),
        units=list_unit_names(limit=MOST_NAMES),
        open=running,
        may_change=may(actor, Act.PLAN, thing),
        may_note=running and may(actor, Act.REPORT, thing),
        may_extend=running and promise.due is not None and may(actor, Act.GRANT_EXTENSION, thing),
        may_judge=running and may(actor, Act.JUDGE, thing),
    )


def tracked(promise: Promise, *, today: date, rules: Rules) -> TrackedPromise:
    """The row of a promise that was loaded with its task, unit and problem."""
    reminders = rules.ladder.before
    return TrackedPromise(
        id=promise.pk,
        version=promise.version,
        text=promise.text,
        due=promise.due,
        due_text=promise.due_text,
        first_due=promise.first_due if promise.first_due != promise.due else None,
        extensions=promise.extensions_count,
        unit=unit_name_of(promise),
        leader=leader_of(promise),
        own_unit=promise.unit.name if promise.unit else "",
        own_leader=promise.leader,
        task_id=promise.task_id,
        task_number=promise.task.number if promise.task else None,
        problem=link_to(promise.problem),
        state=promise.state,
        state_name=PROMISE_STATES[promise.state],
        light=light_of_promise(state=promise.state, due=promise.due, today=today, reminders=reminders),
        days_left=(promise.due - today).days if promise.due and promise.state in OPEN_STATES else None,
        by_hand=promise.first is None,
    )


def _beyond(published: date | None) -> Q:
    return Q(due__gt=published) if published else Q(due__isnull=False)


def _scope(name: str, published: date | None, today: date, reminded: Thresholds) -> Q:
    running = Q(state__in=OPEN_STATES)
    return {
        "beyond": _beyond(published),
        "late": running & Q(due__lt=today),
        "near": running & Q(due__gte=today, due__lte=reminded.near_until(today)),
        "undated": Q(due__isnull=True),
        "all": Q(),
    }[name]


def _joined(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    return promises.select_related("task", "unit", "problem__aspect")


def _shown(promises: QuerySet[Promise], after: str | None) -> QuerySet[Promise]:
    if after:
        day, (number,) = place_of(after, numbers=1)
        promises = promises.filter(Q(due_rank__gte=day) & (Q(due_rank__gt=day) | Q(pk__gt=number)))
    return _joined(promises).order_by("due_rank", "pk")


def _event(event: PromiseEvent) -> EventRow:
    return EventRow(
        id=event.pk,
        kind=event.kind,
        did=EVENTS[event.kind],
        day=event.day,
        what=event.what,
        evidence=event.evidence,
        old_due=event.old_due,
        new_due=event.new_due,
        by=event.by,
        at=event.at,
    )
