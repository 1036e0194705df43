"""The rows that the gate rests on, of one task or of many in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from zhenggai.domain.doubting import STANDING
from zhenggai.journal.one_statement import Answers, Columns, OneStatement, Question, rounded
from zhenggai.ledger.arrived import told_of_reports
from zhenggai.ledger.closing_models import (
    CallBack,
    Closing,
    Reopening,
    SampleTask,
    Signature,
    StagedTarget,
    Visit,
    VisitPhoto,
)
from zhenggai.ledger.models import (
    Aspect,
    Cycle,
    CycleRules,
    Evidence,
    EvidenceUse,
    Figure,
    Indicator,
    LedgerDoubt,
    Measure,
    Problem,
    Progress,
    Register,
    Task,
    TaskProblem,
    TaskUnit,
)

# What a row must be to belong to the tasks that are asked about, by the path from it to its task.
Of = Callable[[str], Q]
TASKS_AT_ONCE = 256
INSTITUTION = ("id", "name", "state", "effective_on", "trial_ends")


@dataclass(frozen=True, slots=True)
class GateRows:
    """The rows of tasks by their tables, in the order of their keys; `evidence` holds what is withdrawn, too."""

    tasks: list[Task] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    rules: list[CycleRules] = field(default_factory=list)
    aspects: list[Aspect] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answers: list[TaskProblem] = field(default_factory=list)
    parts: list[TaskUnit] = field(default_factory=list)
    reports: list[Progress] = field(default_factory=list)
    uses: list[EvidenceUse] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    institutions: list[dict[str, Any]] = field(default_factory=list)
    measure_institutions: list[dict[str, Any]] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    money: list[Figure] = field(default_factory=list)
    paid: list[dict[str, Any]] = field(default_factory=list)
    claimed: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[LedgerDoubt] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    stages: list[StagedTarget] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    photos: list[VisitPhoto] = field(default_factory=list)
    calls: list[CallBack] = field(default_factory=list)
    samples: list[SampleTask] = field(default_factory=list)
    reopenings: list[Reopening] = field(default_factory=list)

    def found(self) -> list[Task]:
        """The tasks with their cycles, rules, problems and aspects, in the order of their keys."""
        rules = {one.cycle_id: one for one in self.rules}
        for cycle in self.cycles:
            # None, too, so that nobody asks again.
            Cycle._meta.get_field("rules").set_cached_value(cycle, rules.get(cycle.pk))
        aspects, cycles = {one.pk: one for one in self.aspects}, {one.pk: one for one in self.cycles}
        problems = {one.pk: one for one in self.problems}
        for problem in self.problems:
            problem.aspect = aspects[problem.aspect_id]
        for task in self.tasks:
            task.cycle, task.problem = cycles[task.cycle_id], problems[task.problem_id]
        return self.tasks

    def ordered_problems(self) -> list[Problem]:
        """The problems in the order of the document."""
        return sorted(self.problems, key=lambda one: one.position)

    def signatures_of(self, closing_id: int) -> list[Signature]:
        """The signatures of an application, oldest first."""
        mine = [one for one in self.signatures if one.closing_id == closing_id]
        return sorted(mine, key=lambda one: (one.at, one.pk))

    def units(self, task_id: int) -> frozenset[int]:
        """The units that take part in a task."""
        return frozenset(part.unit_id for part in self.parts if part.task_id == task_id)


def rows_of_tasks(task_ids: Iterable[int]) -> GateRows:
    """The rows of tasks, in one query for every few hundred; none where there are none."""
    wanted, found = list(task_ids), Answers()
    for start in range(0, len(wanted), TASKS_AT_ONCE):
        for name, rows in _STATEMENT.ask(*rounded(wanted[start : start + TASKS_AT_ONCE])).items():
            found.setdefault(name, []).extend(rows)
    return gate_rows(found)


def gate_rows(found: Answers) -> GateRows:
    """Answers to `gate_questions`, in the order of their keys."""
    for rows in found.values():
        rows.sort(key=_key)
    return GateRows(**found)


def gate_questions(of: Of) -> Mapping[str, Question]:
    """What the gate asks of every table."""
    return {**_of_plan(of), **_of_work(of), **_of_amounts(of), **_of_ends(of)}


def of_these(*numbers: int) -> Of:
    """A row of one of the tasks of these numbers."""
    return lambda path: Q(**{f"{path}__in": numbers})


def _of_plan(of: Of) -> Mapping[str, Question]:
    answers = TaskProblem.objects.filter(of("task"))
    tasks = Task.objects.filter(of("pk"))
    # The problem that places a row is among those that its task answers.
    problems = Problem.objects.filter(pk__in=answers.values("problem_id"))
    return {
        "tasks": tasks,
        "cycles": Cycle.objects.filter(pk__in=tasks.values("cycle_id")),
        "rules": CycleRules.objects.filter(cycle__in=tasks.values("cycle_id")),
        "measures": Measure.objects.filter(of("task")),
        "problems": problems,
        "aspects": Aspect.objects.filter(pk__in=problems.values("aspect_id")),
        "answers": answers,
        "parts": TaskUnit.objects.filter(of("task")),
    }


def _of_work(of: Of) -> Mapping[str, Question]:
    photos = VisitPhoto.objects.filter(evidence_id=OuterRef("evidence_id"))
    used = EvidenceUse.objects.filter(of("measure__task"))
    standing = Progress.objects.filter(of("measure__task"), corrected_by=None).exclude(state="returned")
    return {
        "reports": standing.annotate(told=told_of_reports()),
        "uses": used.filter(ended_at=None, evidence__withdrawn_at=None).annotate(of_visit=Exists(photos)),
        "evidence": Evidence.objects.filter(pk__in=used.values("evidence_id")),
        "institutions": _institutions(Task.objects.filter(of("pk")), "pk"),
        "measure_institutions": _institutions(Measure.objects.filter(of("task")), "task_id"),
        "doubts": LedgerDoubt.objects.filter(of("task"), state__in=STANDING),
    }


def _institutions(rows: QuerySet[Any], task: str) -> Columns:
    """The institutions of tasks or measures; kept in a room above this one, hence by the names of relations."""
    path = "institution_links__institution"
    columns = {f"its_{name}": F(f"{path}__{name}") for name in INSTITUTION}
    linked = rows.filter(institution_links__isnull=False).annotate(of_task=F(task), **columns)
    return Columns(linked, ("of_task", *columns))


def _of_amounts(of: Of) -> Mapping[str, Question]:
    current = Figure.objects.filter(indicator=OuterRef("pk"), current=True)
    newest = current.order_by(F("until").desc(nulls_last=True), "-pk")
    funds = Q(of("measure__task"), measure__measure_class="funds")
    stated = Figure.objects.filter(funds, current=True, kind="money").exclude(source="text")
    paid = EvidenceUse.objects.filter(funds, ended_at=None, evidence__withdrawn_at=None, evidence__kind="voucher")
    typed = Figure.objects.filter(of("task"), current=True, source="typed")
    return {
        # A row for each state that has a total, or one where none has.
        "registers": Register.objects.filter(of("task")).annotate(state=F("totals__state"), some=F("totals__rows")),
        "indicators": Indicator.objects.filter(of("task")).annotate(
            reads=Subquery(newest.values("value")[:1]), reading=Subquery(newest.values("text")[:1])
        ),
        "money": stated,
        "paid": Columns(
            paid.filter(evidence__voucher__isnull=False).annotate(amount=F("evidence__voucher__amount")),
            ("measure_id", "evidence_id", "amount"),
        ),
        "claimed": Columns(typed, ("id", "task_id", "scope", "unit", "value")),
    }


def _of_ends(of: Of) -> Mapping[str, Question]:
    return {
        "closings": Closing.objects.filter(of("task")),
        "signatures": Signature.objects.filter(of("closing__task")),
        "stages": StagedTarget.objects.filter(of("closing__task")),
        "visits": Visit.objects.filter(of("task")),
        "photos": VisitPhoto.objects.filter(of("visit__task")),
        "calls": CallBack.objects.filter(of("task")),
        "samples": SampleTask.objects.filter(of("closing__task")),
        "reopenings": Reopening.objects.filter(of("task")),
    }


def _key(row: Any) -> Any:
    return row.get("id", 0) if isinstance(row, dict) else row.pk


_STATEMENT = OneStatement(lambda *tasks: gate_questions(of_these(*tasks)))
