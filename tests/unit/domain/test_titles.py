"""Long titles break between words."""

from __future__ import annotations

import pytest

from zhenggai.domain.papers.titles import first_line


def lines(title: str) -> list[str]:
    place = first_line(title)
    return [title[:place], title[place:]] if place else [title]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (
            "中共云岭县委关于市委第二巡察组反馈意见集中整改进展情况的报告",
            ["中共云岭县委关于市委第二巡察组", "反馈意见集中整改进展情况的报告"],
        ),
        (
            "中共云岭县委关于市委第二巡察组反馈意见的整改方案",
            ["中共云岭县委关于市委第二巡察组", "反馈意见的整改方案"],
        ),
        ("巡察整改销号核查表", ["巡察整改销号核查表"]),
        ("一" * 41, ["一" * 41]),
        ("关于2026年第一轮巡察反馈意见集中整改进展情况的报告", ["关于2026年第一轮巡察反馈意见集中整改进展情况的报告"]),
        ("", [""]),
    ],
)
def test_the_break_falls_between_words(title: str, told: list[str]):
    assert lines(title) == told


@pytest.mark.parametrize("size", range(21, 41))
def test_no_line_is_too_long_and_the_first_is_no_shorter(size: int):
    first, *rest = lines("县" * size)

    assert len(first) <= 20
    assert len(first) >= len("".join(rest))
