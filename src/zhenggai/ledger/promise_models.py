"""Promises: future acts, read in the text or written down by hand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from zhenggai.domain.promises import PROMISE_STATES
from zhenggai.ledger.finding_models import NO_DEADLINE, Stated
from zhenggai.people.models import Unit


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
