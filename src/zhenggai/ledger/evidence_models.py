"""Tables of evidence: files that prove something, what they are used for, what they look like, files still under way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.evidence import EVIDENCE_KINDS

SCANS = ("off", "clean", "unreachable")


class Evidence(models.Model):
    """A file that proves something. Never deleted: what was a mistake is withdrawn, with its reason.

    `number` is its place in the catalogue and its own for ever; `task_number` and `running` give it that place.
    `coarse`, `fine` and `words` are fingerprints of what it looks like and says.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="evidence", db_index=False)
    task_number = models.PositiveIntegerField()
    running = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    document_number = models.CharField(max_length=60, default="")
    dated = models.DateField(null=True)
    description = models.TextField(default="")
    openable = models.BooleanField(default=True)
    encrypted = models.BooleanField(default=False)
    ending_agrees = models.BooleanField(default=True)
    pages = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    coarse = models.CharField(max_length=16, default="")
    fine = models.CharField(max_length=64, default="")
    words = models.CharField(max_length=16, default="")
    scan = models.CharField(max_length=12, default="off")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.TextField()
    uploader_id = models.BigIntegerField()
    uses_count = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(default="")
    withdrawn_why = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "task_number", "running"], name="evidence_place_is_its_own"),
            models.CheckConstraint(condition=Q(kind__in=tuple(EVIDENCE_KINDS)), name="evidence_kind_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty"),
            models.CheckConstraint(condition=Q(scan__in=SCANS), name="evidence_scan_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""), name="evidence_withdrawn_has_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "kind", "task_number", "running"], name="evidence_by_kind"),
            models.Index(fields=["uploader_id"], name="evidence_by_uploader"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class EvidenceUse(models.Model):
    """A piece of evidence proves a measure; a use that ended stays as it was."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    measure = models.ForeignKey("ledger.Measure", on_delete=models.PROTECT, related_name="evidence_uses")
    since = models.DateTimeField()
    linked_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evidence", "measure"], condition=Q(ended_at__isnull=True), name="evidence_proves_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} proves {self.measure_id}"


class EvidenceMark(models.Model):
    """A key under which evidence that looks or reads nearly the same is found (`domain.likeness`)."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="marks")
    key = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "evidence"], name="evidence_mark_by_key")]

    def __str__(self) -> str:
        return f"{self.evidence_id} at {self.key}"


class Upload(models.Model):
    """A file that is on its way piece by piece: `received` of `size` bytes are here. Swept when nothing more comes.

    `task_id` is kept by number alone, since a merged task is gone.
    """

    key = models.CharField(max_length=64, unique=True)
    account_id = models.BigIntegerField()
    task_id = models.BigIntegerField()
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="uploads")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_is_no_longer_than_said"),
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_is_not_empty"),
        ]
        indexes: ClassVar = [models.Index(fields=["account_id", "task_id"], name="upload_by_account")]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"
