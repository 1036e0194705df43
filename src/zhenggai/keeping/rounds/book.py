"""The workbook of a round that leaves: tasks, measures, reports, figures and evidence, for people without this product."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date

from zhenggai.domain.states import STATE_NAMES
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Evidence, Figure, Measure, Progress, Task
from zhenggai.ledger.queries.rows import state_of
from zhenggai.papers.workbook import Book, Cell, Column, open_book

Rows = Iterable[Sequence[Cell]]
_TASKS = (
    Column("任务", 7, "centre"), Column("问题编号", 12, "centre"), Column("问题", 40), Column("具体表现", 40),
    Column("整改目标", 30), Column("牵头领导", 12, "centre"), Column("牵头单位", 20), Column("配合单位", 24),
    Column("期限", 12, "day"), Column("状态", 12, "centre"),
)  # fmt: skip
_MEASURES = (
    Column("任务", 7, "centre"), Column("措施", 7, "centre"), Column("内容", 60), Column("责任单位", 20),
    Column("期限", 12, "day"),
)  # fmt: skip
_REPORTS = (
    Column("任务", 7, "centre"), Column("措施", 7, "centre"), Column("日期", 12, "day"), Column("做了什么", 50),
    Column("结果", 30), Column("下一步", 30), Column("报送", 14, "centre"), Column("状态", 10, "centre"),
)  # fmt: skip
_FIGURES = (
    Column("任务", 7, "centre"), Column("数字", 16), Column("单位", 10, "centre"), Column("口径", 40),
    Column("截至", 12, "day"), Column("来源", 30), Column("现行", 8, "centre"),
)  # fmt: skip
_EVIDENCE = (
    Column("编号", 18, "centre"), Column("文件名", 40), Column("文号", 20), Column("日期", 12, "day"), Column("说明", 40),
    Column("撤下", 8, "centre"), Column("字节", 14, "number"), Column("SHA-256（originals 里的文件名）", 68),
)  # fmt: skip


def round_book(*, cycle_id: int, on: date) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    with open_book(out, title="整改台账", created=on) as book:
        _sheet(book, "任务", _TASKS, _tasks(cycle_id))
        _sheet(book, "措施", _MEASURES, _measures(cycle_id))
        _sheet(book, "进展", _REPORTS, _reports(cycle_id))
        _sheet(book, "数字", _FIGURES, _figures(cycle_id))
        _sheet(book, "佐证", _EVIDENCE, _evidence(cycle_id))
    return out.getvalue()


def _sheet(book: Book, name: str, columns: Sequence[Column], rows: Rows) -> None:
    sheet = book.sheet(name, columns, title=name, note="从台账导出，全部内容在 rows 文件夹。", frozen=1)
    for row in rows:
        sheet.add(*row)
    sheet.filters()


def _tasks(cycle_id: int) -> Rows:
    for task in Task.objects.filter(cycle_id=cycle_id).select_related("problem__aspect").order_by("number"):
        yield (
            task.number, cite_problem(task.problem), task.problem.title, task.problem.description, task.target,
            task.leader, task.unit_name, "、".join(json.loads(task.co_units)), task.deadline, STATE_NAMES[state_of(task)],
        )  # fmt: skip


def _measures(cycle_id: int) -> Rows:
    found = Measure.objects.filter(task__cycle_id=cycle_id).order_by("task__number", "position")
    return found.values_list("task__number", "position", "text", "unit_name", "deadline")


def _reports(cycle_id: int) -> Rows:
    found = Progress.objects.filter(measure__task__cycle_id=cycle_id).order_by("pk")
    return found.values_list(
        "measure__task__number", "measure__position", "day", "done", "result", "next_step", "by", "state"
    )


def _figures(cycle_id: int) -> Rows:
    found = Figure.objects.filter(cycle_id=cycle_id).order_by("pk").select_related("task")
    for one in found:
        number = one.task.number if one.task else None
        yield number, one.value, one.unit, one.scope, one.until, one.origin, "是" if one.current else "否"


def _evidence(cycle_id: int) -> Rows:
    for one in Evidence.objects.filter(cycle_id=cycle_id).order_by("task_number", "running"):
        yield (
            one.number, one.name, one.document_number, one.dated, one.description, "是" if one.withdrawn_at else "",
            one.size, one.sha256,
        )  # fmt: skip
