"""Reports that stand, and applications with their signatures, as facts of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch
from django.utils.timezone import localdate

from zhenggai.domain.alike import Told
from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.ledger_facts import ClosingFacts, SignatureFacts, ToldFacts
from zhenggai.ledger.closing.digests import digest_of
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.models import Progress
from zhenggai.ledger.noticing import told_of


def told_of_tasks(task_ids: Sequence[int], *, today: date, feedback: date | None) -> dict[int, tuple[ToldFacts, ...]]:
    """The reports that stand on the measures of tasks, oldest first, with the figures that are read in them."""
    standing = Progress.objects.filter(measure__task_id__in=task_ids, corrected_by=None).exclude(state="returned")
    found: dict[int, list[ToldFacts]] = defaultdict(list)
    for row in standing.select_related("measure").order_by("pk"):
        found[row.measure.task_id].append(told_facts(row, today=today, feedback=feedback))
    return {task: tuple(facts) for task, facts in found.items()}


def told_facts(row: Progress, *, today: date, feedback: date | None) -> ToldFacts:
    """A report with the figures that are read in it."""
    return _told(row, told_of(row, today=today, feedback=feedback) or Told(""))


def closings_of(task_ids: Sequence[int], views: Mapping[int, ClosingView]) -> dict[int, tuple[ClosingFacts, ...]]:
    """The applications of tasks, oldest first; that under way with the digest of what would be signed now."""
    signatures = Prefetch("signatures", Signature.objects.order_by("at", "pk"))
    rows = Closing.objects.filter(task_id__in=task_ids).prefetch_related(signatures).order_by("number")
    found: dict[int, list[ClosingFacts]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(closing_facts(row, row.signatures.all(), views.get(row.task_id)))
    return {task: tuple(facts) for task, facts in found.items()}


def closing_facts(row: Closing, signatures: Iterable[Signature], view: ClosingView | None) -> ClosingFacts:
    """An application with its signatures, oldest first."""
    return ClosingFacts(
        id=row.pk,
        number=row.number,
        outcome=row.outcome,
        state=row.state,
        applied_at=row.applied_at,
        signatures=tuple(_signature(one) for one in signatures),
        digest_now=digest_of(view, row) if view else "",
        ended_at=row.ended_at,
        ended_on=localdate(row.ended_at) if row.ended_at else None,
    )


def _told(row: Progress, told: Told) -> ToldFacts:
    return ToldFacts(
        id=row.pk,
        measure_id=row.measure_id,
        day=row.day,
        told=told,
        claims_done=row.claims == "done",
        explained=bool(row.explanation),
        phase=row.phase,
        by_id=row.actor_id,
        by=row.by,
        on_behalf=bool(row.on_behalf),
        at=row.at,
    )


def _signature(row: Signature) -> SignatureFacts:
    return SignatureFacts(
        id=row.pk,
        step=row.step,
        by_id=row.by_id,
        by=row.by,
        at=row.at,
        digest=row.digest,
        listed=row.listed_id is not None,
    )
