"""Rows of work on measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.lights import Light
from zhenggai.domain.progress import CannotReport, Computed, Report
from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import Choice
from zhenggai.ledger.shapes.planning import TaskHead


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as it was handed in. `corrected_by` is the number of its correction, `corrects` of what it corrects."""

    id: int
    report: Report
    phase_name: str
    claims_name: str
    percent: str
    percent_source: str
    same_run: int
    corrects: int | None
    corrected_by: int | None
    by: str
    unit: str
    on_behalf: str
    at: datetime
    state: str
    state_name: str
    signed_off: bool
    judged_by: str
    judged_at: datetime | None
    reason: str
    may_judge: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class MeasureWork:
    """A measure with its reports, newest first; `older` counts those that are not shown."""

    id: int
    position: int
    text: str
    unit: str
    deliverable: str
    deadline: date | None
    light: Light
    work_state: str
    work_name: str
    count: int
    last_on: date | None
    reports: tuple[ReportRow, ...]
    older: int
    drafted: datetime | None


@dataclass(frozen=True, slots=True)
class ProgressTab:
    """The page of a task's progress."""

    head: TaskHead
    measures: tuple[MeasureWork, ...]
    may_report: bool


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """What the form of a report needs: the measure, what was typed before, and the report that came before.

    `token` is that of the draft, empty without one; `corrected` is the report that is being corrected; `computed` what the measure's
    indicators say today.
    """

    head: TaskHead
    measure_id: int
    position: int
    text: str
    deliverable: str
    deadline: date | None
    feedback: date | None
    draft_texts: dict[str, str]
    token: str
    saved_at: datetime | None
    previous: ReportRow | None
    corrected: ReportRow | None
    computed: Computed | None
    answers_return: ReportRow | None


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """What is noticed in a report before it is handed in; `likeness` in hundredths."""

    figures: tuple[str, ...]
    same: bool
    moved: bool
    likeness: int
    previous: ReportRow | None
    ahead: tuple[str, ...]
    early: tuple[str, ...]
    faults: tuple[CannotReport, ...]


@dataclass(frozen=True, slots=True)
class ToReport:
    """A measure on the list of those that somebody reports on."""

    task_id: int
    measure_id: int
    number: str
    title: str
    position: int
    text: str
    unit: str
    deadline: date | None
    light: Light
    work_state: str
    work_name: str
    count: int
    last_on: date | None
    days_since: int | None
    drafted: bool
    returned: bool


@dataclass(frozen=True, slots=True)
class ToReportPage:
    """The list of measures that somebody reports on; `after` is the key of the next page."""

    cycle: CycleRow
    rows: tuple[ToReport, ...]
    after: str | None
    total: int
    choices: tuple[Choice, ...]
