"""Drafts and cycles made through the product's own door, from reports that need no reading."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from builders.reports import Finding, a_report
from people import NOON, WANG
from zhenggai.domain.report import Report
from zhenggai.domain.rights import Actor
from zhenggai.ledger import operations
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries import list_ledger

TODAY = date(2026, 3, 2)


class Handed:
    """A reader that hands over a finished report."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __call__(self, data: bytes, *, name: str, today: date) -> Report:
        return self.report


def a_draft(report: Report | None = None, *, actor: Actor = WANG, data: bytes | None = None) -> int:
    """A draft that is ready, at version 2."""
    report = report or a_report([Finding("河道巡查不到位的问题"), Finding("账目不清的问题")])
    content = report.text.encode() if data is None else data
    return operations.receive_file(name=report.source.name, data=content, actor=actor, at=NOON, read=Handed(report))


def a_cycle(report: Report | None = None, *, history: bool = False, again: bool = False) -> int:
    """A cycle adopted from the report as it was read."""
    return operations.adopt_draft(
        draft_id=a_draft(report), version=2, history=history, again=again, actor=WANG, at=NOON
    )


def first_task(cycle_id: int) -> int:
    """The number of the task that stands first in a cycle."""
    return list_ledger(cycle_id=cycle_id, actor=WANG, today=TODAY).rows[0].task_id


def end_tasks(tasks: QuerySet[Task]) -> None:
    """Bring tasks to their end by the steps that the table of moves allows, without anybody's signature."""
    numbers = list(tasks.values_list("pk", flat=True))
    for state in ("ongoing", "closing", "done"):
        Task.objects.filter(pk__in=numbers).update(state=state)
