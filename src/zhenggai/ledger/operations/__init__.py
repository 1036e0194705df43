"""Every change to drafts and the ledger. Each call is one transaction and one journal entry, unless it says otherwise.

receive_file(*, name, data, actor, at, read=read_upload) -> draft id        keep_file, then read_draft: two entries
keep_file(*, name, data, actor, at) -> draft id
read_draft(*, draft_id, actor, at, read=read_upload) -> None                again, after a file could not be read
mend_draft(*, draft_id, version, step, actor, at) -> new version              step: domain.steps.Step
undo_draft, redo_draft(*, draft_id, version, actor, at) -> new version
discard_draft(*, draft_id, version, actor, at) -> None
adopt_draft(*, draft_id, version, history, again, actor, at) -> cycle id

All raise NotAllowed and NoSuchThing (domain.refusals); those with `version` raise DraftChanged; mend_draft raises
CannotMend (domain.steps); adopt_draft raises AlreadyAdopted (with .cycle_id) and NothingToAdopt.
Every one of these is a domain.refusals.Refusal: `str(refusal)` is the sentence, `.pattern` and `.facts` its parts.
"""

from zhenggai.ledger.files import FileTooLarge
from zhenggai.ledger.operations.adoption import AlreadyAdopted, NothingToAdopt, adopt_draft
from zhenggai.ledger.operations.holding import DraftChanged, NotReady
from zhenggai.ledger.operations.mending import discard_draft, mend_draft, redo_draft, undo_draft
from zhenggai.ledger.operations.receiving import keep_file, read_draft, receive_file

__all__ = [
    "AlreadyAdopted",
    "DraftChanged",
    "FileTooLarge",
    "NotReady",
    "NothingToAdopt",
    "adopt_draft",
    "discard_draft",
    "keep_file",
    "mend_draft",
    "read_draft",
    "receive_file",
    "redo_draft",
    "undo_draft",
]
