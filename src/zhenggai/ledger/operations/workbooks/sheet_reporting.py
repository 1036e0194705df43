"""What an office's own ledger says was done becomes reports, by the operation that every report comes by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.utils.timezone import localdate

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor
from zhenggai.domain.workbooks.cells import CellRefused
from zhenggai.ledger.models import Measure
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.workbooks.sheet_days import report_of, stated_day
from zhenggai.ledger.workbooks.sheets import ReportLine, Weighing


@dataclass(frozen=True, slots=True)
class Beside:
    """What a person says of reports where the ledger does not: what comes next, an explanation, for which measure."""

    next_step: str = ""
    explanation: str = ""
    measure: int | None = None


NOTHING = Beside()


class Reporting:
    """Hands in what one sheet says was done."""

    def __init__(self, weighing: Weighing, beside: Beside, *, actor: Actor, at: datetime) -> None:
        self._sheet, self._beside = weighing.sheet, beside
        self._actor, self._at = actor, at
        self._stated = stated_day(weighing.rows, weighing.head, received=localdate(weighing.sheet.received_at))

    def tried(self, line: ReportLine) -> tuple[str, Refusal | None]:
        """Hand in a report; what is refused is the answer to its line."""
        try:
            self._hand_in(line)
        except (NoSuchThing, Refusal) as refusal:
            return "refused", refusal
        return "taken", None

    def _hand_in(self, line: ReportLine) -> None:
        measure = self._measure(line)
        report = report_of(line, stated=self._stated, feedback=line.task.cycle.feedback_date)
        told = replace(
            report,
            next_step=report.next_step or self._beside.next_step.strip(),
            explanation=self._beside.explanation.strip(),
        )
        report_progress(
            measure_id=measure, report=told, token=self._token(line, measure), actor=self._actor, at=self._at
        )

    def _measure(self, line: ReportLine) -> int:
        if line.placed.measure:
            return line.placed.measure
        if line.placed.measure == 0:
            raise CellRefused("这条措施还没有收入。请先收入整改措施，再收它的进展。")
        chosen = Measure.objects.filter(pk=self._beside.measure or 0, task=line.task).first()
        if chosen is None:
            raise CellRefused("看不出这段进展是哪一条措施的，请指明。")
        return chosen.pk

    def _token(self, line: ReportLine, measure: int) -> str:
        """The same for the same words in the same file, so that nothing is reported twice."""
        told = f"{self._sheet.pk} {line.key} {measure} {line.placed.report.done}"
        return "ls-" + sha256(told.encode()).hexdigest()[:36]
