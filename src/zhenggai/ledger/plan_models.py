"""Tables of planning, beside the ledger's own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhenggai.domain.rules import PRESETS

# Those that can be taken back, and those that only touch several tasks at once.
UNDOABLE_STEPS = ("split", "merge", "move")
PLAN_STEPS = ("many", *UNDOABLE_STEPS, "accept")

DECLARED = ("aspects", "problems", "tasks")


class CycleRules(models.Model):
    """The rules of a cycle: a preset, and as JSON what the office has changed of it."""

    cycle = models.OneToOneField("ledger.Cycle", on_delete=models.PROTECT, primary_key=True, related_name="rules")
    preset = models.CharField(max_length=20)
    changes = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(preset__in=PRESETS), name="rules_preset_is_known")]

    def __str__(self) -> str:
        return f"rules of cycle {self.pk}"


class PlanStep(models.Model):
    """A change of several tasks in one operation; `facts` is JSON, enough to take it back."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="plan_steps")
    kind = models.CharField(max_length=8)
    facts = models.TextField(default="{}")
    undone = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=PLAN_STEPS), name="plan_step_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PlanStepTask(models.Model):
    """A task that a step touched, by key and number alone, since a merged task is gone."""

    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="touched", db_index=False)
    task_id = models.BigIntegerField(db_index=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["step", "task_id"], name="plan_step_touches_once")]

    def __str__(self) -> str:
        return f"{self.step_id} touched {self.task_id}"


class TopicRow(models.Model):
    """Who usually answers for a topic, as the office keeps it; `words` is a JSON list."""

    name = models.CharField(max_length=100, unique=True)
    words = models.TextField(default="[]")
    unit_name = models.CharField(max_length=200, default="")
    leader = models.CharField(max_length=200, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="topic_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Reconciliation(models.Model):
    """Why a number that the document states differs from the ledger; it holds while both stay what they were."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="reconciliations")
    what = models.CharField(max_length=8)
    declared = models.PositiveBigIntegerField()
    counted = models.PositiveBigIntegerField()
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=DECLARED), name="reconciliation_names_a_count"),
            models.CheckConstraint(condition=~Q(reason=""), name="reconciliation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.what} of cycle {self.cycle_id}"
