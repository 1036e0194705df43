"""What people call a rule: those on the ledger, those on documents, and the sums of figures."""

from __future__ import annotations

from zhenggai.checking import RULES
from zhenggai.checking.on_ledger import LEDGER_RULES
from zhenggai.domain.relations.rule_names import EQUATION_RULES


def stops_closing(rule: str, severity: str) -> bool:
    """Whether nobody closes a task over what a rule found."""
    return severity == "error" or (rule in LEDGER_RULES and LEDGER_RULES[rule].stops)


def title_of(rule: str) -> str:
    """What a rule is called; its id where it is known no more."""
    if rule in LEDGER_RULES:
        return LEDGER_RULES[rule].title
    if rule in EQUATION_RULES:
        return EQUATION_RULES[rule]
    return next((one.title for one in RULES if one.id == rule), rule)
