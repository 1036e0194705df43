"""Operations on evidence: uploading, adding, describing, linking, withdrawing."""

from __future__ import annotations

from zhenggai.ledger.operations.evidence.adding import Added, add_evidence, finish_upload
from zhenggai.ledger.operations.evidence.describing import describe_evidence, withdraw_evidence
from zhenggai.ledger.operations.evidence.examining import Infected, NoFile, Unscanned
from zhenggai.ledger.operations.evidence.holding import EvidenceChanged
from zhenggai.ledger.operations.evidence.linking import link_evidence, unlink_evidence
from zhenggai.ledger.operations.evidence.uploading import (
    UploadGone,
    WrongOffset,
    append_piece,
    begin_upload,
    drop_upload,
    sweep_uploads,
)

__all__ = [
    "Added",
    "EvidenceChanged",
    "Infected",
    "NoFile",
    "Unscanned",
    "UploadGone",
    "WrongOffset",
    "add_evidence",
    "append_piece",
    "begin_upload",
    "describe_evidence",
    "drop_upload",
    "finish_upload",
    "link_evidence",
    "sweep_uploads",
    "unlink_evidence",
    "withdraw_evidence",
]
