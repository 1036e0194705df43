"""Workbooks that went out to units, what they held then, and the files that came back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

EXPORT_KINDS = ("unit", "leader", "aspect", "cycle")
SHEET_STATES = ("received", "mapped", "settled", "dropped")
RETURN_STATES = ("open", "unreadable", "settled", "dropped")


class WorkbookExport(models.Model):
    """A workbook that was handed out; `code` stands in it and names it, `number` counts those for the same `label`."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="workbooks", db_index=False)
    code = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="workbooks")
    label = models.CharField(max_length=200)
    tasks = models.TextField(default="[]")
    rows_count = models.PositiveIntegerField(default=0)
    exported_at = models.DateTimeField()
    exported_by = models.CharField(max_length=200)
    exporter_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EXPORT_KINDS), name="workbook_kind_is_known"),
            models.UniqueConstraint(fields=["cycle", "kind", "label", "number"], name="workbook_number_is_its_own"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.number}"


class WorkbookBase(models.Model):
    """What a workbook held when it went out, as JSON; apart, because it is long."""

    export = models.OneToOneField(WorkbookExport, on_delete=models.PROTECT, primary_key=True, related_name="base")
    content = models.TextField()

    def __str__(self) -> str:
        return f"base of {self.pk}"


class WorkbookReturn(models.Model):
    """A file that came back, and what became of its rows; `decisions` is JSON of those taken, kept or refused."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="returned", db_index=False)
    export = models.ForeignKey(WorkbookExport, on_delete=models.PROTECT, null=True, related_name="returns")
    name = models.CharField(max_length=255)
    parcel = models.CharField(max_length=255, default="")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default="open")
    fault_pattern = models.TextField(default="")
    fault_facts = models.TextField(default="{}")
    decisions = models.TextField(default="{}")
    counts = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    receiver_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=RETURN_STATES), name="workbook_return_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=("unreadable", "dropped")) | Q(export__isnull=False),
                name="workbook_return_has_its_export",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "state", "id"], name="workbook_return_by_state")]

    def __str__(self) -> str:
        return self.name


class WorkbookTaken(models.Model):
    """The rows of a file that came back, as JSON; apart, because it is long."""

    returned = models.OneToOneField(WorkbookReturn, on_delete=models.CASCADE, primary_key=True, related_name="taken")
    content = models.TextField()

    def __str__(self) -> str:
        return f"rows of {self.pk}"


class WorkbookFile(models.Model):
    """A file that came in the same parcel as a workbook, the nearest first; it may become evidence."""

    returned = models.ForeignKey(WorkbookReturn, on_delete=models.CASCADE, related_name="files")
    path = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.path


class LedgerSheet(models.Model):
    """A ledger that an office keeps in a workbook of its own, handed in to be merged.

    `sheets`, `mapping`, `pairs` (which task an entry speaks of, where a person said so), `decisions` and `counts` are
    JSON; `heads` is the digest of its headings, by which its mapping is found again.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="sheets", db_index=False)
    name = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=8, default="received")
    heads = models.CharField(max_length=64, default="", db_index=True)
    sheets = models.TextField(default="[]")
    mapping = models.TextField(default="")
    pairs = models.TextField(default="{}")
    decisions = models.TextField(default="{}")
    counts = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=SHEET_STATES), name="ledger_sheet_state_is_known")
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "id"], name="ledger_sheet_by_cycle")]

    def __str__(self) -> str:
        return self.name


class LedgerSheetCells(models.Model):
    """The cells of such a workbook, as JSON; apart, because they are many."""

    sheet = models.OneToOneField(LedgerSheet, on_delete=models.CASCADE, primary_key=True, related_name="cells")
    content = models.TextField()

    def __str__(self) -> str:
        return f"cells of {self.pk}"
