"""The days on which an office's own ledger says that something was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from zhenggai.domain.progress import Report
from zhenggai.domain.registers.heads import Head
from zhenggai.ledger.workbooks.sheets import ReportLine
from zhenggai.reading.reported import read_text

_AS_OF = re.compile(r"(?:截[至止]|填[报表](?:时间|日期)|统计(?:时间|日期)|更新(?:时间|日期))[^，。；;\n]{4,20}")


def stated_day(rows: Sequence[Sequence[str]], head: Head, *, received: date) -> date:
    """The day as of which a sheet says that it holds, above or in its head; else the day it was handed in."""
    above = "\n".join(cell for row in rows[: head.first_row] for cell in row)
    found = [
        day.last
        for said in _AS_OF.findall(above)
        for day in read_text(said, today=received, feedback=None).dates
        if day.last <= received
    ]
    return max(found, default=received)


def report_of(line: ReportLine, *, stated: date, feedback: date | None) -> Report:
    """A report as it would be handed in: on the last day that it names, else on that of the sheet."""
    told = line.placed.report
    dates = read_text(told.done, today=stated, feedback=feedback).dates
    days = [day.last for day in dates if day.last <= stated and (feedback is None or day.first >= feedback)]
    return Report(
        day=max(days, default=stated), done=told.done, result=told.result, next_step=told.next_step, claims="ongoing"
    )
