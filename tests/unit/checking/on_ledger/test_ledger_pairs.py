"""Every rule on the ledger trips on its bad example at exactly its places, and on no good one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_examples import a_ledger, found, places
from ledger_pairs import PAIRS
from zhenggai.checking.on_ledger import LEDGER_RULES, SEVERITY_NAMES, run_rules
from zhenggai.domain.ledger_facts import CycleFacts, TaskFacts

CHECKS = Path(__file__).resolve().parents[4] / "docs" / "checks.md"
# What the issue asks for, by the numbers of the field's list of known faults.
WANTED = {1, 3, 4, *range(7, 17), *range(19, 24), *range(26, 31)}


def test_every_number_of_the_list_has_its_rule():
    assert {int(rule.source[1:]) for rule in LEDGER_RULES} == WANTED


def test_every_rule_has_its_pair():
    assert set(PAIRS) == {rule.id for rule in LEDGER_RULES}


def test_an_orderly_ledger_raises_no_doubt_at_all():
    assert run_rules(a_ledger()) == ()


@pytest.mark.parametrize("rule", PAIRS)
class TestEachRule:
    def test_its_bad_example_trips_it_at_its_places(self, rule):
        pair = PAIRS[rule]

        findings = found(rule, pair.bad_facts)

        assert places(findings) == [pair.places]

    def test_its_good_example_does_not(self, rule):
        assert found(rule, PAIRS[rule].good_facts) == []

    def test_the_same_facts_give_the_same_key_again(self, rule):
        facts = PAIRS[rule].bad_facts

        first, again = found(rule, facts), found(rule, facts)

        assert [one.key for one in first] == [one.key for one in again]
        assert all(re.fullmatch(r"[0-9a-f]{32}", one.key) for one in first)

    def test_it_says_what_is_wrong_and_what_to_do(self, rule):
        for finding in found(rule, PAIRS[rule].bad_facts):
            assert finding.message.endswith("。")
            assert re.search("请|退回", finding.message)
            assert all(place.words for place in finding.places)

    def test_it_is_described_in_the_docs_with_its_pair(self, rule):
        pair, one = PAIRS[rule], LEDGER_RULES[rule]
        cells = (f"`{rule}`", one.source, f"{SEVERITY_NAMES[one.severity]} {one.severity}", one.title)

        row = f"| {' | '.join((*cells, one.explanation, one.innocent, pair.bad, pair.good))} |"

        assert row in CHECKS.read_text(encoding="utf-8")

    def test_its_thresholds_allow_their_presets(self, rule):
        for threshold in LEDGER_RULES[rule].thresholds:
            assert threshold.demand(threshold.preset) == threshold.preset
            assert f"`{threshold.name}`" in CHECKS.read_text(encoding="utf-8")


def part_of(facts: CycleFacts, task: TaskFacts) -> CycleFacts:
    """What a look at one task is told: the task, those that answer its problems, and what belongs to them."""
    answered = set(task.problem_ids)
    beside = tuple(one for one in facts.tasks if one.id == task.id or answered & set(one.problem_ids))
    mine = {one.id for one in beside}
    return replace(
        facts,
        tasks=beside,
        problems=tuple(one for one in facts.problems if one.id in answered),
        figures=tuple(one for one in facts.figures if one.task_id in mine or one.problem_id in answered),
        relations=tuple(one for one in facts.relations if one.task_id in mine or one.problem_id in answered),
        registers=tuple(one for one in facts.registers if one.task_id in mine),
        evidence=tuple(one for one in facts.evidence if mine & set(one.task_ids)),
        institutions=tuple(one for one in facts.institutions if mine & set(one.task_ids)),
        meetings=tuple(one for one in facts.meetings if mine & set(one.task_ids)),
        declared=(),
        rates=None,
        whole=False,
    )


@pytest.mark.parametrize("rule", [rule.id for rule in LEDGER_RULES if rule.alone])
def test_what_a_rule_finds_alone_is_found_by_a_look_at_the_task(rule):
    every = [facts for pair in PAIRS.values() for facts in (pair.bad_facts, pair.good_facts)]

    for facts in every:
        for task in facts.tasks:
            whole = {one.key for one in found(rule, facts) if one.task_id == task.id}
            alone = {one.key for one in found(rule, part_of(facts, task)) if one.task_id == task.id}
            assert whole == alone
