"""What waits for somebody's word, whatever the day. Each source takes who asks and answers in a constant number of queries.

A new kind of thing that waits gets a function here and its place in `SOURCES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from zhenggai.domain.changing import WISH_NAMES
from zhenggai.domain.closing_words import OUTCOMES
from zhenggai.domain.deciding import DECIDERS, RANKS
from zhenggai.domain.extensions import may_decide
from zhenggai.domain.rights import Actor, capacity, may, offices_of, stood_for
from zhenggai.domain.roles import OF_UNITS, Act, Role
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.deciders import deciding_office
from zhenggai.ledger.models import (
    Acceptance,
    ChangeRequest,
    Extension,
    Handover,
    Mention,
    PlanReview,
    Progress,
    Task,
    TaskUnit,
)
from zhenggai.ledger.parties import parties_of
from zhenggai.ledger.periods.waiting import periods_to_freeze
from zhenggai.ledger.queries.acceptances import mine as asked_to_accept
from zhenggai.ledger.queries.signing import list_to_sign
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks
from zhenggai.ledger.standing_in import posts_named, unaccepted

# Who decides on an end that nobody signs.
RELEASING = {"long_term": Act.DECIDE_CHANGE, "not_applicable": Act.RELEASE}
MOST = 200
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and about which cycles."""

    actor: Actor
    today: date
    now: datetime
    cycles: frozenset[int]


def list_waiting(asking: Asking) -> list[WorkItem]:
    """All that waits for the actor, in no order."""
    return [item for source in SOURCES for item in source(asking)]


Source = Callable[[Asking], Iterable[WorkItem]]


def _handovers(asking: Asking) -> Iterator[WorkItem]:
    """What somebody left to the actor, and to the office what nobody takes over yet."""
    mine = Q(successor__accounts=asking.actor.id)
    if may(asking.actor, Act.APPOINT):
        mine |= Q(successor=None)
    rows = Handover.objects.filter(mine, cycle_id__in=asking.cycles, done_at=None).distinct()
    for row in rows.order_by("due_at", "pk")[:MOST]:
        yield WorkItem(
            group="handover",
            kind="handover",
            cycle_id=row.cycle_id,
            what=row.about,
            about=row.giver_name,
            door=Door("handover", (row.cycle_id, row.pk)),
            due=localtime(row.due_at).date(),
            words="" if row.successor_id else "还没有接手人",
        )


def _stands_in(asking: Asking) -> Iterator[WorkItem]:
    """Whose work the actor does until a successor has accepted it; one line a handover."""
    tasks = stood_for(asking.actor)
    if not tasks:
        return
    left = unaccepted(asking.now).filter(task__in=tasks, handover__cycle_id__in=asking.cycles)
    rows = left.values_list("handover_id", "handover__cycle_id", "handover__giver_name", "handover__about")
    counted = rows.annotate(number=Count("task_id", distinct=True)).order_by("handover__due_at", "handover_id")
    for handover, cycle, giver, about, number in counted[:MOST]:
        yield WorkItem(
            group="handover",
            kind="stand_in",
            cycle_id=cycle,
            what=about,
            about=giver,
            door=Door("handover", (cycle, handover)),
            words=f"{number} 项任务接手人还没有接收，由您代管",
        )


def _to_accept(asking: Asking) -> Iterator[WorkItem]:
    """What the actor is asked to accept as a leader or as the head of a unit."""
    rows = Acceptance.objects.filter(asked_to_accept(asking.actor), cycle_id__in=asking.cycles, state="waiting")
    for row in rows.select_related("task__problem__aspect").order_by("due", "pk")[:MOST]:
        words = f"整改办坚持：{row.insisted}" if row.insisted else ""
        yield _of_acceptance(row, group="accept", kind="accept", due=localtime(row.due).date(), words=words)


def _refused(asking: Asking) -> Iterator[WorkItem]:
    """What leaders and units gave back, for the office to hand out anew or to insist on."""
    if not may(asking.actor, Act.ISSUE):
        return
    reached = tasks_in_reach(asking.actor, Act.ISSUE)
    rows = Acceptance.objects.filter(cycle_id__in=asking.cycles, state="refused", task__in=reached)
    for row in rows.select_related("task__problem__aspect").order_by("at", "pk")[:MOST]:
        yield _of_acceptance(row, group="returned", kind="refused", due=None, words=row.reason)


def _of_acceptance(row: Acceptance, *, group: Group, kind: str, due: date | None, words: str) -> WorkItem:
    task = row.task
    return WorkItem(
        group=group,
        kind=kind,
        cycle_id=row.cycle_id,
        what=task.target or task.problem.title,
        about=f"{cite_problem(task.problem)} 任务 {task.number}",
        door=Door("acceptances", (row.cycle_id,)),
        due=due,
        unit=row.name,
        words=words,
        task_id=row.task_id,
    )


def _to_review(asking: Asking) -> Iterator[WorkItem]:
    """Open rounds of review in which a party that the actor speaks for has not answered; one round a cycle at most."""
    if not may(asking.actor, Act.REVIEW):
        return
    rounds = PlanReview.objects.filter(cycle_id__in=asking.cycles, state="open").defer("frozen")
    for row in rounds.prefetch_related("given").order_by("pk"):
        given = {answer.party for answer in row.given.all()}
        left = [party for party in json.loads(row.parties) if party not in given]
        own = parties_of(asking.actor, left, cycle_id=row.cycle_id, on=asking.today)
        if own:
            yield WorkItem(
                group="review",
                kind="review",
                cycle_id=row.cycle_id,
                what="、".join(own),
                about=f"第 {row.number} 轮会审",
                door=Door("review", (row.cycle_id, row.pk)),
            )


def _to_decide(asking: Asking) -> Iterator[WorkItem]:
    """Requests for changes that wait for the actor's decision; nobody decides on their own."""
    if not may(asking.actor, Act.DECIDE_CHANGE):
        return
    asked = ChangeRequest.objects.filter(cycle_id__in=asking.cycles, state="asked").exclude(asked_by_id=asking.actor.id)
    rows = list(asked.order_by("pk")[:MOST])
    things = things_of_tasks({row.task_id for row in rows})
    for row in rows:
        thing = things.get(row.task_id)
        office = deciding_office(asking.actor, thing) if thing else None
        if office and RANKS.get(office.role, -1) >= tuple(DECIDERS).index(row.level):
            yield WorkItem(
                group="decide",
                kind="decide",
                cycle_id=row.cycle_id,
                what=f"{WISH_NAMES[row.kind]}：{row.reason}",
                about=row.task_name,
                door=Door("task_changes", (row.cycle_id, row.task_id)),
                unit=row.asked_by,
                task_id=row.task_id,
                on_behalf=office.on_behalf,
            )


def _returned(asking: Asking) -> Iterator[WorkItem]:
    """Measures of the actor's own unit, or of an empty post, whose latest report was returned."""
    tasks = _tasks_of_own_unit(asking.actor)
    if tasks is None:
        return
    later = Progress.objects.filter(measure=OuterRef("measure"), pk__gt=OuterRef("pk"))
    reached = tasks_in_reach(asking.actor, Act.REPORT).filter(cycle_id__in=asking.cycles)
    rows = Progress.objects.filter(~Exists(later), state="returned", measure__task__in=reached.filter(tasks))
    for row in rows.select_related("measure__task__problem__aspect").order_by("judged_at", "pk")[:MOST]:
        task = row.measure.task
        yield _of_task(
            task,
            group="returned",
            kind="returned",
            what=f"{row.measure.marker}{row.measure.text}",
            door=Door("progress_report", (task.cycle_id, task.pk, row.measure_id)),
            words=f"{row.judged_by}：{row.reason}",
            on_behalf=_empty_post(asking.actor, task.pk),
        )


def _tasks_of_own_unit(actor: Actor) -> Q | None:
    """Tasks in which the actor's own unit takes part, or that they look after for an empty post; None where there is neither."""
    own = frozenset().union(*(office.own for office in offices_of(actor) if office.role in OF_UNITS))
    tasks = stood_for(actor)
    if not own and not tasks:
        return None
    return Q(Exists(TaskUnit.objects.filter(task=OuterRef("pk"), unit_id__in=own))) | Q(pk__in=tasks)


def _empty_post(actor: Actor, task_id: int) -> str:
    return "、".join(posts_named(offices_of(actor), task_id))


def _to_judge(asking: Asking) -> Iterator[WorkItem]:
    """Tasks with reports that nobody has looked at, for those who judge them; one line a task."""
    if not may(asking.actor, Act.JUDGE):
        return
    handed = Count("measures__reports", filter=Q(measures__reports__state="handed"))
    tasks = tasks_in_reach(asking.actor, Act.JUDGE).filter(cycle_id__in=asking.cycles).annotate(handed=handed)
    for task in tasks.filter(handed__gt=0).select_related("problem__aspect").order_by("cycle_id", "position")[:MOST]:
        number: int = task.handed
        yield _of_task(
            task,
            group="review",
            kind="judge",
            what=task.target or task.problem.title,
            door=Door("task_progress", (task.cycle_id, task.pk)),
            words=f"{number} 条进展待审",
        )


def _doubts(asking: Asking) -> Iterator[WorkItem]:
    """Tasks with blocking doubts, or doubts that a unit has explained, for those who settle them; one line a task."""
    if not may(asking.actor, Act.JUDGE):
        return
    waits = Q(ledger_doubts__state="open") & (
        Q(ledger_doubts__severity="error") | Q(ledger_doubts__explained_at__isnull=False)
    )
    tasks = tasks_in_reach(asking.actor, Act.JUDGE).filter(cycle_id__in=asking.cycles)
    yield from _doubted(tasks, waits, group="review", kind="doubt", said="处疑点待处置")


def _to_explain(asking: Asking) -> Iterator[WorkItem]:
    """Tasks of the actor's own unit, or of an empty post, with blocking doubts to which nothing is said yet; one line a task."""
    mine = _tasks_of_own_unit(asking.actor)
    if mine is None:
        return
    waits = Q(ledger_doubts__state="open", ledger_doubts__severity="error", ledger_doubts__explained_at=None)
    tasks = tasks_in_reach(asking.actor, Act.REPORT).filter(mine, cycle_id__in=asking.cycles)
    yield from _doubted(tasks, waits, group="returned", kind="to_explain", said="处疑点待说明")


def _doubted(tasks: QuerySet[Task], waits: Q, *, group: Group, kind: str, said: str) -> Iterator[WorkItem]:
    found = tasks.annotate(waiting=Count("ledger_doubts", filter=waits)).filter(waiting__gt=0)
    for task in found.select_related("problem__aspect").order_by("cycle_id", "position")[:MOST]:
        number: int = task.waiting
        yield _of_task(
            task,
            group=group,
            kind=kind,
            what=task.target or task.problem.title,
            door=Door("task_doubts", (task.cycle_id, task.pk)),
            words=f"{number} {said}",
        )


def _to_extend(asking: Asking) -> Iterator[WorkItem]:
    """Requests for a later day that wait for the actor's decision; the office writes down what others decide."""
    if not may(asking.actor, Act.GRANT_EXTENSION):
        return
    asked = Extension.objects.filter(cycle_id__in=asking.cycles, state="asked").exclude(asked_by_id=asking.actor.id)
    rows = list(asked.select_related("task__problem__aspect").order_by("pk")[:MOST])
    things = things_of_tasks({row.task_id for row in rows})
    for row in rows:
        office = capacity(asking.actor, Act.GRANT_EXTENSION, things[row.task_id])
        if office and office.role is not Role.OFFICE_CLERK and may_decide(office.role, row.level):
            yield _of_task(
                row.task,
                group="decide",
                kind="decide",
                what=f"延期至 {row.new.isoformat()}：{row.reason}",
                door=Door("task_extensions", (row.cycle_id, row.task_id)),
                words="",
                on_behalf=office.on_behalf,
            )


def _to_sign(asking: Asking) -> Iterator[WorkItem]:
    """Applications to end a task in which it is the actor's turn to sign."""
    for one in list_to_sign(cycles=asking.cycles, actor=asking.actor, today=asking.today):
        yield WorkItem(
            group="sign",
            kind="sign",
            cycle_id=one.cycle_id,
            what=one.title,
            about=one.name,
            door=Door("meeting_list", (one.cycle_id,))
            if one.by_list
            else Door("task_closing", (one.cycle_id, one.task_id)),
            unit=one.unit,
            words=f"{one.step_name}，{localtime(one.since).date().isoformat()} 起等签",
            task_id=one.task_id,
            on_behalf=one.on_behalf,
        )


def _to_release(asking: Asking) -> Iterator[WorkItem]:
    """Requests to go on for long or to drop a task that wait for the actor's decision."""
    if not any(may(asking.actor, act) for act in RELEASING.values()):
        return
    asked = Closing.objects.filter(cycle_id__in=asking.cycles, state="open", outcome__in=RELEASING)
    asked = asked.exclude(applied_by_id=asking.actor.id)
    rows = list(asked.select_related("task__problem__aspect").order_by("pk")[:MOST])
    things = things_of_tasks({row.task_id for row in rows})
    for row in rows:
        office = capacity(asking.actor, RELEASING[row.outcome], things[row.task_id])
        if office:
            yield _of_task(
                row.task,
                group="decide",
                kind="decide",
                what=f"{OUTCOMES[row.outcome]}：{row.statement[:LONGEST]}",
                door=Door("task_closing", (row.cycle_id, row.task_id)),
                words="",
                on_behalf=office.on_behalf,
            )


def _sent_back(asking: Asking) -> Iterator[WorkItem]:
    """Tasks whose latest application to end them came back, for those who apply anew."""
    if not may(asking.actor, Act.APPLY_CLOSING):
        return
    reached = tasks_in_reach(asking.actor, Act.APPLY_CLOSING)
    later = Closing.objects.filter(task=OuterRef("task"), number__gt=OuterRef("number"))
    rows = Closing.objects.filter(~Exists(later), cycle_id__in=asking.cycles, state="returned", task__in=reached)
    for row in rows.select_related("task__problem__aspect").order_by("ended_at", "pk")[:MOST]:
        yield _of_task(
            row.task,
            group="returned",
            kind="sent_back",
            what=row.task.target or row.task.problem.title,
            door=Door("task_closing", (row.cycle_id, row.task_id)),
            words=f"{row.ended_by}：{row.why}",
        )


def _mentions(asking: Asking) -> Iterator[WorkItem]:
    """Comments that call the actor and that they have not seen."""
    reached = tasks_in_reach(asking.actor).filter(cycle_id__in=asking.cycles)
    rows = Mention.objects.filter(
        account_id=asking.actor.id, seen_at=None, comment__withdrawn_at=None, comment__task__in=reached
    )
    for row in rows.select_related("comment__task__problem__aspect").order_by("pk")[:MOST]:
        yield _of_task(
            row.comment.task,
            group="mention",
            kind="mention",
            what=row.comment.text[:LONGEST],
            door=Door("task_comments", (row.comment.task.cycle_id, row.comment.task_id)),
            words=row.comment.author,
        )


def _to_freeze(asking: Asking) -> Iterable[WorkItem]:
    """Months of reporting that are over and that the office has not frozen."""
    return periods_to_freeze(asking.actor, cycles=asking.cycles, today=asking.today)


def _of_task(
    task: Task, *, group: Group, kind: str, what: str, door: Door, words: str, on_behalf: str = ""
) -> WorkItem:
    return WorkItem(
        group=group,
        kind=kind,
        cycle_id=task.cycle_id,
        what=what,
        about=f"{cite_problem(task.problem)} 任务 {task.number}",
        door=door,
        unit=task.unit_name,
        words=words,
        task_id=task.pk,
        on_behalf=on_behalf,
    )


SOURCES: tuple[Source, ...] = (
    _handovers,
    _stands_in,
    _to_accept,
    _refused,
    _to_review,
    _to_decide,
    _returned,
    _to_judge,
    _doubts,
    _to_explain,
    _to_extend,
    _to_sign,
    _to_release,
    _sent_back,
    _mentions,
    _to_freeze,
)
