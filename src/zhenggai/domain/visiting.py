"""What a visit on site, a call back and a voucher must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhenggai.domain.closing_words import CALL_RESULTS
from zhenggai.domain.staging import CannotClose, demand_reason

LONGEST_NAME = 200
LONGEST_VOUCHER = 60
LARGEST_SUM = 10**13
CENTS = 2


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit: when, where, whom one met, what was found and whether that is enough."""

    day: date
    found: str
    passed: bool
    place: str = ""
    met: str = ""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call back: the list on which somebody stands, who, what came of it and what they said."""

    roster: str
    who: str
    result: str
    day: date
    said: str = ""


def demand_visit(facts: VisitFacts, *, today: date) -> None:
    """Return when a visit can be kept.

    :raises CannotClose: when not.
    """
    demand_reason(facts.found, what="现场看到的情况")
    _demand_names(facts.place, facts.met)
    if facts.day > today:
        raise CannotClose("核查日期不能晚于今天。")


def demand_call(facts: CallFacts, *, today: date) -> None:
    """Return when a call can be kept.

    :raises CannotClose: when not; who denies what was reported is written down in their words.
    """
    if not facts.roster.strip():
        raise CannotClose("请写明是哪份名册。")
    if not facts.who.strip():
        raise CannotClose("请写明问了谁。")
    _demand_names(facts.roster, facts.who)
    if facts.result not in CALL_RESULTS:
        raise CannotClose("请选择回访结果。")
    if facts.result == "denied" or facts.said.strip():
        demand_reason(facts.said, what="对方怎么说")
    if facts.day > today:
        raise CannotClose("回访日期不能晚于今天。")


def demand_voucher(*, kind: str, number: str, amount: Decimal, withdrawn: bool) -> None:
    """Return when a piece of evidence can be a voucher over this sum in yuan.

    :raises CannotClose: when not.
    """
    if kind != "voucher" or withdrawn:
        raise CannotClose("只有在用的凭证才能登记金额。")
    if not number.strip() or len(number.strip()) > LONGEST_VOUCHER or "\x00" in number:
        raise CannotClose("请写凭证号，最多 $longest 个字。", longest=LONGEST_VOUCHER)
    exponent = amount.as_tuple().exponent
    if not amount.is_finite() or not 0 < amount < LARGEST_SUM or (isinstance(exponent, int) and exponent < -CENTS):
        raise CannotClose("凭证金额应大于 0，以元为单位，最多到分。")


def _demand_names(*names: str) -> None:
    if any(len(name) > LONGEST_NAME for name in names):
        raise CannotClose("名称太长，最多 $longest 个字。", longest=LONGEST_NAME)
    if any("\x00" in name for name in names):
        raise CannotClose("文字里有无法保存的字符。")
