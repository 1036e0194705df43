"""Evidence with all that is known of its files, as facts of the rules."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.db.models import Q
from django.utils.timezone import localdate

from zhenggai.domain.evidence import FileFacts, faults_of
from zhenggai.domain.ledger_things import PieceFacts, Use
from zhenggai.ledger.closing_models import VisitPhoto, Voucher
from zhenggai.ledger.models import Evidence, EvidenceUse


def pieces_of(wanted: Q) -> tuple[PieceFacts, ...]:
    """The pieces of evidence, in the order of the catalogue; four queries."""
    rows = list(Evidence.objects.filter(wanted).distinct().order_by("task_number", "running", "pk"))
    keys = [row.pk for row in rows]
    uses: dict[int, list[Use]] = defaultdict(list)
    in_force = EvidenceUse.objects.filter(evidence_id__in=keys, ended_at=None).order_by("pk")
    for evidence, task, measure in in_force.values_list("evidence_id", "measure__task_id", "measure_id"):
        uses[evidence].append(Use(task, measure))
    photos = set(VisitPhoto.objects.filter(evidence_id__in=keys).values_list("evidence_id", flat=True))
    vouchers = {row.pk: row for row in Voucher.objects.filter(pk__in=keys)}
    return tuple(
        piece_facts(row, tuple(uses[row.pk]), of_visit=row.pk in photos, voucher=vouchers.get(row.pk)) for row in rows
    )


def piece_facts(row: Evidence, uses: tuple[Use, ...], *, of_visit: bool, voucher: Voucher | None) -> PieceFacts:
    """A piece of evidence with what it proves and the sum it states."""
    looked = FileFacts(row.type, row.size, row.openable, row.encrypted, row.ending_agrees, row.pages)
    return PieceFacts(
        id=row.pk,
        number=row.number,
        name=row.name,
        sha256=row.sha256,
        kind=row.kind,
        uses=uses,
        task_number=row.task_number,
        running=row.running,
        document_number=row.document_number,
        dated=row.dated,
        description=row.description,
        size=row.size,
        pages=row.pages,
        faults=faults_of(looked),
        of_visit=of_visit,
        withdrawn=row.withdrawn_at is not None,
        uploaded_on=localdate(row.uploaded_at),
        uploaded_by=row.uploaded_by,
        taken_at=row.taken_at,
        latitude=row.latitude,
        longitude=row.longitude,
        coarse=row.coarse,
        fine=row.fine,
        words=row.words,
        voucher_number=voucher.number if voucher else "",
        voucher_amount=Decimal(voucher.amount) if voucher else None,
    )
