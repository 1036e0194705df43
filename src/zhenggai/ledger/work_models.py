"""Tables of working days, beside the ledger's own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class LocalDay(models.Model):
    """A day on which this office works or is free, whatever the state's calendar says."""

    day = models.DateField(unique=True)
    working = models.BooleanField()
    note = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(note=""), name="local_day_says_why")]

    def __str__(self) -> str:
        return self.day.isoformat()
