"""What a careful person would ask about a ledger: rules that raise doubts and never condemn."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhenggai.checking.on_ledger import (
    answering,
    blame,
    changes,
    counting,
    files,
    institutions,
    lasting,
    numbers,
    photos,
    results,
    rushing,
    signatures,
    substance,
    times_and_scopes,
    verifiers,
)
from zhenggai.checking.on_ledger.registry import (
    LEDGER_RULES,
    PLACE_KINDS,
    SEVERITIES,
    SEVERITY_NAMES,
    LedgerFinding,
    LedgerRule,
    Place,
    Severity,
    Threshold,
    Value,
    WrongThreshold,
    run_over,
)
from zhenggai.domain.ledger_facts import CycleFacts

__all__ = [
    "LEDGER_FAMILIES",
    "LEDGER_RULES",
    "PLACE_KINDS",
    "SEVERITIES",
    "SEVERITY_NAMES",
    "LedgerFinding",
    "LedgerRule",
    "Place",
    "Severity",
    "Threshold",
    "Value",
    "WrongThreshold",
    "run_rules",
]

# Importing them registers their rules.
LEDGER_FAMILIES = (
    substance,
    results,
    numbers,
    files,
    photos,
    signatures,
    changes,
    lasting,
    answering,
    counting,
    rushing,
    verifiers,
    institutions,
    blame,
    times_and_scopes,
)


def run_rules(
    facts: CycleFacts,
    *,
    off: Collection[str] = (),
    thresholds: Mapping[str, Mapping[str, Value]] | None = None,
) -> tuple[tuple[LedgerRule, LedgerFinding], ...]:
    """Everything that the rules find in a ledger; `off` are the ids of those that are switched off."""
    return run_over(LEDGER_RULES, facts, off=off, thresholds=thresholds)
