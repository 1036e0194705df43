"""Plans as rows keep them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from zhenggai.domain.planning import CannotPlan, Facts, MeasurePlan, TaskPlan
from zhenggai.journal.verbs import FACT_NAMES
from zhenggai.ledger.models import Measure, Task

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


def worded_facts(facts: Facts) -> str:
    """Facts in one line, by their Chinese names."""
    return "；".join(f"{FACT_NAMES[name]} {value or '—'}" for name, value in facts.items())
