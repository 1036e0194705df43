"""Whose evidence is: rights to a file are those to the tasks it proves, and the same rule as SQL."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhenggai.domain.rights import Actor, Thing, may, may_in_cycle, offices_of, refused
from zhenggai.domain.roles import GRANTS, Act, Reach
from zhenggai.ledger.models import Evidence, EvidenceUse
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks


def may_read_evidence(actor: Actor, evidence: Evidence) -> bool:
    """Whether the actor reads everything, brought the evidence, or reads a task that it proves."""
    if not may_in_cycle(actor, Act.READ, evidence.cycle_id):
        return False
    if _everything(actor, Act.READ, evidence.cycle_id) or evidence.uploader_id == actor.id:
        return True
    return any(may(actor, Act.READ, thing) for thing in _things(evidence))


def may_attach_evidence(actor: Actor, evidence: Evidence) -> bool:
    """Whether the actor brought the evidence, or may attach to a task that it proves."""
    if not may_in_cycle(actor, Act.ATTACH, evidence.cycle_id):
        return False
    if _everything(actor, Act.ATTACH, evidence.cycle_id) or evidence.uploader_id == actor.id:
        return True
    return any(may(actor, Act.ATTACH, thing) for thing in _things(evidence))


def may_change_evidence(actor: Actor, evidence: Evidence) -> bool:
    """Whether the actor brought the evidence, or reports on every task that it proves: others rely on it, too."""
    if not may_in_cycle(actor, Act.ATTACH, evidence.cycle_id):
        return False
    if _everything(actor, Act.REPORT, evidence.cycle_id) or evidence.uploader_id == actor.id:
        return True
    things = list(_things(evidence))
    return bool(things) and all(may(actor, Act.REPORT, thing) for thing in things)


def demand_read(actor: Actor, evidence: Evidence) -> None:
    """Return where the actor may read the evidence.

    :raises NotAllowed: where they may not.
    """
    if not may_read_evidence(actor, evidence):
        raise refused(actor, Act.READ)


def demand_change(actor: Actor, evidence: Evidence) -> None:
    """Return where the actor may change the evidence.

    :raises NotAllowed: where they may not.
    """
    if not may_change_evidence(actor, evidence):
        raise refused(actor, Act.ATTACH)


def evidence_in_reach(actor: Actor, *, cycle_id: int) -> QuerySet[Evidence]:
    """The evidence of a cycle that the actor may read; the rule is that of `may_read_evidence`, and a test proves it."""
    of_cycle = Evidence.objects.filter(cycle_id=cycle_id)
    if not may_in_cycle(actor, Act.READ, cycle_id):
        return of_cycle.none()
    if _everything(actor, Act.READ, cycle_id):
        return of_cycle
    proves = EvidenceUse.objects.filter(
        evidence=OuterRef("pk"), ended_at=None, measure__task__in=tasks_in_reach(actor, cycle_id=cycle_id)
    )
    return of_cycle.filter(Q(uploader_id=actor.id) | Exists(proves))


def _things(evidence: Evidence) -> Iterable[Thing]:
    used = EvidenceUse.objects.filter(evidence=evidence, ended_at=None)
    return things_of_tasks(used.values_list("measure__task_id", flat=True).distinct()).values()


def _everything(actor: Actor, act: Act, cycle_id: int) -> bool:
    return any(
        GRANTS[act].get(office.role) is Reach.EVERYTHING and office.cycle_id in (None, cycle_id)
        for office in offices_of(actor)
    )
