"""Tables of issuing: reviews, issued plans, requests for changes, acceptances. An issued plan is guarded by a trigger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhenggai.domain.accepting import ACCEPTANCE_STATES, SIDES
from zhenggai.domain.changing import REQUEST_STATES, WISHES
from zhenggai.domain.deciding import DECIDERS

REVIEW_STATES = ("open", "returned", "passed")


class PlanReview(models.Model):
    """A round of review of the plan as it stood; `parties`, `questions` and `frozen` are JSON, `digest` its SHA-256."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="reviews", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default="open")
    parties = models.TextField()
    questions = models.TextField()
    frozen = models.TextField()
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")
    reason = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="review_number_is_its_own"),
            models.UniqueConstraint(fields=["cycle"], condition=Q(state="open"), name="one_review_is_open"),
            models.CheckConstraint(condition=Q(state__in=REVIEW_STATES), name="review_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"review {self.number} of cycle {self.cycle_id}"


class ReviewAnswer(models.Model):
    """What a party said in a round, never changed. `answers` and `remarks` are JSON.

    `scan` is the SHA-256 of the party's opinion on paper, where the office wrote it down for them.
    """

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="given", db_index=False)
    party = models.CharField(max_length=200)
    agrees = models.BooleanField()
    answers = models.TextField()
    remarks = models.TextField(default="[]")
    words = models.TextField(default="")
    at = models.DateTimeField()
    by = models.TextField()
    scan = models.CharField(max_length=64, default="")
    scan_name = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "party"], name="party_answers_once")]

    def __str__(self) -> str:
        return f"{self.party} in {self.review_id}"


class PlanIssue(models.Model):
    """A version of the plan that was issued; no field of it ever changes. `frozen` is canonical JSON."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="issues", db_index=False)
    number = models.PositiveIntegerField()
    document_number = models.CharField(max_length=60)
    day = models.DateField()
    frozen = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="issue_number_is_its_own"),
            models.UniqueConstraint(fields=["cycle", "document_number"], name="document_number_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.document_number


class ChangeRequest(models.Model):
    """A wish to change what was issued. `wish`, `before` and `after` are JSON: what to do, and the facts that differ.

    The task is kept by its key alone, since a merged one is gone; `reassigned` marks what the office itself did after a refusal.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="requests", db_index=False)
    task = models.ForeignKey("ledger.Task", on_delete=models.DO_NOTHING, db_constraint=False, related_name="requests")
    task_name = models.TextField()
    kind = models.CharField(max_length=8)
    wish = models.TextField()
    before = models.TextField()
    after = models.TextField()
    level = models.CharField(max_length=8)
    reason = models.TextField()
    state = models.CharField(max_length=10, default="asked")
    reassigned = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    asked_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    answer = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=tuple(REQUEST_STATES)), name="request_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=tuple(WISHES)), name="request_kind_is_known"),
            models.CheckConstraint(condition=Q(level__in=tuple(DECIDERS)), name="request_level_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="request_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None) | ~Q(state="asked") & Q(decided_at__isnull=False),
                name="request_is_decided_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "state", "id"], name="request_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.task_name}"


class Acceptance(models.Model):
    """A leader or a unit is asked to accept a task, by `name`, until `due`; answered once, and kept when asked anew."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="acceptances", db_index=False)
    task = models.ForeignKey(
        "ledger.Task", on_delete=models.DO_NOTHING, db_constraint=False, related_name="acceptances", db_index=False
    )
    side = models.CharField(max_length=6)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, default="waiting")
    asked_at = models.DateTimeField()
    due = models.DateTimeField()
    insisted = models.TextField(default="")
    at = models.DateTimeField(null=True)
    by = models.TextField(default="")
    reason = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "side"], condition=~Q(state="replaced"), name="one_acceptance_is_in_force"
            ),
            models.CheckConstraint(condition=Q(state__in=tuple(ACCEPTANCE_STATES)), name="acceptance_state_is_known"),
            models.CheckConstraint(condition=Q(side__in=tuple(SIDES)), name="acceptance_side_is_known"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="refusal_has_a_reason"),
            models.CheckConstraint(condition=~Q(name=""), name="acceptance_is_asked_of_somebody"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "state", "due", "id"], name="acceptance_by_due"),
            models.Index(fields=["task", "id"], name="acceptance_by_task"),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.task_id}"
