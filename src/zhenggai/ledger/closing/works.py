"""What was done on tasks: reports, evidence, institutions, as facts of the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhenggai.domain.closing_facts import (
    DoubtFact,
    EvidenceFact,
    InstitutionFact,
    MoneyFact,
    ReportFact,
    RosterFact,
    TargetFact,
)
from zhenggai.domain.evidence import FileFacts, faults_of
from zhenggai.domain.institutions import ESTABLISHED, STANDING_NAMES, standing_of
from zhenggai.ledger.closing.amounts import listed_of, money_of, rosters_of, targets_of
from zhenggai.ledger.closing.rows import GateRows
from zhenggai.ledger.models import Evidence, EvidenceUse, LedgerDoubt, Progress, Task
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


def works_of(tasks: Sequence[Task], rows: GateRows, *, today: date) -> Works:
    """What was done on these tasks, which were loaded with their cycles, by their rows."""
    days = {task.pk: task.cycle.feedback_date for task in tasks}
    measures = {measure.pk: measure for measure in rows.measures}
    registers = listed_of(rows.registers)
    return Works(
        reports=_reports(rows.reports, {pk: days[one.task_id] for pk, one in measures.items()}, today=today),
        evidence=_evidence(rows.uses, {piece.pk: piece for piece in rows.evidence}),
        institutions=_institutions(rows, today=today),
        targets=targets_of(rows.indicators, registers),
        money=money_of(measures, rows.money, rows.paid),
        rosters=rosters_of(registers, rows.claimed),
        doubts=_doubts(rows.doubts),
    )


def _reports(
    standing: Sequence[Progress], feedback: Mapping[int, date | None], *, today: date
) -> dict[int, tuple[ReportFact, ...]]:
    """The reports that stand on each measure, newest first: neither returned nor corrected."""
    found: dict[int, list[ReportFact]] = defaultdict(list)
    for row in reversed(standing):
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


def _evidence(uses: Iterable[EvidenceUse], pieces: Mapping[int, Evidence]) -> dict[int, tuple[EvidenceFact, ...]]:
    """The evidence in force of each measure, in the order of its numbers."""
    found: dict[int, list[EvidenceFact]] = defaultdict(list)
    for use in sorted(uses, key=lambda one: one.evidence_id):
        found[use.measure_id].append(_piece(pieces[use.evidence_id], of_visit=use.of_visit))  # type: ignore[attr-defined]  # a column of the query
    return {measure: tuple(facts) for measure, facts in found.items()}


def _piece(row: Evidence, *, of_visit: bool) -> EvidenceFact:
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


def _institutions(rows: GateRows, *, today: date) -> dict[int, tuple[InstitutionFact, ...]]:
    """The institutions that each task is to leave behind, by itself or by one of its measures."""
    found: dict[int, dict[int, InstitutionFact]] = defaultdict(dict)
    for row in (*rows.institutions, *rows.measure_institutions):
        standing = standing_of(
            state=row["its_state"],
            effective_on=row["its_effective_on"],
            trial_ends=row["its_trial_ends"],
            today=today,
        )
        found[row["of_task"]][row["its_id"]] = InstitutionFact(
            row["its_id"], row["its_name"], STANDING_NAMES[standing], standing in ESTABLISHED
        )
    return {task: tuple(facts[pk] for pk in sorted(facts)) for task, facts in found.items()}


def _doubts(rows: Iterable[LedgerDoubt]) -> dict[int, tuple[DoubtFact, ...]]:
    """The doubts about each task that nobody has settled away, in the order in which they were found."""
    found: dict[int, list[DoubtFact]] = defaultdict(list)
    for row in rows:
        stops, title = stops_closing(row.rule, row.severity), title_of(row.rule)
        fact = DoubtFact(row.pk, row.rule, row.message, blocking=stops, state=row.state, title=title)
        found[row.task_id or 0].append(fact)
    return {task: tuple(facts) for task, facts in found.items()}
