"""What the auditor asks of the journal: checkpoints, proofs, and whether everything holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhenggai.chain.auditing import Broken
from zhenggai.chain.checkpoints import Checkpoint, read_checkpoint
from zhenggai.chain.errors import Unproved
from zhenggai.chain.proofs import Proved, read_proof, unpack_proof, verify_proof, write_proof
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, demand
from zhenggai.domain.roles import Act
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry, Head
from zhenggai.journal.proving import prove_entry
from zhenggai.journal.queries import KEPT_KINDS
from zhenggai.journal.sealing import Sealed, list_checkpoints, seal
from zhenggai.ledger.arrived import arrived_entries
from zhenggai.ledger.verifying import VerifiedHome, verify_home

# What one request may walk through; beyond it the command does the same.
MOST_ENTRIES = 200_000
CHECKPOINTS = 20


class TooManyEntries(Refusal):
    """A journal too long to be verified while somebody waits."""


class HiddenEntry(Refusal):
    """An entry about the work, which an auditor may prove to exist and may not read."""


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """A checkpoint of the list."""

    size: int
    at: datetime
    tree_hash: str
    root: str


@dataclass(frozen=True, slots=True)
class ProofsPage:
    """What the auditor's page shows; `older` is the `before` of the next page of checkpoints."""

    entries: int
    key: str
    checkpoints: tuple[CheckpointRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to: the fault, or what was found."""

    fault: Unproved | None = None
    home: VerifiedHome | None = None
    proved: Proved | None = None


def proofs_page(*, actor: Actor, before: int | None = None) -> ProofsPage:
    """The state of the journal, the public key and the newest checkpoints.

    :raises NotAllowed: unless the actor may look at the whole journal.
    """
    demand(actor, Act.READ_JOURNAL)
    found = list_checkpoints(before=before, limit=CHECKPOINTS + 1)
    rows = tuple(_row(sealed, read_checkpoint(sealed.note)) for sealed in found[:CHECKPOINTS])
    return ProofsPage(
        entries=Head.objects.values_list("sequence", flat=True).get(pk=1),
        key=str(house_signer().verifier),
        checkpoints=rows,
        older=rows[-1].size if len(found) > CHECKPOINTS else None,
    )


def hand_out_checkpoint(*, actor: Actor, at: datetime) -> Sealed:
    """Seal and return the checkpoint over everything.

    :raises NotAllowed: unless the actor may look at the whole journal.
    :raises CannotSeal: where there is nothing to seal.
    """
    demand(actor, Act.READ_JOURNAL)
    return seal(signer=house_signer(), at=at)


def check_home(*, actor: Actor, kept: str | None = None) -> Verdict:
    """Verify everything, also against a checkpoint that was kept elsewhere.

    :raises NotAllowed: unless the actor may look at the whole journal.
    :raises TooManyEntries: where that takes longer than a person waits.
    """
    demand(actor, Act.READ_JOURNAL)
    if Head.objects.filter(sequence__gt=MOST_ENTRIES).exists():
        raise TooManyEntries("记录超过 $most 条，网页上等不及，请在服务器上运行 zhenggai verify。", most=MOST_ENTRIES)
    try:
        return Verdict(home=verify_home(verifier=house_signer().verifier, kept=[kept] if kept is not None else []))
    except Broken as fault:
        return Verdict(fault=fault)


def check_proof(*, actor: Actor, data: bytes) -> Verdict:
    """Check a proof against the key of this house.

    :raises NotAllowed: unless the actor may look at the whole journal.
    """
    demand(actor, Act.READ_JOURNAL)
    try:
        return Verdict(proved=verify_proof(read_proof(data), verifier=house_signer().verifier))
    except Unproved as fault:
        return Verdict(fault=fault)


def prove_trail_entry(*, sequence: int, actor: Actor, at: datetime) -> bytes:
    """The proof of an entry about accounts, units or persons.

    :raises NotAllowed: unless the actor may look at the whole journal.
    :raises NoSuchThing: where there is no such entry.
    :raises HiddenEntry: where it is about the work, whose readers find its proof in the record of their round.
    """
    demand(actor, Act.READ_JOURNAL)
    entry = _entry(sequence)
    if entry.subject_kind not in KEPT_KINDS:
        raise HiddenEntry("这条记录涉及业务内容，审计管理员看不到。请能看台账的人在轮次的“记录”页下载它的证明。")
    return prove_entry(sequence=sequence, sealed=seal(signer=house_signer(), at=at))


def prove_cycle_entry(*, cycle_id: int, sequence: int, actor: Actor, at: datetime) -> bytes:
    """The proof of an entry in the record of a round.

    :raises NotAllowed: unless the actor sees the whole round.
    :raises NoSuchThing: where the round has no such entry.
    """
    demand(actor, Act.READ_CYCLE, Thing(cycle_id=cycle_id))
    if _entry(sequence).cycle_id != cycle_id:
        raise NoSuchThing("没有编号为 $id 的记录。", id=sequence)
    return prove_entry(sequence=sequence, sealed=seal(signer=house_signer(), at=at))


def prove_arrived_entry(*, cycle_id: int, entry_id: int, actor: Actor) -> tuple[int, bytes]:
    """The number and the proof of an entry of another home, against the checkpoint of there that came with the round.

    :raises NotAllowed: unless the actor sees the whole round.
    :raises NoSuchThing: where no such entry came with the round.
    """
    demand(actor, Act.READ_CYCLE, Thing(cycle_id=cycle_id))
    entry = arrived_entries(cycle_id).select_related("arrival").filter(pk=entry_id).first()
    if entry is None:
        raise NoSuchThing("没有编号为 $id 的记录。", id=entry_id)
    proof = unpack_proof(entry.line.encode(), checkpoint=entry.arrival.checkpoint)
    return entry.sequence, write_proof(proof)


def _entry(sequence: int) -> Entry:
    entry = Entry.objects.filter(pk=sequence).first()
    if entry is None:
        raise NoSuchThing("没有编号为 $id 的记录。", id=sequence)
    return entry


def _row(sealed: Sealed, signed: Checkpoint) -> CheckpointRow:
    return CheckpointRow(sealed.size, sealed.at, sealed.tree_hash.value.upper(), signed.root.hex())
