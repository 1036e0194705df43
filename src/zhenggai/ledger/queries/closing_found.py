"""All rows of which the tab of closing is made, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from zhenggai.journal.models import Head
from zhenggai.journal.one_statement import Columns, OneStatement, Question
from zhenggai.ledger.closing.rows import GateRows, gate_questions, gate_rows, of_these
from zhenggai.ledger.closing_models import MeetingList, Recurrence, Signature, Visit, VisitPhoto, Voucher
from zhenggai.ledger.models import Evidence, EvidenceUse


@dataclass(frozen=True, slots=True)
class TabRows:
    """The rows of the gate and what the tab shows beside; `linked` says whether the task is tied to others, `upto` how far the journal had come."""

    gate: GateRows
    meetings: dict[int, str]
    vouchers: list[Voucher]
    pictures: dict[int, Evidence]
    linked: bool
    upto: int

    @property
    def visits(self) -> list[Visit]:
        """The visits, newest first."""
        return sorted(self.gate.visits, key=lambda one: (one.day, one.pk), reverse=True)

    def photos(self, visit: Visit) -> list[Evidence]:
        """The photos of a visit."""
        return [self.pictures[one.evidence_id] for one in self.gate.photos if one.visit_id == visit.pk]


def tab_rows(task_id: int) -> TabRows:
    """All rows of the tab of a task."""
    found = _STATEMENT.ask(task_id)
    lists, vouchers, pictures, linked, head = (
        found.pop(name) for name in ("lists", "vouchers", "pictures", "linked", "head")
    )
    return TabRows(
        gate=gate_rows(found),
        meetings={one["id"]: one["meeting"] for one in lists},
        vouchers=vouchers,
        pictures={one.pk: one for one in pictures},
        linked=bool(linked),
        upto=head[0]["sequence"],
    )


def _questions(task_id: int) -> dict[str, Question]:
    of = of_these(task_id)
    signed = Signature.objects.filter(of("closing__task")).values("listed_id")
    shown = VisitPhoto.objects.filter(of("visit__task")).values("evidence_id")
    used = EvidenceUse.objects.filter(of("measure__task")).values("evidence_id")
    return {
        **gate_questions(of),
        "lists": Columns(MeetingList.objects.filter(pk__in=signed), ("id", "meeting")),
        "vouchers": Voucher.objects.filter(pk__in=used),
        "pictures": Evidence.objects.filter(pk__in=shown),
        "linked": Columns(Recurrence.objects.filter(Q(task=task_id) | Q(old=task_id)), ("id",)),
        "head": Columns(Head.objects.filter(pk=1), ("sequence",)),
    }


_STATEMENT = OneStatement(_questions)
