"""Registers: the rows behind figures, the workbooks they came in, and what each of those changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhenggai.domain.registers.mapping import LONGEST_KEY, LONGEST_STATE

IMPORT_STATES = ("received", "mapped", "accepted", "dropped")
CHANGE_KINDS = ("changed", "vanished", "returned")
COUNTED = ("count", "sum", "share")


class Register(models.Model):
    """The rows behind figures of a task. `columns` and `mapping` are JSON, empty until a workbook is accepted."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="registers")
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="registers")
    name = models.CharField(max_length=100)
    row_unit = models.CharField(max_length=20)
    columns = models.TextField(default="[]")
    mapping = models.TextField(default="")
    rows_count = models.PositiveIntegerField(default=0)
    vanished_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "name"], name="register_name_is_its_own"),
            models.CheckConstraint(condition=~Q(name=""), name="register_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterImport(models.Model):
    """A workbook that was handed in for a register. `sheets`, `mapping`, `preview` and `counts` are JSON.

    `base_version` is the register's version that the preview compared with; `heads` is the digest of its headings.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="imports")
    name = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=8, default="received")
    heads = models.CharField(max_length=64, default="", db_index=True)
    sheets = models.TextField(default="[]")
    mapping = models.TextField(default="")
    preview = models.TextField(default="")
    counts = models.TextField(default="{}")
    as_of = models.DateField(null=True)
    base_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    received_by = models.TextField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=IMPORT_STATES), name="register_import_state_is_known")
        ]

    def __str__(self) -> str:
        return self.name


class RegisterStage(models.Model):
    """The cells of a workbook between its reading and its acceptance, as JSON; apart, because they are many."""

    upload = models.OneToOneField(RegisterImport, on_delete=models.CASCADE, primary_key=True, related_name="stage")
    cells = models.TextField()

    def __str__(self) -> str:
        return f"cells of {self.pk}"


class RegisterRow(models.Model):
    """One row, found by its key; `cells` is JSON in the order of the register's columns. A row that vanished stays."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=LONGEST_KEY)
    name = models.CharField(max_length=LONGEST_KEY, default="")
    state = models.CharField(max_length=LONGEST_STATE, default="")
    cells = models.TextField()
    vanished = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["register", "key"], name="register_key_is_its_own")]
        indexes: ClassVar = [
            models.Index(
                fields=["register", "position", "id"], condition=Q(vanished=False), name="register_row_by_place"
            ),
            models.Index(
                fields=["register", "state", "position", "id"],
                condition=Q(vanished=False),
                name="register_row_by_state",
            ),
            models.Index(fields=["register", "position", "id"], condition=Q(vanished=True), name="register_row_gone"),
        ]

    def __str__(self) -> str:
        return self.key


class RegisterChange(models.Model):
    """What a workbook changed of a row that was there; `differences` is JSON: column, before, after."""

    upload = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="changes", db_index=False)
    row = models.ForeignKey(RegisterRow, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8)
    differences = models.TextField(default="[]")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "row"], name="register_row_changes_once_an_import"),
            models.CheckConstraint(condition=Q(kind__in=CHANGE_KINDS), name="register_change_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"


class RegisterTotal(models.Model):
    """How many rows are in a state and what their amounts add up to, as JSON of exact decimal texts by column."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="totals", db_index=False)
    state = models.CharField(max_length=LONGEST_STATE)
    rows = models.PositiveIntegerField()
    amounts = models.TextField(default="{}")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["register", "state"], name="register_total_is_one")]

    def __str__(self) -> str:
        return f"{self.state} {self.rows}"


class RegisterCount(models.Model):
    """How a figure is computed from a register: rows, an amount, or a share, over some states or, with none, over all."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="counts")
    figure = models.OneToOneField("ledger.Figure", on_delete=models.PROTECT, related_name="computed_by")
    what = models.CharField(max_length=5)
    column = models.TextField(default="")
    states = models.TextField(default="[]")
    places = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=COUNTED), name="register_count_is_known"),
            models.CheckConstraint(condition=~Q(what="sum") | ~Q(column=""), name="register_sum_has_a_column"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.figure_id}"
