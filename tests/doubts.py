"""Doubts as a look leaves them, for tests of what comes after."""

from __future__ import annotations

import json

from people import NOON
from zhenggai.domain.doubting import SEVERITY_RANKS
from zhenggai.domain.report import Severity
from zhenggai.ledger.models import LedgerDoubt, Task


def a_doubt(
    task: Task, key: str = "one", *, severity: Severity = "error", rule: str = "ledger.equation", message: str = ""
) -> int:
    """A doubt about a task, as the rules of the ledger would store it."""
    return LedgerDoubt.objects.create(
        cycle_id=task.cycle_id,
        task=task,
        source="ledger",
        rule=rule,
        key=key,
        severity=severity,
        rank=SEVERITY_RANKS[severity],
        message=message or "合计写 28，逐项相加是 27。",
        places=json.dumps([["task", task.pk, "任务 1"]], ensure_ascii=False),
        found_at=NOON,
    ).pk
