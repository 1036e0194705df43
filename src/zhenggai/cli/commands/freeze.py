"""`zhenggai freeze`: keep a month of reporting as it was, or say which ones wait."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.words import N_, _

if TYPE_CHECKING:
    from zhenggai.domain.rights import Actor
    from zhenggai.ledger.shapes.periods import PeriodList

FOUND = 1


def freeze(*, month: str | None, cycle: int, skipping: str) -> int:
    """Freeze a month; without one, list those that wait, 1 where there are any."""
    with opened_house():
        return _freeze(cycle, month, skipping) if month else _list(cycle)


def _list(cycle: int) -> int:
    page = _page(cycle)
    for line in reversed(page.months):
        if line.month in page.waiting:
            late = _("，已过期限") if line.overdue else ""
            click.echo(_("$month 待冻结，应在 $due 前$late", month=line.month, due=line.due, late=late))
    if not page.waiting:
        click.echo(_("没有等着冻结的报告期。"))
    return FOUND if page.waiting else 0


def _freeze(cycle: int, month: str, skipping: str) -> int:
    from zhenggai.ledger.operations.periods import freeze_period

    freeze_period(cycle_id=cycle, month=month, skipping=skipping, actor=_clerk(), at=now())
    kept = next(line.frozen for line in _page(cycle).months if line.month == month and line.frozen)
    click.echo(_("已冻结 $month：$rows 项任务，指纹 $digest。", month=month, rows=kept.rows, digest=kept.digest))
    return 0


def _page(cycle: int) -> PeriodList:
    from django.utils.timezone import localdate

    from zhenggai.ledger.queries.periods import list_periods

    return list_periods(cycle_id=cycle, actor=_clerk(), today=localdate())


def _clerk() -> Actor:
    from zhenggai.domain.rights import CONSOLE
    from zhenggai.domain.roles import Role

    return replace(CONSOLE, role=Role.OFFICE_CLERK)


command = Command(
    name="freeze",
    callback=freeze,
    params=[
        click.Argument(["month"], required=False, metavar=N_("[年月]")),
        click.Option(
            ["--cycle"], type=click.IntRange(min=1), required=True, metavar=N_("编号"), help=N_("轮次的编号。")
        ),
        click.Option(
            ["--skipping"], default="", metavar=N_("原因"), help=N_("前面还有没冻结的报告期时，写明为什么跳过。")
        ),
    ],
    help=N_(
        "冻结一个已经结束的报告期：那个月末的台账、各单位的数和完成率从此不变，谁也不能解冻。"
        "不写年月，就列出等着冻结的，有就以 1 退出。"
    ),
    epilog=N_("例子：\n  zhenggai freeze --cycle 1\n  zhenggai freeze 2026-03 --cycle 1"),
)
