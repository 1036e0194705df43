"""Measures and their reports as they are held while somebody works on them."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from zhenggai.domain.progress import Report, work_state
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Office
from zhenggai.domain.roles import OF_UNITS, Act
from zhenggai.ledger.models import Measure, Progress, Task
from zhenggai.ledger.standing import demand_task
from zhenggai.people.models import Unit

SHOWN_OF_MEASURE = 40


def measure_to_work_on(measure_id: int, *, actor: Actor, act: Act) -> tuple[Task, Measure, Office]:
    """A measure with its task, and the office in which the actor may do this.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    measure = Measure.objects.select_related("task__problem__aspect", "task__cycle").filter(pk=measure_id).first()
    if measure is None:
        raise NoSuchThing("没有编号为 $id 的措施。", id=measure_id)
    return measure.task, measure, demand_task(actor, act, measure.task)


def report_to_work_on(report_id: int, *, actor: Actor, act: Act) -> tuple[Task, Progress, Office]:
    """A report with its measure and task, and the office in which the actor may do this.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    progress = Progress.objects.filter(pk=report_id).first()
    if progress is None:
        raise NoSuchThing("没有编号为 $id 的进展报告。", id=report_id)
    task, progress.measure, office = measure_to_work_on(progress.measure_id, actor=actor, act=act)
    return task, progress, office


def hold_measure(measure: Measure) -> None:
    """Let nobody else change what was reported on the measure until the transaction ends."""
    # PostgreSQL locks the row; on SQLite the transaction holds the file already.
    Measure.objects.select_for_update().filter(pk=measure.pk).first()


def reports_that_hold(measure: Measure) -> QuerySet[Progress]:
    """The reports on a measure that were neither returned nor corrected, newest first."""
    return Progress.objects.filter(measure=measure, corrected_by=None).exclude(state="returned").order_by("-pk")


def recount_work(measure: Measure) -> str:
    """Keep how many reports a measure has and how far those that hold say it has come, and return that."""
    holding = list(reports_that_hold(measure).values_list("day", "phase", "claims"))
    state = work_state(tuple(claims for _day, phase, claims in holding if phase != "earlier"))
    last = max((day for day, _phase, _claims in holding), default=None)
    count = Progress.objects.filter(measure=measure).count()
    Measure.objects.filter(pk=measure.pk).update(progress_count=count, work_state=state, last_progress_on=last)
    return state


def acting_in(actor: Actor, office: Office) -> Actor:
    """The actor as the journal names them: in their own name, or for who let them act."""
    return replace(actor, on_behalf=office.on_behalf)


def unit_of(actor: Actor) -> str:
    """The name of the actor's unit; empty without one."""
    return Unit.objects.filter(pk=actor.unit_id).values_list("name", flat=True).first() or "" if actor.unit_id else ""


def behalf_of(office: Office, task: Task, measure: Measure) -> str:
    """For whom somebody reports who is not of the unit, or who holds the office for somebody else."""
    if office.on_behalf:
        return office.on_behalf
    return "" if office.role in OF_UNITS else measure.unit_name or task.unit_name


def short(measure: Measure) -> str:
    """The measure as the journal names it."""
    text = measure.text if len(measure.text) <= SHOWN_OF_MEASURE else measure.text[: SHOWN_OF_MEASURE - 1] + "…"
    return f"{measure.position}. {text}"


def row_of(report: Report, *, measure: Measure, token: str) -> Progress:
    """A row with the words of a report; who, when and what else is for the caller to say."""
    return Progress(
        measure=measure,
        day=report.day,  # type: ignore[misc]  # a report without a day was refused
        done=report.done,
        result=report.result,
        effect=report.effect,
        next_step=report.next_step,
        phase=report.phase,
        claims=report.claims,
        explanation=report.explanation,
        token=token,
    )
