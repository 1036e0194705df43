"""Figures, registers and their workbooks for tests, made through the product's own doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from builders.sheet import Value, xlsx_of
from drafts import TODAY
from people import NOON, WANG
from zhenggai.domain.figures import FigurePlan, IndicatorPlan
from zhenggai.domain.registers.mapping import Mapping
from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import RegisterImport
from zhenggai.ledger.operations import figures

PLAN = FigurePlan(digits="9638", word="户", scope="僵尸企业总数", until=date(2026, 2, 28), origin="市场监管局台账")
INDICATOR = IndicatorPlan(
    name="公办园覆盖率",
    unit="%",
    direction="higher",
    baseline="48",
    baseline_day=date(2025, 12, 31),
    target="60",
    target_day=date(2026, 12, 31),
)
HEAD = ("统一代码", "企业名称", "处置结果", "欠税（万元）")
MAPPING = Mapping(
    sheet="整改台账",
    row=0,
    levels=1,
    keys=("统一代码",),
    name="企业名称",
    state="处置结果",
    amounts=(("欠税（万元）", "万元"),),
)


def a_figure(task_id: int, digits: str, *, word: str = "户", actor: Actor = WANG, **facts: object) -> int:
    """A figure that somebody stated."""
    plan = replace(PLAN, digits=digits, word=word, **facts)  # type: ignore[arg-type]
    return figures.add_figure(task_id=task_id, plan=plan, actor=actor, at=NOON)


def company(number: int, state: str, amount: float | None = 1.5) -> tuple[Value, ...]:
    """A row of the workbook."""
    return (f"C{number:05d}", f"东岭第{number}公司", state, amount)


def companies(revoked: int, cancelled: int, woken: int) -> list[tuple[Value, ...]]:
    """So many companies in each of the three states."""
    states = ["吊销"] * revoked + ["注销"] * cancelled + ["唤醒"] * woken
    return [company(number, state) for number, state in enumerate(states, start=1)]


def a_register(task_id: int, *, actor: Actor = WANG, name: str = "僵尸企业清单") -> int:
    """An empty register."""
    return figures.add_register(task_id=task_id, name=name, row_unit="户", actor=actor, at=NOON)


def hand_in(
    register_id: int, rows: Sequence[Sequence[Value]], *, actor: Actor = WANG, head: Sequence[Value] = HEAD
) -> int:
    """A workbook that was handed in for a register, not yet mapped."""
    return figures.keep_register_file(
        register_id=register_id, name="清单.xlsx", data=xlsx_of([head, *rows]), actor=actor, at=NOON
    )


def mapped(import_id: int, mapping: Mapping = MAPPING, *, as_of: date = TODAY) -> int:
    """The same, mapped; its version then."""
    version = RegisterImport.objects.get(pk=import_id).version
    figures.map_import(import_id=import_id, version=version, mapping=mapping, as_of=as_of, actor=WANG, at=NOON)
    return version + 1


def take(
    register_id: int, rows: Sequence[Sequence[Value]], mapping: Mapping = MAPPING, *, head: Sequence[Value] = HEAD
) -> figures.Taken:
    """Hand a workbook in, map it and accept it."""
    number = hand_in(register_id, rows, head=head)
    return figures.accept_import(import_id=number, version=mapped(number, mapping), actor=WANG, at=NOON)


def counted(register_id: int, name: str, *states: str, what: str = "count", column: str = "") -> int:
    """A figure over some states of a register."""
    wish = figures.CountWish(name=name, what=what, states=states, column=column)
    return figures.count_register(register_id=register_id, wish=wish, actor=WANG, at=NOON)
