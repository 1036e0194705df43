"""Reports that came back or wait to be judged, later days to decide on, comments that call somebody."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Subquery

from zhenggai.domain.extensions import may_decide
from zhenggai.domain.rights import Actor, Office, Thing, capacity, may
from zhenggai.domain.roles import Act, Role
from zhenggai.domain.todo import Door
from zhenggai.journal.one_statement import first_of
from zhenggai.ledger.models import Extension, Mention, Progress
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.waiting.asking import (
    LONGEST,
    MOST,
    Asking,
    Lines,
    empty_post,
    of_task,
    requests_to_decide,
    tasks_of_own_unit,
)


def returned(asking: Asking) -> Lines:
    """Measures of the actor's own unit, or of an empty post, whose latest report was returned."""
    tasks = tasks_of_own_unit(asking.actor)
    if tasks is None:
        return []
    later = Progress.objects.filter(measure=OuterRef("measure"), pk__gt=OuterRef("pk"))
    reached = tasks_in_reach(asking.actor, Act.REPORT).filter(cycle_id__in=asking.cycles)
    back = Progress.objects.filter(~Exists(later), state="returned", measure__task__in=reached.filter(tasks))
    rows = yield first_of(back, "judged_at", "pk", most=MOST).select_related("measure__task__problem__aspect")
    return [
        of_task(
            row.measure.task,
            group="returned",
            kind="returned",
            what=f"{row.measure.marker}{row.measure.text}",
            door=Door("progress_report", (row.measure.task.cycle_id, row.measure.task_id, row.measure_id)),
            words=f"{row.judged_by}：{row.reason}",
            on_behalf=empty_post(asking.actor, row.measure.task_id),
        )
        for row in sorted(rows, key=lambda one: (one.judged_at or one.at, one.pk))
    ]


def to_judge(asking: Asking) -> Lines:
    """Tasks with reports that nobody has looked at, for those who judge them; one line a task."""
    if not may(asking.actor, Act.JUDGE):
        return []
    handed = Progress.objects.filter(state="handed")
    each = handed.filter(measure__task=OuterRef("pk")).order_by().values("measure__task")
    tasks = tasks_in_reach(asking.actor, Act.JUDGE).filter(cycle_id__in=asking.cycles)
    first = first_of(tasks.filter(pk__in=handed.values("measure__task")), "cycle_id", "position", most=MOST)
    counted = first.annotate("handed", handed=Subquery(each.annotate(n=Count("pk")).values("n")))
    rows = yield counted.select_related("problem__aspect")
    return [
        of_task(
            task,
            group="review",
            kind="judge",
            what=task.target or task.problem.title,
            door=Door("task_progress", (task.cycle_id, task.pk)),
            words=f"{task.handed} 条进展待审",
        )
        for task in sorted(rows, key=lambda one: (one.cycle_id, one.position))
    ]


def to_extend(asking: Asking) -> Lines:
    """Requests for a later day that wait for the actor's decision; the office writes down what others decide."""
    if not may(asking.actor, Act.GRANT_EXTENSION):
        return []
    asked = Extension.objects.filter(cycle_id__in=asking.cycles, state="asked").exclude(asked_by_id=asking.actor.id)
    return (
        yield from requests_to_decide(
            asked,
            office_of=lambda row, thing: _extending_office(asking.actor, row.level, thing),
            what=lambda row: f"延期至 {row.new.isoformat()}：{row.reason}",
            door="task_extensions",
        )
    )


def _extending_office(actor: Actor, level: str, thing: Thing) -> Office | None:
    office = capacity(actor, Act.GRANT_EXTENSION, thing)
    return office if office and office.role is not Role.OFFICE_CLERK and may_decide(office.role, level) else None


def mentions(asking: Asking) -> Lines:
    """Comments that call the actor and that they have not seen."""
    reached = tasks_in_reach(asking.actor).filter(cycle_id__in=asking.cycles)
    called = Mention.objects.filter(
        account_id=asking.actor.id, seen_at=None, comment__withdrawn_at=None, comment__task__in=reached
    )
    rows = yield first_of(called, "pk", most=MOST).select_related("comment__task__problem__aspect")
    return [
        of_task(
            row.comment.task,
            group="mention",
            kind="mention",
            what=row.comment.text[:LONGEST],
            door=Door("task_comments", (row.comment.task.cycle_id, row.comment.task_id)),
            words=row.comment.author,
        )
        for row in sorted(rows, key=lambda one: one.pk)
    ]
