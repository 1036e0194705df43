"""`zhenggai workbook`: workbooks out to units and back, for an office whose units have no network."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhenggai.cli.help import Command, Group
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.returned_files import files_in
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import N_, _, say
from zhenggai.domain.ledger_sheets.columns import USES

if TYPE_CHECKING:
    from zhenggai.domain.rights import Actor

FOUND = 1


def hand_out(*, cycle: int, unit: str | None, out: str) -> int:
    """Write a workbook for each unit, or for one, and say where."""
    with opened_house():
        from zhenggai.ledger.queries.workbook_files import export_file
        from zhenggai.papers.unit_book import unit_book

        clerk, folder = _clerk(), Path(out)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for number in _exported(cycle, unit, clerk):
                name, content = export_file(export_id=number, actor=clerk)
                with unit_book(content) as book, (folder / name).open("wb") as target:
                    shutil.copyfileobj(book, target)
                click.echo(_("已写出 $path。", path=folder / name))
        except OSError as fault:
            raise CouldNot(_("电子表没有写成：$fault。", fault=fault.strerror)) from fault
    return 0


def take_back(*, cycle: int, paths: Sequence[str], accept: bool) -> int:
    """Receive files and say what each changes; 1 where anything is refused, unread or waits for a choice."""
    with opened_house():
        from zhenggai.ledger.operations.workbooks.accepting import accept_rows
        from zhenggai.ledger.operations.workbooks.receiving import receive_workbooks
        from zhenggai.ledger.queries.workbooks import return_page

        clerk = _clerk()
        files = list(files_in(paths))
        if not files:
            raise CouldNot(_("没有找到 xlsx、xls、et 或 zip 文件。"))
        left = 0
        for number in receive_workbooks(cycle_id=cycle, files=files, actor=clerk, at=now()):
            line = return_page(return_id=number, actor=clerk).line
            if accept and line.state == "open":
                accept_rows(return_id=number, keys=None, seen={}, actor=clerk, at=now())
                line = return_page(return_id=number, actor=clerk).line
            counts = "，".join(f"{_(word)} {count}" for _state, word, count in line.counts)
            click.echo(f"{line.name}  {line.label}  {say(line.fault) if line.fault else counts}")
            left += bool(line.fault) or any(state in {"refused", "conflict"} for state, _word, _count in line.counts)
    return FOUND if left else 0


def merge(*, cycle: int, file: str, accept: bool, next_step: str | None) -> int:
    """Merge an office's own ledger and say what it changes; 1 where anything is refused, unpaired or waits for a choice."""
    with opened_house():
        from zhenggai.ledger.operations.workbooks.merging import accept_entries
        from zhenggai.ledger.operations.workbooks.sheet_reporting import Beside
        from zhenggai.ledger.operations.workbooks.sheets import keep_sheet, map_sheet
        from zhenggai.ledger.queries.ledger_sheets import remembered_or_guessed, sheet_page

        clerk, path = _clerk(), Path(file)
        number = keep_sheet(cycle_id=cycle, name=path.name, data=path.read_bytes(), actor=clerk, at=now())
        mapping, version = remembered_or_guessed(sheet_id=number, actor=clerk)
        map_sheet(sheet_id=number, version=version, mapping=mapping, actor=clerk, at=now())
        for use, heading in mapping.columns:
            click.echo(f"{_(USES[use])} ← {heading}")
        if accept:
            beside = Beside(next_step=next_step or "")
            accept_entries(sheet_id=number, keys=None, seen={}, actor=clerk, at=now(), beside=beside)
        page = sheet_page(sheet_id=number, actor=clerk)
        counts = "，".join(f"{_(word)} {count}" for _state, word, count in page.row.counts)
        click.echo(f"{page.row.name}  {counts}")
        if page.doubted:
            click.echo(_("完成状态与系统不一致的有 $count 行；台账里的状态只作提示，不会销号。", count=page.doubted))
    left = {"refused", "conflict", "unpaired", "unplaced"}
    return FOUND if page.doubted or any(state in left for state, _word, _count in page.row.counts) else 0


def _exported(cycle: int, unit: str | None, clerk: Actor) -> tuple[int, ...]:
    from zhenggai.ledger.operations.workbooks.exporting import ExportWish, export_to_units, export_workbook
    from zhenggai.ledger.queries.workbooks import workbooks_page

    if unit is None:
        codes = iter(lambda: secrets.token_hex(8), "")
        return export_to_units(cycle_id=cycle, codes=codes, actor=clerk, at=now())
    units = {one.name: one.id for one in workbooks_page(cycle_id=cycle, actor=clerk).units}
    if unit not in units:
        raise CouldNot(_("“$unit”在这个轮次里没有在办的任务，请写单位的全称。", unit=unit))
    wish = ExportWish("unit", units[unit])
    return (export_workbook(cycle_id=cycle, wish=wish, code=secrets.token_hex(8), actor=clerk, at=now()),)


def _clerk() -> Actor:
    from zhenggai.domain.rights import CONSOLE, Actor
    from zhenggai.domain.roles import Role

    return Actor(id=CONSOLE.id, name=CONSOLE.name, role=Role.OFFICE_CLERK)


_CYCLE = click.Option(
    ["--cycle"], type=click.IntRange(min=1), required=True, metavar=N_("编号"), help=N_("轮次的编号。")
)

command = Group(
    name="workbook",
    help=N_("电子表：把任务和措施导给单位填，收回来对照以后收入台账。"),
    epilog=N_("例子：\n  zhenggai workbook out --cycle 1 --out 发出\n  zhenggai workbook in --cycle 1 收回"),
    commands=[
        Command(
            name="out",
            callback=hand_out,
            params=[
                _CYCLE,
                click.Option(["--unit"], metavar=N_("单位"), help=N_("只导这个单位，写全称。")),
                click.Option(["--out"], required=True, metavar=N_("文件夹"), help=N_("写到这个文件夹，没有就建。")),
            ],
            short_help=N_("每个单位导出一份"),
            help=N_("每个有在办任务的单位导出一份 xlsx。当时的内容冻结保存，收回时用它对照。"),
            epilog=N_(
                "例子：\n  zhenggai workbook out --cycle 1 --out 发出\n"
                "  zhenggai workbook out --cycle 1 --unit 县水利局 --out 发出"
            ),
        ),
        Command(
            name="in",
            callback=take_back,
            params=[
                click.Argument(
                    ["paths"], nargs=-1, required=True, type=click.Path(exists=True), metavar=N_("文件或文件夹…")
                ),
                _CYCLE,
                click.Option(["--accept"], is_flag=True, help=N_("收入新填的和只有单位改过的行。")),
            ],
            short_help=N_("收回来对照"),
            help=N_(
                "交回 xlsx、xls、et，或连同佐证打包的 zip，打印每份的对照结果。文件夹连同里面的文件夹一起收；"
                "里面的文件夹除了表还有别的文件，就当作一个单位连同佐证交回的。不加 --accept 什么都不收入，"
                "可以在“电子表”页逐行看；两边都改过的行总是留给人选。"
            ),
            epilog=N_(
                "例子：\n  zhenggai workbook in --cycle 1 收回\n  zhenggai workbook in --cycle 1 --accept 收回/*.zip"
            ),
        ),
        Command(
            name="merge",
            callback=merge,
            params=[
                click.Argument(["file"], type=click.Path(exists=True, dir_okay=False), metavar=N_("文件")),
                _CYCLE,
                click.Option(["--accept"], is_flag=True, help=N_("收入新填的和只有表里改过的行。")),
                click.Option(
                    ["--next-step"], metavar=N_("文字"), help=N_("进展里没有写下一步的，统一写这句话；不写，缺的不收。")
                ),
            ],
            short_help=N_("并入一份现成台账"),
            help=N_(
                "把一份 Excel 整改台账并入轮次：按上次同样表头的填法，或按表头猜各列是什么，再按序号和原文对上任务，"
                "打印对照结果。进展一列按措施收成进展报告，完成状态只作提示，不会销号。"
                "不加 --accept 什么都不收入；没有对上的、与系统不同的，在网页“现成台账”里处理。"
            ),
            epilog=N_("例子：\n  zhenggai workbook merge --cycle 1 我们的台账.xlsx"),
        ),
    ],
)
