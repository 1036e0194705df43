"""What every row has that was found at a place of a document's text, or that may have been."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from zhenggai.domain.promises import PROMISE_STATES
from zhenggai.people.models import Unit

NO_DEADLINE = "9999-12-31"
SPAN_IN_ORDER = Q(first__gte=0) & Q(last__gte=F("first"))


class Found(models.Model):
    """What belongs to a cycle, and to a problem where it stands under one."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT)
    problem = models.ForeignKey("ledger.Problem", on_delete=models.PROTECT, null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [models.CheckConstraint(condition=SPAN_IN_ORDER, name="%(class)s_span_in_order")]


class Finding(Found):
    """What was read at a place of the text."""

    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta(Found.Meta):
        abstract = True


class Stated(Found):
    """What was read at a place of the text, or stated or computed later and then has none."""

    first = models.PositiveIntegerField(null=True)
    last = models.PositiveIntegerField(null=True)

    class Meta(Found.Meta):
        abstract = True


class Promise(Stated):
    """A future act, read in the text or written down by hand; `unit` and `leader` are its own owner, else its task's."""

    text = models.TextField()
    due = models.DateField(null=True)
    due_text = models.TextField(default="")
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, null=True, related_name="promises")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="promises")
    leader = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=10, default="open")
    first_due = models.DateField(null=True)
    extensions_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    due_rank = models.GeneratedField(
        expression=Coalesce("due", Value(NO_DEADLINE, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )

    class Meta(Stated.Meta):
        constraints: ClassVar = [
            *Stated.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="promise_says_something"),
            models.CheckConstraint(condition=Q(state__in=tuple(PROMISE_STATES)), name="promise_state_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "due"], name="promise_by_due"),
            models.Index(fields=["cycle", "due_rank", "id"], name="promise_by_due_rank"),
        ]

    def __str__(self) -> str:
        return self.text
