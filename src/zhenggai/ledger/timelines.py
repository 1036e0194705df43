"""Where the journal speaks of a task: of it alone, and of steps that touched it together with others."""

from __future__ import annotations

from zhenggai.journal.operations import Subject
from zhenggai.ledger.models import HandoverItem, PlanStepTask


def subjects_of_tasks(*task_ids: int) -> tuple[Subject, ...]:
    """The subjects of all entries about the tasks."""
    touched = PlanStepTask.objects.filter(task_id__in=task_ids).values_list("step_id", flat=True)
    handed = HandoverItem.objects.filter(task_id__in=task_ids).values_list("handover_id", flat=True)
    steps = (Subject("plan_step", step) for step in sorted(set(touched)))
    handovers = (Subject("handover", handover) for handover in sorted(set(handed)))
    return (*(Subject("task", task_id) for task_id in task_ids), *steps, *handovers)
