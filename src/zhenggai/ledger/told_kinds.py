"""What entries tell of the ledger beside tasks and problems: rounds, plans, work, closing, proofs, figures, registers, doubts."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet

from zhenggai.journal.tables import Begins, Part, TableKind
from zhenggai.journal.telling import Finder, Reached, Room, Subject, each_of, own
from zhenggai.ledger.closing_models import (
    CallBack,
    Closing,
    MeetingList,
    Recurrence,
    Reopening,
    Sample,
    SampleTask,
    Signature,
    StagedTarget,
    Visit,
    VisitPhoto,
    Voucher,
)
from zhenggai.ledger.models import (
    Acceptance,
    Aspect,
    ChangeRequest,
    Comment,
    Cycle,
    CycleRules,
    DoubtWord,
    Draft,
    Evidence,
    EvidenceUse,
    Extension,
    Figure,
    Handover,
    HandoverItem,
    Indicator,
    LedgerDoubt,
    LocalDay,
    PlanIssue,
    PlanReview,
    PlanStep,
    PlanStepTask,
    Progress,
    Promise,
    PromiseEvent,
    Reconciliation,
    Register,
    RegisterCount,
    RegisterImport,
    RegisterRow,
    Relation,
    RelationPart,
    ReviewAnswer,
    RuleSwitch,
    ScopeTerm,
    ScopeVersion,
    SourceText,
    TopicRow,
)
from zhenggai.ledger.told_rows import ProblemKind, TaskKind, tasks_of, told_tasks

# What rules find comes and goes by itself; what people said of it stays.
_FOUND = frozenset(
    {"severity", "rank", "message", "places", "state", "was", "gone_why", "found_at", "gone_at", "returns", "counted"}
)
# Splitting and merging tasks moves what hangs on them without another word; the task itself says so.
_MOVED = frozenset({"task_id", "measure_id", "position"})

KINDS = (
    TaskKind(),
    ProblemKind(),
    TableKind("draft", "草稿", Draft, begins=Begins.MENTIONED),
    TableKind(
        "cycle",
        "整改轮次",
        Cycle,
        (
            Part("rules", CycleRules, "cycle_id"),
            Part("aspects", Aspect, "cycle_id"),
            Part("text", SourceText, "cycle_id"),
            Part("reconciled", Reconciliation, "cycle_id"),
            Part("reviews", PlanReview, "cycle_id"),
            Part("answers", ReviewAnswer, "review__cycle_id"),
            Part("issues", PlanIssue, "cycle_id"),
            Part("switches", RuleSwitch, "cycle_id"),
        ),
    ),
    TableKind("topic", "主题", TopicRow, begins=Begins.MENTIONED),
    TableKind("plan_step", "调整步骤", PlanStep, (Part("tasks", PlanStepTask, "step_id"),), begins=Begins.MENTIONED),
    TableKind("change_request", "变更申请", ChangeRequest),
    TableKind("acceptance", "认领", Acceptance),
    TableKind("progress", "进展报告", Progress),
    TableKind("comment", "意见", Comment),
    TableKind("extension", "延期申请", Extension),
    TableKind("promise", "承诺", Promise, (Part("events", PromiseEvent, "promise_id"),), left_out=_MOVED),
    TableKind(
        "closing",
        "销号申请",
        Closing,
        (Part("signatures", Signature, "closing_id"), Part("stages", StagedTarget, "closing_id")),
    ),
    TableKind("meeting_list", "会议清单", MeetingList, begins=Begins.MENTIONED),
    TableKind("reopening", "重新激活", Reopening),
    TableKind("recurrence", "老问题再现", Recurrence),
    TableKind("sample", "样本", Sample, (Part("tasks", SampleTask, "sample_id"),), begins=Begins.MENTIONED),
    TableKind("visit", "现场核查", Visit, (Part("photos", VisitPhoto, "visit_id"),)),
    TableKind("call_back", "回访", CallBack),
    TableKind("voucher", "凭证金额", Voucher),
    TableKind("evidence", "佐证", Evidence, (Part("uses", EvidenceUse, "evidence_id"),), begins=Begins.MENTIONED),
    TableKind("scope", "口径", ScopeTerm, (Part("versions", ScopeVersion, "term_id"),), begins=Begins.MENTIONED),
    TableKind("indicator", "指标", Indicator, left_out=_MOVED),
    TableKind("figure", "数字", Figure, left_out=_MOVED),
    # Older homes told their equations with the round.
    TableKind(
        "relation",
        "算式",
        Relation,
        (Part("parts", RelationPart, "relation_id"),),
        left_out=_MOVED | {"holds", "computed"},
        begins=Begins.LATER,
    ),
    TableKind(
        "register",
        "明细清单",
        Register,
        (
            Part("imports", RegisterImport, "register_id"),
            Part("counts", RegisterCount, "register_id"),
            Part("rows", RegisterRow, "register_id", heap=True),
        ),
        left_out=_MOVED,
    ),
    TableKind(
        "ledger_doubt",
        "疑点",
        LedgerDoubt,
        (Part("words", DoubtWord, "doubt_id"),),
        left_out=_FOUND,
        begins=Begins.COMES_ALONG,
    ),
    TableKind("handover", "交接", Handover, (Part("items", HandoverItem, "handover_id"),)),
    TableKind("local_day", "日历安排", LocalDay),
)


def _of_tasks(kind: str, model: type[Model], path: str = "task_id", just_now: tuple[str, ...] = ()) -> Finder:
    """Tells what belongs to the tasks that an entry is about; with `just_now` only what carries its instant in one of these columns."""

    def find(subject: Subject, _cycle: int | None, at: datetime) -> Reached:
        rows = model._default_manager.filter(**{f"{path}__in": tasks_of(subject)})
        if just_now:
            rows = rows.filter(reduce(or_, (Q(**{column: at}) for column in just_now)))
        return {kind: set(rows.values_list("pk", flat=True))}

    return find


def _of_cycle(kind: str, model: type[Model]) -> Finder:
    """Tells everything of a kind in the round."""

    def find(_subject: Subject, cycle: int | None, _at: datetime) -> Reached:
        rows = model._default_manager.filter(cycle=cycle) if cycle is not None else model._default_manager.none()
        return {kind: list(rows.values_list("pk", flat=True))}

    return find


# What came with a round from another home, by the path from it to its round.
_WITH_A_ROUND: dict[str, tuple[type[Model], str]] = {
    "plan_step": (PlanStep, "cycle"),
    "draft": (Draft, "cycle"),
    "change_request": (ChangeRequest, "cycle"),
    "acceptance": (Acceptance, "cycle"),
    "progress": (Progress, "measure__task__cycle"),
    "comment": (Comment, "task__cycle"),
    "extension": (Extension, "cycle"),
    "promise": (Promise, "cycle"),
    "closing": (Closing, "cycle"),
    "meeting_list": (MeetingList, "cycle"),
    "reopening": (Reopening, "task__cycle"),
    "recurrence": (Recurrence, "task__cycle"),
    "sample": (Sample, "cycle"),
    "visit": (Visit, "task__cycle"),
    "call_back": (CallBack, "task__cycle"),
    "voucher": (Voucher, "cycle"),
    "evidence": (Evidence, "cycle"),
    "indicator": (Indicator, "cycle"),
    "figure": (Figure, "cycle"),
    "relation": (Relation, "cycle"),
    "register": (Register, "cycle"),
    "ledger_doubt": (LedgerDoubt, "cycle"),
    "handover": (Handover, "cycle"),
}


def _arrived(subject: Subject, cycle: int | None, at: datetime) -> Reached:
    found = {
        kind: list(model._default_manager.filter(**{path: cycle}).values_list("pk", flat=True))
        for kind, (model, path) in _WITH_A_ROUND.items()
    }
    scopes = list(ScopeTerm.objects.values_list("pk", flat=True))
    topics = list(TopicRow.objects.values_list("pk", flat=True))
    return {**found, **_the_cycle(subject, cycle, at), "scope": scopes, "topic": topics}


def _the_cycle(_subject: Subject, cycle: int | None, _at: datetime) -> Reached:
    return {"cycle": (cycle,) if cycle is not None else ()}


def _listed_closings(subject: Subject, _cycle: int | None, _at: datetime) -> Reached:
    """The applications that were signed on a list of a meeting."""
    if subject.kind != "meeting_list":
        return {}
    return {"closing": list(Signature.objects.filter(listed=subject.id).values_list("closing_id", flat=True))}


def _entered_figures(subject: Subject, _cycle: int | None, at: datetime) -> Reached:
    """The figures that were entered just now, and those that they correct."""
    figures = Figure.objects.filter(Q(task__in=tasks_of(subject)) | Q(measure__task__in=tasks_of(subject)))
    return _with_corrected(figures.filter(entered_at=at))


def _counted_figures(subject: Subject, _cycle: int | None, _at: datetime) -> Reached:
    """The figures that are counted from registers of the task, and those that they have taken the place of."""
    return _with_corrected(Figure.objects.filter(computed_by__register__task__in=tasks_of(subject)))


def _with_corrected(figures: QuerySet[Figure]) -> Reached:
    """These figures, those that they correct, and the equations in which they have taken their place."""
    pairs = list(figures.values_list("pk", "supersedes_id"))
    fresh = [number for number, before in pairs if before is not None]
    stands = (
        Relation.objects.filter(Q(total__in=fresh) | Q(parts__figure__in=fresh)) if fresh else Relation.objects.none()
    )
    return {
        "figure": {number for pair in pairs for number in pair if number is not None},
        "relation": set(stands.values_list("pk", flat=True)),
    }


def _left_open(_subject: Subject, _cycle: int | None, at: datetime) -> Reached:
    """The handovers that were opened just now, where somebody left an office."""
    return {"handover": list(Handover.objects.filter(opened_at=at).values_list("pk", flat=True))}


def _handed_promises(subject: Subject, _cycle: int | None, _at: datetime) -> Reached:
    """The promises that a handover lists; an item's door ends in the number of its promise."""
    doors = HandoverItem.objects.filter(handover=subject.id, kind="promise").values_list("door", flat=True)
    numbers = [int(door.rpartition(",")[2]) for door in doors]
    return {"promise": list(Promise.objects.filter(pk__in=numbers).values_list("pk", flat=True))}


_CLOSING = each_of(own("meeting_list"), _of_tasks("closing", Closing), _listed_closings)
_ADOPTED = each_of(
    own("draft"),
    _the_cycle,
    _of_cycle("figure", Figure),
    _of_cycle("relation", Relation),
    _of_cycle("promise", Promise),
)
_CHANGE = each_of(_of_tasks("change_request", ChangeRequest), _of_tasks("acceptance", Acceptance))
_REGISTER = _of_tasks("register", Register)

ROOM = Room(
    KINDS,
    {
        "draft": own("draft"),
        "draft.adopt": _ADOPTED,
        "draft.adopt_history": _ADOPTED,
        "cycle": _the_cycle,
        "cycle.import": _arrived,
        "review": _the_cycle,
        "plan": each_of(_the_cycle, _of_cycle("acceptance", Acceptance)),
        "topic": own("topic"),
        "change": _CHANGE,
        **{f"task.{act}": _of_tasks("acceptance", Acceptance) for act in ("accept", "accept_many", "refuse", "insist")},
        "task.reassign": _CHANGE,
        "progress": _of_tasks(
            "progress", Progress, "measure__task_id", just_now=("at", "judged_at", "corrected_by__at")
        ),
        "comment": _of_tasks("comment", Comment, just_now=("at", "withdrawn_at")),
        "extension": _of_tasks("extension", Extension),
        "promise": own("promise"),
        "closing": _CLOSING,
        # What is granted sets a later date aside that was asked for.
        "closing.grant": each_of(_CLOSING, _of_tasks("extension", Extension, just_now=("decided_at",))),
        "closing.reopen": each_of(_CLOSING, _of_tasks("reopening", Reopening)),
        "closing.point_to_old": _of_tasks("recurrence", Recurrence),
        "closing.draw": own("sample"),
        "closing.visit": _of_tasks("visit", Visit, just_now=("at",)),
        "closing.call": _of_tasks("call_back", CallBack, just_now=("at",)),
        "closing.voucher": lambda subject, _cycle, _at: {"voucher": (subject.id,)},
        "evidence": own("evidence"),
        "scope": own("scope"),
        "indicator": _of_tasks("indicator", Indicator),
        "figure": _entered_figures,
        "reading": _entered_figures,
        "relation": _of_tasks("relation", Relation),
        "register": _REGISTER,
        "register.accept": each_of(_REGISTER, _counted_figures),
        "register.count": each_of(_REGISTER, _entered_figures),
        "doubt.explain": own("ledger_doubt"),
        "doubt.settle": own("ledger_doubt"),
        **{f"doubt.{act}": _the_cycle for act in ("switch_off", "switch_on", "threshold")},
        "handover": own("handover"),
        "handover.accept": each_of(own("handover"), _handed_promises),
        **dict.fromkeys(("account.close", "account.assign", "appointment.end", "post.change"), _left_open),
        "calendar": own("local_day"),
    },
    always=each_of(told_tasks, own("plan_step")),
)
