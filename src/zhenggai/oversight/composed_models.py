"""Papers that were composed from the ledger: their passages as they stand, and the versions that were kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhenggai.domain.papers.names import PAPER_NAMES, PAPER_STATES, PART_KINDS
from zhenggai.domain.papers.passages import PASSAGE_KINDS

KEPT_FOR = ("compose", "return", "sign", "freeze")


class ComposedPaper(models.Model):
    """A paper about a round, or a part of one, as the ledger stood at `as_of`; `withheld` is a JSON list of problems.

    `version` moves with every change of the paper as a whole, not with its passages; `entry` is the journal's entry
    that froze it, and `digest` that of what was signed.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="composed", db_index=False)
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=100)
    title = models.TextField()
    part_kind = models.CharField(max_length=8, default="")
    part = models.CharField(max_length=200, default="")
    part_name = models.CharField(max_length=300, default="")
    as_of = models.DateTimeField()
    withheld = models.TextField(default="[]")
    withheld_why = models.TextField(default="")
    state = models.CharField(max_length=10, default="drafting")
    reason = models.TextField(default="")
    document_number = models.CharField(max_length=60, default="")
    copies_to = models.CharField(max_length=200, default="")
    printed_by = models.CharField(max_length=60, default="")
    versions_count = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    composed_by = models.CharField(max_length=200)
    composed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=200, default="")
    signed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, default="")
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=tuple(PAPER_NAMES)), name="composed_kind_is_known"),
            models.CheckConstraint(condition=Q(part_kind__in=tuple(PART_KINDS)), name="composed_part_is_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(PAPER_STATES)), name="composed_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="composed_is_returned_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("signed", "frozen")) | (~Q(digest="") & Q(signed_at__isnull=False)),
                name="composed_keeps_what_was_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="frozen") | Q(entry__isnull=False), name="composed_frozen_in_entry"
            ),
            models.CheckConstraint(
                condition=Q(withheld="[]") | ~Q(withheld_why=""), name="composed_withholds_for_a_reason"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "-id"], name="composed_by_cycle")]

    def __str__(self) -> str:
        return self.title


class PaperFigures(models.Model):
    """The figures that the ledger would put into a paper, when the journal had come to `upto`, on a day. It can be lost: then they are gathered anew."""

    paper = models.OneToOneField(ComposedPaper, on_delete=models.CASCADE, primary_key=True, related_name="figures_kept")
    upto = models.BigIntegerField()
    day = models.DateField()
    figures = models.TextField()

    def __str__(self) -> str:
        return f"figures for {self.paper_id}"


class PaperPassage(models.Model):
    """One passage of a paper as it stands; `words`, `table` and `refs` are JSON. Its version keeps editors apart."""

    paper = models.ForeignKey(ComposedPaper, on_delete=models.CASCADE, related_name="passages", db_index=False)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=10)
    words = models.TextField(default="[]")
    table = models.TextField(default="")
    refs = models.TextField(default="[]")
    version = models.PositiveIntegerField(default=1)
    edited_by = models.CharField(max_length=200, default="")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "position"], name="passage_place_is_its_own"),
            models.UniqueConstraint(fields=["paper", "key"], name="passage_key_is_its_own"),
            models.CheckConstraint(condition=Q(kind__in=tuple(PASSAGE_KINDS)), name="passage_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.key


class PaperVersion(models.Model):
    """A paper as it stood when something became of it: canonical text and the SHA-256 of that. Never changed, by a trigger."""

    paper = models.ForeignKey(ComposedPaper, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    kept_for = models.CharField(max_length=8)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_is_its_own"),
            models.CheckConstraint(condition=Q(kept_for__in=KEPT_FOR), name="paper_version_says_what_for"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.paper_id}"
