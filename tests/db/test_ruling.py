"""The rules of a cycle, kept and used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import NOON, WANG, ZHAO
from zhenggai.domain.lights import Thresholds
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rules import preset
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.planning import RulesChanged, WrongRule
from zhenggai.ledger.queries import list_ledger, overview, problem_page, rules_page
from zhenggai.ledger.shapes import LedgerFilters

pytestmark = pytest.mark.django_db


def a_dated_cycle(days: int) -> int:
    finding = Finding("河道巡查不到位的问题", extra={"完成时限": "近期"}, deadline=TODAY + timedelta(days=days))
    return a_cycle(a_report([finding]))


def set_lights(cycle: int, *, near: int, urgent: int, version: int = 0) -> None:
    rules = replace(rules_page(cycle_id=cycle).rules, lights=Thresholds(near=near, urgent=urgent))
    planning.set_rules(cycle_id=cycle, version=version, rules=rules, actor=WANG, at=NOON)


def test_a_cycle_goes_by_the_preset_of_its_kind_until_it_is_changed():
    page = rules_page(cycle_id=a_cycle())

    assert (page.version, page.rules) == (0, preset("patrol"))


def test_lights_follow_the_rules_everywhere():
    cycle = a_dated_cycle(25)
    before = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows[0]

    set_lights(cycle, near=40, urgent=30)

    row = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows[0]
    assert (before.light.name, row.light.name) == ("normal", "urgent")
    assert problem_page(problem_id=row.problem_id, actor=WANG, today=TODAY).tasks[0].light.name == "urgent"
    assert overview(cycle_id=cycle, actor=WANG, today=TODAY).deadlines[0].light.name == "urgent"
    found = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(deadline="urgent"))
    assert found.total == 1
    assert [choice.days for choice in found.choices.deadlines if choice.days] == [30, 40]


def test_kinds_have_the_names_of_the_rules():
    cycle = a_dated_cycle(25)

    planning.choose_preset(cycle_id=cycle, version=0, name="audit", actor=WANG, at=NOON)
    rules = rules_page(cycle_id=cycle).rules
    own = replace(rules, kinds=tuple((key, "按期整改" if key == "timed" else name) for key, name in rules.kinds))
    planning.set_rules(cycle_id=cycle, version=1, rules=own, actor=WANG, at=NOON)

    page = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY)
    assert page.rows[0].kind_name == "按期整改"
    assert "持续整改" in [choice.label for choice in page.choices.kinds]


def test_a_change_is_one_entry_that_tells_what_changed():
    cycle = a_cycle()

    set_lights(cycle, near=30, urgent=5)

    entry = list_timeline(cycle=cycle).rows[0]
    assert entry.verb == "cycle.set_rules"
    assert [(change.label, change.before, change.after) for change in entry.changes] == [
        ("亮灯天数", "20/10/0", "30/5/0")
    ]


def test_choosing_a_preset_gives_up_the_own_values():
    cycle = a_cycle()
    set_lights(cycle, near=30, urgent=5)

    planning.choose_preset(cycle_id=cycle, version=1, name="inspection_2024", actor=WANG, at=NOON)

    assert rules_page(cycle_id=cycle).rules == preset("inspection_2024")


@pytest.mark.parametrize("version", [0, 2])
def test_rules_that_changed_meanwhile_are_not_overwritten(version):
    cycle = a_cycle()
    set_lights(cycle, near=30, urgent=5)

    with pytest.raises(RulesChanged, match="王敏"):
        set_lights(cycle, near=50, urgent=5, version=version)

    assert rules_page(cycle_id=cycle).rules.lights.near == 30


@pytest.mark.parametrize(
    "change",
    [
        {"lights": Thresholds(near=5, urgent=10)},
        {"lights": Thresholds(near=5, urgent=-1)},
        {"acceptance_hours": 0},
        {"reviewers": ("组织部", " ")},
        {"reviewers": ("组织部", "组织部")},
        {"lists": (("problems", ""),)},
    ],
)
def test_nonsense_is_refused(change):
    cycle = a_cycle()
    rules = replace(preset("patrol"), **change)

    with pytest.raises(WrongRule):
        planning.set_rules(cycle_id=cycle, version=0, rules=rules, actor=WANG, at=NOON)


def test_an_unknown_preset_or_cycle_is_refused():
    with pytest.raises(WrongRule):
        planning.choose_preset(cycle_id=a_cycle(), version=0, name="none", actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        planning.choose_preset(cycle_id=999, version=0, name="audit", actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        rules_page(cycle_id=999)


def test_zhao_may_not_set_rules():
    with pytest.raises(NotAllowed):
        planning.set_rules(cycle_id=a_cycle(), version=0, rules=preset("audit"), actor=ZHAO, at=NOON)


def test_own_days_stand_beside_the_usual_ones():
    cycle = a_cycle()
    rules = preset("patrol")
    stages = (*rules.stages[:-1], replace(rules.stages[-1], own=date(2023, 7, 1)))

    planning.set_rules(cycle_id=cycle, version=0, rules=replace(rules, stages=stages), actor=WANG, at=NOON)

    last = rules_page(cycle_id=cycle).stages[-1]
    assert (last.usual, last.end, last.own) == (None, date(2023, 7, 1), date(2023, 7, 1))
