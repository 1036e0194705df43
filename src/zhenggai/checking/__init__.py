"""What a careful reader would ask about a report: rules that raise doubts and never condemn."""

from __future__ import annotations

from datetime import date

from zhenggai.checking import calendar_days, claims, counts, dates, measures, numbering, relations, repeats
from zhenggai.checking.indexed import Indexed
from zhenggai.checking.registry import RULES, Rule
from zhenggai.domain.report import Doubt, Report

__all__ = ["FAMILIES", "RULES", "Rule", "check_report"]

FAMILIES = (numbering, measures, relations, dates, calendar_days, claims, counts, repeats)


def check_report(report: Report, *, today: date) -> tuple[Doubt, ...]:
    """All doubts about a report in the order of the text; `today` serves only where nothing says when it was published."""
    indexed = Indexed(report, today=today)
    doubts = [
        Doubt(rule.id, rule.severity, finding.message, finding.span)
        for rule in RULES
        for finding in rule.check(indexed)
    ]
    return tuple(sorted(doubts, key=lambda doubt: (doubt.span, doubt.rule, doubt.message)))
