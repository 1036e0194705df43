"""Rules of a cycle: presets, and what an office changes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhenggai.domain.days import months_after
from zhenggai.domain.lights import Thresholds
from zhenggai.domain.rules import MEASURE_CLASSES, PRESETS, changes_between, preset, preset_for, with_changes
from zhenggai.domain.states import TASK_KINDS

FEEDBACK = date(2023, 3, 23)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_names_all_kinds_and_classes(name):
    rules = preset(name)

    assert {key for key, _ in rules.kinds} == set(TASK_KINDS)
    assert {key for key, _ in rules.measure_classes} == set(MEASURE_CLASSES)
    assert rules.stages
    assert rules.reviewers
    assert rules.lights == Thresholds(near=20, urgent=10, late=0)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("inspection_2015", date(2023, 5, 23)),
        ("patrol", date(2023, 6, 23)),
        ("inspection_2024", date(2023, 9, 23)),
        ("environment", date(2023, 9, 23)),
    ],
)
def test_rectification_ends_two_three_or_six_months_after_the_feedback(name, last):
    assert preset(name).stages[-1].end(FEEDBACK) == last


def test_an_audit_has_three_types_with_periods_of_their_own():
    rules = preset("audit")

    assert [(stage.name, stage.months) for stage in rules.stages] == [
        ("立行立改", 2),
        ("分阶段整改", 12),
        ("持续整改", 36),
    ]
    assert rules.kind_name("long_term") == "持续整改"


def test_there_is_no_other_preset():
    with pytest.raises(KeyError):
        preset("../lights")


@pytest.mark.parametrize(
    ("kind", "feedback", "name"),
    [
        ("巡视", FEEDBACK, "inspection_2015"),
        ("巡视", date(2024, 2, 8), "inspection_2024"),
        ("巡视", None, "inspection_2024"),
        ("巡察", FEEDBACK, "patrol"),
        ("审计", None, "audit"),
        ("环保督察", FEEDBACK, "environment"),
    ],
)
def test_a_cycle_begins_with_the_preset_of_its_kind_and_feedback(kind, feedback, name):
    assert preset_for(kind, feedback) == name


def test_only_what_differs_from_the_preset_is_kept_and_comes_back():
    usual = preset("patrol")
    stages = (*usual.stages[:-1], replace(usual.stages[-1], own=date(2023, 7, 1)))
    own = replace(usual, stages=stages, lights=Thresholds(near=30, urgent=7), reviewers=("纪委监委", "审计局"))

    changes = changes_between(usual, own)

    assert set(changes) == {"stages", "lights", "reviewers"}
    assert with_changes(usual, changes) == own
    assert changes_between(usual, usual) == {}


def test_an_own_day_stands_where_the_feedback_is_unknown():
    stage = preset("patrol").stages[-1]

    assert stage.end(None) is None
    assert replace(stage, own=date(2023, 7, 1)).end(None) == date(2023, 7, 1)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2023, 3, 23), 3, date(2023, 6, 23)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 11, 30), 1, date(2023, 12, 30)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day, months, after):
    assert months_after(day, months) == after
