"""A workbook goes out: what it holds is frozen, so that it can be compared when it comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting, demand, may
from zhenggai.domain.roles import Act
from zhenggai.domain.states import CLOSED
from zhenggai.domain.workbooks.base import Base, base_to_json
from zhenggai.ledger.models import Aspect, Cycle, Task, TaskUnit, WorkbookBase, WorkbookExport
from zhenggai.ledger.operations.issuing.telling import tell_cycle
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.workbook_models import EXPORT_KINDS
from zhenggai.ledger.workbooks.gathering import gather, with_spare
from zhenggai.ledger.workbooks.holding import WorkbookChanged
from zhenggai.people.models import Unit

MOST_ROWS = 200_000
_CODE = re.compile(r"[0-9a-z]{8,40}")


class CannotExport(Refusal):
    """A workbook in which there would be nothing to fill in."""


@dataclass(frozen=True, slots=True)
class ExportWish:
    """For whom a workbook is: a unit or an aspect by its number, a leader by name, or the whole cycle."""

    kind: str
    number: int = 0
    name: str = ""


def export_workbook(*, cycle_id: int, wish: ExportWish, code: str, actor: Actor, at: datetime) -> int:
    """Freeze what a workbook holds and return its number; `code` is random and stands in the workbook.

    :raises NotAllowed: unless the actor reports for the unit; workbooks of leaders, aspects and cycles are the office's.
    :raises NoSuchThing: where there is no such cycle, unit or aspect.
    :raises CannotExport: where no task would be in it.
    """
    demand(actor, Act.REPORT)
    try:
        with transaction.atomic(durable=True):
            return _export(cycle_id, wish, code, actor=actor, at=at)
    except IntegrityError as clash:
        raise WorkbookChanged("同一时间有人导出了同一份电子表，请再试一次。") from clash


def _export(cycle_id: int, wish: ExportWish, code: str, *, actor: Actor, at: datetime) -> int:
    cycle = Cycle.objects.filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    if wish.kind not in EXPORT_KINDS or not _CODE.fullmatch(code):
        raise CannotExport("没有这种电子表，请重新选择。")
    unit_id = wish.number if wish.kind == "unit" else None
    units = frozenset({unit_id}) if unit_id else frozenset()
    acted = acting(actor, Act.REPORT, Thing(cycle_id=cycle_id, lead_unit=unit_id, units=units))
    label, tasks = _chosen(cycle, wish)
    ids = list(tasks.exclude(state__in=CLOSED).order_by("position").values_list("pk", flat=True))
    if not ids:
        raise CannotExport("“$label”没有还在办理的任务，不用导出。", label=label)
    sheets = tuple(with_spare(sheet) for sheet in gather(ids, unit_id=unit_id))
    count = sum(len(sheet.rows) - sheet.kind.spare for sheet in sheets)
    if count > MOST_ROWS:
        raise CannotExport("内容超过 $most 行，请按单位分别导出。", most=MOST_ROWS)
    last = WorkbookExport.objects.filter(cycle=cycle, kind=wish.kind, label=label).aggregate(last=Max("number"))["last"]
    export = WorkbookExport.objects.create(
        cycle=cycle,
        code=code,
        number=(last or 0) + 1,
        kind=wish.kind,
        unit_id=unit_id,
        label=label,
        tasks=json.dumps(ids),
        rows_count=count,
        exported_at=at,
        exported_by=actor.name,
        exporter_id=actor.id,
    )
    WorkbookBase.objects.create(export=export, content=base_to_json(Base(code, sheets)))
    after = {"workbook_for": label, "workbook_number": export.number, "workbook_rows": count}
    tell_cycle(cycle_id, actor=acted, verb="workbook.export", before={}, after=after, at=at)
    return export.pk


def _chosen(cycle: Cycle, wish: ExportWish) -> tuple[str, QuerySet[Task]]:
    tasks = Task.objects.filter(cycle=cycle)
    if wish.kind == "unit":
        unit = Unit.objects.filter(pk=wish.number).first()
        if unit is None:
            raise NoSuchThing("没有编号为 $id 的单位。", id=wish.number)
        return unit.name, tasks.filter(pk__in=TaskUnit.objects.filter(unit=unit).values_list("task_id", flat=True))
    if wish.kind == "aspect":
        aspect = Aspect.objects.filter(cycle=cycle, pk=wish.number).first()
        if aspect is None:
            raise NoSuchThing("没有编号为 $id 的方面。", id=wish.number)
        return f"{aspect.label}{aspect.title}"[:200], tasks.filter(aspect=aspect)
    if wish.kind == "leader":
        return wish.name[:200], tasks.filter(leader=wish.name or "\x01")
    return cycle.title[:200], tasks


def export_to_units(*, cycle_id: int, codes: Iterator[str], actor: Actor, at: datetime) -> tuple[int, ...]:
    """Hand out a workbook to every unit within reach that has open tasks, each with its own entry; return their numbers.

    :raises NotAllowed: unless the actor reports for anybody.
    :raises CannotExport: where nobody has anything to do.
    """
    demand(actor, Act.REPORT)
    tasks = tasks_in_reach(actor, Act.REPORT, cycle_id=cycle_id).exclude(state__in=CLOSED)
    parts = TaskUnit.objects.filter(task__in=tasks.values("pk")).values_list("unit_id", flat=True).distinct()
    things = {unit: Thing(cycle_id, unit, frozenset({unit})) for unit in sorted(parts)}
    units = [unit for unit, thing in things.items() if may(actor, Act.REPORT, thing)]
    if not units:
        raise CannotExport("没有还在办理的任务，不用导出。")
    return tuple(
        export_workbook(cycle_id=cycle_id, wish=ExportWish("unit", unit), code=next(codes), actor=actor, at=at)
        for unit in units
    )
