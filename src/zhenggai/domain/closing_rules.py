"""What an office may set about closing: who signs in which order, what is drawn, how long is watched."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from zhenggai.domain.roles import Role

Step = str
# Every step that a chain may have, in the only order in which a chain may have them.
STEPS: dict[Step, str] = {
    "unit": "单位自验",
    "leader": "牵头领导签字",
    "supervisor": "主管部门核验",
    "office": "整改办复核",
    "group": "领导小组审定",
    "first": "第一责任人审定",
}
STEP_ROLES: dict[Step, frozenset[Role]] = {
    "unit": frozenset({Role.UNIT_HEAD}),
    "leader": frozenset({Role.LEADER}),
    "supervisor": frozenset({Role.SUPERVISOR, Role.WORKING_HEAD, Role.WORKING_MEMBER}),
    "office": frozenset({Role.OFFICE_CLERK}),
    "group": frozenset({Role.GROUP_HEAD, Role.FIRST_RESPONSIBLE}),
    "first": frozenset({Role.FIRST_RESPONSIBLE}),
}
# What a signer puts their name to, printed above the signature.
STATEMENTS: dict[Step, str] = {
    "unit": "本单位承诺：所报整改情况和佐证材料真实、完整，整改措施已经落实到位。",
    "leader": "本人已逐项看过所报情况，同意申请销号。",
    "supervisor": "经核验，所报情况属实，佐证材料与措施相符。",
    "office": "经复核，销号条件齐备，同意提请审定。",
    "group": "经审定，同意销号。",
    "first": "经审定，同意销号。",
}
# By list in a meeting rather than one by one.
BY_LIST = frozenset({"group", "first"})
# Conditions of the gate that no office does without: what is left of closing when they go is only a signature.
ALWAYS_ASKED = frozenset({"measures_done", "doubts_settled", "verifier_apart", "visited"})
CHAIN: tuple[Step, ...] = ("unit", "leader", "supervisor", "office", "group")


@dataclass(frozen=True, slots=True)
class ClosingRules:
    """An office's own way to close.

    `without` names the moves of the table that it does not use, `waived` the conditions of the gate that it does not ask for.
    Percentages are of a hundred; months are those of the calendar.
    """

    chain: tuple[Step, ...] = CHAIN
    without: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    sample_percent: int = 10
    call_percent: int = 50
    watch_months: int = 6
    stage_months: int = 12
    post_years: int = 3
    rush_days: int = 7
    rush_percent: int = 30
    rush_minutes: int = 10
    rush_count: int = 5

    def asks(self, condition: str) -> bool:
        """Whether this condition of the gate is asked for."""
        return condition in ALWAYS_ASKED or condition not in self.waived


PRESET_CLOSING = ClosingRules()


def closing_with(rules: ClosingRules, changes: dict[str, Any]) -> ClosingRules:
    """The rules with an office's own values, as `closing_changes` wrote them."""
    found: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in changes.items()}
    return replace(rules, **found)


def closing_changes(usual: ClosingRules, own: ClosingRules) -> dict[str, Any]:
    """What differs from the preset, as plain JSON values."""
    names = [field.name for field in fields(ClosingRules) if getattr(usual, field.name) != getattr(own, field.name)]
    return {name: list(v) if isinstance(v := getattr(own, name), tuple) else v for name in names}
