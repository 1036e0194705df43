"""What the ledger would put into a paper now, kept from one opening to the next: right as long as nothing has happened in its round.

As with what is missing of a task, no operation marks anything as stale: whatever happens is an entry of the journal. Who takes
figures into a paper has them gathered anew.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Q
from django.utils.timezone import localdate

from zhenggai.journal.models import Entry
from zhenggai.ledger.doubting.stale import last_entry
from zhenggai.oversight.composing.refreshing import Fresh, fresh_figures
from zhenggai.oversight.composing.stored import fields_of, words_text
from zhenggai.oversight.models import ComposedPaper, PaperFigures

# What is done to papers changes nothing that the ledger tells.
_OF_PAPERS = Q(verb__startswith="paper.") | Q(verb__startswith="layout.")
# Beside what happens in the round: how units and people are called.
_PEOPLE = ("person", "roster", "unit")


def figures_now(paper: ComposedPaper, *, now: datetime) -> Fresh:
    """Every figure that the ledger would put into this paper now, by its key: as it was kept where that still holds."""
    today = localdate(now)
    kept = PaperFigures.objects.filter(paper=paper, day=today).first()
    if kept is not None and not _happened_since(kept.upto, paper):
        return {field.key: field for field in fields_of(kept.figures)}
    upto = last_entry()
    fresh = fresh_figures(paper, now=now)
    row = PaperFigures(paper=paper, upto=upto, day=today, figures=words_text(tuple(fresh.values())))
    # Locked or full: the reader gets the answer all the same, and the next one has it gathered anew.
    with suppress(DatabaseError):
        PaperFigures.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["paper"], update_fields=["upto", "day", "figures"]
        )
    return fresh


def _happened_since(upto: int, paper: ComposedPaper) -> bool:
    of_round = Q(cycle_id=paper.cycle_id) & ~_OF_PAPERS
    return Entry.objects.filter(of_round | Q(subject_kind__in=_PEOPLE), sequence__gt=upto).exists()
