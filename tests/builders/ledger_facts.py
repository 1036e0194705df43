"""Ledgers as papers are composed from them, with figures that really are fields."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.ledger_things import InstitutionCard, MeetingCard
from zhenggai.domain.papers.facts import (
    AspectFact,
    ClosingFact,
    CycleFact,
    LedgerFacts,
    MeasureFact,
    ProblemFact,
    PromiseFact,
    ReportFact,
    SignatureFact,
    TaskFact,
)
from zhenggai.domain.papers.words import FigureField, Words

DAY = date(2026, 3, 2)


def a_field(text: str = "12座", *, key: str = "figure/7", value: str = "12", unit: str = "座") -> FigureField:
    """A figure of the ledger."""
    return FigureField(key, text, value, unit, "填报", scope="已加固的水库", as_of=DAY, figure=7, task=1)


def a_measure(id: int, place: int, text: str, *reports: Words, result: Words = ()) -> MeasureFact:
    """A measure; each report says what was done on the day of the tests."""
    told = tuple(ReportFact(id * 10 + n, DAY, done, result=result) for n, done in enumerate(reports))
    return MeasureFact(id, place, (text,), unit="县水利局", deliverable="通知", reports=told)


def the_facts() -> LedgerFacts:
    """A round of two aspects, three problems and three tasks; problem 2 was withheld by who inspected."""
    first = ProblemFact(1, 1, "（一）1", "关于小型水库除险加固滞后的问题", ("有5座未完成。",))
    third = ProblemFact(2, 3, "（一）3", "河道采砂监管不到位")
    other = ProblemFact(3, 1, "（二）1", "“僵尸”企业清理不彻底的问题")
    tasks = (
        TaskFact(
            id=1, number=1, problems=(1,), state="done", state_name="已完成", kind_name="限期整改", light="✓",
            target=("完成全部水库加固",), leader="李建国", unit="县水利局", co_units=("县财政局",), person="周某",
            deadline=date(2026, 2, 1), evidence=3, figures=(a_field(),),
            measures=(
                a_measure(1, 1, "倒排工期加固水库。", ("目前已加固", a_field(), "水库。")),
                a_measure(2, 2, "公示责任人。", ("全部责任人已公示。",), result=("公示牌", a_field("12块", key="report/21/1", unit="块"), "。")),
            ),
        ),
        TaskFact(
            id=2, number=2, problems=(2,), kind_name="长期整改", state="long_term", state_name="长期坚持", light="◆",
            leader="李建国", unit="县水利局", deadline_text="长期坚持", measures=(a_measure(3, 1, "每周巡查。"),),
        ),
        TaskFact(
            id=3, number=3, problems=(3, 1), kind_name="限期整改", light="■", overdue=True, leader="周建平",
            unit="县市场监管局", deadline=date(2026, 2, 20),
            measures=(a_measure(4, 1, "建立清册。", ("逐户登记。",)), a_measure(5, 2, "分类退出。")),
        ),
    )  # fmt: skip
    return LedgerFacts(
        cycle=CycleFact(
            1, "云岭县整改", "巡察", "市委第二巡察组", "中共云岭县委", date(2025, 6, 1), date(2025, 7, 1),
            date(2025, 9, 1), "云发〔2025〕5号", date(2025, 10, 1),
        ),
        as_of=DAY,
        aspects=(
            AspectFact(1, "关于落实上级决策部署方面", (first, third)),
            AspectFact(2, "关于群众身边不正之风方面", (other,)),
        ),
        tasks=tasks,
        promises=(PromiseFact(1, ("2027年底前建成3座水闸",), date(2027, 12, 31), "县水利局", 1),),
        meetings=(
            MeetingCard(1, "常委会会议", date(2025, 9, 2), "传达反馈意见"),
            MeetingCard(2, "常委会会议", date(2025, 11, 2), "听取整改进展"),
            MeetingCard(3, "专题会议", date(2025, 12, 2), "推进水库加固"),
        ),
        institutions=(InstitutionCard(1, "水库管护办法", "施行中", established=True, task_ids=(1,), doc_number="云水发〔2026〕1号", issued_on=DAY),),
        closings=(
            ClosingFact(1, 1, 1, "完成", "已批准", "已全部加固到位。", "县水利局", "周某", DAY, (SignatureFact("单位负责人", "周某", DAY),)),
        ),
    )  # fmt: skip
