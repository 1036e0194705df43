"""Tables of report periods: a month's ledger as it was frozen. Nothing of it ever changes, by triggers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.states import STATES


class ReportPeriod(models.Model):
    """A frozen month of a cycle, as the journal told it up to its `instant`, the end of its last day.

    `sequence` is the last entry of then, `due` the day until which it was to be frozen, `skipped` says why earlier
    months stayed open. `totals`, `units` and `left` are JSON: counts, those of each unit, what was left day by day.
    `checkpoint_size` and `checkpoint_note` are those of the newest checkpoint when it was frozen.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="periods", db_index=False)
    month = models.CharField(max_length=7)
    first = models.DateField()
    last = models.DateField()
    due = models.DateField()
    instant = models.DateTimeField()
    sequence = models.BigIntegerField()
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=200)
    frozen_by_id = models.BigIntegerField()
    skipped = models.TextField(default="")
    rows_count = models.PositiveIntegerField()
    totals = models.TextField()
    units = models.TextField()
    left = models.TextField()
    checkpoint_size = models.BigIntegerField(default=0)
    checkpoint_note = models.TextField(default="")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "month"], name="period_is_frozen_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="period_days_in_order"),
            models.CheckConstraint(condition=Q(frozen_at__gte=F("instant")), name="period_is_over_when_frozen"),
            models.CheckConstraint(condition=~Q(digest=""), name="period_has_a_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.month} of {self.cycle_id}"


class PeriodRow(models.Model):
    """A task as a period froze it, at its `place`; `figures` is JSON: number, scope, text.

    The task is kept by its key alone, since a merged one is gone.
    """

    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="rows", db_index=False)
    place = models.PositiveIntegerField()
    task_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    cited = models.TextField()
    title = models.TextField()
    kind_name = models.TextField(default="")
    state = models.CharField(max_length=14)
    unit_name = models.CharField(max_length=200, default="")
    leader = models.CharField(max_length=200, default="")
    deadline = models.DateField(null=True)
    light = models.CharField(max_length=12)
    gated = models.BooleanField(default=False)
    staged = models.BooleanField(default=False)
    moved = models.BooleanField(default=False)
    on_time = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    reports = models.PositiveIntegerField(default=0)
    returns = models.PositiveIntegerField(default=0)
    figures = models.TextField(default="[]")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "place"], name="period_row_place_is_its_own"),
            models.UniqueConstraint(fields=["period", "task_id"], name="period_row_is_one_per_task"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="period_row_state_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["period", "state", "place"], name="period_row_by_state"),
            models.Index(fields=["period", "unit_name", "place"], name="period_row_by_unit"),
            models.Index(fields=["period", "light", "place"], name="period_row_by_light"),
            models.Index(fields=["period", "moved", "place"], name="period_row_by_moved"),
        ]

    def __str__(self) -> str:
        return f"task {self.number} in {self.period_id}"
