"""`zhenggai read`: what a file says, as a table, as JSON, as a ledger workbook, or as its normal text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from zhenggai.cli.commands import shared
from zhenggai.cli.help import Command
from zhenggai.cli.inputs import is_single
from zhenggai.cli.terminal import console, print_json, print_json_list
from zhenggai.cli.words import N_
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import report_to_json


def read(
    *,
    files: tuple[str, ...],
    as_json: bool,
    as_table: bool,
    workbook: str | None,
    with_text: bool,
    today: datetime | None,
) -> int:
    """Print what each file says in the form asked for."""
    shared.demand_one_form(as_json=as_json, as_table=as_table)
    outcome = shared.Outcome()
    found = shared.reports(files, today=today, outcome=outcome)
    if workbook is not None:
        found = _written(found, workbook, is_single(files), outcome, told=not (as_json or as_table or with_text))
    if as_json:
        _print_json(found, single=is_single(files), with_text=with_text)
    elif as_table or not (with_text or workbook is not None):
        _print_tables(found, with_text=with_text)
    elif with_text:
        _print_texts(found, single=is_single(files))
    else:
        for _report in found:
            pass
    return outcome.code


def _written(
    reports: Iterator[Report], target: str, single: bool, outcome: shared.Outcome, *, told: bool
) -> Iterator[Report]:
    from zhenggai.cli.workbooks import Workbooks

    books = Workbooks(target, single=single)
    for report in reports:
        outcome.failed |= not books.write(report, told=told)
        yield report


def _print_json(reports: Iterator[Report], *, single: bool, with_text: bool) -> None:
    values = (report_to_json(report, with_text=with_text) for report in reports)
    if not single:
        print_json_list(values)
        return
    for value in values:
        print_json(value)


def _print_tables(reports: Iterator[Report], *, with_text: bool) -> None:
    from zhenggai.cli.tables import print_report

    screen = console()
    for report in reports:
        print_report(screen, report)
        if with_text:
            click.echo(report.text)


def _print_texts(reports: Iterator[Report], *, single: bool) -> None:
    for report in reports:
        if not single:
            click.echo(f"==> {report.source.name} <==")
        click.echo(report.text)


command = Command(
    name="read",
    callback=read,
    params=[
        shared.files(),
        shared.as_json(),
        shared.as_table(),
        click.Option(
            ["--xlsx", "workbook"],
            metavar=N_("去处"),
            help=N_("写成整改台账工作簿；多个文件时“去处”是文件夹。"),
        ),
        click.Option(
            ["--text", "with_text"], is_flag=True, help=N_("输出规范化后的正文；与 --json 同用时一并放进 JSON。")
        ),
        shared.today(),
    ],
    help=N_(
        "读出文件里的方面、问题、措施、数字、日期和承诺。"
        "能读 docx、pdf、xlsx、html、ofd、txt；可以给多个文件、文件夹、通配符，“-”是标准输入。"
        "读不了的文件各给一句话，以 2 退出，其余照读。"
    ),
    epilog=N_(
        "例子：\n  zhenggai read 整改报告.docx\n  zhenggai read --json --text 整改报告.pdf\n"
        "  zhenggai read --xlsx 台账.xlsx 整改报告.docx\n  zhenggai read --xlsx 台账/ 报告/"
    ),
)
