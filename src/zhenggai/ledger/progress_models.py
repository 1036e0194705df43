"""Tables of work: reports of progress, extensions, what becomes of promises, comments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.extensions import EXTENSION_STATES, LEVELS
from zhenggai.domain.progress import CLAIMS, PHASES, REPORT_STATES
from zhenggai.domain.promises import EVENTS
from zhenggai.people.models import Account


class Progress(models.Model):
    """A report on a measure. Its words never change and it is never deleted, by triggers; what was wrong is corrected by another.

    `token` is that of the form, so that a form sent twice is one report; `same_run` counts the reports in a row,
    this one among them, that said nothing new; `on_behalf` names the unit for which the office reported.
    """

    measure = models.ForeignKey("ledger.Measure", on_delete=models.PROTECT, related_name="reports", db_index=False)
    day = models.DateField()
    done = models.TextField()
    result = models.TextField(default="")
    effect = models.TextField(default="")
    next_step = models.TextField(default="")
    phase = models.CharField(max_length=8, default="")
    claims = models.CharField(max_length=8)
    explanation = models.TextField(default="")
    percent = models.TextField(default="")
    percent_source = models.TextField(default="")
    same_run = models.PositiveIntegerField(default=0)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    token = models.CharField(max_length=40, unique=True)
    actor_id = models.BigIntegerField()
    by = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200, default="")
    on_behalf = models.CharField(max_length=200, default="")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, default="handed")
    judged_by = models.CharField(max_length=200, default="")
    judged_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(done=""), name="progress_says_what_was_done"),
            models.CheckConstraint(condition=Q(phase__in=tuple(PHASES)), name="progress_phase_is_known"),
            models.CheckConstraint(condition=Q(claims__in=tuple(CLAIMS)), name="progress_claim_is_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(REPORT_STATES)), name="progress_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="progress_is_returned_for_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["measure", "id"], name="progress_by_measure"),
            models.Index(fields=["state", "id"], name="progress_by_state"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class ProgressDraft(models.Model):
    """What somebody has typed of a report and not handed in; `texts` is JSON, `token` that of their form."""

    actor_id = models.BigIntegerField()
    measure = models.ForeignKey("ledger.Measure", on_delete=models.CASCADE, related_name="drafts", db_index=False)
    texts = models.TextField(default="{}")
    token = models.CharField(max_length=40)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "actor_id"], name="draft_of_progress_is_one_per_person")
        ]

    def __str__(self) -> str:
        return f"draft on {self.measure_id}"


class Extension(models.Model):
    """A later date that was asked for, and what was decided; refusals and withdrawals stay."""

    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="extensions", db_index=False)
    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="extensions", db_index=False)
    old = models.DateField()
    new = models.DateField()
    reason = models.TextField()
    measures_follow = models.BooleanField(default=True)
    late = models.BooleanField(default=False)
    late_reason = models.TextField(default="")
    level = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="asked")
    asked_by_id = models.BigIntegerField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, default="")
    decided_at = models.DateTimeField(null=True)
    why = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(new__gt=F("old")), name="extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
            models.CheckConstraint(condition=Q(level__in=tuple(LEVELS)), name="extension_level_is_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(EXTENSION_STATES)), name="extension_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(why=""), name="extension_is_refused_for_a_reason"
            ),
            models.CheckConstraint(condition=Q(late=False) | ~Q(late_reason=""), name="extension_is_late_for_a_reason"),
            models.UniqueConstraint(fields=["task"], condition=Q(state="asked"), name="extension_is_asked_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["task", "id"], name="extension_by_task"),
            models.Index(fields=["cycle", "state", "id"], name="extension_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.old} to {self.new}"


class PromiseEvent(models.Model):
    """What happened to a promise on a day: noted, extended, declared kept, partly kept or broken."""

    promise = models.ForeignKey("ledger.Promise", on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=8)
    day = models.DateField()
    what = models.TextField()
    evidence = models.TextField(default="")
    old_due = models.DateField(null=True)
    new_due = models.DateField(null=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=tuple(EVENTS)), name="promise_event_kind_is_known"),
            models.CheckConstraint(condition=~Q(what=""), name="promise_event_says_what"),
        ]
        indexes: ClassVar = [models.Index(fields=["promise", "id"], name="event_by_promise")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"


class Comment(models.Model):
    """What somebody says about a task. Its words never change, by a trigger; a withdrawn one keeps its place."""

    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="comments", db_index=False)
    author_id = models.BigIntegerField()
    author = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200, default="")
    text = models.TextField()
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]
        indexes: ClassVar = [models.Index(fields=["task", "id"], name="comment_by_task")]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Mention(models.Model):
    """Somebody whom a comment calls; work for them until they have seen it."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="mentions", db_index=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "account"], name="comment_calls_somebody_once")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "seen_at"], name="mention_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.comment_id}"
