"""Where the journal speaks of a task: of it alone, and of steps that touched it together with others."""

from __future__ import annotations

from django.db.models import F, Value

from zhenggai.journal.operations import Subject
from zhenggai.ledger.closing_models import Signature
from zhenggai.ledger.models import HandoverItem, PlanStepTask


def subjects_of_tasks(*task_ids: int) -> tuple[Subject, ...]:
    """The subjects of all entries about the tasks."""
    listed = Signature.objects.filter(closing__task_id__in=task_ids).exclude(listed=None)
    touched = PlanStepTask.objects.filter(task_id__in=task_ids)
    handed = HandoverItem.objects.filter(task_id__in=task_ids)
    together = touched.values_list(Value("plan_step"), F("step_id")).union(
        handed.values_list(Value("handover"), F("handover_id")),
        listed.values_list(Value("meeting_list"), F("listed_id")),
    )
    return (*(Subject("task", task_id) for task_id in task_ids), *(Subject(kind, pk) for kind, pk in sorted(together)))
