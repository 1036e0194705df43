"""What is turned into long-term work: staged targets, none of them more than a year away from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.days import months_after
from zhenggai.domain.refusals import Refusal

MOST_STAGES = 20
LONGEST_TARGET = 500
LONGEST_REASON = 2000


class CannotClose(Refusal):
    """An application, a return or a decision that lacks something."""


@dataclass(frozen=True, slots=True)
class StageWish:
    """What is to be reached by a day."""

    target: str
    due: date


def demand_stages(stages: Sequence[StageWish], *, today: date, rules: ClosingRules) -> None:
    """Return when long-term work can go by these stages.

    :raises CannotClose: without any, out of order, or where one lies further off than an office allows.
    """
    if not stages:
        raise CannotClose("转长期坚持至少要有一个阶段目标，不能没有期限。")
    if len(stages) > MOST_STAGES:
        raise CannotClose("阶段目标最多 $most 个。", most=MOST_STAGES)
    before = today
    for place, stage in enumerate(stages, start=1):
        if not stage.target.strip() or len(stage.target) > LONGEST_TARGET:
            raise CannotClose("第 $n 个阶段要写明目标，最多 $longest 个字。", n=place, longest=LONGEST_TARGET)
        if stage.due <= before:
            raise CannotClose("第 $n 个阶段的期限要晚于 $day。", n=place, day=before.isoformat())
        if stage.due > months_after(before, rules.stage_months):
            raise CannotClose("第 $n 个阶段超过 $months 个月，请再分细一些。", n=place, months=rules.stage_months)
        before = stage.due


def demand_reason(text: str, *, what: str) -> str:
    """The reason without blanks around it.

    :raises CannotClose: where there is none, or it cannot be kept.
    """
    said = text.strip()
    if not said:
        raise CannotClose("请写明$what。", what=what)
    if len(said) > LONGEST_REASON:
        raise CannotClose("$what太长，最多 $longest 个字。", what=what, longest=LONGEST_REASON)
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in said):
        raise CannotClose("文字里有无法保存的字符。")
    return said
