"""The real sample, read and checked whole; it stands beside the project and is never part of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhenggai.domain.report import Doubt
from zhenggai.reading import read

REPORTS = sorted((Path(__file__).parents[4] / "shared" / "reports").glob("*.txt"))


@pytest.fixture(scope="module")
def doubts() -> tuple[Doubt, ...]:
    if not REPORTS:
        pytest.skip("the sample report is not in ../shared/reports")
    return read(REPORTS[0].read_bytes(), name="sample.txt", today=date(2026, 1, 1)).doubts


def found(doubts: tuple[Doubt, ...], rule: str) -> list[str]:
    return [doubt.message for doubt in doubts if doubt.rule == rule]


def starting(doubts: tuple[Doubt, ...], rule: str) -> list[str]:
    """The places that the rule's doubts begin with."""
    return [message.split("的")[0].split("在")[0].split("先")[0].split("两")[0] for message in found(doubts, rule)]


def test_the_gaps_are_named_as_the_contract_does(doubts: tuple[Doubt, ...]) -> None:
    assert found(doubts, "numbering.gap") == ["(一)缺第3、4、5、29项"]


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ("date.before_feedback", ["(一)19", "(一)27", "(一)28"]),
        ("date.order", ["(一)27"]),
        ("date.period_open", ["(一)20"]),
        ("date.ambiguous", ["(一)21"]),
        ("date.stale", ["(一)18", "(一)23"]),
        ("money.repeated", ["(一)15"]),
        ("problem.no_quantity", ["(一)12", "(一)24", "(二)5", "(三)1", "(三)2", "(三)3", "(四)1"]),
    ],
)
def test_each_rule_finds_its_places_and_no_others(doubts: tuple[Doubt, ...], rule: str, places: list[str]) -> None:
    assert starting(doubts, rule) == places


def test_one_meeting_is_cited_under_two_problems(doubts: tuple[Doubt, ...]) -> None:
    assert found(doubts, "event.reused") == ["(三)6与(三)5引用同一天（5月11日）的会议，统计时只算一次"]


def test_declared_tasks_are_set_against_the_problems_read(doubts: tuple[Doubt, ...]) -> None:
    assert [message.split("，请")[0] for message in found(doubts, "declared.mismatch")] == [
        "文中说有52项任务，读出43个问题"
    ]


def test_no_equation_and_no_number_is_called_wrong(doubts: tuple[Doubt, ...]) -> None:
    assert [doubt.message for doubt in doubts if doubt.severity == "error"] == []
    assert [doubt for doubt in doubts if doubt.rule.startswith(("relation.", "measure."))] == []
