"""Saying something else of a piece of evidence, and withdrawing one that was a mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from zhenggai.domain.evidence import LONGEST_DESCRIPTION, CannotAttach, EvidenceWords, demand_words, tidy_number
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.evidence_search import reindex_evidence
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.operations.evidence.holding import (
    claim_evidence,
    hold_unsigned,
    own_evidence,
    tell_evidence,
    word_facts,
    words_of,
)


def describe_evidence(*, evidence_id: int, version: int, words: EvidenceWords, actor: Actor, at: datetime) -> None:
    """Say of what kind a piece of evidence is, its document number and day, and what it shows.

    :raises NotAllowed: where the actor may not change it.
    :raises CannotAttach: where that makes no sense, or it was withdrawn.
    :raises TaskClosed: where a task that is over rests on it.
    :raises EvidenceChanged: where `version` is not the evidence's.
    """
    demand(actor, Act.ATTACH)
    demand_words(words, today=localtime(at).date())
    own_evidence(evidence_id, actor=actor)
    tidied = replace(words, number=tidy_number(words.number))
    with transaction.atomic(durable=True):
        evidence = claim_evidence(evidence_id, version=version)
        hold_unsigned(evidence)
        old, new = word_facts(words_of(evidence)), word_facts(tidied)
        Evidence.objects.filter(pk=evidence.pk).update(
            kind=tidied.kind, document_number=tidied.number, dated=tidied.dated, description=tidied.description
        )
        reindex_evidence(Evidence.objects.get(pk=evidence.pk))
        names = [name for name in new if old[name] != new[name]]
        tell_evidence(
            evidence,
            actor=actor,
            verb="evidence.describe",
            before={name: old[name] for name in names},
            after={name: new[name] for name in names},
            at=at,
        )


def withdraw_evidence(*, evidence_id: int, version: int, why: str, actor: Actor, at: datetime) -> None:
    """Take a piece of evidence out of use, with a reason; number, file and history stay.

    :raises NotAllowed: where the actor may not change it.
    :raises CannotAttach: without a reason, or where it was withdrawn before.
    :raises TaskClosed: where a task that is over rests on it.
    :raises EvidenceChanged: where `version` is not the evidence's.
    """
    demand(actor, Act.ATTACH)
    reason = why.strip()
    if not reason or len(reason) > LONGEST_DESCRIPTION:
        raise CannotAttach("请写明撤下的原因，最多 $longest 个字。", longest=LONGEST_DESCRIPTION)
    own_evidence(evidence_id, actor=actor)
    with transaction.atomic(durable=True):
        evidence = claim_evidence(evidence_id, version=version)
        hold_unsigned(evidence)
        Evidence.objects.filter(pk=evidence.pk).update(withdrawn_at=at, withdrawn_by=actor.name, withdrawn_why=reason)
        tell_evidence(evidence, actor=actor, verb="evidence.withdraw", before={}, after={}, at=at, why=reason)
