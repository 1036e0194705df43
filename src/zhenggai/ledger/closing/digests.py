"""The digest of exactly what is signed."""

from __future__ import annotations

from hashlib import sha256

from zhenggai.chain.canonical import canonical_bytes
from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.signing import Signed, content_of
from zhenggai.ledger.closing_models import Closing, Signature


def digest_of(view: ClosingView, closing: Closing) -> str:
    """What a signature on this application names: the SHA-256 of its canonical content."""
    content = content_of(view, number=closing.number, statement=closing.statement)
    return sha256(canonical_bytes(content)).hexdigest()


def seen_digest(view: ClosingView) -> str:
    """The same of a task for which nobody has applied yet, for the page on which somebody does."""
    return sha256(canonical_bytes(content_of(view, number=0, statement=""))).hexdigest()


def signed_of(row: Signature) -> Signed:
    """A signature as `domain.signing` knows it."""
    return Signed(step=row.step, by_id=row.by_id, by=row.by, digest=row.digest, at=row.at)
