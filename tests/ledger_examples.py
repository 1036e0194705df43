"""A small ledger in which no rule finds anything, and what of it can be changed so that one does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from closing_examples import FEEDBACK, TODAY, a_measure, a_piece, a_report, a_view
from zhenggai.checking.on_ledger import LEDGER_RULES, LedgerFinding
from zhenggai.domain.alike import Told
from zhenggai.domain.closing_facts import ClosingView, VerifierFact
from zhenggai.domain.issuing import FrozenMeasure, FrozenTask
from zhenggai.domain.ledger_facts import (
    ClosingFacts,
    CycleFacts,
    FigureFacts,
    InstitutionCard,
    PieceFacts,
    ProblemFacts,
    RelationFacts,
    SignatureFacts,
    TaskFacts,
    ToldFacts,
    Use,
)
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.quantities.amounts import parse_amount

__all__ = ["FEEDBACK", "TODAY", "a_measure", "a_piece", "a_report", "a_view"]

CST = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 2, 12, tzinfo=CST)
PLAN = TaskPlan(target="河道问题清零", kind="timed", leader="李建国", unit="县水利局", deadline=date(2026, 3, 31))


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 2) -> datetime:
    """A moment of the year 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=CST)


def a_problem(id: int = 1, **facts: Any) -> ProblemFacts:
    made = ProblemFacts(id, f"(一){id}", "河道巡查不到位的问题", aspect_id=1, aspect="(一)", number=id)
    return replace(made, **facts)


def a_task(id: int = 1, *, view: ClosingView | None = None, **facts: Any) -> TaskFacts:
    """A task that answers the problem of its number, with one measure that is done and proved."""
    measure = a_measure("inspection", a_piece(id=id, number=f"(一){id}-{id}-001"), id=id)
    shown = view or bare_view(measure)
    named = replace(shown, task_id=id, number=id, name=f"(一){id} 任务 {id}")
    return replace(TaskFacts(named, problem_ids=(id,)), **facts)


def bare_view(*measures: Any, **facts: Any) -> ClosingView:
    """A task as the gate sees it, with nothing counted."""
    empty: dict[str, Any] = dict.fromkeys(("targets", "money", "rosters", "institutions", "doubts", "visits"), ())
    plain = {**empty, "verifiers": (VerifierFact("孙立", "现场核查"),), "plan": PLAN}
    return a_view(*measures, **{**plain, **facts})


def a_ledger(*tasks: TaskFacts, **facts: Any) -> CycleFacts:
    """A round in which no rule finds anything, as long as its tasks are as `a_task` made them."""
    mine = tasks or (a_task(),)
    problems = tuple(a_problem(task.id) for task in mine)
    return replace(CycleFacts(7, NOW, TODAY, FEEDBACK, tasks=mine, problems=problems), **facts)


def a_file(id: int = 1, *, tasks: tuple[int, ...] = (1,), **facts: Any) -> PieceFacts:
    """A piece of evidence with its file."""
    made = PieceFacts(
        id,
        f"(一)1-1-{id:03d}",
        f"材料{id}.pdf",
        f"{id:064d}",
        "record",
        tuple(Use(task, task) for task in tasks),
        dated=date(2026, 2, 1),
        uploaded_on=date(2026, 2, 3),
    )
    return replace(made, **facts)


def a_figure(text: str, id: int = 1, **facts: Any) -> FigureFacts:
    """A figure of task 1 as of the end of January."""
    amount = parse_amount(text)
    made = FigureFacts(id, amount, "清淤长度", task_id=1, until=date(2026, 1, 31), entered_on=date(2026, 2, 3))
    return replace(made, **facts)


def an_equation(kind: Any, total: FigureFacts, *parts: FigureFacts, **facts: Any) -> dict[str, Any]:
    """The figures of an equation and the equation, as facts of a ledger."""
    relation = RelationFacts(1, kind, total.id, tuple(part.id for part in parts), task_id=1)
    return {"figures": (total, *parts), "relations": (replace(relation, **facts),)}


def a_told(day: int, words: str, *figures: tuple[int, str], id: int = 0, **facts: Any) -> ToldFacts:
    """A report on measure 1, handed in on its day."""
    told = Told(words, tuple((Decimal(value), unit) for value, unit in figures))
    made = ToldFacts(id or day, 1, date(2026, 2, day), told, by_id=5, by="赵敏", at=at(day))
    return replace(made, **facts)


def signed(step: str, moment: datetime, *, by_id: int, by: str, digest: str = "now", **facts: Any) -> SignatureFacts:
    made = SignatureFacts(by_id * 100 + len(step), step, by_id, by, moment, digest)
    return replace(made, **facts)


def a_closing(*signatures: SignatureFacts, id: int = 1, **facts: Any) -> ClosingFacts:
    """A task that was closed on the 10th of February with all its signatures, unless others are given."""
    given = signatures or (
        signed("unit", at(6, 10), by_id=11, by="马强"),
        signed("leader", at(7), by_id=12, by="李建国"),
        signed("supervisor", at(8), by_id=13, by="孙立"),
        signed("office", at(9), by_id=14, by="王芳"),
        signed("group", at(10), by_id=15, by="周建平", listed=True),
    )
    made = ClosingFacts(
        id,
        1,
        "done",
        "closed",
        at(6),
        given,
        digest_now="now",
        ended_at=given[-1].at,
        ended_on=given[-1].at.date(),
    )
    return replace(made, **facts)


def frozen(id: int = 1, *measures: FrozenMeasure, plan: TaskPlan = PLAN, **facts: Any) -> FrozenTask:
    """A task as it was issued."""
    given = measures or (FrozenMeasure(1, 1, MeasurePlan("开展河道巡查", "inspection", unit="县水利局")),)
    return replace(FrozenTask(id, id, f"任务 {id}", (id,), plan, given), **facts)


def an_institution(id: int = 1, **facts: Any) -> InstitutionCard:
    """An institution that is in force, sent out and used."""
    made = InstitutionCard(
        id,
        "河道巡查办法",
        "施行中",
        established=True,
        task_ids=(1,),
        unit="县水利局",
        doc_number="云水发〔2026〕3号",
        issued_on=date(2026, 1, 10),
        effective_on=date(2026, 1, 15),
        told_to="各乡镇水利站",
        receipts=12,
        used_on=(date(2026, 2, 10),),
    )
    return replace(made, **facts)


def found(rule: str, facts: CycleFacts, **thresholds: Any) -> list[LedgerFinding]:
    """What one rule finds."""
    chosen = LEDGER_RULES[rule]
    return list(chosen.check(facts, chosen.values(thresholds)))


def places(findings: list[LedgerFinding]) -> list[tuple[tuple[str, int], ...]]:
    """The places of findings, by kind and key."""
    return [tuple((place.kind, place.id) for place in finding.places) for finding in findings]
