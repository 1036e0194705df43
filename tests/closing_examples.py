"""A task that may be closed, and what of it can be changed to be no longer so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from zhenggai.domain.closing_facts import (
    ClosingView,
    DoubtFact,
    EvidenceFact,
    InstitutionFact,
    MeasureFact,
    MoneyFact,
    ReportFact,
    RosterFact,
    TargetFact,
    VerifierFact,
    VisitFact,
)
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.gate import Missing, missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.planning import TaskPlan

TODAY = date(2026, 3, 2)
FEEDBACK = date(2025, 12, 12)
RULES = ClosingRules()
PLAN = TaskPlan(target="河道问题清零", kind="timed", leader="李建国", unit="县水利局", deadline=date(2026, 3, 31))


def a_report(**facts: object) -> ReportFact:
    return replace(ReportFact(1, date(2026, 2, 1), "清理河道 12 公里。", claims_done=True), **facts)


def a_piece(kind: str = "record", **facts: object) -> EvidenceFact:
    return replace(EvidenceFact(7, "(一)1-1-001", "巡查记录.pdf", "a" * 64, kind, dated=date(2026, 2, 1)), **facts)


def a_measure(measure_class: str = "inspection", *evidence: EvidenceFact, **facts: object) -> MeasureFact:
    made = MeasureFact(3, 1, "开展河道巡查", measure_class, "检查", (a_report(),), evidence or (a_piece(),))
    return replace(made, **facts)


def a_view(*measures: MeasureFact, **facts: object) -> ClosingView:
    """A task to which nothing is missing."""
    whole = ClosingView(
        task_id=1,
        number=1,
        name="(一)1 任务 1",
        state="ongoing",
        plan=PLAN,
        today=TODAY,
        feedback=FEEDBACK,
        measures=measures or (a_measure(),),
        targets=(TargetFact(1, "indicator", "水质达标率", "96%", "≥95%", met=True),),
        money=(MoneyFact(1, "清退", "元", Decimal(1200), Decimal(1200)),),
        rosters=(RosterFact(1, "退款名册", rows=12, claimed=12, called=7),),
        institutions=(InstitutionFact(1, "河道巡查办法", "施行中", established=True),),
        doubts=(DoubtFact(1, "X07", "没有佐证", blocking=True, state="explained"),),
        visits=(VisitFact(1, date(2026, 2, 20), "孙立", passed=True, photos=2),),
        verifiers=(VerifierFact("孙立", "现场核查"),),
        drawn="第 1 次抽查抽中",
    )
    return replace(whole, **facts)


def missing(view: ClosingView, condition: str | None = None, *, rules: ClosingRules = RULES) -> list[str]:
    """The sentences of what is missing, of one condition or of all."""
    found: tuple[Missing, ...] = missing_of(view, rules, CONDITIONS)
    return [str(one) for one in found if condition in (None, one.condition)]
