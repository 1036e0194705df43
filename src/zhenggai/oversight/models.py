"""Meetings with what they decided, institutions with what they answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.institutions import CHANGE_NAMES, INSTITUTION_STATES
from zhenggai.domain.ladder import STEPS
from zhenggai.ledger.models import Cycle, Measure, Task
from zhenggai.oversight.composed_models import ComposedPaper, PaperFigures, PaperPassage, PaperVersion
from zhenggai.oversight.layout_models import PaperLayout
from zhenggai.people.models import Account, Unit

__all__ = ["ComposedPaper", "PaperFigures", "PaperLayout", "PaperPassage", "PaperVersion"]

DECISION_STATES = ("open", "settled")
DIGEST_STATES = ("sending", "sent", "failed", "no_mail")


class Paper(models.Model):
    """A file that belongs to a meeting or an institution, kept under the hash of its content."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=8)

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A meeting that was held or is to be held; `attended` and `absent` are JSON lists of names.

    One that was kept by mistake or did not take place is withdrawn with the reason and counts no more.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="meetings", db_index=False)
    kind = models.CharField(max_length=200)
    held_on = models.DateField()
    topic = models.TextField()
    place = models.CharField(max_length=200, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="meetings")
    unit_name = models.CharField(max_length=200, default="")
    attended = models.TextField(default="[]")
    absent = models.TextField(default="[]")
    minutes_number = models.CharField(max_length=200, default="")
    minutes = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="meetings")
    withdrawn = models.BooleanField(default=False)
    withdrawn_why = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kind="") & ~Q(topic=""), name="meeting_has_kind_and_topic"),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | ~Q(withdrawn_why=""), name="meeting_withdrawn_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "-held_on", "-id"], name="meeting_by_day"),
            models.Index(fields=["cycle", "kind", "-held_on"], name="meeting_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"


class MeetingDecision(models.Model):
    """Something a meeting decided: followed by itself, or as the task that was made of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    position = models.PositiveIntegerField()
    text = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="decisions")
    unit_name = models.CharField(max_length=200, default="")
    due = models.DateField(null=True)
    state = models.CharField(max_length=8, default="open")
    outcome = models.TextField(default="")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="decided_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="decision_place_is_its_own"),
            models.CheckConstraint(condition=Q(state__in=DECISION_STATES), name="decision_state_is_known"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(outcome=""), name="decision_settled_says_how"),
            models.CheckConstraint(condition=~Q(text=""), name="decision_has_a_text"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due"], name="decision_by_due")]

    def __str__(self) -> str:
        return self.text[:40]


class MeetingMeasure(models.Model):
    """A meeting carries out a measure."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="links", db_index=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="meeting_links")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "measure"], name="meeting_carries_a_measure_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} carries {self.measure_id}"


class Institution(models.Model):
    """A rule that shall last; `state` is what was done with it, how it stands today follows from its days."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="institutions", db_index=False)
    name = models.CharField(max_length=200)
    change = models.CharField(max_length=10, default="new")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="institutions")
    unit_name = models.CharField(max_length=200, default="")
    note = models.TextField(default="")
    state = models.CharField(max_length=10, default="draft")
    doc_number = models.CharField(max_length=200, default="")
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    trial_ends = models.DateField(null=True)
    review_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    review_note = models.TextField(default="")
    abolished_on = models.DateField(null=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="institutions")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="institution_has_a_name"),
            models.CheckConstraint(condition=Q(change__in=tuple(CHANGE_NAMES)), name="institution_change_is_known"),
            models.CheckConstraint(condition=Q(state__in=INSTITUTION_STATES), name="institution_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (~Q(doc_number="") & Q(issued_on__isnull=False, effective_on__isnull=False)),
                name="institution_issued_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("issued_on")), name="institution_takes_effect_after_issue"
            ),
            models.UniqueConstraint(
                fields=["cycle", "doc_number"],
                condition=~Q(doc_number=""),
                name="institution_number_is_its_own",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "state", "trial_ends"], name="institution_by_state"),
            models.Index(fields=["cycle", "-id"], name="institution_by_cycle"),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionTask(models.Model):
    """An institution is to make a task's result last."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="links", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="institution_links")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "task"], name="institution_serves_a_task_once")
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} serves {self.task_id}"


class InstitutionMeasure(models.Model):
    """An institution carries out a measure."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="measure_links", db_index=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="institution_links")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "measure"], name="institution_carries_a_measure_once")
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} carries {self.measure_id}"


class Reminder(models.Model):
    """A step of the ladder that was taken for something with a day; numbered without gaps in its cycle and step.

    The thing is kept by kind and number, and as it was called then; with another day its ladder begins anew.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    step = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    thing = models.BigIntegerField()
    due = models.DateField()
    what = models.TextField()
    about = models.CharField(max_length=300, default="")
    unit_name = models.CharField(max_length=200, default="")
    task = models.ForeignKey(
        Task, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="reminders"
    )
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "step", "number"], name="reminder_number_is_its_own"),
            models.UniqueConstraint(fields=["kind", "thing", "due", "key"], name="reminder_of_a_day_is_given_once"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="reminder_step_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "-id"], name="reminder_by_cycle")]

    def __str__(self) -> str:
        return f"{self.step} {self.number}"


class ReminderRecipient(models.Model):
    """Whom a step told."""

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="told", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reminders")
    name = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reminder", "account"], name="reminder_tells_somebody_once")
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id} to {self.name}"


class Digest(models.Model):
    """Somebody's mail of a day: one, sent or still to be sent; without an address they are told by telephone.

    `lines` counts what it listed; `claimed_at` is when a run took it to send it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="digests", db_index=False)
    day = models.DateField()
    state = models.CharField(max_length=8)
    lines = models.PositiveIntegerField()
    tries = models.PositiveIntegerField(default=0)
    fault = models.TextField(default="")
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "day"], name="digest_is_one_a_day"),
            models.CheckConstraint(condition=Q(state__in=DIGEST_STATES), name="digest_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at=None),
                name="digest_sent_has_its_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["day", "state"], name="digest_by_day")]

    def __str__(self) -> str:
        return f"digest of {self.day} for {self.account_id}"
