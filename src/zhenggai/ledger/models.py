"""Drafts and the ledger. Rules stand here as constraints; the wording of a problem is locked by a trigger."""

from __future__ import annotations

from typing import ClassVar, get_args

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce

from zhenggai.domain.planning import PERIODS, RISKS, TERMS
from zhenggai.domain.progress import WORK_STATES
from zhenggai.domain.report import Kind, Severity
from zhenggai.domain.rules import MEASURE_CLASSES
from zhenggai.domain.states import STATES, TASK_KINDS
from zhenggai.ledger import arrival_models, closing_models
from zhenggai.ledger.appointing_models import Handover, HandoverItem
from zhenggai.ledger.doubt_models import DoubtWord, LedgerDoubt, LedgerLook, RuleSwitch
from zhenggai.ledger.evidence_models import Evidence, EvidenceMark, EvidenceUse, Upload
from zhenggai.ledger.figures_models import Figure, Indicator, Relation, RelationPart, ScopeTerm, ScopeVersion
from zhenggai.ledger.finding_models import NO_DEADLINE, SPAN_IN_ORDER, Stated
from zhenggai.ledger.issuing_models import Acceptance, ChangeRequest, PlanIssue, PlanReview, ReviewAnswer
from zhenggai.ledger.period_models import PeriodRow, ReportPeriod
from zhenggai.ledger.plan_models import CycleRules, PlanStep, PlanStepTask, Reconciliation, TopicRow
from zhenggai.ledger.progress_models import Comment, Extension, Mention, Progress, ProgressDraft, PromiseEvent
from zhenggai.ledger.promise_models import Promise
from zhenggai.ledger.readiness_models import TaskReadiness
from zhenggai.ledger.register_models import (
    Register,
    RegisterChange,
    RegisterCount,
    RegisterImport,
    RegisterRow,
    RegisterStage,
    RegisterTotal,
)
from zhenggai.ledger.work_models import LocalDay
from zhenggai.ledger.workbook_models import (
    LedgerSheet,
    LedgerSheetCells,
    WorkbookBase,
    WorkbookExport,
    WorkbookFile,
    WorkbookReturn,
    WorkbookTaken,
)
from zhenggai.people.models import Unit

__all__ = [
    "NO_DEADLINE",
    "Acceptance",
    "Aspect",
    "ChangeRequest",
    "Comment",
    "Cycle",
    "CycleRules",
    "Doubt",
    "DoubtWord",
    "Draft",
    "Evidence",
    "EvidenceMark",
    "EvidenceUse",
    "Extension",
    "Figure",
    "Handover",
    "HandoverItem",
    "Indicator",
    "LedgerDoubt",
    "LedgerLook",
    "LedgerSheet",
    "LedgerSheetCells",
    "LocalDay",
    "Measure",
    "Mention",
    "PeriodRow",
    "PlanIssue",
    "PlanReview",
    "PlanStep",
    "PlanStepTask",
    "Problem",
    "Progress",
    "ProgressDraft",
    "Promise",
    "PromiseEvent",
    "Reconciliation",
    "Register",
    "RegisterChange",
    "RegisterCount",
    "RegisterImport",
    "RegisterRow",
    "RegisterStage",
    "RegisterTotal",
    "Relation",
    "RelationPart",
    "ReportPeriod",
    "ReviewAnswer",
    "RuleSwitch",
    "ScopeTerm",
    "ScopeVersion",
    "SourceText",
    "Task",
    "TaskProblem",
    "TaskReadiness",
    "TaskUnit",
    "TopicRow",
    "Upload",
    "WorkbookBase",
    "WorkbookExport",
    "WorkbookFile",
    "WorkbookReturn",
    "WorkbookTaken",
    "arrival_models",
    "closing_models",
]

DRAFT_STATES = ("received", "unreadable", "ready", "adopted", "discarded")
UNIT_PARTS = ("lead", "co", "measure")
DONE_RANK = STATES.index("done")


class Draft(models.Model):
    """A file that was handed in, what was read in it, and the steps by which a person mends that.

    `report` and `steps` are JSON; `position` counts the steps in force and `version` every change.
    """

    name = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    format = models.TextField(default="")
    state = models.CharField(max_length=12, default="received")
    fault_pattern = models.TextField(default="")
    fault_facts = models.TextField(default="{}")
    report = models.TextField(default="")
    steps = models.TextField(default="[]")
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    received_by = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DRAFT_STATES), name="draft_state_is_known"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(report=""), name="draft_ready_was_read"),
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="draft_by_file")]

    def __str__(self) -> str:
        return self.name


class Cycle(models.Model):
    """One inspection's rectification. `repeated` marks a cycle that knowingly comes from a file adopted before."""

    title = models.TextField()
    kind = models.CharField(max_length=8)
    inspector = models.TextField(null=True)  # noqa: DJ001  None: the document does not say
    inspected = models.TextField(null=True)  # noqa: DJ001
    inspected_from = models.DateField(null=True)
    inspected_to = models.DateField(null=True)
    feedback_date = models.DateField(null=True)
    published = models.DateField(null=True)
    declared_aspects = models.PositiveBigIntegerField(null=True)
    declared_problems = models.PositiveBigIntegerField(null=True)
    declared_tasks = models.PositiveBigIntegerField(null=True)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="cycle")
    sha256 = models.CharField(max_length=64)
    repeated = models.BooleanField(default=False)
    history = models.BooleanField(default=False)
    adopted_at = models.DateTimeField()
    adopted_by = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=get_args(Kind)), name="cycle_kind_is_known"),
            models.UniqueConstraint(fields=["sha256"], condition=Q(repeated=False), name="cycle_file_adopted_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-adopted_at", "-id"], name="cycle_by_adoption")]

    def __str__(self) -> str:
        return self.title


class SourceText(models.Model):
    """The normal text that a cycle's spans count in; apart from the cycle, because it is long."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, primary_key=True, related_name="source")
    text = models.TextField()

    def __str__(self) -> str:
        return f"text of cycle {self.pk}"


class Aspect(models.Model):
    """A heading that owns problems, in its own words."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="aspects")
    position = models.PositiveIntegerField()
    label = models.TextField(default="")
    title = models.TextField(default="")
    first = models.PositiveIntegerField(null=True)
    last = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "position"], name="aspect_place_is_its_own"),
            models.CheckConstraint(condition=SPAN_IN_ORDER, name="aspect_span_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.label}{self.title}"


class Problem(models.Model):
    """One finding. Number and wording never change after adoption. `pieces` is JSON: every place it was read from."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="problems")
    aspect = models.ForeignKey(Aspect, on_delete=models.PROTECT, related_name="problems")
    position = models.PositiveIntegerField()
    number = models.PositiveBigIntegerField(null=True)
    label = models.TextField(default="")
    title = models.TextField()
    description = models.TextField(default="")
    parent = models.TextField(default="")
    responsible = models.TextField(default="[]")
    extra = models.TextField(default="[]")
    first = models.PositiveIntegerField(null=True)
    last = models.PositiveIntegerField(null=True)
    pieces = models.TextField(default="[]")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "position"], name="problem_place_is_its_own"),
            models.CheckConstraint(condition=~Q(title=""), name="problem_has_a_title"),
            models.CheckConstraint(condition=SPAN_IN_ORDER, name="problem_span_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """What must be done about one or more problems. `number` is its own for ever; `position` is where it stands.

    `problem`, the first of them, places the row; counts are kept here so that a ledger of 100,000 rows sorts by index.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    aspect = models.ForeignKey(Aspect, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="led_tasks")
    problems = models.ManyToManyField(Problem, through="TaskProblem", related_name="tasks")
    position = models.PositiveIntegerField()
    aspect_position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=14)
    number = models.PositiveIntegerField()
    target = models.TextField(default="")
    leader = models.CharField(max_length=200, default="")
    co_units = models.TextField(default="[]")
    person = models.CharField(max_length=200, default="")
    standard = models.TextField(default="")
    risk = models.CharField(max_length=6, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="tasks")
    unit_name = models.CharField(max_length=200, default="")
    deadline = models.DateField(null=True)
    deadline_text = models.TextField(default="")
    measures_count = models.PositiveIntegerField(default=0)
    figures_count = models.PositiveIntegerField(default=0)
    doubts_count = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    extensions_count = models.PositiveIntegerField(default=0)
    extended_days = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    state_rank = models.GeneratedField(
        expression=Case(*(When(state=state, then=Value(rank)) for rank, state in enumerate(STATES)), default=Value(9)),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    deadline_rank = models.GeneratedField(
        expression=Coalesce("deadline", Value(NO_DEADLINE, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "position"], name="task_place_is_its_own"),
            models.UniqueConstraint(fields=["cycle", "number"], name="task_number_is_its_own"),
            models.CheckConstraint(condition=Q(risk__in=("", *RISKS)), name="task_risk_is_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="task_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=tuple(TASK_KINDS)), name="task_kind_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "aspect_position", "position"], name="task_by_aspect"),
            models.Index(fields=["cycle", "state_rank", "position"], name="task_by_state"),
            models.Index(fields=["cycle", "unit_name", "position"], name="task_by_unit"),
            models.Index(fields=["cycle", "leader", "position"], name="task_by_leader"),
            models.Index(fields=["cycle", "deadline_rank", "position", "state_rank"], name="task_by_deadline"),
            models.Index(fields=["cycle", "measures_count", "position"], name="task_by_measures"),
            models.Index(fields=["cycle", "doubts_count", "position"], name="task_by_doubts"),
            models.Index(fields=["cycle", "kind", "position"], name="task_by_kind"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class TaskProblem(models.Model):
    """A task answers a problem."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, db_index=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "problem"], name="task_answers_a_problem_once")
        ]

    def __str__(self) -> str:
        return f"{self.task_id} answers {self.problem_id}"


class TaskUnit(models.Model):
    """A unit takes part in a task: as the leading one, beside it, or with a measure. Kept by `ledger.standing`.

    The cycle stands here too, so that a unit's part of one cycle is found at once, however many cycles there are.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="parts", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parts", db_index=False)
    part = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "unit", "part"], name="unit_has_its_part_once"),
            models.CheckConstraint(condition=Q(part__in=UNIT_PARTS), name="unit_part_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "cycle", "task"], name="part_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.task_id}"


class Measure(models.Model):
    """One step of a task. `times` in each `per` is its frequency; `first` and `last` are where it was read, if it was."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="measures", db_index=False)
    position = models.PositiveIntegerField()
    marker = models.TextField(default="")
    text = models.TextField()
    measure_class = models.CharField(max_length=16, default="")
    unit_name = models.CharField(max_length=200, default="")
    deliverable = models.TextField(default="")
    deadline = models.DateField(null=True)
    term = models.CharField(max_length=8, default="")
    times = models.PositiveIntegerField(null=True)
    per = models.CharField(max_length=10, default="")
    progress_count = models.PositiveIntegerField(default=0)
    last_progress_on = models.DateField(null=True)
    work_state = models.CharField(max_length=12, default="not_started")
    first = models.PositiveIntegerField(null=True)
    last = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "position"], name="measure_place_is_its_own"),
            models.CheckConstraint(condition=SPAN_IN_ORDER, name="measure_span_in_order"),
            models.CheckConstraint(
                condition=Q(measure_class__in=("", *MEASURE_CLASSES)), name="measure_class_is_known"
            ),
            models.CheckConstraint(condition=Q(term__in=("", *TERMS)), name="measure_term_is_known"),
            models.CheckConstraint(condition=Q(work_state__in=tuple(WORK_STATES)), name="measure_work_state_is_known"),
            models.CheckConstraint(
                condition=Q(times__isnull=True, per="") | Q(times__gte=1, per__in=tuple(PERIODS)),
                name="measure_frequency_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Doubt(Stated):
    """What a rule found in the document, or in an equation of the ledger, with which it comes and goes."""

    relation = models.OneToOneField(Relation, on_delete=models.CASCADE, null=True, related_name="doubt")
    rule = models.TextField()
    severity = models.CharField(max_length=8)
    message = models.TextField()

    class Meta(Stated.Meta):
        constraints: ClassVar = [
            *Stated.Meta.constraints,
            models.CheckConstraint(condition=Q(severity__in=get_args(Severity)), name="doubt_severity_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "severity"], name="doubt_by_severity")]

    def __str__(self) -> str:
        return self.message
