"""`zhenggai check`: what a careful reader would ask about a file, or about a round in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from zhenggai.cli.commands import shared
from zhenggai.cli.help import Command
from zhenggai.cli.inputs import is_single
from zhenggai.cli.terminal import console, print_json, print_json_list
from zhenggai.cli.usage import WrongUsage
from zhenggai.cli.words import N_, _
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import doubt_to_json


def check(*, files: tuple[str, ...], cycle: int | None, as_json: bool, as_table: bool, today: datetime | None) -> int:
    """Print the doubts of each file, or of a round in the ledger; the code says whether any is an error."""
    shared.demand_one_form(as_json=as_json, as_table=as_table)
    if (cycle is None) == (not files):
        raise WrongUsage(_("请写要检查的文件，或者用 --cycle 写轮次的编号，两者选一。"))
    if cycle is not None:
        from zhenggai.cli.round_doubts import check_round

        return check_round(cycle, as_json=as_json)
    outcome = shared.Outcome()
    found = _watched(shared.reports(files, today=today, outcome=outcome), outcome)
    if not as_json:
        _print_tables(found)
    elif is_single(files):
        for report in found:
            print_json(_to_json(report))
    else:
        print_json_list(_to_json(report) for report in found)
    return outcome.code


def _watched(reports: Iterator[Report], outcome: shared.Outcome) -> Iterator[Report]:
    for report in reports:
        outcome.erring |= any(doubt.severity == "error" for doubt in report.doubts)
        yield report


def _print_tables(reports: Iterator[Report]) -> None:
    from zhenggai.cli.tables import print_doubts

    screen = console()
    for report in reports:
        print_doubts(screen, report)


def _to_json(report: Report) -> dict[str, Any]:
    return {"source": {"name": report.source.name}, "doubts": [doubt_to_json(doubt) for doubt in report.doubts]}


command = Command(
    name="check",
    callback=check,
    params=[
        shared.files(required=False),
        click.Option(
            ["--cycle"],
            type=click.IntRange(min=1),
            metavar=N_("编号"),
            help=N_("不读文件，让全部规则检查台账里的这个轮次，列出没有办结的疑点。"),
        ),
        shared.as_json(),
        shared.as_table(),
        shared.today(),
    ],
    help=N_(
        "列出文件里的疑点：编号缺漏、数字对不上、日期不对、承诺没有期限等。"
        "有错误时以 1 退出，有文件读不了时以 2 退出，否则以 0 退出。"
    ),
    epilog=N_("例子：\n  zhenggai check 整改报告.docx\n  zhenggai check --json 报告/*.docx"),
)
