"""Who reaches what: evidence."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "task_evidence": Act.READ,
    "evidence_add": Act.ATTACH,
    "upload_begin": Act.ATTACH,
    "upload_piece": Act.ATTACH,
    "upload_finish": Act.ATTACH,
    "upload_drop": Act.ATTACH,
    "evidence_list": Act.READ,
    "evidence": Act.READ,
    "evidence_file": Act.READ,
    "evidence_thumb": Act.READ,
    "evidence_preview": Act.READ,
    "evidence_preview_page": Act.READ,
    "evidence_describe": Act.ATTACH,
    "evidence_link": Act.ATTACH,
    "evidence_unlink": Act.ATTACH,
    "evidence_withdraw": Act.ATTACH,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.evidence.adding.add_evidence": Act.ATTACH,
    "ledger.operations.evidence.adding.finish_upload": Act.ATTACH,
    "ledger.operations.evidence.describing.describe_evidence": Act.ATTACH,
    "ledger.operations.evidence.describing.withdraw_evidence": Act.ATTACH,
    "ledger.operations.evidence.holding.link": Door.INNER,
    "ledger.operations.evidence.holding.tell_evidence": Door.INNER,
    "ledger.operations.evidence.linking.link_evidence": Act.ATTACH,
    "ledger.operations.evidence.linking.unlink_evidence": Act.ATTACH,
    "ledger.operations.evidence.uploading.append_piece": Act.ATTACH,
    "ledger.operations.evidence.uploading.begin_upload": Act.ATTACH,
    "ledger.operations.evidence.uploading.drop_upload": Act.ATTACH,
}
