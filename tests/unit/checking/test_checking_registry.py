"""The registry, the order of doubts, and the page that documents the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from checking_page import a_page

from zhenggai.checking import RULES, Rule, check_report
from zhenggai.checking.registry import InvalidRule, Registry

DOCS = Path(__file__).parents[3] / "docs" / "checks.md"
TESTS = Path(__file__).parent


def test_a_second_rule_of_the_same_id_is_refused() -> None:
    registry = Registry()
    registry.rule("date.order", severity="info", title="", explanation="", source="")(lambda indexed: ())

    with pytest.raises(InvalidRule, match=r"date\.order is registered twice"):
        registry.rule("date.order", severity="info", title="", explanation="", source="")


def test_a_malformed_id_is_refused() -> None:
    with pytest.raises(InvalidRule, match=r"is not family\.name"):
        Registry().rule("order", severity="info", title="", explanation="", source="")


def test_every_rule_has_words_for_a_clerk() -> None:
    for rule in RULES:
        assert rule.title, rule.id
        assert rule.explanation.endswith("。"), rule.id
        assert rule.source, rule.id


@pytest.mark.parametrize("rule", tuple(RULES), ids=lambda rule: rule.id)
def test_every_rule_is_documented_with_its_severity_and_title(rule: Rule) -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()

    assert any(f"`{rule.id}`" in line and rule.severity in line and rule.title in line for line in lines)


@pytest.mark.parametrize("rule", tuple(RULES), ids=lambda rule: rule.id)
def test_every_rule_is_tested(rule: Rule) -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS.glob("test_checking_*.py"))
    tested = rule.id if not rule.id.startswith("relation.") else "relation.{kind}"

    assert f'"{tested}"' in tests


def test_doubts_come_in_the_order_of_the_text_and_the_same_each_time() -> None:
    page = a_page().problem(1, "一是全部整改。").problem(4, "一是均已整改。", "三是13月5日检查。")
    report = page.report()

    doubts = check_report(report, today=date(2026, 1, 1))

    assert len(doubts) > 4
    assert list(doubts) == sorted(doubts, key=lambda doubt: doubt.span)
    assert doubts == check_report(report, today=date(2026, 1, 1))


def test_an_empty_report_raises_no_doubts() -> None:
    page = a_page()
    page.sections, page.text = [], ""

    assert check_report(page.report(), today=date(2026, 1, 1)) == ()


def test_today_stands_in_for_a_missing_publication_date() -> None:
    page = a_page(published=None).problem(1, "一是截至2023年6月底,已完成12件。")
    page.date("2023年6月底", date(2023, 6, 1), date(2023, 6, 30))

    soon = check_report(page.report(), today=date(2023, 7, 1))
    late = check_report(page.report(), today=date(2024, 7, 1))

    assert "date.stale" not in [doubt.rule for doubt in soon]
    assert "date.stale" in [doubt.rule for doubt in late]
