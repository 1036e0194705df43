"""Letting a piece of evidence prove more measures, or fewer; what it once proved stays written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from zhenggai.domain.evidence import CannotAttach
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import EvidenceUse
from zhenggai.ledger.operations.evidence.holding import (
    cite_measures,
    claim_evidence,
    find_evidence,
    find_measures,
    hold_open,
    link,
    own_evidence,
    recount,
    tell_evidence,
)
from zhenggai.ledger.still_open import demand_still_open


def link_evidence(*, evidence_id: int, measure_ids: Sequence[int], actor: Actor, at: datetime) -> None:
    """Let a piece of evidence prove these measures as well.

    :raises NotAllowed: where the actor may not read the evidence, or not attach to one of the tasks.
    :raises NoSuchThing: where evidence or measure does not exist.
    :raises TaskClosed: where one of the tasks is over.
    :raises CannotAttach: where it proves all of them already, was withdrawn, or is of another cycle.
    """
    demand(actor, Act.ATTACH)
    found = find_evidence(evidence_id, actor=actor)
    measures = find_measures(measure_ids, actor=actor)
    if measures[0].task.cycle_id != found.cycle_id:
        raise CannotAttach("一件佐证只能用于同一轮次的措施。")
    try:
        with transaction.atomic(durable=True):
            evidence = claim_evidence(evidence_id, version=found.version)
            hold_open(measures, kind=evidence.kind, actor=actor)
            fresh = link(evidence, measures, actor=actor, at=at)
            if not fresh:
                raise CannotAttach("这件佐证已经用于所选的措施。")
            used = {"used_for": cite_measures(fresh)}
            tell_evidence(evidence, actor=actor, verb="evidence.link", before={}, after=used, at=at)
    except IntegrityError as clash:
        raise CannotAttach("这件佐证已经用于所选的措施。") from clash


def unlink_evidence(*, evidence_id: int, measure_id: int, why: str, actor: Actor, at: datetime) -> None:
    """Let a piece of evidence no longer prove a measure; that it did stays in the history.

    :raises NotAllowed: where the actor may not change the evidence, or not attach to the task.
    :raises NoSuchThing: where the evidence does not prove the measure.
    :raises TaskClosed: where the task is over.
    :raises CannotAttach: without a reason, or where the evidence was withdrawn.
    """
    demand(actor, Act.ATTACH)
    found = own_evidence(evidence_id, actor=actor)
    measures = find_measures([measure_id], actor=actor)
    if not why.strip():
        raise CannotAttach("请写明取消关联的原因。")
    with transaction.atomic(durable=True):
        evidence = claim_evidence(evidence_id, version=found.version)
        demand_still_open("attach", [measures[0].task_id])
        used = EvidenceUse.objects.filter(evidence=evidence, measure_id=measure_id, ended_at=None)
        if used.update(ended_at=at, ended_by=actor.name) != 1:
            raise NoSuchThing("这件佐证没有用于这条措施。")
        recount(evidence)
        before = {"used_for": cite_measures(measures)}
        tell_evidence(evidence, actor=actor, verb="evidence.unlink", before=before, after={}, at=at, why=why.strip())
