"""Reports that came back or wait to be judged, later days to decide on, comments that call somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q

from zhenggai.domain.extensions import may_decide
from zhenggai.domain.rights import capacity, may
from zhenggai.domain.roles import Act, Role
from zhenggai.domain.todo import Door, WorkItem
from zhenggai.ledger.models import Extension, Mention, Progress
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks
from zhenggai.ledger.waiting.asking import LONGEST, MOST, Asking, empty_post, of_task, tasks_of_own_unit


def returned(asking: Asking) -> Iterator[WorkItem]:
    """Measures of the actor's own unit, or of an empty post, whose latest report was returned."""
    tasks = tasks_of_own_unit(asking.actor)
    if tasks is None:
        return
    later = Progress.objects.filter(measure=OuterRef("measure"), pk__gt=OuterRef("pk"))
    reached = tasks_in_reach(asking.actor, Act.REPORT).filter(cycle_id__in=asking.cycles)
    rows = Progress.objects.filter(~Exists(later), state="returned", measure__task__in=reached.filter(tasks))
    for row in rows.select_related("measure__task__problem__aspect").order_by("judged_at", "pk")[:MOST]:
        task = row.measure.task
        yield of_task(
            task,
            group="returned",
            kind="returned",
            what=f"{row.measure.marker}{row.measure.text}",
            door=Door("progress_report", (task.cycle_id, task.pk, row.measure_id)),
            words=f"{row.judged_by}：{row.reason}",
            on_behalf=empty_post(asking.actor, task.pk),
        )


def to_judge(asking: Asking) -> Iterator[WorkItem]:
    """Tasks with reports that nobody has looked at, for those who judge them; one line a task."""
    if not may(asking.actor, Act.JUDGE):
        return
    handed = Count("measures__reports", filter=Q(measures__reports__state="handed"))
    tasks = tasks_in_reach(asking.actor, Act.JUDGE).filter(cycle_id__in=asking.cycles).annotate(handed=handed)
    for task in tasks.filter(handed__gt=0).select_related("problem__aspect").order_by("cycle_id", "position")[:MOST]:
        number: int = task.handed
        yield of_task(
            task,
            group="review",
            kind="judge",
            what=task.target or task.problem.title,
            door=Door("task_progress", (task.cycle_id, task.pk)),
            words=f"{number} 条进展待审",
        )


def to_extend(asking: Asking) -> Iterator[WorkItem]:
    """Requests for a later day that wait for the actor's decision; the office writes down what others decide."""
    if not may(asking.actor, Act.GRANT_EXTENSION):
        return
    asked = Extension.objects.filter(cycle_id__in=asking.cycles, state="asked").exclude(asked_by_id=asking.actor.id)
    rows = list(asked.select_related("task__problem__aspect").order_by("pk")[:MOST])
    things = things_of_tasks({row.task_id for row in rows})
    for row in rows:
        office = capacity(asking.actor, Act.GRANT_EXTENSION, things[row.task_id])
        if office and office.role is not Role.OFFICE_CLERK and may_decide(office.role, row.level):
            yield of_task(
                row.task,
                group="decide",
                kind="decide",
                what=f"延期至 {row.new.isoformat()}：{row.reason}",
                door=Door("task_extensions", (row.cycle_id, row.task_id)),
                words="",
                on_behalf=office.on_behalf,
            )


def mentions(asking: Asking) -> Iterator[WorkItem]:
    """Comments that call the actor and that they have not seen."""
    reached = tasks_in_reach(asking.actor).filter(cycle_id__in=asking.cycles)
    rows = Mention.objects.filter(
        account_id=asking.actor.id, seen_at=None, comment__withdrawn_at=None, comment__task__in=reached
    )
    for row in rows.select_related("comment__task__problem__aspect").order_by("pk")[:MOST]:
        yield of_task(
            row.comment.task,
            group="mention",
            kind="mention",
            what=row.comment.text[:LONGEST],
            door=Door("task_comments", (row.comment.task.cycle_id, row.comment.task_id)),
            words=row.comment.author,
        )
