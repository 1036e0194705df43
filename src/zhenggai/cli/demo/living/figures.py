"""Figures of the living cycle: a register of companies behind a ratio, an indicator, and one claim that the rows do not bear out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from zhenggai.cli.demo.living import lookup
from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.domain.figures import FigurePlan, IndicatorPlan
from zhenggai.domain.registers.mapping import Mapping
from zhenggai.ledger.operations import figures
from zhenggai.ledger.queries.figures import figures_page
from zhenggai.ledger.shapes.figures import FiguresPage

HEAD = ("统一代码", "企业名称", "所在镇街", "处置结果", "欠缴税费（万元）", "登记日期")
TOWNS = ("城关镇", "东岭镇", "清河镇", "白石镇", "南塘街道", "柳坝乡")
TRADES = ("商贸", "建材", "农产品", "运输", "餐饮管理", "电子科技", "劳务", "园林")
COMPANIES = 1_200
REGISTER = "长期停业未经营企业清单"
# Of 1,200 companies so many are revoked, cancelled and woken on the days of the three workbooks; the others wait.
EARLY, MIDDLE, LATE = (120, 180, 20), (286, 431, 74), (381, 657, 132)
STATES = ("吊销", "注销", "恢复经营")
MAPPING = Mapping("", 0, 1, ("统一代码",), "企业名称", "处置结果", (("欠缴税费（万元）", "万元"),))
MARKET, FUNDS = 3, 7


def events(stage: Stage) -> Iterator[Event]:
    """What happens to figures, in the order of time."""
    yield stage.event(-56, 9, 10, lambda at: _scopes(stage, at))
    yield stage.event(-50, 10, 0, lambda at: _open(stage, at))
    yield stage.event(-50, 10, 20, lambda at: _take(stage, EARLY, "停业企业清单（第一次）.csv", -51, at))
    yield stage.event(-50, 11, 0, lambda at: _count(stage, at))
    yield stage.event(-49, 9, 30, lambda at: _indicate(stage, at))
    yield stage.event(-40, 9, 30, lambda at: _read(stage, "31.5", -41, at))
    yield stage.event(-25, 9, 0, lambda at: _take(stage, MIDDLE, "停业企业清单（第二次）.csv", -26, at))
    yield stage.event(-20, 9, 30, lambda at: _read(stage, "44", -21, at))
    yield stage.event(-6, 9, 30, lambda at: _read(stage, "58.5", -7, at))
    yield stage.event(-4, 9, 0, lambda at: _take(stage, LATE, "停业企业清单（第三次）.csv", -5, at))
    yield stage.event(-3, 15, 0, lambda at: _claim(stage, at))


def workbook(counts: tuple[int, int, int]) -> bytes:
    """The companies with what became of so many of them; always the same ones."""
    done = [state for state, count in zip(STATES, counts, strict=True) for _ in range(count)]
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEAD)
    for number in range(1, COMPANIES + 1):
        # 577 shares no factor with 1,200, so that states lie scattered over the list.
        place = number * 577 % COMPANIES
        state = done[place] if place < len(done) else "待处置"
        town, trade = TOWNS[number % len(TOWNS)], TRADES[number % len(TRADES)]
        name = f"{town.removesuffix('镇')}{number:04d}号{trade}有限公司"
        rows.writerow(
            (
                f"91YL{number:06d}",
                name,
                town,
                state,
                f"{number % 48 / 4:g}",
                f"20{number % 14 + 5:02d}-0{number % 9 + 1}-15",
            )
        )
    return out.getvalue().encode("utf-8-sig")


def _task(stage: Stage, number: int) -> int:
    return lookup.task_ids(stage)[number]


def _page(stage: Stage, number: int) -> FiguresPage:
    return figures_page(task_id=_task(stage, number), actor=actor("wang"), today=stage.today)


def _scopes(stage: Stage, at: datetime) -> None:
    figures.add_scope(
        name="退出市场",
        definition="已吊销或已注销营业执照的企业；恢复经营的不算退出。",
        valid_from=stage.day(-60),
        actor=actor("wang"),
        at=at,
    )


def _open(stage: Stage, at: datetime) -> None:
    figures.add_register(task_id=_task(stage, MARKET), name=REGISTER, row_unit="户", actor=actor("wang"), at=at)


def _take(stage: Stage, counts: tuple[int, int, int], name: str, day: int, at: datetime) -> None:
    who = actor("wang")
    register = _page(stage, MARKET).registers[0].id
    number = figures.keep_register_file(register_id=register, name=name, data=workbook(counts), actor=who, at=at)
    figures.map_import(import_id=number, version=1, mapping=MAPPING, as_of=stage.day(day), actor=who, at=at)
    figures.accept_import(import_id=number, version=2, actor=who, at=at)


def _count(stage: Stage, at: datetime) -> None:
    """Figures over the register, and the equations that bind them."""
    who, task = actor("wang"), _task(stage, MARKET)
    page = _page(stage, MARKET)
    register, scope = page.registers[0].id, page.scopes[0].id

    def counted(name: str, *states: str, what: str = "count", in_scope: bool = False) -> int:
        wish = figures.CountWish(name, what, states, scope_version=scope if in_scope else None)
        return figures.count_register(register_id=register, wish=wish, actor=who, at=at)

    total = counted("长期停业未经营企业")
    gone = counted("已退出市场", "吊销", "注销", in_scope=True)
    parts = [counted(state, state) for state in ("吊销", "注销")]
    rest = [counted("恢复经营", "恢复经营"), counted("待处置", "待处置")]
    rate = counted("退出率", "吊销", "注销", what="share")
    for kind, left, right in (
        ("sum", gone, parts),
        ("sum", total, [gone, *rest]),
        ("ratio", rate, [gone, total]),
    ):
        figures.add_relation(task_id=task, kind=kind, total_id=left, part_ids=right, actor=who, at=at)


def _indicate(stage: Stage, at: datetime) -> None:
    plan = IndicatorPlan(
        name="违规使用资金追回率",
        unit="%",
        direction="higher",
        baseline="18",
        baseline_day=stage.day(-80),
        target="95",
        target_day=stage.day(60),
    )
    figures.add_indicator(task_id=_task(stage, FUNDS), plan=plan, actor=actor("wang"), at=at)


def _read(stage: Stage, digits: str, day: int, at: datetime) -> None:
    figures.add_reading(
        indicator_id=_page(stage, FUNDS).indicators[0].id,
        digits=digits,
        day=stage.day(day),
        origin="县医疗保障局追回资金台账",
        actor=actor("wang"),
        at=at,
    )


def _claim(stage: Stage, at: datetime) -> None:
    """A report claims more than the register bears out."""
    task, who = _task(stage, MARKET), actor("wang")
    plan = FigurePlan(
        digits="1083",
        word="户",
        scope="工作简报所称退出市场企业",
        until=stage.day(-5),
        origin="专项行动工作简报第 4 期",
    )
    claimed = figures.add_figure(task_id=task, plan=plan, actor=who, at=at)
    gone = next(row.id for row in _page(stage, MARKET).figures if row.scope == "已退出市场")
    figures.add_relation(task_id=task, kind="equal", total_id=claimed, part_ids=[gone], actor=who, at=at)
