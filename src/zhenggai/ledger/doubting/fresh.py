"""What the rules find at the moment in which a task is to be closed, before any look has stored it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, run_over
from zhenggai.domain.closing_facts import ClosingView, DoubtFact
from zhenggai.ledger.doubting.at_the_gate import AtTheGate, facts_at_the_gate, stopping_rules
from zhenggai.ledger.doubting.switches import switches_from
from zhenggai.ledger.models import LedgerDoubt

# What is not stored yet has no number.
UNKEPT = 0


def with_fresh_doubts(view: ClosingView, found: AtTheGate, *, at: datetime) -> ClosingView:
    """The view with the blocking doubts that the quick rules find now and that no look has stored yet.

    Otherwise whoever is faster than the next look could close a task over them.
    """
    task, facts = found.task, facts_at_the_gate(found, view, at=at)
    switches = switches_from(sorted(found.more.switches, key=lambda one: (one.number, one.pk)))
    findings = run_over(stopping_rules(), facts, off=switches.off, thresholds=switches.thresholds)
    blocking = [
        (rule.id, finding)
        for rule, finding in findings
        if finding.task_id == task.pk and (rule.stops or (finding.severity or rule.severity) == "blocking")
    ]
    if not blocking:
        return view
    rows = LedgerDoubt.objects.filter(cycle_id=task.cycle_id, key__in=[finding.key for _, finding in blocking])
    known = set(rows.exclude(state="gone").values_list("rule", "key"))
    fresh = (
        DoubtFact(UNKEPT, rule, finding.message, blocking=True, title=LEDGER_RULES[rule].title)
        for rule, finding in blocking
        if (rule, finding.key) not in known
    )
    return replace(view, doubts=(*view.doubts, *fresh))
