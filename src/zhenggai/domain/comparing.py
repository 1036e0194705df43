"""How two plans differ: task by task, field by field, in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.issuing import FrozenMeasure, FrozenPlan, FrozenTask
from zhenggai.domain.planning import measure_facts, task_facts

# What a page calls the facts of a task and of a measure.
TASK_FIELDS: dict[str, str] = {
    "answers": "对应问题",
    "target": "整改目标",
    "kind": "整改类型",
    "leader": "牵头领导",
    "lead_unit": "牵头单位",
    "co_units": "配合单位",
    "person": "责任人",
    "deadline": "期限",
    "standard": "验收标准",
    "risk": "风险",
}
MEASURE_FIELDS: dict[str, str] = {
    "place": "顺序",
    "text": "措施内容",
    "measure_class": "措施类别",
    "unit": "负责单位",
    "deliverable": "交付物",
    "deadline": "期限",
    "term": "当下改或长久立",
    "frequency": "频次",
}

How = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that differs; `field` is its key among the names of facts, `place` that of its measure where it is of one."""

    field: str
    before: str
    after: str
    place: int | None = None

    @property
    def label(self) -> str:
        """What a page calls the field."""
        return (TASK_FIELDS if self.place is None else MEASURE_FIELDS)[self.field]


@dataclass(frozen=True, slots=True)
class TaskDifference:
    """A task that came, went or changed."""

    task_id: int
    number: int
    name: str
    how: How
    fields: tuple[FieldDifference, ...]


def compare(old: FrozenPlan, new: FrozenPlan) -> tuple[TaskDifference, ...]:
    """What differs, in the order of the new plan, with what is gone at the end."""
    return tuple(_differences(old, new))


def compare_task(
    old: FrozenTask | None, new: FrozenTask | None, *, cited: tuple[str, str]
) -> tuple[FieldDifference, ...]:
    """The fields of one task that differ; `cited` names the problems that it answered and answers."""
    return tuple(_fields(old, new, cited))


def _differences(old: FrozenPlan, new: FrozenPlan) -> Iterator[TaskDifference]:
    before = {task.id: task for task in old.tasks}
    for task in new.tasks:
        was = before.pop(task.id, None)
        cited = (old.cited(was) if was else "", new.cited(task))
        fields = compare_task(was, task, cited=cited)
        if was is None:
            yield TaskDifference(task.id, task.number, task.name, "added", fields)
        elif fields:
            yield TaskDifference(task.id, task.number, task.name, "changed", fields)
    for gone in before.values():
        fields = compare_task(gone, None, cited=(old.cited(gone), ""))
        yield TaskDifference(gone.id, gone.number, gone.name, "removed", fields)


def _fields(old: FrozenTask | None, new: FrozenTask | None, cited: tuple[str, str]) -> Iterator[FieldDifference]:
    yield from _differing({"answers": cited[0]}, {"answers": cited[1]}, None)
    yield from _differing(task_facts(old.plan) if old else {}, task_facts(new.plan) if new else {}, None)
    before = {measure.id: measure for measure in old.measures} if old else {}
    for measure in new.measures if new else ():
        yield from _differing(_measure(before.pop(measure.id, None)), _measure(measure), measure.place)
    for gone in before.values():
        yield from _differing(_measure(gone), {}, gone.place)


def _measure(measure: FrozenMeasure | None) -> Mapping[str, object]:
    return {"place": measure.place, **measure_facts(measure.plan)} if measure else {}


def _differing(
    before: Mapping[str, object], after: Mapping[str, object], place: int | None
) -> Iterator[FieldDifference]:
    for field in after or before:
        was, now = worded(before.get(field)), worded(after.get(field))
        if was != now:
            yield FieldDifference(field, was, now, place)


def worded(value: object) -> str:
    """A fact as text in one form of its characters; empty for none."""
    return "" if value is None else unicodedata.normalize("NFC", str(value))
