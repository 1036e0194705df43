"""Counts and shares of the ledger as figures of a paper: whoever asks for the same one gets the same one."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zhenggai.domain.account import account_of_states
from zhenggai.domain.papers.facts import LedgerFacts, PeriodFact, spoken
from zhenggai.domain.papers.words import FigureField

SOURCE = "台账计数"


def counted(
    key: str, count: int, unit: str, *, scope: str, as_of: date, task: int | None = None, source: str = SOURCE
) -> FigureField:
    """A count of things of the ledger."""
    return FigureField(f"count/{key}", f"{count}{unit}", str(count), unit, source, scope, as_of, task=task)


def period_source(period: PeriodFact) -> str:
    """Where the counts of a frozen month come from."""
    return f"{period.month} 月结"


def share(key: str, top: FigureField, bottom: FigureField, *, scope: str) -> FigureField | None:
    """One count as a share of another, to two places of a per cent, which is its value too; None of nothing."""
    whole = Decimal(bottom.value)
    if not whole:
        return None
    value = Decimal(top.value) / whole
    return FigureField(
        key=f"share/{key}",
        text=f"{percent(value)}%",
        value=format(Decimal(percent(value)) / 100, "f"),
        unit="1",
        source=f"{top.text} ÷ {bottom.text}",
        scope=scope,
        as_of=top.as_of,
        top=top.text,
        bottom=bottom.text,
    )


def percent(value: Decimal) -> str:
    """A share as per cent, without idle zeros."""
    text = format((value * 100).quantize(Decimal("0.01"), ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".")


class Counts:
    """Every count of a ledger that papers speak of."""

    def __init__(self, facts: LedgerFacts) -> None:
        self._facts = facts
        self._where = f"/{facts.part}" if facts.part else ""
        tasks = facts.tasks
        self.aspects = self._count("aspects", len(facts.aspects), "个", "反馈的方面")
        self.problems = self._count("problems", len(facts.problems), "个", "反馈的问题")
        self.tasks = self._count("tasks", len(tasks), "项", "分解的任务，以台账任务为准")
        self.measures = self._count("measures", sum(len(task.measures) for task in tasks), "条", "任务下的措施")
        parts = account_of_states(task.state for task in tasks).parts
        self.finished = self._count("finished", parts["finished"], "项", "已通过销号")
        self.released = self._count("released", parts["released"], "项", "经批准不再适用")
        self.long_term = self._count("long_term", parts["long_term"], "项", "长期坚持")
        self.idle = self._count("idle", parts["idle"], "项", "未启动")
        self.running = self._count("running", parts["running"], "项", "正在整改（含正在申请销号）")
        self.overdue = self._count("overdue", sum(task.overdue for task in tasks), "项", "期限已过仍未销号")
        self.meetings = self._count("meetings", len(facts.meetings), "次", "已登记的会议")
        self.institutions = self._count("institutions", len(facts.institutions), "项", "已印发的制度")
        self.rate = share(f"finished{self._where}", self.finished, self.tasks, scope="已销号任务占全部任务（严口径）")

    @property
    def adds_up(self) -> bool:
        """Whether the states account for every task."""
        parts = (self.finished, self.released, self.long_term, self.idle, self.running)
        return sum(int(part.value) for part in parts) == int(self.tasks.value)

    def _count(self, key: str, count: int, unit: str, scope: str) -> FigureField:
        period = self._facts.period
        source = period_source(period) if period else SOURCE
        return counted(f"{key}{self._where}", count, unit, scope=scope, as_of=self._facts.as_of, source=source)


def as_of_words(facts: LedgerFacts) -> str:
    """The day that all counts of a paper are of, as a beginning of a sentence."""
    return f"截至{spoken(facts.as_of)}，"
