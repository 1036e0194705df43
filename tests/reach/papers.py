"""Who reaches what: papers composed from the ledger."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "papers": Act.READ_CYCLE,
    "paper_compose": Act.PLAN,
    "paper": Act.READ_CYCLE,
    "paper_edit": Act.PLAN,
    "paper_refresh": Act.PLAN,
    "paper_return": Act.REVIEW,
    "paper_sign": Act.ISSUE,
    "paper_freeze": Act.ISSUE,
    "paper_file": Act.READ_CYCLE,
    "paper_pages": Act.READ_CYCLE,
    "paper_versions": Act.READ_CYCLE,
    "paper_layouts": Act.READ_CYCLE,
    "paper_layout_add": Act.PLAN,
    "paper_layout_file": Act.READ_CYCLE,
    "paper_layout_retire": Act.PLAN,
}

OPERATIONS: dict[str, Act | Door] = {
    "oversight.operations.composing.compose_paper": Act.PLAN,
    "oversight.operations.composing.edit_passage": Act.PLAN,
    "oversight.operations.refreshing.refresh_passage": Act.PLAN,
    "oversight.operations.composing.return_paper": Act.REVIEW,
    "oversight.operations.composing.sign_off": Act.ISSUE,
    "oversight.operations.composing.freeze_paper": Act.ISSUE,
    "oversight.operations.composing.tell": Door.INNER,
    "oversight.operations.layouts.add_layout": Act.PLAN,
    "oversight.operations.layouts.retire_layout": Act.PLAN,
}
