"""What a whole plan still needs: the holes that keep it from being issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhenggai.domain.planning import MeasurePlan, TaskPlan, lacks_frequency
from zhenggai.domain.refusals import Refusal


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


@dataclass(frozen=True, slots=True)
class Hole:
    """What several things lack: `names` are the first of them, `count` all."""

    what: str
    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Declared:
    """A number that the document states about itself, beside what stands in the ledger; `reason` explains a difference."""

    what: str
    declared: int | None
    counted: int
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether the two differ and nobody has said why."""
        return self.declared is not None and self.declared != self.counted and not self.reason


class PlanHasHoles(Refusal):
    """A plan that cannot be issued yet."""


def demand_whole(holes: Sequence[Hole], declared: Sequence[Declared]) -> None:
    """Return when a plan can be issued.

    :raises PlanHasHoles: when not; its sentence names every hole.
    """
    said = [*map(_said, holes), *(_differs(one) for one in declared if one.open)]
    if said:
        raise PlanHasHoles("方案还不能印发：$holes。", holes="；".join(said))


def _said(hole: Hole) -> str:
    names = "、".join(hole.names)
    return f"缺{hole.what} {hole.count} 项（{names}{'等' if hole.count > len(hole.names) else ''}）"


def _differs(one: Declared) -> str:
    return f"文中称{one.what} {one.declared}，台账 {one.counted}，未说明"
