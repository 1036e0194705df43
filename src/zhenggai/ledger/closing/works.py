"""What was done on tasks: reports, evidence, institutions, as facts of the gate; one query for each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef

from zhenggai.domain.closing_facts import (
    DoubtFact,
    EvidenceFact,
    InstitutionFact,
    MoneyFact,
    ReportFact,
    RosterFact,
    TargetFact,
)
from zhenggai.domain.doubting import STANDING
from zhenggai.domain.evidence import FileFacts, faults_of
from zhenggai.domain.institutions import ESTABLISHED, STANDING_NAMES, standing_of
from zhenggai.ledger.arrived import told_of_reports
from zhenggai.ledger.closing.amounts import listed_of, money_of, rosters_of, targets_of
from zhenggai.ledger.closing_models import VisitPhoto
from zhenggai.ledger.models import EvidenceUse, LedgerDoubt, Measure, Progress, Task
from zhenggai.ledger.rule_titles import stops_closing, title_of
from zhenggai.reading.reported import read_text


@dataclass(frozen=True, slots=True)
class Works:
    """Facts by the keys of measures (reports, evidence) and of tasks (all others)."""

    reports: Mapping[int, tuple[ReportFact, ...]]
    evidence: Mapping[int, tuple[EvidenceFact, ...]]
    institutions: Mapping[int, tuple[InstitutionFact, ...]]
    targets: Mapping[int, tuple[TargetFact, ...]] = field(default_factory=dict)
    money: Mapping[int, tuple[MoneyFact, ...]] = field(default_factory=dict)
    rosters: Mapping[int, tuple[RosterFact, ...]] = field(default_factory=dict)
    doubts: Mapping[int, tuple[DoubtFact, ...]] = field(default_factory=dict)


def works_of(tasks: Sequence[Task], *, today: date) -> Works:
    """What was done on these tasks, which were loaded with their cycles and measures."""
    feedback = {measure.pk: task.cycle.feedback_date for task in tasks for measure in task.measures.all()}
    wanted = [task.pk for task in tasks]
    registers = listed_of(wanted)
    return Works(
        reports=_reports(feedback, today=today),
        evidence=_evidence(feedback),
        institutions=_institutions(wanted, today=today),
        targets=targets_of(wanted, registers),
        money=money_of({measure.pk: measure for task in tasks for measure in task.measures.all()}),
        rosters=rosters_of(registers),
        doubts=_doubts(wanted),
    )


def _reports(feedback: Mapping[int, date | None], *, today: date) -> dict[int, tuple[ReportFact, ...]]:
    """The reports that stand on each measure, newest first: neither returned nor corrected."""
    found: dict[int, list[ReportFact]] = defaultdict(list)
    standing = Progress.objects.filter(measure_id__in=feedback, corrected_by=None).exclude(state="returned")
    for row in standing.annotate(told=told_of_reports()).order_by("-pk"):
        found[row.measure_id].append(_report(row, today=today, feedback=feedback[row.measure_id]))
    return {measure: tuple(facts) for measure, facts in found.items()}


def _report(row: Progress, *, today: date, feedback: date | None) -> ReportFact:
    text = "\n".join(part for part in (row.done, row.result, row.effect) if part)
    read = read_text(text, today=today, feedback=feedback)
    later = [day.text for day in read.dates if day.first > today]
    early = [day.text for day in read.dates if feedback and day.last < feedback]
    return ReportFact(
        id=row.pk,
        day=row.day,
        text=text,
        claims_done=row.claims == "done",
        phase=row.phase,
        explained=bool(row.explanation),
        ahead=tuple(dict.fromkeys((*read.ahead, *later))),
        early=tuple(dict.fromkeys(early)),
        handed=row.at,
        told=row.told,  # type: ignore[attr-defined]  # a column of the query
    )


def _evidence(measures: Iterable[int]) -> dict[int, tuple[EvidenceFact, ...]]:
    """The evidence in force of each measure, in the order of its numbers."""
    used = EvidenceUse.objects.filter(measure_id__in=list(measures), ended_at=None, evidence__withdrawn_at=None)
    photos = VisitPhoto.objects.filter(evidence_id=OuterRef("evidence_id"))
    rows = used.select_related("evidence").annotate(of_visit=Exists(photos)).order_by("evidence_id")
    found: dict[int, list[EvidenceFact]] = defaultdict(list)
    for use in rows:
        found[use.measure_id].append(_piece(use, of_visit=use.of_visit))
    return {measure: tuple(facts) for measure, facts in found.items()}


def _piece(use: EvidenceUse, *, of_visit: bool) -> EvidenceFact:
    row = use.evidence
    looked = FileFacts(row.type, row.size, row.openable, row.encrypted, row.ending_agrees, row.pages)
    return EvidenceFact(
        id=row.pk,
        number=row.number,
        name=row.name,
        sha256=row.sha256,
        kind=row.kind,
        document_number=row.document_number,
        dated=row.dated,
        size=row.size,
        faults=faults_of(looked),
        of_visit=of_visit,
    )


def _institutions(task_ids: Sequence[int], *, today: date) -> dict[int, tuple[InstitutionFact, ...]]:
    """The institutions that each task is to leave behind, by itself or by one of its measures.

    They are kept in a room above this one, hence by the names of relations and not by a model.
    """
    names = ("task", "id", "name", "state", "effective_on", "trial_ends")
    direct = Task.objects.filter(pk__in=task_ids, institution_links__isnull=False).values_list(
        *_columns("institution_links__institution"), named=False
    )
    by_measure = Measure.objects.filter(task_id__in=task_ids, institution_links__isnull=False).values_list(
        *_columns("institution_links__institution", task="task_id")
    )
    found: dict[int, dict[int, InstitutionFact]] = defaultdict(dict)
    for values in direct.union(by_measure):
        row = dict(zip(names, values, strict=True))
        standing = standing_of(
            state=row["state"], effective_on=row["effective_on"], trial_ends=row["trial_ends"], today=today
        )
        found[row["task"]][row["id"]] = InstitutionFact(
            row["id"], row["name"], STANDING_NAMES[standing], standing in ESTABLISHED
        )
    return {task: tuple(facts[pk] for pk in sorted(facts)) for task, facts in found.items()}


def _doubts(task_ids: Sequence[int]) -> dict[int, tuple[DoubtFact, ...]]:
    """The doubts about each task that nobody has settled away, in the order in which they were found."""
    rows = LedgerDoubt.objects.filter(task_id__in=task_ids, state__in=STANDING)
    found: dict[int, list[DoubtFact]] = defaultdict(list)
    for row in rows.order_by("pk"):
        stops, title = stops_closing(row.rule, row.severity), title_of(row.rule)
        fact = DoubtFact(row.pk, row.rule, row.message, blocking=stops, state=row.state, title=title)
        found[row.task_id or 0].append(fact)
    return {task: tuple(facts) for task, facts in found.items()}


def _columns(path: str, *, task: str = "pk") -> list[F]:
    return [F(task), *(F(f"{path}__{name}") for name in ("id", "name", "state", "effective_on", "trial_ends"))]
