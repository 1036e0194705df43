"""Ledgers with doubts, looked at and answered in tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from closing import a_ready_work
from exhibits import a_proof
from people import NOON, WANG
from tallies import a_figure
from working import Work
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.figures import FigurePlan
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import LedgerDoubt
from zhenggai.ledger.operations import figures
from zhenggai.ledger.operations.doubting import (
    look_again,
    settle_doubt,
    switch_rule,
)

EQUATION = "ledger.equation"
WHY = "核对了市场监管局的台账原件。"


@dataclass(frozen=True, slots=True)
class Broken:
    """A work with an equation that does not come out: 9638 is not 8641 + 996."""

    work: Work
    part: int

    def correct(self, digits: str) -> Broken:
        """State the part anew."""
        plan = FigurePlan(digits, "户", scope="僵尸企业总数", until=date(2026, 2, 28), origin="市场监管局台账")
        new = figures.correct_figure(figure_id=self.part, plan=plan, why="台账漏计", actor=WANG, at=NOON)
        return Broken(self.work, new)


def a_broken_work() -> Broken:
    work = a_ready_work()
    total, one, other = (a_figure(work.task, digits, scope=digits) for digits in ("9638", "8641", "996"))
    figures.add_relation(task_id=work.task, kind="sum", total_id=total, part_ids=[one, other], actor=WANG, at=NOON)
    return Broken(work, other)


def look(work: Work, *, actor: Actor = WANG) -> None:
    look_again(cycle_id=work.cycle, actor=actor, at=NOON)


def doubt_of(work: Work, rule: str = EQUATION) -> LedgerDoubt:
    return LedgerDoubt.objects.get(cycle_id=work.cycle, rule=rule)


def settle(
    doubt: LedgerDoubt, verdict: str, *, actor: Actor = WANG, why: str = WHY, version: int | None = None
) -> None:
    seen = doubt.version if version is None else version
    settle_doubt(doubt_id=doubt.pk, version=seen, verdict=verdict, why=why, actor=actor, at=NOON)


def switch(work: Work, *, on: bool, number: int, rule: str = EQUATION, actor: Actor = WANG, why: str = WHY) -> None:
    switch_rule(cycle_id=work.cycle, rule=rule, number=number, on=on, why=why, actor=actor, at=NOON)


def an_old_proof(work: Work) -> None:
    """Evidence of Zhao's from before the feedback."""
    words = EvidenceWords("minutes", dated=date(2024, 5, 1))
    a_proof(work.cycle, words=words, measures=[work.measure], actor=work.zhao)


def last_entry() -> Entry:
    return Entry.objects.order_by("-sequence")[0]
