"""Throwing away what pages keep of their counts."""

from __future__ import annotations

from django.db import transaction

from zhenggai.ledger.kept_counts import forget_counts
from zhenggai.ledger.models import TaskReadiness


def forget_what_is_kept() -> int:
    """Throw away the counts of ledgers and what was missing of tasks, and return how many those were; pages work them out anew."""
    with transaction.atomic():
        return forget_counts() + TaskReadiness.objects.all().delete()[0]
