"""Applications to end a task: to sign, to decide on, to apply anew."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from zhenggai.domain.closing_words import OUTCOMES
from zhenggai.domain.rights import capacity, may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, WorkItem
from zhenggai.journal.one_statement import first_of
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.queries.signing import find_to_sign
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.waiting.asking import LONGEST, MOST, Asking, Lines, of_task, requests_to_decide

# Who decides on an end that nobody signs.
RELEASING = {"long_term": Act.DECIDE_CHANGE, "not_applicable": Act.RELEASE}


def to_sign(asking: Asking) -> Lines:
    """Applications to end a task in which it is the actor's turn to sign."""
    rules = {pk: one.closing for pk, one in asking.rules.items()}
    found = yield from find_to_sign(rules=rules, actor=asking.actor, today=asking.today)
    return [
        WorkItem(
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
        for one in found
    ]


def to_release(asking: Asking) -> Lines:
    """Requests to go on for long or to drop a task that wait for the actor's decision."""
    if not any(may(asking.actor, act) for act in RELEASING.values()):
        return []
    asked = Closing.objects.filter(cycle_id__in=asking.cycles, state="open", outcome__in=RELEASING)
    asked = asked.exclude(applied_by_id=asking.actor.id)
    return (
        yield from requests_to_decide(
            asked,
            office_of=lambda row, thing: capacity(asking.actor, RELEASING[row.outcome], thing),
            what=lambda row: f"{OUTCOMES[row.outcome]}：{row.statement[:LONGEST]}",
            door="task_closing",
        )
    )


def sent_back(asking: Asking) -> Lines:
    """Tasks whose latest application to end them came back, for those who apply anew."""
    if not may(asking.actor, Act.APPLY_CLOSING):
        return []
    reached = tasks_in_reach(asking.actor, Act.APPLY_CLOSING)
    later = Closing.objects.filter(task=OuterRef("task"), number__gt=OuterRef("number"))
    back = Closing.objects.filter(~Exists(later), cycle_id__in=asking.cycles, state="returned", task__in=reached)
    rows = yield first_of(back, "ended_at", "pk", most=MOST).select_related("task__problem__aspect")
    return [
        of_task(
            row.task,
            group="returned",
            kind="sent_back",
            what=row.task.target or row.task.problem.title,
            door=Door("task_closing", (row.cycle_id, row.task_id)),
            words=f"{row.ended_by}：{row.why}",
        )
        for row in sorted(rows, key=lambda one: (one.ended_at, one.pk))
    ]
