"""The ledger as a workbook: the columns that are shown, every row that the filters leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.lights import Light
from zhenggai.ledger.shapes import LedgerLine
from zhenggai.office.ledger_links import COLUMN_NAMES
from zhenggai.papers.table_book import BookColumn, Cell, table_book

Value = Callable[[LedgerLine], Cell]


def workbook(lines: Iterable[LedgerLine], *, hidden: frozenset[str]) -> IO[bytes]:
    """The workbook of these lines without the columns that the page hides."""
    shown = [column for column in _columns() if column[0] not in hidden]
    columns = [BookColumn(str(label), width) for _name, label, width, _value in shown]
    values = [value for _name, _label, _width, value in shown]
    rows = ([value(line) for value in values] for line in lines)
    return table_book(title=_("整改台账"), columns=columns, rows=rows)


def _columns() -> tuple[tuple[str, object, int, Value], ...]:
    """What stands in each column of the page, and how wide it is on paper; "" is always there."""
    # A few words come back in every row, and looking one up takes as long as writing a row.
    said = cache(_)

    @cache
    def shone(light: Light) -> str:
        return f"{light.shape} {_(light.word)}"

    return (
        ("", gettext_lazy("序号"), 9, lambda line: line.number),
        ("", gettext_lazy("问题"), 44, lambda line: line.title),
        ("aspect", COLUMN_NAMES["aspect"], 28, lambda line: line.aspect),
        ("", gettext_lazy("具体表现"), 44, lambda line: line.description),
        ("", gettext_lazy("整改措施"), 60, lambda line: line.measures),
        ("leader", COLUMN_NAMES["leader"], 12, lambda line: line.leader),
        ("unit", COLUMN_NAMES["unit"], 20, lambda line: line.unit),
        ("kind", COLUMN_NAMES["kind"], 12, lambda line: said(line.kind_name)),
        ("deadline", COLUMN_NAMES["deadline"], 12, lambda line: line.deadline),
        ("deadline", gettext_lazy("期限原文"), 16, lambda line: line.deadline_text),
        ("state", COLUMN_NAMES["state"], 10, lambda line: said(line.state_name)),
        ("state", gettext_lazy("期限状态"), 10, lambda line: shone(line.light)),
        ("measures", gettext_lazy("措施数"), 8, lambda line: line.measures_count),
        ("figures", gettext_lazy("数字个数"), 8, lambda line: line.figures),
        ("doubts", gettext_lazy("疑点数"), 8, lambda line: line.doubts),
    )
