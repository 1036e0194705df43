"""Work on measures: reports on the page of a task, and what the form of a report needs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from zhenggai.domain.closed import is_open
from zhenggai.domain.lights import Light, light_of
from zhenggai.domain.progress import (
    CLAIMS,
    PHASES,
    REPORT_STATES,
    SIGNED_OFF,
    WORK_STATES,
    Computed,
    Report,
    faults_of,
    unexplained,
)
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import FINISHED
from zhenggai.ledger.models import Measure, Progress, ProgressDraft, Task
from zhenggai.ledger.noticing import notice, previous_report
from zhenggai.ledger.queries.figures import percent_of_measure
from zhenggai.ledger.queries.heads import find_task, head_of, task_head
from zhenggai.ledger.queries.rows import state_of
from zhenggai.ledger.shapes.progress import MeasureWork, ProgressTab, ReportCheck, ReportRow, ReportSheet
from zhenggai.ledger.standing import demand_task

SHOWN_AT_FIRST = 3
# Where a percentage comes from; nobody types one.
SOURCE = "由指标和明细清单算出"
# Said to be done, and not found to be so yet.
CLAIMED = Light("claimed", "✓", "已报办完", "grey")


def progress_tab(*, task_id: int, actor: Actor, today: date, whole: int | None = None) -> ProgressTab:
    """The reports on a task's measures, the newest of each, or all of the measure `whole`.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    found = find_task(task_id, actor=actor)
    task, thing, rules = found.task, found.thing, found.rules
    state = state_of(task)
    rights = (
        is_open("judge", state) and may(actor, Act.JUDGE, thing),
        is_open("report", state) and may(actor, Act.REPORT, thing),
    )
    reports: dict[int, list[Progress]] = {}
    for progress in Progress.objects.filter(measure__task=task).select_related("corrected_by").order_by("-pk"):
        reports.setdefault(progress.measure_id, []).append(progress)
    drafts = dict(
        ProgressDraft.objects.filter(measure__task=task, actor_id=actor.id).values_list("measure_id", "saved_at")
    )
    return ProgressTab(
        head=head_of(found, actor=actor, today=today),
        measures=tuple(
            _work(
                measure,
                reports.get(measure.pk, []),
                task=task,
                rules=rules,
                today=today,
                rights=rights,
                whole=measure.pk == whole,
                drafts=drafts,
            )
            for measure in task.measures.order_by("position")
        ),
        may_report=rights[1],
    )


def report_sheet(
    *, measure_id: int, actor: Actor, today: date, correct: int | None = None, newest: bool = False
) -> ReportSheet:
    """What the form of a report on a measure needs; with `correct` that of the correction of a report.

    `newest` goes on from a report that was corrected to its last correction.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: unless the actor reports on the task.
    """
    measure = _measure(measure_id, actor)
    found = _to_correct(measure, correct, newest=newest) if correct else None
    if correct and found is None:
        raise NoSuchThing("没有编号为 $id 的进展报告，或者它已有更正。", id=correct)
    draft = ProgressDraft.objects.filter(measure=measure, actor_id=actor.id).first() if found is None else None
    previous = previous_report(measure.pk)
    return ReportSheet(
        head=task_head(task_id=measure.task_id, actor=actor, today=today),
        measure_id=measure.pk,
        position=measure.position,
        text=measure.text,
        deliverable=measure.deliverable,
        deadline=measure.deadline,
        feedback=measure.task.cycle.feedback_date,
        draft_texts=json.loads(draft.texts) if draft else {},
        token=draft.token if draft else "",
        saved_at=draft.saved_at if draft else None,
        previous=report_row(previous) if previous and found is None else None,
        corrected=report_row(found) if found else None,
        computed=_computed(measure.pk),
        answers_return=report_row(previous) if previous and previous.state == "returned" and not found else None,
    )


def _to_correct(measure: Measure, number: int, *, newest: bool) -> Progress | None:
    found = Progress.objects.filter(pk=number, measure=measure).select_related("corrected_by").first()
    while found is not None and hasattr(found, "corrected_by"):
        found = Progress.objects.get(pk=found.corrected_by.pk) if newest else None
    return found


def check_report(
    *, measure_id: int, report: Report, actor: Actor, today: date, correcting: bool = False
) -> ReportCheck:
    """What would be noticed if the report were handed in now.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: unless the actor reports on the task.
    """
    measure = _measure(measure_id, actor)
    feedback = measure.task.cycle.feedback_date
    seen = notice(report, measure_id=measure.pk, today=today, feedback=feedback, correcting=correcting)
    return ReportCheck(
        figures=tuple(figure.text for figure in seen.figures),
        same=seen.likeness.same,
        moved=seen.likeness.moved,
        likeness=round(seen.likeness.measure * 100),
        previous=report_row(seen.previous) if seen.previous else None,
        ahead=tuple(dict.fromkeys(word for words in seen.noticed.ahead.values() for word in words)),
        early=seen.noticed.early,
        faults=(
            *faults_of(report, today=today, feedback=feedback, noticed=seen.noticed),
            *unexplained(report, seen.noticed),
        ),
    )


def report_row(
    progress: Progress, *, may_judge: bool = False, may_correct: bool = False, closed: bool = False
) -> ReportRow:
    """A report with what the actor may do about it; `closed` says that its task went through the gate."""
    correction: Progress | None = getattr(progress, "corrected_by", None)
    holds = correction is None
    signed_off = closed and holds and progress.state == "handed"
    return ReportRow(
        id=progress.pk,
        report=Report(
            day=progress.day,
            done=progress.done,
            result=progress.result,
            effect=progress.effect,
            next_step=progress.next_step,
            phase=progress.phase,
            claims=progress.claims,
            explanation=progress.explanation,
        ),
        phase_name=PHASES[progress.phase] if progress.phase else "",
        claims_name=CLAIMS[progress.claims],
        percent=progress.percent,
        percent_source=progress.percent_source,
        same_run=progress.same_run,
        corrects=progress.corrects_id,
        corrected_by=correction.pk if correction else None,
        by=progress.by,
        unit=progress.unit_name,
        on_behalf=progress.on_behalf,
        at=progress.at,
        state=progress.state,
        state_name=SIGNED_OFF if signed_off else REPORT_STATES[progress.state],
        signed_off=signed_off,
        judged_by=progress.judged_by,
        judged_at=progress.judged_at,
        reason=progress.reason,
        may_judge=may_judge and holds and progress.state != "returned",
        may_correct=may_correct and holds and progress.state != "returned",
    )


def _computed(measure_id: int) -> Computed | None:
    percent = percent_of_measure(measure_id=measure_id)
    return None if percent is None else Computed(round(percent, 1).normalize(), SOURCE)


def _measure(measure_id: int, actor: Actor) -> Measure:
    demand(actor, Act.REPORT)
    measure = Measure.objects.select_related("task__cycle").filter(pk=measure_id).first()
    if measure is None:
        raise NoSuchThing("没有编号为 $id 的措施。", id=measure_id)
    demand_task(actor, Act.REPORT, measure.task)
    return measure


def _work(
    measure: Measure,
    reports: list[Progress],
    *,
    task: Task,
    rules: Rules,
    today: date,
    rights: tuple[bool, bool],
    whole: bool,
    drafts: dict[int, datetime],
) -> MeasureWork:
    shown = reports if whole else reports[:SHOWN_AT_FIRST]
    deadline = measure.deadline or task.deadline
    return MeasureWork(
        id=measure.pk,
        position=measure.position,
        text=measure.text,
        unit=measure.unit_name or task.unit_name,
        deliverable=measure.deliverable,
        deadline=deadline,
        light=light_of_measure(measure, task, today=today, rules=rules),
        work_state=measure.work_state,
        work_name=WORK_STATES[measure.work_state],
        count=measure.progress_count,
        last_on=measure.last_progress_on,
        reports=tuple(_rows(shown, rights, closed=state_of(task) in FINISHED)),
        older=len(reports) - len(shown),
        drafted=drafts.get(measure.pk),
    )


def light_of_measure(measure: Measure, task: Task, *, today: date, rules: Rules) -> Light:
    """The light of a measure, by its own last day or its task's; one that is said to be done runs no more."""
    if measure.work_state == "done_claimed":
        return CLAIMED
    deadline = measure.deadline or task.deadline
    return light_of(state=state_of(task), deadline=deadline, today=today, thresholds=rules.lights)


def _rows(reports: Iterable[Progress], rights: tuple[bool, bool], *, closed: bool) -> Iterable[ReportRow]:
    return (report_row(one, may_judge=rights[0], may_correct=rights[1], closed=closed) for one in reports)
