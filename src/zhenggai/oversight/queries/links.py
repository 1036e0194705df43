"""Tasks and measures as the pages of meetings and institutions point to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from zhenggai.domain.rights import Actor
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.oversight.models import InstitutionMeasure, InstitutionTask, MeetingMeasure, Paper
from zhenggai.oversight.shapes import LinkChoice, LinkChoices, MeasureLink, PaperCard, TaskLink

MOST_CHOICES = 1000
LONGEST_LABEL = 60


def task_links(tasks: QuerySet[Task]) -> tuple[TaskLink, ...]:
    """Links to tasks, in order."""
    return tuple(map(task_link, tasks.select_related("problem__aspect").order_by("position")))


def task_link(task: Task) -> TaskLink:
    """The link to a task that was loaded with its problem and aspect."""
    return TaskLink(task.pk, task.number, cite_problem(task.problem), task.problem.title)


def measure_links(measures: QuerySet[Measure]) -> tuple[MeasureLink, ...]:
    """Links to measures, in the order of their tasks."""
    found = measures.select_related("task__problem__aspect").order_by("task__position", "position")
    return tuple(
        MeasureLink(
            measure.pk,
            measure.task_id,
            measure.task.number,
            cite_problem(measure.task.problem),
            measure.marker,
            measure.text,
        )
        for measure in found
    )


def paper_card(paper: Paper | None) -> PaperCard | None:
    """A filed paper, None where there is none."""
    return PaperCard(paper.name, paper.size, paper.sha256) if paper else None


def meeting_choices(*, meeting_id: int, cycle_id: int, actor: Actor) -> LinkChoices:
    """The measures that a meeting can carry out."""
    linked = MeetingMeasure.objects.filter(meeting_id=meeting_id).values_list("measure_id", flat=True)
    return LinkChoices((), _measures(cycle_id, actor, set(linked), fitting="meeting"))


def institution_choices(*, institution_id: int, cycle_id: int, actor: Actor) -> LinkChoices:
    """The tasks that an institution can serve, and the measures it can carry out."""
    served = set(InstitutionTask.objects.filter(institution_id=institution_id).values_list("task_id", flat=True))
    linked = InstitutionMeasure.objects.filter(institution_id=institution_id).values_list("measure_id", flat=True)
    tasks = tasks_in_reach(actor, cycle_id=cycle_id).select_related("problem__aspect").order_by("position")
    return LinkChoices(
        tuple(
            LinkChoice(task.pk, _label(f"{cite_problem(task.problem)} {task.problem.title}"), True, task.pk in served)
            for task in tasks[:MOST_CHOICES]
        ),
        _measures(cycle_id, actor, set(linked), fitting="institution"),
    )


def _measures(cycle_id: int, actor: Actor, chosen: Iterable[int], *, fitting: str) -> tuple[LinkChoice, ...]:
    tasks = tasks_in_reach(actor, cycle_id=cycle_id)
    found = Measure.objects.filter(task__in=tasks).select_related("task__problem__aspect")
    rows = [
        LinkChoice(
            measure.pk,
            _label(f"{cite_problem(measure.task.problem)} {measure.marker}{measure.text}"),
            measure.measure_class == fitting,
            measure.pk in chosen,
        )
        for measure in found.order_by("task__position", "position")[:MOST_CHOICES]
    ]
    return tuple(sorted(rows, key=lambda row: (not row.chosen, not row.fits)))


def _label(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL]}…"
