"""Evidence turned into rows that a template can show."""

from __future__ import annotations

from zhenggai.domain.evidence import EvidenceWords, FileFacts, faults_of, lacking_words
from zhenggai.domain.rules import Rules
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.shapes.evidence import EvidenceRow
from zhenggai.reading.exhibits.kinds import DOCUMENTS, PICTURES, TYPES

UNKNOWN_MEDIA = "application/octet-stream"


def evidence_row(evidence: Evidence, rules: Rules, problems: tuple[str, ...]) -> EvidenceRow:
    """A piece of evidence in the words of the rules, with the problems it is used for."""
    kind = TYPES.get(evidence.type)
    pictured = evidence.type in PICTURES or evidence.type == "pdf"
    return EvidenceRow(
        id=evidence.pk,
        number=evidence.number,
        name=evidence.name,
        type=evidence.type,
        type_name=kind.label if kind else evidence.type,
        kind_name=rules.evidence_name(evidence.kind),
        document_number=evidence.document_number,
        dated=evidence.dated,
        description=evidence.description,
        size=evidence.size,
        pages=evidence.pages,
        taken_at=evidence.taken_at,
        has_thumb=pictured and evidence.openable,
        shows=evidence.openable and (pictured or evidence.type in DOCUMENTS),
        faults=faults_of(facts_of(evidence)),
        lacking=lacking_words(words_of(evidence)),
        uploaded_by=evidence.uploaded_by,
        uploaded_at=evidence.uploaded_at,
        uses=evidence.uses_count,
        problems=problems,
        withdrawn=evidence.withdrawn_at is not None,
    )


def words_of(evidence: Evidence) -> EvidenceWords:
    """What is said of a piece of evidence."""
    return EvidenceWords(evidence.kind, evidence.document_number, evidence.dated, evidence.description)


def facts_of(evidence: Evidence) -> FileFacts:
    """What a piece of evidence is as a file."""
    return FileFacts(
        type=evidence.type,
        size=evidence.size,
        openable=evidence.openable,
        encrypted=evidence.encrypted,
        ending_agrees=evidence.ending_agrees,
        pages=evidence.pages,
    )


def media_of(evidence: Evidence) -> str:
    """What browsers call the type of a piece of evidence."""
    kind = TYPES.get(evidence.type)
    return kind.media if kind else UNKNOWN_MEDIA
