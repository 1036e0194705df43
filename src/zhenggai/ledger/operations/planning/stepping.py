"""Steps that touch several tasks: one row and one entry, found from each of the tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zhenggai.domain.rights import Actor
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import PlanStep, PlanStepTask


def keep_step(step: PlanStep, *, touched: Mapping[int, int]) -> PlanStep:
    """Store a step with the keys and numbers of the tasks that it touched; part of its caller's transaction."""
    step.save(force_insert=True)
    PlanStepTask.objects.bulk_create(
        PlanStepTask(step=step, task_id=task_id, number=number) for task_id, number in sorted(touched.items())
    )
    return step


def tell_step(
    step: PlanStep,
    *,
    actor: Actor,
    verb: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
    at: datetime,
    why: str = "",
) -> None:
    """Write a step into the journal."""
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("plan_step", step.pk),
        before=before,
        after=after,
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=step.cycle_id,
    )
