"""What the pages and the answers about uploads have in common."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from zhenggai.ledger.shapes.evidence import TaskEvidence
from zhenggai.office.forms.evidence import UploadForm

# Small enough to be sent again after a broken line, large enough not to be slow.
PIECE = 4_000_000
LONGEST_LABEL = 80


def upload_facts() -> dict[str, object]:
    """How large files and pieces may be."""
    return {"limit": settings.MAX_EVIDENCE_BYTES // 1_000_000, "most": settings.MAX_EVIDENCE_BYTES, "piece": PIECE}


def form_of_task(page: TaskEvidence, data: object = None, *, chosen: Sequence[str] = ()) -> UploadForm:
    """The form for bringing files to a task; its only measure is chosen already."""
    measures = [(measure.id, f"{measure.position}. {measure.text}") for measure in page.measures]
    initial = list(chosen) or ([str(measures[0][0])] if len(measures) == 1 else [])
    return UploadForm(data, kinds=page.kinds, measures=measures, initial={"measures": initial})
