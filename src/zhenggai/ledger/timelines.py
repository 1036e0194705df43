"""Where the journal speaks of a task: of it alone, and of steps that touched it together with others."""

from __future__ import annotations

from django.db.models import Case, CharField, F, Value, When

from zhenggai.journal.operations import Subject
from zhenggai.ledger.closing_models import Signature
from zhenggai.ledger.models import HandoverItem, PlanStepTask


def subjects_of_tasks(*task_ids: int) -> tuple[Subject, ...]:
    """The subjects of all entries about the tasks."""
    return (*(Subject("task", task_id) for task_id in task_ids), *(subject for subject, _ in together_with(*task_ids)))


def together_with(*task_ids: int) -> tuple[tuple[Subject, str], ...]:
    """Steps, handovers and lists that touched the tasks together with others; of a step that was not taken back also its kind."""
    listed = Signature.objects.filter(closing__task_id__in=task_ids).exclude(listed=None)
    touched = PlanStepTask.objects.filter(task_id__in=task_ids)
    handed = HandoverItem.objects.filter(task_id__in=task_ids)
    nothing = Value("", output_field=CharField())
    standing = Case(When(step__undone=False, then=F("step__kind")), default=nothing)
    together = touched.values_list(Value("plan_step"), F("step_id"), standing).union(
        handed.values_list(Value("handover"), F("handover_id"), nothing),
        listed.values_list(Value("meeting_list"), F("listed_id"), nothing),
    )
    return tuple((Subject(name, pk), kind) for name, pk, kind in sorted(together))
