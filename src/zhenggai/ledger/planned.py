"""Plans as rows keep them, and the facts of a plan as the journal tells them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from zhenggai.domain.planning import PERIODS, RISKS, TERMS, CannotPlan, MeasurePlan, TaskPlan
from zhenggai.domain.rules import MEASURE_CLASSES
from zhenggai.domain.states import TASK_KINDS
from zhenggai.journal.verbs import FACT_NAMES
from zhenggai.ledger.models import Measure, Task

Facts = dict[str, object]
# As many tasks as one change may touch.
MOST_AT_ONCE = 200


def demand_measures_within(measures: Iterable[Measure], plan: TaskPlan) -> None:
    """Return when no measure would end later than the task.

    :raises CannotPlan: when one would.
    """
    for measure in measures:
        if plan.deadline and measure.deadline and measure.deadline > plan.deadline:
            raise CannotPlan(
                "第 $place 条措施的期限是 $day，晚于任务的期限，请先改措施。",
                place=measure.position,
                day=measure.deadline.isoformat(),
            )


def task_plan(task: Task) -> TaskPlan:
    """What is planned of a task."""
    return TaskPlan(
        target=task.target,
        kind=task.kind,
        leader=task.leader,
        unit=task.unit_name,
        co_units=tuple(json.loads(task.co_units)),
        person=task.person,
        deadline=task.deadline,
        standard=task.standard,
        risk=task.risk,
    )


def measure_plan(measure: Measure) -> MeasurePlan:
    """What is planned of a measure."""
    return MeasurePlan(
        text=measure.text,
        measure_class=measure.measure_class,
        unit=measure.unit_name,
        deliverable=measure.deliverable,
        deadline=measure.deadline,
        term=measure.term,
        times=measure.times,
        per=measure.per,
    )


def task_facts(plan: TaskPlan) -> Facts:
    """A task's plan in the words of the journal."""
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
    """A measure's plan in the words of the journal."""
    return {
        "text": plan.text,
        "measure_class": MEASURE_CLASSES.get(plan.measure_class, ""),
        "unit": plan.unit,
        "deliverable": plan.deliverable,
        "deadline": plan.deadline.isoformat() if plan.deadline else None,
        "term": TERMS.get(plan.term, ""),
        "frequency": f"{PERIODS[plan.per]} {plan.times} 次" if plan.times else "",
    }


def worded_facts(facts: Facts) -> str:
    """Facts in one line, by their Chinese names."""
    return "；".join(f"{FACT_NAMES[name]} {value or '—'}" for name, value in facts.items())
