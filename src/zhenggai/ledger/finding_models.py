"""What every row has that was found at a place of a document's text, or that may have been."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

NO_DEADLINE = "9999-12-31"
SPAN_IN_ORDER = Q(first__gte=0) & Q(last__gte=F("first"))


class Found(models.Model):
    """What belongs to a cycle, and to a problem where it stands under one."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT)
    problem = models.ForeignKey("ledger.Problem", on_delete=models.PROTECT, null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [models.CheckConstraint(condition=SPAN_IN_ORDER, name="%(class)s_span_in_order")]


class Stated(Found):
    """What was read at a place of the text, or stated or computed later and then has none."""

    first = models.PositiveIntegerField(null=True)
    last = models.PositiveIntegerField(null=True)

    class Meta(Found.Meta):
        abstract = True
