"""Entries and reports of an office's own ledger as the preview shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.timezone import localdate

from zhenggai.domain.ledger_sheets.columns import USES
from zhenggai.domain.ledger_sheets.comparing import Told
from zhenggai.domain.ledger_sheets.pairing import HOW
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.states import TASK_KINDS
from zhenggai.domain.workbooks.base import Sentence, refusal_of
from zhenggai.domain.workbooks.merging import STATES
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.noticing import notice
from zhenggai.ledger.shapes.ledger_sheets import EntryLine, ReportFacts, SideLine, TaskChoice
from zhenggai.ledger.shapes.workbooks import CellLine
from zhenggai.ledger.workbooks.sheet_days import report_of, stated_day
from zhenggai.ledger.workbooks.sheets import (
    SHEET_DECISIONS,
    UNPAIRED,
    UNPLACED,
    WAITING,
    Note,
    ReportLine,
    SheetLine,
    Weighing,
)

ENTRY_NAMES: dict[str, str] = {
    UNPAIRED: "没有对上",
    UNPLACED: "不知是哪条措施",
    **{str(state): word for state, word in STATES.items()},
    **SHEET_DECISIONS,
}


def entry_lines(weighing: Weighing, lines: Sequence[SheetLine | ReportLine]) -> Iterator[EntryLine]:
    """The lines of a page."""
    stated = stated_day(weighing.rows, weighing.head, received=localdate(weighing.sheet.received_at))
    for line in lines:
        yield _entry(weighing, line) if isinstance(line, SheetLine) else _report(line, stated)


def _entry(weighing: Weighing, line: SheetLine) -> EntryLine:
    entry, task, weighed = line.pair.entry, line.task, line.weighed
    return EntryLine(
        key=line.key,
        seen=line.seen,
        place=entry.place,
        name=f"{entry.number} {entry.problem}".strip(),
        state=line.state,
        state_name=ENTRY_NAMES[line.state],
        task_id=task.pk if task else None,
        task_number=task.number if task else None,
        task_title=task.problem.title if task else "",
        how=HOW[line.pair.how],
        fields=tuple(_side(one, weighed.base or {}) for one in weighed.differences) if weighed else (),
        cells=tuple(CellLine(USES[cell.field], cell.text, refusal_of(cell.why)) for cell in weighed.refused)
        if weighed and line.state == "refused"
        else (),
        note=_said(line.note),
        choices=tuple(_tasks(weighing, line.pair.near)) if task is None else (),
        rival=line.pair.rival,
        choosable=line.state in WAITING,
        inferred=entry.year_inferred,
        standing=_said(line.standing),
    )


def _report(line: ReportLine, stated: date) -> EntryLine:
    entry, placed = line.pair.entry, line.placed
    base = line.base.get(placed.name, "") if placed.measure else ""
    side = SideLine(USES["progress"], placed.place, placed.measure == 0, base, placed.ours, placed.report.done)
    return EntryLine(
        key=line.key,
        seen=line.seen,
        place=entry.place,
        name=f"{entry.number} {entry.problem}".strip(),
        state=line.state,
        state_name=ENTRY_NAMES[line.state],
        task_id=line.task.pk,
        task_number=line.task.number,
        task_title=line.task.problem.title,
        how=HOW[line.pair.how],
        fields=(side,),
        cells=(),
        note=_said(line.note),
        choices=(),
        rival=None,
        choosable=line.state in WAITING or line.state == UNPLACED,
        inferred=False,
        report=_facts(line, stated),
    )


def _facts(line: ReportLine, stated: date) -> ReportFacts:
    feedback = line.task.cycle.feedback_date
    report = report_of(line, stated=stated, feedback=feedback)
    seen = notice(report, measure_id=line.placed.measure or 0, today=stated, feedback=feedback)
    measures = Measure.objects.filter(task=line.task).order_by("position") if line.state == UNPLACED else ()
    return ReportFacts(
        day=report.day,
        next_step=report.next_step,
        result=report.result,
        ahead=tuple(dict.fromkeys(word for words in seen.noticed.ahead.values() for word in words)),
        early=seen.noticed.early,
        figures=tuple(dict.fromkeys(figure.text for figure in seen.figures)),
        measure_text=line.placed.measure_text,
        measures=tuple((one.pk, one.position, one.text) for one in measures),
    )


def _said(note: Note | Sentence | None) -> Refusal | None:
    return refusal_of((note[0], dict(note[1]))) if note else None


def _side(told: Told, base: Mapping[str, str]) -> SideLine:
    heading = USES["measures"] if told.field == "text" else USES[told.field]
    return SideLine(
        heading=heading,
        place=told.place or told.number,
        new=told.measure == 0,
        base=_worded(told.field, base.get(told.name, "")),
        ours=_worded(told.field, told.ours),
        theirs=_worded(told.field, told.theirs),
    )


def _worded(field: str, value: str) -> str:
    return TASK_KINDS.get(value, value) if field == "kind" else value


def _tasks(weighing: Weighing, near: Sequence[int]) -> Iterator[TaskChoice]:
    """The nearest tasks first, then all."""

    def choice(task: Task, *, is_near: bool) -> TaskChoice:
        return TaskChoice(task.number, task.problem.title, is_near)

    for number in near:
        yield choice(weighing.tasks[number], is_near=True)
    for number, task in weighing.tasks.items():
        if number not in near:
            yield choice(task, is_near=False)
