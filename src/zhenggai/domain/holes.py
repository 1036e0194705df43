"""What a whole plan still needs: the holes that keep it from being issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenggai.domain.planning import MeasurePlan, TaskPlan, lacks_frequency


def lacking_of(plan: TaskPlan, measures: Sequence[MeasurePlan]) -> tuple[str, ...]:
    """The holes of one task, in the words that pages translate."""
    return tuple(_holes(plan, measures))


def _holes(plan: TaskPlan, measures: Sequence[MeasurePlan]) -> Iterator[str]:
    if not plan.leader:
        yield "牵头领导"
    if not plan.unit:
        yield "牵头单位"
    if not plan.target:
        yield "整改目标"
    if plan.kind == "unset":
        yield "整改类型"
    # What is long-term may have no last day.
    if plan.deadline is None and plan.kind != "long_term":
        yield "期限"
    if not measures:
        yield "措施"
    if any(lacks_frequency(text=measure.text, times=measure.times) for measure in measures):
        yield "频次"
