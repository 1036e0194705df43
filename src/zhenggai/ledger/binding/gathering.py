"""What belongs into a binder: the evidence of a part of a round within the actor's reach, in the order of its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhenggai.domain.binders import Binder, BinderPart, CannotBind, Piece, is_marked
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may_in_cycle, refused
from zhenggai.domain.roles import Act
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Aspect, Cycle, Evidence, EvidenceUse, Task, TaskUnit
from zhenggai.ledger.proving import evidence_in_reach
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import tasks_in_reach


def gather(*, cycle_id: int, part: BinderPart, actor: Actor, today: date, made_by: str = "") -> Binder:
    """The catalogue of that part, with nothing said yet of the files themselves. As many queries for one piece as for many.

    :raises NotAllowed: where the actor reads nothing of the round.
    :raises NoSuchThing: where there is no such round.
    :raises CannotBind: where the part does not exist within the actor's reach.
    """
    demand(actor, Act.READ)
    cycle = Cycle.objects.filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    if not may_in_cycle(actor, Act.READ, cycle_id):
        raise refused(actor, Act.READ)
    reached = tasks_in_reach(actor).filter(cycle_id=cycle_id)
    tasks = reached.filter(_within(part))
    label = _label(part, tasks)
    found = evidence_in_reach(actor, cycle_id=cycle_id)
    if part.kind:
        uses = EvidenceUse.objects.filter(evidence=OuterRef("pk"), ended_at=None, measure__task__in=tasks)
        found = found.filter(Exists(uses))
    found = found.order_by("task_number", "running")
    proves = _proves(found, reached)
    names = rules_of(cycle_id=cycle_id).evidence_name
    pieces = tuple(
        _piece(place, evidence, names(evidence.kind), proves.get(evidence.pk, ""))
        for place, evidence in enumerate(found, start=1)
    )
    headings = _headings(reached, {piece.task for piece in pieces})
    return Binder(cycle.title, part, label, today, made_by or actor.name, pieces, headings)


def _within(part: BinderPart) -> Q:
    """What a task must be for the part to have it."""
    if part.kind == "task":
        return Q(number=int(part.value))
    if part.kind == "leader":
        return Q(leader=part.value)
    if part.kind == "aspect":
        return Q(problem__aspect_id=int(part.value))
    if part.kind == "unit":
        return Q(pk__in=TaskUnit.objects.filter(unit__name=part.value).values("task_id"))
    return Q()


def _label(part: BinderPart, tasks: QuerySet[Task]) -> str:
    if not part.kind:
        return "整个轮次"
    if not tasks.exists():
        raise CannotBind("这个范围里没有您能看的任务，请换一个范围。")
    if part.kind == "aspect":
        aspect = Aspect.objects.get(pk=int(part.value))
        return f"{aspect.label}{aspect.title}" or "未分方面"
    return {"task": f"任务 {part.value}", "leader": f"牵头领导 {part.value}", "unit": part.value}[part.kind]


def _proves(found: QuerySet[Evidence], reached: QuerySet[Task]) -> dict[int, str]:
    """The measures that each piece proves, none out of reach, in one query."""
    uses = (
        EvidenceUse.objects.filter(evidence__in=found.order_by(), ended_at=None, measure__task__in=reached)
        .select_related("measure__task__problem__aspect")
        .order_by("measure__task__number", "measure__position")
    )
    cited: dict[int, dict[str, list[str]]] = {}
    for use in uses:
        task = f"{cite_problem(use.measure.task.problem)} 任务 {use.measure.task.number}"
        cited.setdefault(use.evidence_id, {}).setdefault(task, []).append(str(use.measure.position))
    return {
        pk: "；".join(f"{task} 措施 {'、'.join(places)}" for task, places in tasks.items())
        for pk, tasks in cited.items()
    }


def _headings(reached: QuerySet[Task], numbers: Iterable[int]) -> tuple[tuple[int, str], ...]:
    titles = reached.order_by("number").values_list("number", "problem__title")
    wanted = set(numbers)
    return tuple((number, title) for number, title in titles if number in wanted)


def _piece(place: int, evidence: Evidence, kind: str, proves: str) -> Piece:
    if is_marked((evidence.name, evidence.description, evidence.document_number)):
        # That there is something under this number is said, and no more.
        return Piece(place, evidence.number, evidence.task_number, "", kind, "withheld")
    return Piece(
        place=place,
        number=evidence.number,
        task=evidence.task_number,
        name=evidence.name,
        kind=kind,
        state="withdrawn" if evidence.withdrawn_at else "held",
        document_number=evidence.document_number,
        dated=evidence.dated,
        description=evidence.description,
        pages=evidence.pages,
        proves=proves,
        size=evidence.size,
        sha256=evidence.sha256,
    )
