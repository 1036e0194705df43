"""Problems with labelled lines below them whose numbers have gaps, because some are withheld."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai import reading

HEAD = "云岭县委关于市委第二巡察组反馈意见的整改方案\n一、整改任务\n(一)关于落实上级决策部署方面\n"
SUBJECTS = (
    "河道巡查",
    "采砂监管",
    "账目管理",
    "水库加固",
    "公租房清退",
    "医保检查",
    "农田管护",
    "项目验收",
    "公车管理",
)


def plan(numbers: list[int], steps: str) -> str:
    problems = (
        f"{number}.关于{SUBJECTS[number - 1]}不到位的问题。\n整改目标：改到位。\n责任单位：县水利局\n整改措施：{steps}\n"
        for number in numbers
    )
    return HEAD + "".join(problems)


def numbers_read(text: str) -> list[int | None]:
    report = reading.read(text.encode(), name="方案.txt", today=date(2026, 3, 2))
    return [problem.number for section in report.sections for problem in section.problems]


@given(st.sets(st.integers(1, 9), min_size=2, max_size=6).map(sorted))
def test_no_problem_behind_a_gap_is_lost(numbers: list[int]):
    assert numbers_read(plan(numbers, "一是成立专班。二是完成排查。")) == numbers


@pytest.mark.parametrize("steps", ["\n1.成立专班。\n2.完成排查。\n3.建立台账。", "\n7.完成排查。\n9.建立台账。"])
def test_a_list_of_measures_that_has_numbers_of_its_own_is_no_problem(steps: str):
    assert numbers_read(plan([5], steps)) == [5]
