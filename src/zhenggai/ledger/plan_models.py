"""Tables of planning, beside the ledger's own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhenggai.domain.rules import PRESETS


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
