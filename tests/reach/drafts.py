"""Who reaches what: drafts."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "imports": Act.READ_CYCLE,
    "upload": Act.RECEIVE,
    "draft": Act.READ_CYCLE,
    "draft_undo": Act.MEND,
    "draft_redo": Act.MEND,
    "draft_discard": Act.MEND,
    "draft_read": Act.RECEIVE,
    "draft_accept": Act.ADOPT,
    "draft_mend": Act.MEND,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.adoption.adopt_draft": Act.ADOPT,
    "ledger.operations.holding.append_entry": Door.INNER,
    "ledger.operations.mending.discard_draft": Act.MEND,
    "ledger.operations.mending.mend_draft": Act.MEND,
    "ledger.operations.mending.redo_draft": Act.MEND,
    "ledger.operations.mending.undo_draft": Act.MEND,
    "ledger.operations.receiving.keep_file": Act.RECEIVE,
    "ledger.operations.receiving.read_draft": Act.RECEIVE,
    "ledger.operations.receiving.receive_file": Act.RECEIVE,
}
