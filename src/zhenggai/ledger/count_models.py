"""What was counted of a round, kept from page to page; derived, and never told to the journal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class KeptCounts(models.Model):
    """What a question about a round was answered when the journal had come to `upto`. It can be lost: then it is counted anew.

    `key` names the question; those that fall into the same slot push each other out, so that a round never keeps more than its slots.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.CASCADE, related_name="kept_counts", db_index=False)
    slot = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)
    upto = models.BigIntegerField()
    counts = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "slot"], name="kept_counts_have_a_slot")]

    def __str__(self) -> str:
        return f"counts of {self.cycle_id} in slot {self.slot}"
