"""The ledger as a workbook: the columns that are shown, every row that the filters leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.ledger.shapes import LedgerExportRow
from zhenggai.office.ledger_links import COLUMN_NAMES
from zhenggai.papers.table_book import BookColumn, Cell, table_book

Value = Callable[[LedgerExportRow], Cell]

# What stands in each column of the page, and how wide it is on paper; "" is always there.
COLUMNS: tuple[tuple[str, object, int, Value], ...] = (
    ("", gettext_lazy("序号"), 9, lambda line: line.row.number),
    ("", gettext_lazy("问题"), 44, lambda line: line.row.title),
    ("aspect", COLUMN_NAMES["aspect"], 28, lambda line: line.row.aspect),
    ("", gettext_lazy("具体表现"), 44, lambda line: line.description),
    ("", gettext_lazy("整改措施"), 60, lambda line: "\n".join(line.measures)),
    ("leader", COLUMN_NAMES["leader"], 12, lambda line: line.row.leader),
    ("unit", COLUMN_NAMES["unit"], 20, lambda line: line.row.unit),
    ("kind", COLUMN_NAMES["kind"], 12, lambda line: _(line.row.kind_name)),
    ("deadline", COLUMN_NAMES["deadline"], 12, lambda line: line.row.deadline),
    ("deadline", gettext_lazy("期限原文"), 16, lambda line: line.row.deadline_text),
    ("state", COLUMN_NAMES["state"], 10, lambda line: _(line.row.state_name)),
    ("state", gettext_lazy("期限状态"), 10, lambda line: f"{line.row.light.shape} {_(line.row.light.word)}"),
    ("measures", gettext_lazy("措施数"), 8, lambda line: line.row.measures),
    ("figures", gettext_lazy("数字个数"), 8, lambda line: line.row.figures),
    ("doubts", gettext_lazy("疑点数"), 8, lambda line: line.row.doubts),
)


def workbook(lines: Iterable[LedgerExportRow], *, hidden: frozenset[str]) -> IO[bytes]:
    """The workbook of these lines without the columns that the page hides."""
    shown = [column for column in COLUMNS if column[0] not in hidden]
    columns = [BookColumn(str(label), width) for _name, label, width, _value in shown]
    rows = ([value(line) for _name, _label, _width, value in shown] for line in lines)
    return table_book(title=_("整改台账"), columns=columns, rows=rows)
