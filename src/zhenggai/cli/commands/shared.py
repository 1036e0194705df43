"""What `read` and `check` have in common: their parameters, and the walk over the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import click

from zhenggai.cli.inputs import find_inputs
from zhenggai.cli.terminal import complain, with_progress
from zhenggai.cli.usage import WrongUsage
from zhenggai.cli.words import N_, _
from zhenggai.domain.report import Report

FOUND = 1
COULD_NOT = 2


def files(*, required: bool = True) -> click.Argument:
    """One file, many, folders, patterns, or `-`."""
    return click.Argument(["files"], nargs=-1, required=required, metavar=N_("文件…"))


def as_json() -> click.Option:
    """JSON for programs."""
    return click.Option(["--json", "as_json"], is_flag=True, help=N_("输出 JSON：一个文件一个对象，多个文件一个列表。"))


def as_table() -> click.Option:
    """A table for people."""
    return click.Option(["--table", "as_table"], is_flag=True, help=N_("输出表格（默认）。"))


def today() -> click.Option:
    """The day that stands in where a text has no date of its own; the clock's unless a test says otherwise."""
    return click.Option(["--today"], type=click.DateTime(["%Y-%m-%d"]), hidden=True)


@dataclass(slots=True)
class Outcome:
    """What came of the files so far; `code` is what the command leaves with."""

    failed: bool = False
    erring: bool = False

    @property
    def code(self) -> int:
        """2 where a file could not be read, else 1 where an error was found, else 0."""
        return COULD_NOT if self.failed else FOUND if self.erring else 0


def demand_one_form(*, as_json: bool, as_table: bool) -> None:
    """:raises WrongUsage: where both forms are asked for."""
    if as_json and as_table:
        raise WrongUsage(_("--json 和 --table 只能选一个。"), ctx=click.get_current_context(silent=True))


def reports(arguments: tuple[str, ...], *, today: datetime | None, outcome: Outcome) -> Iterator[Report]:
    """The report of each file that can be read; of each other one, one sentence on standard error."""
    from zhenggai.cli.answers import read_all

    inputs = find_inputs(arguments)
    if not inputs:
        outcome.failed = True
        complain(
            _("“$path”里没有可以读的文件：请把 docx、pdf、xlsx、html、ofd 或 txt 放进去。", path="、".join(arguments))
        )
    day = today.date() if today else date.today()
    answers = read_all(inputs, today=day)
    for answer in with_progress(answers, names=[one.name for one in inputs], what=_("正在读")):
        if answer.report is None:
            outcome.failed = True
            complain(answer.fault)
        else:
            yield answer.report
