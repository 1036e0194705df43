"""Tables of rounds that came from another home: what came with them, under which numbers, and their proved history."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Arrival(models.Model):
    """A round that was brought in. `digest` is that of the export's own list, `checkpoint` and `key` are the old home's.

    `origin` names the old home, `old` the round's number there; `missing` lists originals that did not come, `pairs`
    what of the file was taken for what of this home, and `settled` which of that a person said, all as JSON. `repeated`
    is set where the same export came again on purpose.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="arrivals", db_index=False)
    digest = models.CharField(max_length=64)
    repeated = models.BooleanField(default=False)
    origin = models.CharField(max_length=200)
    old = models.BigIntegerField()
    product = models.CharField(max_length=40)
    exported_at = models.DateTimeField()
    exported_by = models.TextField()
    checkpoint = models.TextField()
    key = models.TextField()
    key_given = models.BooleanField(default=False)
    entries_count = models.PositiveIntegerField()
    missing = models.TextField(default="[]")
    pairs = models.TextField(default="{}")
    settled = models.TextField(default="[]")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(repeated=False), name="export_arrives_again_on_purpose_only"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="arrival_names_its_export"),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle"], name="arrival_by_cycle")]

    def __str__(self) -> str:
        return f"{self.origin} {self.old}"


class ArrivedNumber(models.Model):
    """Under which number (`told`) something is named in what was signed before it came here, where it is `here`."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="numbers", db_index=False)
    table = models.CharField(max_length=60)
    told = models.BigIntegerField()
    here = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["arrival", "table", "told"], name="told_number_means_one_row"),
            models.UniqueConstraint(fields=["table", "here"], name="arrived_row_has_one_told_number"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.told} is {self.here}"


class ArrivedEntry(models.Model):
    """An entry of the old home's journal about the round; `line` is its proof as it came, against the arrival's checkpoint.

    `subject_id` is the number of its subject here, None where that did not come.
    """

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="entries", db_index=False)
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor_name = models.TextField()
    actor_role = models.TextField()
    verb = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    line = models.TextField()

    class Meta:
        verbose_name_plural = "arrived entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["arrival", "sequence"], name="arrived_entry_has_its_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="arrived_entry_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"
