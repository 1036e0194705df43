"""What is missing of a task before it can be closed, as it was worked out last; derived, and never told to the journal."""

from __future__ import annotations

from django.db import models


class TaskReadiness(models.Model):
    """What the gate still asked of a task when the journal had come to `upto`, on a day. It can be lost: then it is worked out anew."""

    task = models.OneToOneField("ledger.Task", on_delete=models.CASCADE, primary_key=True, related_name="readiness")
    upto = models.BigIntegerField()
    day = models.DateField()
    missing = models.TextField()
    doubts = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"readiness of {self.task_id}"
