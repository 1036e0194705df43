"""What is planned of a task and of a measure, and whether that can be."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rules import MEASURE_CLASSES
from zhenggai.domain.states import TASK_KINDS

RISKS: dict[str, str] = {"high": "高", "medium": "中", "low": "低"}
TERMS: dict[str, str] = {"now": "当下改", "lasting": "长久立"}
PERIODS: dict[str, str] = {"week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
VAGUE_WORDS = ("定期", "持续", "适时", "常态化")

LONGEST_NAME = 200
LONGEST_TEXT = 4000
MOST_TIMES = 366
Facts = dict[str, object]
_BETWEEN_NAMES = re.compile(r"[、,，;；\s]+")


class CannotPlan(Refusal):
    """A plan that lacks something or contradicts itself."""


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What is planned of a task; texts are empty and the day None where nothing is."""

    target: str = ""
    kind: str = "unset"
    leader: str = ""
    unit: str = ""
    co_units: tuple[str, ...] = ()
    person: str = ""
    deadline: date | None = None
    standard: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """What is planned of a measure; `times` in each `per` is its frequency."""

    text: str
    measure_class: str = ""
    unit: str = ""
    deliverable: str = ""
    deadline: date | None = None
    term: str = ""
    times: int | None = None
    per: str = ""


def vague_words(text: str) -> tuple[str, ...]:
    """The words of a measure that speak of a frequency without saying it."""
    return tuple(word for word in VAGUE_WORDS if word in text)


def lacks_frequency(*, text: str, times: int | None) -> bool:
    """Whether a measure speaks of a frequency and gives no number."""
    return times is None and bool(vague_words(text))


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list as it was typed, each once."""
    return tuple(dict.fromkeys(name for name in _BETWEEN_NAMES.split(text) if name))


def demand_task_plan(plan: TaskPlan) -> None:
    """Return when a task can be planned like this.

    :raises CannotPlan: when not.
    """
    if plan.kind not in TASK_KINDS:
        raise CannotPlan("没有这种整改类型。")
    if plan.risk and plan.risk not in RISKS:
        raise CannotPlan("风险应为高、中、低之一。")
    if plan.unit and plan.unit in plan.co_units:
        raise CannotPlan("“$unit”已是牵头单位，不必再列为配合单位。", unit=plan.unit)
    if max(map(len, (plan.leader, plan.unit, plan.person, *plan.co_units))) > LONGEST_NAME:
        raise CannotPlan("名称太长，最多 $longest 个字。", longest=LONGEST_NAME)
    _demand_storable(plan.target, plan.standard, plan.leader, plan.unit, plan.person, *plan.co_units)


def demand_measure_plan(plan: MeasurePlan, *, task_deadline: date | None) -> None:
    """Return when a measure can be planned like this.

    :raises CannotPlan: when not; a text that says 定期 or the like needs a number.
    """
    if not plan.text:
        raise CannotPlan("措施内容不能为空。")
    if plan.measure_class and plan.measure_class not in MEASURE_CLASSES:
        raise CannotPlan("没有这种措施类别。")
    if plan.term and plan.term not in TERMS:
        raise CannotPlan("措施应为当下改或长久立。")
    _demand_frequency(plan)
    if plan.deadline and task_deadline and plan.deadline > task_deadline:
        raise CannotPlan("措施的期限不能晚于任务的期限 $day。", day=task_deadline.isoformat())
    if len(plan.unit) > LONGEST_NAME:
        raise CannotPlan("名称太长，最多 $longest 个字。", longest=LONGEST_NAME)
    _demand_storable(plan.text, plan.unit, plan.deliverable)


def _demand_frequency(plan: MeasurePlan) -> None:
    if bool(plan.times) != bool(plan.per) or (plan.per and plan.per not in PERIODS):
        raise CannotPlan("频次要写全：多长时间、几次。")
    if plan.times is not None and not 1 <= plan.times <= MOST_TIMES:
        raise CannotPlan("次数应在 1 到 $most 之间。", most=MOST_TIMES)
    if lacks_frequency(text=plan.text, times=plan.times):
        raise CannotPlan("措施里写了“$word”，请写明频次：多长时间几次。", word="、".join(vague_words(plan.text)))


def _demand_storable(*texts: str) -> None:
    for text in texts:
        if len(text) > LONGEST_TEXT:
            raise CannotPlan("文字太长，最多 $longest 个字。", longest=LONGEST_TEXT)
        if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
            raise CannotPlan("文字里有无法保存的字符。")


def task_facts(plan: TaskPlan) -> Facts:
    """A task's plan in words, by the names of its facts."""
    return {
        "target": plan.target,
        "kind": TASK_KINDS[plan.kind],
        "leader": plan.leader,
        "lead_unit": plan.unit,
        "co_units": "、".join(plan.co_units),
        "person": plan.person,
        "deadline": plan.deadline.isoformat() if plan.deadline else None,
        "standard": plan.standard,
        "risk": RISKS.get(plan.risk, ""),
    }


def measure_facts(plan: MeasurePlan) -> Facts:
    """A measure's plan in words, by the names of its facts."""
    return {
        "text": plan.text,
        "measure_class": MEASURE_CLASSES.get(plan.measure_class, ""),
        "unit": plan.unit,
        "deliverable": plan.deliverable,
        "deadline": plan.deadline.isoformat() if plan.deadline else None,
        "term": TERMS.get(plan.term, ""),
        "frequency": f"{PERIODS[plan.per]} {plan.times} 次" if plan.times else "",
    }


@dataclass(frozen=True, slots=True)
class TaskChange:
    """What changes in many tasks at once; None leaves a field as it is."""

    kind: str | None = None
    leader: str | None = None
    unit: str | None = None
    co_units: tuple[str, ...] | None = None
    person: str | None = None
    deadline: date | None = None
    risk: str | None = None

    def applied(self, plan: TaskPlan) -> TaskPlan:
        """The plan with the change in it."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(plan, **{name: value for name, value in found.items() if value is not None})
