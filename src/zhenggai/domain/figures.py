"""What is stated of a figure, an indicator, a register or a scope, and what each must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.indicators import DIRECTIONS
from zhenggai.domain.quantities.amounts import Amount, Mark, WrongAmount, amount_of
from zhenggai.domain.refusals import Refusal

LONGEST_NAME = 100
LONGEST_TEXT = 1_000


class CannotState(Refusal):
    """A figure that does not say what it must."""


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """A figure as somebody states it; `scope` says what it counts, `until` its day or the last of its period."""

    digits: str
    word: str
    scope: str
    until: date | None
    since: date | None = None
    mark: Mark = ""
    origin: str = ""
    scope_version: int | None = None
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """An indicator as somebody sets it up."""

    name: str
    unit: str
    direction: str
    baseline: str
    baseline_day: date
    target: str
    target_day: date
    scope_version: int | None = None
    measure: int | None = None


def demand_figure(plan: FigurePlan, *, today: date) -> Amount:
    """The amount of a figure that says all it must.

    :raises CannotState: where it does not.
    :raises WrongAmount: where value or unit are none.
    """
    _demand_words(plan.scope, "数字要写明口径：数的是什么。")
    _demand_words(plan.origin, "请写明来源：哪份材料、哪个系统或哪个单位提供。")
    demand_time(plan.since, plan.until, today=today)
    return amount_of(plan.digits, plan.word, mark=plan.mark)


def demand_time(since: date | None, until: date | None, *, today: date) -> None:
    """Return where a figure's time is over.

    :raises CannotState: where it has none, is not over, or ends before it begins.
    """
    if until is None:
        raise CannotState("请写明截止日，或统计期的起止。")
    if since is not None and since > until:
        raise CannotState("统计期的起日晚于止日。")
    if until > today:
        raise CannotState("统计期到 $day 才结束，期未满不能先出数。", day=until)


def demand_indicator(plan: IndicatorPlan) -> tuple[Amount, Amount]:
    """Baseline and target of an indicator that says all it must.

    :raises CannotState: where it does not.
    :raises WrongAmount: where a value or the unit is none.
    """
    _demand_words(plan.name, "请写指标名称。", longest=LONGEST_NAME)
    if plan.direction not in DIRECTIONS:
        raise CannotState("请选择指标是越高越好还是越低越好。")
    if plan.target_day < plan.baseline_day:
        raise CannotState("目标日期不能早于基期。")
    baseline, target = amount_of(plan.baseline, plan.unit), amount_of(plan.target, plan.unit)
    if baseline.value == target.value:
        raise CannotState("目标值与基期值相同，不成为指标。")
    if (target.value > baseline.value) != (plan.direction == "higher"):
        raise CannotState("目标值与方向不符：越高越好的目标应高于基期，越低越好的应低于基期。")
    return baseline, target


def demand_name(name: str, *, sentence: str) -> str:
    """A name without surrounding blanks.

    :raises CannotState: with this sentence, where there is none or it is too long.
    """
    _demand_words(name, sentence, longest=LONGEST_NAME)
    return name.strip()


def demand_row_unit(unit: str) -> str:
    """What one row of a register is, such as 户.

    :raises WrongAmount: where it is no unit.
    """
    return amount_of("1", unit).word


def _demand_words(words: str, sentence: str, *, longest: int = LONGEST_TEXT) -> None:
    if not words.strip() or "\x00" in words:
        raise CannotState(sentence)
    if len(words) > longest:
        raise CannotState("文字太长，最多 $longest 个字。", longest=longest)


__all__ = [
    "CannotState",
    "FigurePlan",
    "IndicatorPlan",
    "WrongAmount",
    "demand_figure",
    "demand_indicator",
    "demand_name",
    "demand_row_unit",
    "demand_time",
]
