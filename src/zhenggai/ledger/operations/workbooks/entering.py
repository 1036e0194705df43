"""One row of a returned workbook, entered by the operation that is there for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.timezone import localtime

from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.figures import FigurePlan
from zhenggai.domain.progress import Report
from zhenggai.domain.rights import Actor
from zhenggai.domain.workbooks.cells import CellRefused, narrow, split_amount
from zhenggai.domain.workbooks.sheets import EVIDENCE, FIGURES, PROGRESS, Values, is_new
from zhenggai.ledger.files import path_of
from zhenggai.ledger.models import Evidence, Measure, Task, WorkbookFile, WorkbookReturn
from zhenggai.ledger.operations.evidence.adding import add_evidence
from zhenggai.ledger.operations.evidence.describing import describe_evidence
from zhenggai.ledger.operations.figures.merging import SomeRows, merge_rows
from zhenggai.ledger.operations.figures.stating import add_figure, correct_figure
from zhenggai.ledger.operations.progress.reporting import correct_progress, report_progress
from zhenggai.ledger.workbooks.gathering import (
    evidence_values,
    figure_values,
    newest_reports,
    open_tasks,
)
from zhenggai.ledger.workbooks.holding import Compared, Line, WorkbookChanged, current_figure


class Entering:
    """Enters the rows of one file."""

    def __init__(self, returned: WorkbookReturn, compared: Compared, *, actor: Actor, at: datetime) -> None:
        self._returned, self._compared = returned, compared
        self._actor, self._at = actor, at

    def enter(self, line: Line) -> None:
        """Enter a row of a sheet that every workbook has.

        :raises Refusal: with the sentence of the operation that refused it.
        """
        {PROGRESS: self._progress, FIGURES: self._figure, EVIDENCE: self._evidence}[line.row.sheet](line)

    def enter_register(self, sheet: str, lines: Sequence[Line]) -> dict[str, CellRefused]:
        """Enter rows of a register, all together, and return those that it refused, with the reason.

        :raises Refusal: with the sentence of the operation that refused all of them.
        """
        rows = [{**line.ours, **line.row.values} for line in lines]
        some = SomeRows(
            version=self._compared.register_version(sheet),
            rows=rows,
            name=self._returned.name,
            sha256=self._returned.sha256,
            size=self._returned.size,
        )
        register, today = int(sheet.partition("-")[2]), localtime(self._at).date()
        _taken, refused = merge_rows(register_id=register, some=some, as_of=today, actor=self._actor, at=self._at)
        return {
            lines[one.place - 1].key: CellRefused("“$column”$why。", column=one.column, why=one.why) for one in refused
        }

    def _progress(self, line: Line) -> None:
        measure_id = int(line.row.key[1:])
        report, token = _report_of(line.row.values), self._token(line)
        before = newest_reports([measure_id]).get(measure_id)
        if before is not None and before.state == "handed" and before.day == report.day:
            correct_progress(report_id=before.pk, report=report, token=token, actor=self._actor, at=self._at)
        else:
            report_progress(measure_id=measure_id, report=report, token=token, actor=self._actor, at=self._at)

    def _token(self, line: Line) -> str:
        """The same for the same words in the same file, so that nothing is entered twice."""
        told = json.dumps([self._returned.pk, line.key, dict(line.row.values)], sort_keys=True, ensure_ascii=False)
        return "wb-" + sha256(told.encode()).hexdigest()[:36]

    def _figure(self, line: Line) -> None:
        values = line.row.values
        if is_new(line.row.key):
            add_figure(task_id=self._task(values).pk, plan=_plan_of(values, values), actor=self._actor, at=self._at)
            return
        figure = current_figure(int(line.row.key[1:]))
        if figure is None:
            raise CellRefused("这个数字已不在台账里，请重新导出。")
        _demand_seen(figure_values(figure), line)
        plan = _plan_of(values, line.ours)
        correct_figure(figure_id=figure.pk, plan=plan, why=values.get("why", ""), actor=self._actor, at=self._at)

    def _evidence(self, line: Line) -> None:
        values = line.row.values
        words = EvidenceWords(
            kind=values.get("kind") or "other",
            number=values.get("document", ""),
            dated=_day(values.get("dated", "")),
            description=values.get("description", ""),
        )
        if not is_new(line.row.key):
            evidence = Evidence.objects.get(pk=int(line.row.key[1:]))
            _demand_seen(evidence_values(evidence), line)
            describe_evidence(
                evidence_id=evidence.pk, version=evidence.version, words=words, actor=self._actor, at=self._at
            )
            return
        task = self._task(values)
        measure = self._measure(task, values.get("place", ""))
        name = values.get("file", "")
        with path_of(self._file(name), folder=settings.FILES).open("rb") as data:
            add_evidence(
                task_id=task.pk,
                name=name,
                data=data,
                words=words,
                measure_ids=[measure.pk],
                actor=self._actor,
                at=self._at,
            )

    @cached_property
    def _tasks(self) -> dict[int, Task]:
        return open_tasks(json.loads(self._compared.export.tasks))

    def _task(self, values: Values) -> Task:
        number = values.get("task", "")
        found = self._tasks.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise CellRefused("请写任务号：这份表里没有“$number”号任务，或它已经销号。", number=number)
        return found

    @staticmethod
    def _measure(task: Task, place: str) -> Measure:
        found = Measure.objects.filter(task=task, position=int(place)).first() if place.isdecimal() else None
        if found is None:
            raise CellRefused("请写措施序号：任务 $task 没有第“$place”条措施。", task=task.number, place=place)
        return found

    def _file(self, name: str) -> str:
        """The digest of the file of that name which came in the same parcel; one in the workbook's own folder first."""
        beside = WorkbookFile.objects.filter(returned=self._returned).order_by("pk").values_list("path", "sha256")
        wanted = narrow(name).casefold()
        found = [digest for path, digest in beside if narrow(PurePosixPath(path).name).casefold() == wanted]
        if not name or not found:
            raise CellRefused("没有收到文件“$name”：请把它和工作簿一起打包成 zip 交回，文件名要写全。", name=name)
        return found[0]


def _demand_seen(now: Values, line: Line) -> None:
    """:raises WorkbookChanged: where the ledger says something else than what the row was compared with."""
    if any(line.ours.get(name, "") != value for name, value in now.items()):
        raise WorkbookChanged("这一行在您看过之后又有改动，请重新对照再选。")


def _report_of(values: Values) -> Report:
    words = {name: values.get(name, "") for name in ("done", "result", "effect", "next_step", "phase", "explanation")}
    return Report(day=_day(values.get("day", "")), claims=values.get("claims") or "ongoing", **words)


def _plan_of(values: Values, fixed: Values) -> FigurePlan:
    digits, word = split_amount(values.get("digits", ""), values.get("word", ""))
    return FigurePlan(
        digits=digits,
        word=word,
        scope=fixed.get("scope", ""),
        until=_day(values.get("until", "")),
        since=_day(values.get("since", "")),
        mark=values.get("mark", ""),  # type: ignore[arg-type]  # one of the choices
        origin=values.get("origin", ""),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
