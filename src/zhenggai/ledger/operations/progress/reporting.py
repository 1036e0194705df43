"""Reporting on a measure. A report is never overwritten: what was wrong is corrected by another."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from zhenggai.domain.closed import demand_open
from zhenggai.domain.progress import CLAIMS, PHASES, CannotReport, Computed, Report, demand_report, moved_by
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, Office, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.states import STATE_NAMES
from zhenggai.journal.verbs import VERBS
from zhenggai.ledger.models import Measure, Progress, ProgressDraft, Task
from zhenggai.ledger.noticing import Seen, notice
from zhenggai.ledger.operations.planning.holding import tell_task
from zhenggai.ledger.operations.progress import holding
from zhenggai.ledger.still_open import hold_state

_TOKEN = re.compile(r"[0-9A-Za-z-]{8,40}")


class ReportChanged(Refusal):
    """Somebody else corrected or judged the report since it was looked at."""


def report_progress(
    *, measure_id: int, report: Report, token: str, actor: Actor, at: datetime, computed: Computed | None = None
) -> int:
    """Hand in a report on a measure and return its number; the same token again is the same report.

    The first report moves the task from not started to ongoing. `computed` is a percentage that rows or readings yield.

    :raises NotAllowed: unless the actor works on the task or reports for who does.
    :raises TaskClosed: where the task is over.
    :raises CannotReport: where the report lacks something, or needs an explanation.
    """
    demand(actor, Act.REPORT)
    try:
        with transaction.atomic(durable=True):
            task, measure, office = holding.measure_to_work_on(measure_id, actor=actor, act=Act.REPORT)
            state = hold_state(task.pk)
            holding.hold_measure(measure)
            earlier = _handed_before(token, measure, actor)
            if earlier is not None:
                return earlier
            demand_open("report", state)
            return _hand_in(task, measure, report, token, office, computed, actor=actor, at=at)
    except IntegrityError as clash:
        return _found_meanwhile(token, actor, clash)


def correct_progress(
    *, report_id: int, report: Report, token: str, actor: Actor, at: datetime, computed: Computed | None = None
) -> int:
    """Hand in what a report should have said and return the number of the correction; the first one stays, struck.

    :raises NotAllowed: unless the actor works on the task or reports for who does.
    :raises TaskClosed: where the task is over.
    :raises CannotReport: where the correction lacks something.
    :raises ReportChanged: where the report has been corrected already.
    """
    demand(actor, Act.REPORT)
    try:
        with transaction.atomic(durable=True):
            task, wrong, office = holding.report_to_work_on(report_id, actor=actor, act=Act.REPORT)
            state = hold_state(task.pk)
            holding.hold_measure(wrong.measure)
            earlier = _handed_before(token, wrong.measure, actor)
            if earlier is not None:
                return earlier
            demand_open("report", state)
            if Progress.objects.filter(corrects=wrong).exists():
                raise report_changed(wrong)
            return _hand_in(task, wrong.measure, report, token, office, computed, actor=actor, at=at, corrects=wrong)
    except IntegrityError as clash:
        return _found_meanwhile(token, actor, clash, corrects=report_id)


def report_changed(report: Progress) -> ReportChanged:
    """The refusal that tells who corrected or judged a report since it was looked at."""
    now = Progress.objects.select_related("corrected_by").get(pk=report.pk)
    corrected: Progress | None = getattr(now, "corrected_by", None)
    verb = "progress.correct" if corrected else {"accepted": "progress.accept"}.get(now.state, "progress.return")
    who = corrected.by if corrected else now.judged_by
    return ReportChanged(
        "这份报告已有变化：$who $did。您填的内容还在，请对照最新的一份再办。", who=who, did=VERBS[verb]
    )


def _hand_in(
    task: Task,
    measure: Measure,
    report: Report,
    token: str,
    office: Office,
    computed: Computed | None,
    *,
    actor: Actor,
    at: datetime,
    corrects: Progress | None = None,
) -> int:
    actor = holding.acting_in(actor, office)
    today, feedback = localdate(at), task.cycle.feedback_date
    seen = notice(report, measure_id=measure.pk, today=today, feedback=feedback, correcting=corrects is not None)
    demand_report(report, today=today, feedback=feedback, noticed=seen.noticed)
    row = holding.row_of(report, measure=measure, token=token)
    row.corrects, row.same_run = corrects, _same_run(seen)
    row.percent, row.percent_source = (f"{computed.value:f}", computed.source) if computed else ("", "")
    row.actor_id, row.by, row.at = actor.id, actor.name, at
    row.unit_name, row.on_behalf = holding.unit_of(actor), holding.behalf_of(office, task, measure)
    row.save(force_insert=True)
    started = moved_by(report.phase) and _start(task)
    holding.recount_work(measure)
    ProgressDraft.objects.filter(measure=measure, actor_id=actor.id).delete()
    _tell(task, row, corrects, started=started, actor=actor, at=at)
    return row.pk


def _handed_before(token: str, measure: Measure, actor: Actor) -> int | None:
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise CannotReport("", "表单已失效，请刷新页面再填；已填的内容还在草稿里。")
    found = Progress.objects.filter(token=token).first()
    if found is None:
        return None
    if (found.measure_id, found.actor_id) != (measure.pk, actor.id):
        raise CannotReport("", "表单已失效，请刷新页面再填；已填的内容还在草稿里。")
    return found.pk


def _found_meanwhile(token: str, actor: Actor, clash: IntegrityError, *, corrects: int | None = None) -> int:
    """The report that the same form, sent twice at once, has become."""
    found = Progress.objects.filter(token=token, actor_id=actor.id).first()
    if found is None:
        wrong = Progress.objects.filter(pk=corrects).first() if corrects else None
        raise (report_changed(wrong) if wrong else clash) from clash
    return found.pk


def _same_run(seen: Seen) -> int:
    return seen.previous.same_run + 1 if seen.likeness.same and seen.previous else 0


def _start(task: Task) -> bool:
    return Task.objects.filter(pk=task.pk, state="not_started").update(state="ongoing") == 1


def _tell(task: Task, row: Progress, corrects: Progress | None, *, started: bool, actor: Actor, at: datetime) -> None:
    state = {"before": STATE_NAMES["not_started"], "after": STATE_NAMES["ongoing"]} if started else {}
    name = {"of_measure": holding.short(row.measure)}
    tell_task(
        task,
        actor=actor,
        verb="progress.correct" if corrects else "progress.report",
        before={**name, **(_facts(corrects) if corrects else {}), **({"state": state["before"]} if state else {})},
        after={**name, **_facts(row), **({"state": state["after"]} if state else {})},
        why=row.explanation,
        at=at,
    )


def _facts(row: Progress) -> dict[str, object]:
    found: dict[str, object] = {
        "report": row.pk,
        "worked_on": row.day.isoformat(),
        "work_done": row.done,
        "work_result": row.result,
        "work_effect": row.effect,
        "work_next": row.next_step,
        "work_phase": PHASES[row.phase] if row.phase else "",
        "work_claims": CLAIMS[row.claims],
        "work_percent": f"{row.percent}%（{row.percent_source}）" if row.percent else "",
        "for_unit": row.on_behalf,
        "same_run": row.same_run or "",
    }
    return {name: value for name, value in found.items() if value != ""}
