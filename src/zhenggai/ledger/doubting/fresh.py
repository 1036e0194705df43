"""What the rules find at the moment in which a task is to be closed, before any look has stored it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, run_over
from zhenggai.domain.closing_facts import ClosingView, DoubtFact
from zhenggai.ledger.doubting.gathering import gather_tasks
from zhenggai.ledger.doubting.switches import switches_of
from zhenggai.ledger.models import LedgerDoubt, Task

# What is not stored yet has no number.
UNKEPT = 0


def with_fresh_doubts(view: ClosingView, task: Task, *, at: datetime) -> ClosingView:
    """The view with the blocking doubts that the quick rules find now and that no look has stored yet.

    Otherwise whoever is faster than the next look could close a task over them.
    """
    switches = switches_of(cycle_id=task.cycle_id)
    rules = [rule for rule in LEDGER_RULES if not rule.slow]
    facts = gather_tasks(task.cycle_id, [task.pk], at=at, views={task.pk: view})
    found = run_over(rules, facts, off=switches.off, thresholds=switches.thresholds)
    blocking = [
        (rule.id, finding)
        for rule, finding in found
        if finding.task_id == task.pk and (rule.stops or (finding.severity or rule.severity) == "blocking")
    ]
    rows = LedgerDoubt.objects.filter(cycle_id=task.cycle_id, key__in=[finding.key for _, finding in blocking])
    known = set(rows.exclude(state="gone").values_list("rule", "key"))
    fresh = (
        DoubtFact(UNKEPT, rule, finding.message, blocking=True, title=LEDGER_RULES[rule].title)
        for rule, finding in blocking
        if (rule, finding.key) not in known
    )
    return replace(view, doubts=(*view.doubts, *fresh))
