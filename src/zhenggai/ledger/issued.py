"""Whether the plan of a cycle is issued: from then on what it says changes only through requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhenggai.domain.changing import protected
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.ledger.models import Cycle, PlanIssue


class PlanIssued(Refusal):
    """A change that the issued plan does not allow any more."""


def latest_issue(cycle_id: int) -> PlanIssue | None:
    """The version in force, with all but the frozen text; None until the plan is issued."""
    return PlanIssue.objects.filter(cycle_id=cycle_id).defer("frozen").order_by("-number").first()


def hold_cycle(cycle_id: int) -> Cycle:
    """The cycle, held until the end of the caller's transaction, so that planning and issuing never cross.

    :raises NoSuchThing: where there is none of that number.
    """
    cycle = Cycle.objects.select_for_update(no_key=True).filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    return cycle


def demand_unissued(cycle_id: int) -> None:
    """Return when the plan of a cycle may still be changed without asking.

    :raises PlanIssued: when it is issued.
    """
    hold_cycle(cycle_id)
    issue = latest_issue(cycle_id)
    if issue is not None:
        raise PlanIssued(
            "方案已印发（$document），这项修改要经过变更申请：请打开任务的“变更”页，写明理由提出申请。",
            document=issue.document_number,
        )


def demand_kept(
    cycle_id: int, before: Mapping[str, object], after: Mapping[str, object], groups: Mapping[str, str]
) -> None:
    """Return when a change leaves alone what an issued plan protects.

    :raises PlanIssued: when it does not and the plan is issued.
    """
    if protected(differing(before, after), groups):
        demand_unissued(cycle_id)


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[str]:
    """The names of the facts that differ, in order."""
    return [name for name in after if before.get(name) != after[name]]
