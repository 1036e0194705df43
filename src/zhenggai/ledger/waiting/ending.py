"""Applications to end a task: to sign, to decide on, to apply anew."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from zhenggai.domain.closing_words import OUTCOMES
from zhenggai.domain.rights import capacity, may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, WorkItem
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.queries.signing import list_to_sign
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks
from zhenggai.ledger.waiting.asking import LONGEST, MOST, Asking, of_task

# Who decides on an end that nobody signs.
RELEASING = {"long_term": Act.DECIDE_CHANGE, "not_applicable": Act.RELEASE}


def to_sign(asking: Asking) -> Iterator[WorkItem]:
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


def to_release(asking: Asking) -> Iterator[WorkItem]:
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
            yield of_task(
                row.task,
                group="decide",
                kind="decide",
                what=f"{OUTCOMES[row.outcome]}：{row.statement[:LONGEST]}",
                door=Door("task_closing", (row.cycle_id, row.task_id)),
                words="",
                on_behalf=office.on_behalf,
            )


def sent_back(asking: Asking) -> Iterator[WorkItem]:
    """Tasks whose latest application to end them came back, for those who apply anew."""
    if not may(asking.actor, Act.APPLY_CLOSING):
        return
    reached = tasks_in_reach(asking.actor, Act.APPLY_CLOSING)
    later = Closing.objects.filter(task=OuterRef("task"), number__gt=OuterRef("number"))
    rows = Closing.objects.filter(~Exists(later), cycle_id__in=asking.cycles, state="returned", task__in=reached)
    for row in rows.select_related("task__problem__aspect").order_by("ended_at", "pk")[:MOST]:
        yield of_task(
            row.task,
            group="returned",
            kind="sent_back",
            what=row.task.target or row.task.problem.title,
            door=Door("task_closing", (row.cycle_id, row.task_id)),
            words=f"{row.ended_by}：{row.why}",
        )
