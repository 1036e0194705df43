"""Which rules are on in a round and how strict they are: what its switches come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerRule, Threshold, Value
from zhenggai.ledger.models import RuleSwitch


@dataclass(frozen=True, slots=True)
class Switches:
    """The rules that are off, an office's own thresholds by rule, and how often each rule was changed."""

    off: frozenset[str] = frozenset()
    thresholds: dict[str, dict[str, Value]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def value(self, rule: LedgerRule, threshold: Threshold) -> Value:
        """The threshold as it is in force."""
        return self.thresholds.get(rule.id, {}).get(threshold.name, threshold.preset)


def switches_of(*, cycle_id: int) -> Switches:
    """What the switches of a round come to, in one query."""
    return switches_from(RuleSwitch.objects.filter(cycle_id=cycle_id).order_by("number"))


def switches_from(rows: Iterable[RuleSwitch]) -> Switches:
    """What switches come to, given in the order of their numbers."""
    off: set[str] = set()
    thresholds: dict[str, dict[str, Value]] = {}
    numbers: dict[str, int] = {}
    for row in rows:
        numbers[row.rule] = row.number
        if row.what == "off":
            off.add(row.rule)
        elif row.what == "on":
            off.discard(row.rule)
        elif row.rule in LEDGER_RULES:
            _take(row, thresholds)
    return Switches(frozenset(off), thresholds, numbers)


def _take(row: RuleSwitch, thresholds: dict[str, dict[str, Value]]) -> None:
    known = {one.name: one for one in LEDGER_RULES[row.rule].thresholds}
    value = value_of(row.after)
    if row.threshold in known and value is not None:
        preset = known[row.threshold].preset
        thresholds.setdefault(row.rule, {})[row.threshold] = int(value) if isinstance(preset, int) else value


def value_of(text: str) -> Decimal | None:
    """The number that a text is; None where it is none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
