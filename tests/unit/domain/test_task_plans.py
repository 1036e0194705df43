"""What can be planned of a task and of a measure, and what a plan still lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhenggai.domain.holes import lacking_of
from zhenggai.domain.planning import (
    CannotPlan,
    MeasurePlan,
    TaskPlan,
    demand_measure_plan,
    demand_task_plan,
    names_in,
    vague_words,
)

DAY = date(2026, 6, 30)
WHOLE = TaskPlan(target="巡查 12 次", kind="timed", leader="副县长李某", unit="县水利局", deadline=DAY)
MEASURE = MeasurePlan(text="每月巡查河道。")


@pytest.mark.parametrize("word", ["定期", "持续", "适时", "常态化"])
def test_a_measure_that_speaks_of_a_frequency_needs_a_number(word):
    plan = MeasurePlan(text=f"{word}巡查河道。")

    with pytest.raises(CannotPlan, match=f"措施里写了“{word}”"):
        demand_measure_plan(plan, task_deadline=None)
    demand_measure_plan(replace(plan, times=1, per="month"), task_deadline=None)

    assert vague_words(plan.text) == (word,)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"text": ""}, "不能为空"),
        ({"measure_class": "song"}, "措施类别"),
        ({"term": "later"}, "当下改"),
        ({"times": 2}, "频次要写全"),
        ({"per": "month"}, "频次要写全"),
        ({"times": 2, "per": "fortnight"}, "频次要写全"),
        ({"times": 400, "per": "year"}, "1 到 366"),
        ({"deadline": date(2026, 7, 1)}, "不能晚于任务的期限 2026-06-30"),
        ({"unit": "局" * 201}, "名称太长"),
        ({"text": "长" * 4001}, "文字太长"),
        ({"deliverable": "\x00"}, "无法保存"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(change, fault):
    with pytest.raises(CannotPlan, match=fault):
        demand_measure_plan(replace(MEASURE, **change), task_deadline=DAY)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "never"}, "整改类型"),
        ({"risk": "huge"}, "风险"),
        ({"co_units": ("县水利局",)}, "已是牵头单位"),
        ({"leader": "李" * 201}, "名称太长"),
        ({"target": "长" * 4001}, "文字太长"),
        ({"standard": "\ud800"}, "无法保存"),
    ],
)
def test_a_task_that_cannot_be_is_refused(change, fault):
    with pytest.raises(CannotPlan, match=fault):
        demand_task_plan(replace(WHOLE, **change))


def test_names_are_split_at_every_usual_mark_and_kept_once():
    assert names_in("县水利局、县财政局，县水利局; 各镇") == ("县水利局", "县财政局", "各镇")
    assert names_in("  ") == ()


def test_a_whole_plan_lacks_nothing():
    assert lacking_of(WHOLE, [MEASURE]) == ()


def test_an_empty_plan_lacks_everything_by_name():
    assert lacking_of(TaskPlan(), []) == ("牵头领导", "牵头单位", "整改目标", "整改类型", "期限", "措施")


def test_what_is_long_term_needs_no_last_day():
    assert lacking_of(replace(WHOLE, kind="long_term", deadline=None), [MEASURE]) == ()


def test_a_measure_without_its_frequency_is_a_hole():
    assert lacking_of(WHOLE, [MeasurePlan(text="定期会商。")]) == ("频次",)
