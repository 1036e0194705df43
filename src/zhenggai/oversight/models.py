"""Meetings with what they decided, institutions with what they answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.institutions import CHANGE_NAMES, INSTITUTION_STATES
from zhenggai.ledger.models import Cycle, Measure, Task
from zhenggai.people.models import Unit

DECISION_STATES = ("open", "settled")


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
