"""Layouts that an office brought for its papers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhenggai.domain.papers.names import PAPER_NAMES


class PaperLayout(models.Model):
    """An office's own Word layout for a kind of paper, under the hash of its content; a later one of the kind is the next number.

    One that is used no more is retired and stays, so that it can be seen what a paper was laid out by.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="paper_layouts", db_index=False)
    kind = models.CharField(max_length=24)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    retired_by = models.CharField(max_length=200, default="")
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=tuple(PAPER_NAMES)), name="paper_layout_kind_is_known"),
            models.UniqueConstraint(fields=["cycle", "kind", "number"], name="paper_layout_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.name
