"""Entries, the one row that orders them, and signed checkpoints. Written by `append` and `seal` alone; triggers refuse all else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Head(models.Model):
    """The number of the last entry; whoever updates this row holds the line for the next one."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="head_is_one_row")]

    def __str__(self) -> str:
        return f"head at {self.sequence}"


class Entry(models.Model):
    """One change: who, when, what, before and after and why."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.TextField()
    actor_role = models.TextField()
    verb = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField()
    cycle_id = models.BigIntegerField(null=True)
    body = models.TextField()
    salt = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(sequence__gte=1), name="entry_counts_from_one")]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "-sequence"], name="entry_by_subject"),
            models.Index(fields=["cycle_id", "-sequence"], name="entry_by_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class Checkpoint(models.Model):
    """A signed head of the tree over the first `size` entries; `edge` is all that growing it further needs."""

    size = models.BigIntegerField()
    tree_hash = models.TextField()
    at = models.DateTimeField()
    note = models.TextField()
    edge = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["size", "tree_hash"], name="checkpoint_once_per_size"),
            models.CheckConstraint(condition=Q(size__gte=1), name="checkpoint_covers_entries"),
        ]

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"
