"""What was noted after a period's end about its days: late and corrected reports, reopened tasks, other deadlines and figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery

from zhenggai.domain.period_words import CorrectionKind
from zhenggai.domain.periods import Effect
from zhenggai.domain.states import FINISHED
from zhenggai.journal.models import Entry
from zhenggai.ledger.arrived import body_of, told_earlier
from zhenggai.ledger.closing_models import Reopening
from zhenggai.ledger.models import Figure, PeriodRow, Progress, ReportPeriod, Task
from zhenggai.ledger.periods.moving import who_moved
from zhenggai.ledger.shapes.periods import Correction

MOST = 500
LONGEST = 80


def corrections_of(period: ReportPeriod) -> tuple[Correction, ...]:
    """All that was noted later about the days of a period, the newest first, in a constant number of queries."""
    found = [*_reports(period), *_reopened(period), *_deadlines(period), *_figures(period)]
    return tuple(sorted(found, key=lambda one: (one.at is not None, one.at), reverse=True))


def effects_of(corrections: Iterable[Correction]) -> dict[int, Effect]:
    """What corrections change of each task as the period would be counted now."""
    found: dict[int, Effect] = {}
    for one in corrections:
        effect = found.get(one.task_id, Effect())
        if one.kind == "late":
            found[one.task_id] = replace(effect, moved=True)
        elif one.kind == "reopened":
            found[one.task_id] = replace(effect, reopened=True)
        elif one.kind == "deadline":
            found[one.task_id] = replace(effect, dated_anew=True, deadline=one.day)
    return found


def rows_with(period: ReportPeriod, task_ids: Iterable[int]) -> dict[int, PeriodRow]:
    """The frozen rows of these tasks."""
    return {row.task_id: row for row in PeriodRow.objects.filter(period=period, task_id__in=set(task_ids))}


def _reports(period: ReportPeriod) -> Iterator[Correction]:
    """Reports on days of the period that came in after its end, and those that were returned after it."""
    inside, end = (period.first, period.last), period.instant
    later = Q(at__gt=end) & (Q(day__range=inside) | Q(corrects__at__lte=end, corrects__day__range=inside))
    returned = Q(at__lte=end, day__range=inside, state="returned", judged_at__gt=end)
    rows = Progress.objects.filter(later | returned, measure__task__cycle=period.cycle_id)
    for row in rows.select_related("measure__task", "corrects").order_by("-pk")[:MOST]:
        task = row.measure.task
        if row.at <= end:
            yield _one(
                period, "returned", task, row.judged_at, row.judged_by, why=row.reason, before=row.done, after="退回"
            )
        else:
            kind: CorrectionKind = "corrected" if row.corrects_id else "late"
            before = row.corrects.done if row.corrects else ""
            # What a correction explains of itself is its reason; a late report says on which day it was.
            yield _one(
                period,
                kind,
                task,
                row.at,
                row.by,
                why=row.explanation,
                before=before,
                after=row.done,
                day=row.day,
            )


def _reopened(period: ReportPeriod) -> Iterator[Correction]:
    """Tasks that the period keeps as done and that were opened again."""
    was = PeriodRow.objects.filter(period=period, task_id=OuterRef("task_id"), state__in=FINISHED)
    rows = Reopening.objects.filter(Exists(was), task__cycle=period.cycle_id, at__gt=period.instant)
    for row in rows.select_related("task").order_by("-pk")[:MOST]:
        yield _one(period, "reopened", row.task, row.at, row.by, why=row.what, before="已完成", after="重新激活")


def _deadlines(period: ReportPeriod) -> Iterator[Correction]:
    """Tasks whose deadline was within the period or before it, and is another now."""
    now = Task.objects.filter(pk=OuterRef("task_id")).values("deadline")
    rows = PeriodRow.objects.filter(
        Exists(Task.objects.filter(pk=OuterRef("task_id"))), period=period, deadline__lte=period.last
    )
    moved = list(rows.annotate(now=Subquery(now)).filter(~Q(now=F("deadline")) | Q(now=None))[:MOST])
    if not moved:
        return
    tasks = Task.objects.in_bulk({row.task_id for row in moved})
    told = who_moved(period.cycle_id, tasks.keys(), after=period.instant)
    for row in moved:
        task = tasks[row.task_id]
        at, by, why = told.get(row.task_id, (None, "", ""))
        yield _one(
            period,
            "deadline",
            task,
            at,
            by,
            why=why,
            before=_said(row.deadline),
            after=_said(task.deadline),
            day=task.deadline,
        )


def _figures(period: ReportPeriod) -> Iterator[Correction]:
    """Figures that stood at the end, and that another took the place of which is about no later day."""
    new = Figure.objects.filter(
        Q(until=None) | Q(until__lte=period.last) | Q(until=F("supersedes__until")),
        cycle=period.cycle_id,
        task__isnull=False,
        entered_at__gt=period.instant,
        supersedes__entered_at__lte=period.instant,
    )
    rows = list(new.select_related("task", "supersedes").order_by("-pk")[:MOST])
    whys = _whys(period, {row.task_id for row in rows if row.task_id}) if rows else {}
    for row in rows:
        if row.task and row.supersedes and row.supersedes.text != row.text:
            kind: CorrectionKind = "register" if row.source == "register" else "figure"
            before, after = (f"{row.scope} {text}".strip() for text in (row.supersedes.text, row.text))
            why = whys.get((row.task.pk, row.entered_at)) or row.origin
            yield _one(period, kind, row.task, row.entered_at, row.entered_by, why=why, before=before, after=after)


def _whys(period: ReportPeriod, task_ids: set[int]) -> dict[tuple[int, datetime | None], str]:
    """Why figures of these tasks were corrected, by the moment."""
    told = Entry.objects.filter(verb="figure.correct", subject_kind="task", subject_id__in=task_ids)
    later = told.filter(at__gt=period.instant).order_by("-sequence")[:MOST]
    earlier = told_earlier(verb="figure.correct", subject_kind="task", subject_ids=task_ids)
    return {
        **{(one.subject_id or 0, one.at): body_of(one)["why"] for one in earlier.filter(at__gt=period.instant)[:MOST]},
        **{(entry.subject_id, entry.at): json.loads(entry.body)["why"] for entry in later},
    }


def _one(
    period: ReportPeriod,
    kind: CorrectionKind,
    task: Task,
    at: datetime | None,
    by: str,
    *,
    why: str,
    before: str,
    after: str,
    day: date | None = None,
) -> Correction:
    return Correction(
        kind=kind,
        task_id=task.pk,
        task_number=task.number,
        unit=task.unit_name,
        at=at,
        by=by,
        why=why,
        before=_short(before),
        after=_short(after),
        day=day,
        early=at is not None and at <= period.frozen_at,
    )


def _said(day: date | None) -> str:
    return day.isoformat() if day else "无期限"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
