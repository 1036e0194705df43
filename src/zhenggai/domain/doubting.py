"""What a doubt of the ledger may be, what a person may say of one, and what follows for the task."""

from __future__ import annotations

from typing import Literal

from zhenggai.domain.refusals import Refusal

# Two find something: the rules of the ledger, and those of the document that was read.
Source = Literal["ledger", "text"]
SOURCE_NAMES: dict[Source, str] = {"ledger": "台账规则", "text": "文件规则"}

DoubtState = Literal["open", "upheld", "explained", "mistaken", "gone"]
DOUBT_STATES: dict[DoubtState, str] = {
    "open": "未处置",
    "upheld": "成立",
    "explained": "说明",
    "mistaken": "误报",
    "gone": "已消失",
}
# What a judge may say of one; an explanation of the unit's own settles nothing.
VERDICTS: tuple[DoubtState, ...] = ("upheld", "explained", "mistaken")
EXPLAIN = "explain"
SAID: dict[str, str] = {
    EXPLAIN: "单位说明",
    "upheld": "认定成立",
    "explained": "认定有合理说明",
    "mistaken": "认定是误报",
}
# A doubt that was found to be right stands until the fact is mended and the rule finds it no more.
STANDING: tuple[DoubtState, ...] = ("open", "upheld")
SETTLED_AWAY: tuple[DoubtState, ...] = ("explained", "mistaken")
GONE_WHY: dict[str, str] = {"": "", "mended": "不再查到", "off": "规则已停用"}

SEVERITY_RANKS = {"error": 0, "warning": 1, "info": 2}
SHORTEST_REASON = 4
LONGEST_REASON = 1000


class CannotSettle(Refusal):
    """A word on a doubt, or on a rule, that lacks something or makes no sense."""

    def __init__(self, pattern: str, /, *, field: str = "why", **facts: object) -> None:
        super().__init__(pattern, **facts)
        self.field = field


def demand_reasons(text: str) -> str:
    """The reasons without blanks around them.

    :raises CannotSettle: where they say too little or too much.
    """
    said = text.strip()
    if len(said) < SHORTEST_REASON:
        raise CannotSettle("请把理由写清楚，至少 $least 个字。", least=SHORTEST_REASON)
    if len(said) > LONGEST_REASON:
        raise CannotSettle("理由最多 $most 个字，请写短些。", most=LONGEST_REASON)
    return said


def share_of(mistaken: int, settled: int) -> int | None:
    """The share of false alarms in percent, rounded; None while nothing was settled."""
    return round(100 * mistaken / settled) if settled else None
