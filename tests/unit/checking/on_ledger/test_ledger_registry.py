"""Rules on the ledger are registered once, found by id, switched off, and set within what they allow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from zhenggai.checking.on_ledger import LedgerFinding, Place, Threshold, WrongThreshold
from zhenggai.checking.on_ledger.registry import InvalidRule, LedgerRegistry, Values, key_of, run_over
from zhenggai.domain.ledger_facts import CycleFacts

FACTS = CycleFacts(id=1, now=datetime(2026, 3, 1, 4, tzinfo=UTC), today=date(2026, 3, 1))
DAYS = Threshold("days", "天数", "天", 7, 1, 30)
SHARE = Threshold("share", "比例", "", Decimal("0.9"), Decimal("0.5"), Decimal(1))
WORDS = {"title": "试", "explanation": "试一试。", "innocent": "本来如此。"}


def registry() -> LedgerRegistry:
    """A registry with one rule that says the days it was given, twice."""
    rules = LedgerRegistry()

    @rules.rule("ledger.trial", source="X99", severity="warning", thresholds=(DAYS, SHARE), **WORDS)
    def find(facts: CycleFacts, values: Values) -> Iterable[LedgerFinding]:
        place = Place("cycle", facts.id, "本轮")
        for _ in range(2):
            yield LedgerFinding(None, f"{values['days']} 天", (place,), key_of("trial", values["days"]))

    return rules


class TestRegistering:
    def test_a_rule_is_found_by_its_id(self) -> None:
        rules = registry()

        assert "ledger.trial" in rules
        assert rules["ledger.trial"].source == "X99"
        assert len(rules) == 1

    @pytest.mark.parametrize(
        ("id", "source"),
        [("ledger.trial", "X99"), ("trial", "X98"), ("ledger.Trial", "X98"), ("ledger.other", "D-01")],
    )
    def test_an_id_that_is_taken_or_malformed_stops_the_import(self, id: str, source: str) -> None:
        with pytest.raises(InvalidRule):
            registry().rule(id, source=source, severity="info", **WORDS)


class TestRunning:
    def test_the_same_thing_found_twice_is_one_doubt(self) -> None:
        assert [finding.message for _, finding in run_over(registry(), FACTS)] == ["7 天"]

    def test_a_rule_that_is_off_finds_nothing(self) -> None:
        assert run_over(registry(), FACTS, off={"ledger.trial"}) == ()

    def test_an_own_threshold_goes_before_the_preset_and_unknown_ones_say_nothing(self) -> None:
        own = {"ledger.trial": {"days": 3, "years": 9}, "ledger.gone": {"days": 1}}

        assert [finding.message for _, finding in run_over(registry(), FACTS, thresholds=own)] == ["3 天"]

    def test_what_follows_from_other_facts_has_another_key(self) -> None:
        assert key_of("a", "bc") != key_of("ab", "c")
        assert key_of(1, None) == key_of("1", "None")
        assert len(key_of()) == 32


class TestThresholds:
    @pytest.mark.parametrize("value", [0, 31, Decimal("7.5")])
    def test_a_value_outside_its_range_is_refused(self, value: int | Decimal) -> None:
        with pytest.raises(WrongThreshold):
            DAYS.demand(value)

    @pytest.mark.parametrize("value", [1, 30, Decimal(7)])
    def test_a_value_within_its_range_is_taken(self, value: int | Decimal) -> None:
        assert DAYS.demand(value) == value

    def test_a_share_keeps_its_decimals(self) -> None:
        assert SHARE.demand(Decimal("0.85")) == Decimal("0.85")

    def test_a_threshold_that_the_rule_does_not_have_is_refused(self) -> None:
        with pytest.raises(WrongThreshold, match=r"ledger\.trial"):
            registry()["ledger.trial"].threshold("years")
