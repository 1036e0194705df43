"""Evidence as it is held while it changes: found, claimed at the version somebody saw, told to the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F

from zhenggai.domain.closed import Doing, demand_open
from zhenggai.domain.evidence import EVIDENCE_KINDS, MOST_MEASURES, CannotAttach, EvidenceWords
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting, demand, may
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.meanwhile import told_meanwhile
from zhenggai.ledger.models import Evidence, EvidenceUse, Measure
from zhenggai.ledger.proving import demand_change, demand_read
from zhenggai.ledger.standing import things_of_tasks
from zhenggai.ledger.still_open import demand_still_open, hold_state

Facts = Mapping[str, object]
LARGEST_ID = 2**63 - 1
_TAKEN_THERE = frozenset({"photo", "video"})


class EvidenceChanged(Refusal):
    """Somebody else changed the evidence since it was looked at."""


def find_evidence(evidence_id: int, *, actor: Actor) -> Evidence:
    """A piece of evidence that the actor may read.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the actor may not.
    """
    found = Evidence.objects.filter(pk=evidence_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的佐证。", id=evidence_id)
    demand_read(actor, found)
    return found


def own_evidence(evidence_id: int, *, actor: Actor) -> Evidence:
    """A piece of evidence that the actor may change.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the actor may not.
    """
    found = find_evidence(evidence_id, actor=actor)
    demand_change(actor, found)
    return found


def claim_evidence(evidence_id: int, *, version: int) -> Evidence:
    """A piece of evidence in force, its version one higher; part of the transaction that changes it.

    :raises CannotAttach: where it has been withdrawn.
    :raises EvidenceChanged: where `version` is not its own.
    """
    journal.demand_transaction()
    found = Evidence.objects.get(pk=evidence_id)
    if found.withdrawn_at is not None:
        raise CannotAttach("这件佐证已经撤下，不能再改。")
    if Evidence.objects.filter(pk=evidence_id, version=version).update(version=F("version") + 1) != 1:
        told = told_meanwhile((Subject("evidence", evidence_id),), steps=found.version - version)
        raise EvidenceChanged("佐证已有变化：$who $did$changes。您填的内容还在，请对照最新内容再保存一次。", **told)
    return found


def find_measures(measure_ids: Sequence[int], *, actor: Actor) -> list[Measure]:
    """The measures that evidence is to prove, in order, all of one cycle and within the actor's reach.

    :raises CannotAttach: where none is named, too many, or they are of several cycles.
    :raises NoSuchThing: where one of them does not exist.
    :raises NotAllowed: where one is of a task to which the actor may not attach.
    """
    wanted = list(dict.fromkeys(measure_ids))
    if not 1 <= len(wanted) <= MOST_MEASURES:
        raise CannotAttach("请选择佐证用于哪条措施，一次最多 $most 条。", most=MOST_MEASURES)
    rows = Measure.objects.select_related("task__problem__aspect").in_bulk([pk for pk in wanted if pk <= LARGEST_ID])
    missing = [pk for pk in wanted if pk not in rows]
    if missing:
        raise NoSuchThing("没有编号为 $id 的措施。", id=missing[0])
    found = [rows[pk] for pk in wanted]
    for thing in things_of_tasks({measure.task_id for measure in found}).values():
        demand(actor, Act.ATTACH, thing)
    if len({measure.task.cycle_id for measure in found}) != 1:
        raise CannotAttach("一件佐证只能用于同一轮次的措施。")
    return found


def attaching(actor: Actor, thing: Thing, *, kind: str) -> Doing:
    """What bringing evidence to a task is: part of the work on it, or of looking after it."""
    return "photo" if kind in _TAKEN_THERE and may(actor, Act.VISIT, thing) else "attach"


def hold_open(measures: Iterable[Measure], *, kind: str, actor: Actor) -> None:
    """Return where the tasks of these measures take evidence of that kind; part of the transaction that brings it.

    :raises TaskClosed: where one of them is over.
    """
    things = things_of_tasks({measure.task_id for measure in measures})
    for task_id in sorted(things):
        demand_open(attaching(actor, things[task_id], kind=kind), hold_state(task_id))


def hold_unsigned(evidence: Evidence) -> None:
    """Return where no task that is over rests on the evidence; part of the transaction that changes it.

    :raises TaskClosed: where one does.
    """
    uses = EvidenceUse.objects.filter(evidence=evidence, ended_at=None)
    demand_still_open("attach", uses.values_list("measure__task_id", flat=True))


def link(evidence: Evidence, measures: Iterable[Measure], *, actor: Actor, at: datetime) -> list[Measure]:
    """Let the evidence prove these measures and return those it did not prove already; part of a transaction."""
    proved = set(EvidenceUse.objects.filter(evidence=evidence, ended_at=None).values_list("measure_id", flat=True))
    fresh = [measure for measure in measures if measure.pk not in proved]
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence=evidence, measure=measure, since=at, linked_by=actor.name) for measure in fresh
    )
    recount(evidence)
    return fresh


def recount(evidence: Evidence) -> None:
    """Keep how many measures the evidence proves."""
    count = EvidenceUse.objects.filter(evidence=evidence, ended_at=None).count()
    Evidence.objects.filter(pk=evidence.pk).update(uses_count=count)


def tell_evidence(
    evidence: Evidence, *, actor: Actor, verb: str, before: Facts, after: Facts, at: datetime, why: str = ""
) -> None:
    """Write what happened to the evidence into the journal."""
    name = {"fact": name_of(evidence)}
    journal.append(
        actor=_as_they_attach(actor, evidence),
        verb=verb,
        subject=Subject("evidence", evidence.pk),
        before={**name, **before},
        after={**name, **after},
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=evidence.cycle_id,
    )


def _as_they_attach(actor: Actor, evidence: Evidence) -> Actor:
    """The actor in their own name, or for who lets them attach to the tasks that the evidence proves."""
    tasks = set(EvidenceUse.objects.filter(evidence=evidence).values_list("measure__task_id", flat=True))
    reached = (thing for thing in things_of_tasks(tasks).values() if may(actor, Act.ATTACH, thing))
    thing = next(reached, None)
    return acting(actor, Act.ATTACH, thing) if thing else actor


def name_of(evidence: Evidence) -> str:
    """The evidence as people name it: its number in the catalogue and its file."""
    return f"{evidence.number} {evidence.name}"


def cite_measures(measures: Iterable[Measure]) -> str:
    """Measures as people cite them."""
    return "、".join(
        f"{cite_problem(measure.task.problem)} 任务 {measure.task.number} 措施 {measure.position}"
        for measure in measures
    )


def word_facts(words: EvidenceWords) -> dict[str, object]:
    """What is said of evidence, in the journal's words."""
    return {
        "evidence_kind": EVIDENCE_KINDS[words.kind],
        "document_number": words.number,
        "dated": words.dated.isoformat() if words.dated else "",
        "shows": words.description,
    }


def words_of(evidence: Evidence) -> EvidenceWords:
    """What is said of a piece of evidence."""
    return EvidenceWords(evidence.kind, evidence.document_number, evidence.dated, evidence.description)
