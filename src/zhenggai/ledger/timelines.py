"""Where the journal speaks of a task: of it alone, and of steps that touched it together with others."""

from __future__ import annotations

from zhenggai.journal.operations import Subject
from zhenggai.journal.repeated import ask_repeated

# Written as text, since every page of a task asks it.
_TOGETHER = """SELECT 'plan_step', touched.step_id, CASE WHEN step.undone THEN '' ELSE step.kind END
FROM ledger_plansteptask touched JOIN ledger_planstep step ON step.id = touched.step_id WHERE touched.task_id IN ({tasks})
UNION SELECT 'handover', handover_id, '' FROM ledger_handoveritem WHERE task_id IN ({tasks})
UNION SELECT 'meeting_list', signed.listed_id, '' FROM ledger_signature signed
JOIN ledger_closing closing ON closing.id = signed.closing_id
WHERE closing.task_id IN ({tasks}) AND signed.listed_id IS NOT NULL"""


def subjects_of_tasks(*task_ids: int) -> tuple[Subject, ...]:
    """The subjects of all entries about the tasks."""
    return (*(Subject("task", task_id) for task_id in task_ids), *(subject for subject, _ in together_with(*task_ids)))


def together_with(*task_ids: int) -> tuple[tuple[Subject, str], ...]:
    """Steps, handovers and lists that touched the tasks together with others; of a step that was not taken back also its kind."""
    if not task_ids:
        return ()
    found = ask_repeated(_TOGETHER.format(tasks=", ".join(["%s"] * len(task_ids))), task_ids * 3)
    return tuple((Subject(name, pk), kind) for name, pk, kind in sorted(found))
