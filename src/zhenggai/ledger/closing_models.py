"""Tables of closing: applications and their signatures, samples, visits, calls back, stages, reopenings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.closing_rules import STEPS
from zhenggai.domain.closing_words import CALL_RESULTS, CAUSES, CLOSING_STATES, OUTCOMES, PURPOSES


class Closing(models.Model):
    """An application to end a task. Its number is its own within the task, for ever.

    `came_from` is the state to which a return leads back; `digest` is that of what was signed off in the end.
    """

    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="closings", db_index=False)
    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="closings", db_index=False)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=14)
    state = models.CharField(max_length=10, default="open")
    came_from = models.CharField(max_length=14)
    statement = models.TextField(default="")
    unit_name = models.CharField(max_length=200, default="")
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=200)
    applied_by_id = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, default="")
    why = models.TextField(default="")
    digest = models.CharField(max_length=64, default="")
    watch_until = models.DateField(null=True)
    stable_at = models.DateTimeField(null=True)
    stable_by = models.CharField(max_length=200, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "number"], name="closing_number_is_its_own"),
            models.UniqueConstraint(fields=["task"], condition=Q(state="open"), name="closing_is_asked_once"),
            models.CheckConstraint(condition=Q(outcome__in=tuple(OUTCOMES)), name="closing_outcome_is_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(CLOSING_STATES)), name="closing_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="closing_ends_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("returned", "refused")) | ~Q(why=""), name="closing_is_returned_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed", outcome="done") | ~Q(digest=""), name="closing_keeps_what_was_signed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "state", "id"], name="closing_by_state"),
            models.Index(fields=["state", "watch_until"], name="closing_by_watch"),
        ]

    def __str__(self) -> str:
        return f"application {self.number} of {self.task_id}"


class MeetingList(models.Model):
    """A list of applications on which a meeting decided; `meeting_id` is the meeting's number where one is kept."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="meeting_lists", db_index=False)
    number = models.PositiveIntegerField()
    meeting_id = models.BigIntegerField(null=True)
    meeting = models.CharField(max_length=200)
    held_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="meeting_list_number_is_its_own"),
            models.CheckConstraint(condition=~Q(meeting=""), name="meeting_list_names_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"list {self.number} of {self.cycle_id}"


class Signature(models.Model):
    """Somebody's word at a step of the chain, for exactly what `digest` stands for; never changed, by a trigger.

    `listed` is the meeting's list on which it stood; `on_behalf` says for whom it was given.
    """

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    step = models.CharField(max_length=12)
    by_id = models.BigIntegerField()
    by = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    on_behalf = models.CharField(max_length=200, default="")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    listed = models.ForeignKey(MeetingList, on_delete=models.PROTECT, null=True, related_name="signatures")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closing", "step", "digest", "by_id"], name="signature_is_given_once"),
            models.CheckConstraint(condition=Q(step__in=tuple(STEPS)), name="signature_step_is_known"),
            models.CheckConstraint(condition=~Q(digest=""), name="signature_names_what_was_signed"),
        ]
        indexes: ClassVar = [models.Index(fields=["by_id", "at"], name="signature_by_person")]

    def __str__(self) -> str:
        return f"{self.step} of {self.closing_id}"


class StagedTarget(models.Model):
    """What long-term work is to reach by a day, and what was reached."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="stages", db_index=False)
    position = models.PositiveIntegerField()
    target = models.TextField()
    due = models.DateField()
    reached = models.TextField(default="")
    reached_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=200, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closing", "position"], name="stage_place_is_its_own"),
            models.CheckConstraint(condition=~Q(target=""), name="stage_has_a_target"),
            models.CheckConstraint(condition=Q(reached_on=None) | ~Q(reached=""), name="stage_reached_says_what"),
        ]
        indexes: ClassVar = [models.Index(fields=["reached_on", "due"], name="stage_by_due")]

    def __str__(self) -> str:
        return self.target


class Reopening(models.Model):
    """A task that was over is open again: its number within the task, the cause, and the state it was in."""

    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="reopenings", db_index=False)
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=12)
    what = models.TextField()
    came_from = models.CharField(max_length=14)
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, null=True, related_name="reopenings")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "number"], name="reopening_number_is_its_own"),
            models.CheckConstraint(condition=Q(cause__in=tuple(CAUSES)), name="reopening_cause_is_known"),
            models.CheckConstraint(condition=~Q(what=""), name="reopening_says_what"),
        ]

    def __str__(self) -> str:
        return f"reopening {self.number} of {self.task_id}"


class Recurrence(models.Model):
    """A finding of a later cycle is the old one come back: the new task points to the old one, which stays as it is."""

    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="recurs", db_index=False)
    old = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="recurred")
    why = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "old"], name="recurrence_is_told_once"),
            models.CheckConstraint(condition=~Q(task=F("old")), name="recurrence_is_of_another_task"),
            models.CheckConstraint(condition=~Q(why=""), name="recurrence_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} is {self.old_id} again"


class Sample(models.Model):
    """A draw that anybody can repeat: the seed, the frame (JSON: number, task, high risk) and what was drawn from it."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="samples", db_index=False)
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=10)
    seed = models.CharField(max_length=64)
    percent = models.PositiveSmallIntegerField()
    frame = models.TextField()
    by_lot = models.TextField()
    by_risk = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="sample_number_is_its_own"),
            models.CheckConstraint(condition=Q(purpose__in=tuple(PURPOSES)), name="sample_purpose_is_known"),
            models.CheckConstraint(condition=~Q(seed=""), name="sample_has_a_seed"),
            models.CheckConstraint(condition=Q(percent__gte=10, percent__lte=100), name="sample_is_a_tenth_or_more"),
        ]

    def __str__(self) -> str:
        return f"sample {self.number} of {self.cycle_id}"


class SampleTask(models.Model):
    """A task that stood in the frame of a draw, whether it was drawn, and for which application."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="samples")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, null=True, related_name="samples")
    drawn = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sample", "task"], name="task_stands_in_a_frame_once")]

    def __str__(self) -> str:
        return f"{self.task_id} in {self.sample_id}"


class Visit(models.Model):
    """Somebody went there. `token` is that of the form, so that a form sent twice is one visit."""

    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="visits", db_index=False)
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, null=True, related_name="visits")
    day = models.DateField()
    place = models.CharField(max_length=200, default="")
    met = models.CharField(max_length=200, default="")
    passed = models.BooleanField()
    found = models.TextField()
    token = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(found=""), name="visit_says_what_was_found")]
        indexes: ClassVar = [models.Index(fields=["task", "-day", "-id"], name="visit_by_task")]

    def __str__(self) -> str:
        return f"visit to {self.task_id} on {self.day}"


class VisitPhoto(models.Model):
    """A photo that was taken on a visit; it is evidence of the visitor's, not of the unit's."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos", db_index=False)
    evidence = models.ForeignKey("ledger.Evidence", on_delete=models.PROTECT, related_name="visit_photos")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "evidence"], name="photo_is_of_a_visit_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} of {self.visit_id}"


class CallBack(models.Model):
    """Somebody whom a roster names was asked; `who` as the caller wrote them, `roster` the list by its name."""

    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="calls", db_index=False)
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, null=True, related_name="calls")
    roster = models.CharField(max_length=200)
    roster_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)
    result = models.CharField(max_length=10)
    said = models.TextField(default="")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(result__in=tuple(CALL_RESULTS)), name="call_result_is_known"),
            models.CheckConstraint(condition=~Q(who=""), name="call_names_somebody"),
            models.CheckConstraint(condition=~Q(result="denied") | ~Q(said=""), name="call_denied_says_what"),
        ]
        indexes: ClassVar = [models.Index(fields=["task", "-day", "-id"], name="call_by_task")]

    def __str__(self) -> str:
        return f"{self.who} of {self.roster}"


class Voucher(models.Model):
    """The sum that a voucher among the evidence shows, in yuan as exact decimal text, and the voucher's own number."""

    evidence = models.OneToOneField(
        "ledger.Evidence", on_delete=models.PROTECT, primary_key=True, related_name="voucher"
    )
    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="vouchers", db_index=False)
    number = models.CharField(max_length=60)
    amount = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="voucher_number_is_its_own"),
            models.CheckConstraint(condition=~Q(number=""), name="voucher_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"
