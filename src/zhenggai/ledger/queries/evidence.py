"""What proves a task, and the page of one piece of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from zhenggai.domain.closed import Doing, is_open
from zhenggai.domain.evidence import needs_unmet
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, demand, may
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.jobs.exhibits import Shown
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.likes import alike
from zhenggai.ledger.models import Evidence, EvidenceUse, Measure, Task, Upload
from zhenggai.ledger.previews import shown_of, thumb_of
from zhenggai.ledger.proving import demand_read, evidence_in_reach, may_attach_evidence, may_change_evidence
from zhenggai.ledger.queries.evidence_rows import evidence_row, media_of, words_of
from zhenggai.ledger.queries.heads import find_task, head_of
from zhenggai.ledger.queries.rows import cycle_row, state_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes.evidence import (
    AlikeRow,
    EvidenceFile,
    EvidencePage,
    LinkChoice,
    MeasureEvidence,
    TaskEvidence,
    UploadRow,
    UseRow,
)
from zhenggai.ledger.standing import tasks_in_reach


def task_evidence(*, task_id: int, actor: Actor, today: date) -> TaskEvidence:
    """The evidence of a task, measure by measure, newest last.

    :raises NoSuchThing: where there is no such task.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    found = find_task(task_id, actor=actor)
    task, rules = found.task, found.rules
    uses = EvidenceUse.objects.filter(measure__task=task, ended_at=None).select_related("evidence")
    by_measure: dict[int, list[Evidence]] = {}
    for use in uses.order_by("evidence__task_number", "evidence__running"):
        by_measure.setdefault(use.measure_id, []).append(use.evidence)
    proving = {evidence.pk for some in by_measure.values() for evidence in some}
    problems = problems_proved(proving)
    measures = task.measures.order_by("position")
    return TaskEvidence(
        head=head_of(found, actor=actor, today=today),
        task_id=task.pk,
        measures=tuple(_proved(one, by_measure.get(one.pk, []), problems, rules) for one in measures),
        count=len(proving),
        uploads=tuple(_uploads(task, actor)),
        kinds=rules.evidence_kinds,
        may_attach=_may_attach(task, found.thing, actor),
    )


def _may_attach(task: Task, thing: Thing, actor: Actor) -> bool:
    doing: Doing = "photo" if may(actor, Act.VISIT, thing) else "attach"
    return may(actor, Act.ATTACH, thing) and is_open(doing, state_of(task))


def evidence_page(*, evidence_id: int, actor: Actor) -> EvidencePage:
    """All about one piece of evidence.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the actor may not read it.
    """
    evidence = readable_evidence(evidence_id, actor=actor)
    rules = rules_of(cycle_id=evidence.cycle_id)
    uses = _uses(evidence, actor)
    current = tuple(use for use in uses if use.ended_at is None)
    return EvidencePage(
        cycle=cycle_row(cycle_id=evidence.cycle_id),
        row=evidence_row(evidence, rules, tuple(dict.fromkeys(use.problem for use in current))),
        words=words_of(evidence),
        version=evidence.version,
        sha256=evidence.sha256,
        scan=evidence.scan,
        latitude=evidence.latitude,
        longitude=evidence.longitude,
        uses=current,
        ended=tuple(use for use in uses if use.ended_at is not None),
        alike=_alike(evidence, rules, actor),
        withdrawn_at=evidence.withdrawn_at,
        withdrawn_by=evidence.withdrawn_by,
        withdrawn_why=evidence.withdrawn_why,
        timeline=list_timeline(subjects=(Subject("evidence", evidence.pk),)),
        kinds=rules.evidence_kinds,
        may_change=evidence.withdrawn_at is None and may_change_evidence(actor, evidence),
        may_attach=may_attach_evidence(actor, evidence),
        signed=any(not use.open for use in current),
    )


def alike_evidence(*, evidence_id: int, actor: Actor) -> tuple[AlikeRow, ...]:
    """Other evidence that is the same or nearly, with the problems it is used for.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the actor may not read it.
    """
    evidence = readable_evidence(evidence_id, actor=actor)
    return _alike(evidence, rules_of(cycle_id=evidence.cycle_id), actor)


def measures_to_prove(*, cycle_id: int, task_number: int, evidence_id: int, actor: Actor) -> tuple[LinkChoice, ...]:
    """The measures of a task, by its number, that a piece of evidence does not prove yet; none out of reach."""
    demand(actor, Act.ATTACH)
    task = tasks_in_reach(actor, Act.ATTACH).filter(cycle_id=cycle_id, number=task_number).first()
    if task is None:
        return ()
    proved = EvidenceUse.objects.filter(evidence_id=evidence_id, ended_at=None).values("measure_id")
    measures = task.measures.exclude(pk__in=proved).order_by("position")
    return tuple(LinkChoice(measure.pk, measure.position, measure.text) for measure in measures)


def upload_row(*, key: str, actor: Actor) -> UploadRow:
    """How far an upload of the actor's own has come.

    :raises NoSuchThing: where there is none of that key, or it is somebody else's.
    """
    demand(actor, Act.ATTACH)
    found = Upload.objects.filter(key=key, account_id=actor.id).first()
    if found is None:
        raise NoSuchThing("这次上传已经失效，请重新选择文件。")
    return _upload(found)


def evidence_file(*, cycle_id: int, evidence_id: int, actor: Actor) -> EvidenceFile:
    """What it takes to hand out a file.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the actor may not read it.
    """
    found = _of_cycle(cycle_id, evidence_id, actor)
    return EvidenceFile(found.sha256, found.name, found.size, media_of(found))


def evidence_thumb(*, cycle_id: int, evidence_id: int, actor: Actor) -> bytes:
    """The small picture of a piece of evidence.

    :raises NoSuchThing: where there is no such evidence, or no picture of it.
    :raises NotAllowed: where the actor may not read it.
    """
    thumb = thumb_of(_of_cycle(cycle_id, evidence_id, actor))
    if thumb is None:
        raise NoSuchThing("这件佐证没有缩略图。")
    return thumb


def evidence_shown(*, cycle_id: int, evidence_id: int, actor: Actor) -> Shown:
    """What a page can show of a piece of evidence.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the actor may not read it.
    """
    return shown_of(_of_cycle(cycle_id, evidence_id, actor))


def readable_evidence(evidence_id: int, *, actor: Actor) -> Evidence:
    """A piece of evidence that the actor may read.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the actor may not read it.
    """
    demand(actor, Act.READ)
    found = Evidence.objects.filter(pk=evidence_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的佐证。", id=evidence_id)
    demand_read(actor, found)
    return found


def problems_proved(evidence_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The problems for which each piece of evidence is used, as cited; one query for all of them."""
    uses = EvidenceUse.objects.filter(evidence_id__in=list(evidence_ids), ended_at=None)
    found: dict[int, dict[str, None]] = {}
    for use in uses.select_related("measure__task__problem__aspect").order_by("measure__task__position"):
        found.setdefault(use.evidence_id, {})[cite_problem(use.measure.task.problem)] = None
    return {pk: tuple(cited) for pk, cited in found.items()}


def _of_cycle(cycle_id: int, evidence_id: int, actor: Actor) -> Evidence:
    found = readable_evidence(evidence_id, actor=actor)
    if found.cycle_id != cycle_id:
        raise NoSuchThing("没有编号为 $id 的佐证。", id=evidence_id)
    return found


def _proved(
    measure: Measure, evidence: Sequence[Evidence], problems: dict[int, tuple[str, ...]], rules: Rules
) -> MeasureEvidence:
    kinds = {one.kind for one in evidence if one.withdrawn_at is None}
    needs = needs_unmet(measure.measure_class, kinds)
    return MeasureEvidence(
        id=measure.pk,
        position=measure.position,
        text=measure.text,
        class_name=rules.class_name(measure.measure_class),
        rows=tuple(evidence_row(one, rules, problems.get(one.pk, ())) for one in evidence),
        unmet=tuple(" / ".join(rules.evidence_name(kind) for kind in need) for need in needs),
    )


def _uploads(task: Task, actor: Actor) -> Iterable[UploadRow]:
    mine = Upload.objects.filter(task_id=task.pk, account_id=actor.id, evidence=None)
    return (_upload(row) for row in mine.order_by("begun_at"))


def _upload(row: Upload) -> UploadRow:
    return UploadRow(row.key, row.name, row.size, row.received, row.begun_at)


def _uses(evidence: Evidence, actor: Actor) -> tuple[UseRow, ...]:
    uses = list(
        EvidenceUse.objects.filter(evidence=evidence)
        .select_related("measure__task__problem__aspect")
        .order_by("measure__task__position", "measure__position", "pk")
    )
    wanted = {use.measure.task_id for use in uses}
    reached = set(tasks_in_reach(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    return tuple(_use(use, in_reach=use.measure.task_id in reached) for use in uses)


def _use(use: EvidenceUse, *, in_reach: bool) -> UseRow:
    measure, task = use.measure, use.measure.task
    return UseRow(
        measure_id=measure.pk,
        task_id=task.pk,
        task_number=task.number,
        problem=cite_problem(task.problem),
        position=measure.position,
        text=measure.text if in_reach else "",
        in_reach=in_reach,
        open=is_open("attach", state_of(task)),
        linked_by=use.linked_by,
        since=use.since,
        ended_at=use.ended_at,
        ended_by=use.ended_by,
    )


def _alike(evidence: Evidence, rules: Rules, actor: Actor) -> tuple[AlikeRow, ...]:
    found = alike(evidence)
    wanted = [other.pk for other, _ in found]
    readable = set(
        evidence_in_reach(actor, cycle_id=evidence.cycle_id).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    problems = problems_proved(wanted)
    return tuple(
        AlikeRow(
            id=other.pk if other.pk in readable else None,
            number=other.number,
            name=other.name if other.pk in readable else "",
            same=same,
            taken=other.taken_at.date() if other.taken_at else None,
            dated=other.dated,
            kind_name=rules.evidence_name(other.kind),
            problems=problems.get(other.pk, ()),
            withdrawn=other.withdrawn_at is not None,
        )
        for other, same in found
    )
