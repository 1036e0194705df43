"""The ledger as a workbook: the columns that are shown, every row that the filters leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.lights import Light
from zhenggai.ledger.shapes import LedgerLine
from zhenggai.office.ledger_links import COLUMN_NAMES
from zhenggai.papers.table_book import BookColumn, Cell, table_book

Say = Callable[[Any], Cell]


def workbook(lines: Iterable[LedgerLine], *, hidden: frozenset[str]) -> IO[bytes]:
    """The workbook of these lines without the columns that the page hides."""
    shown = [column for column in _columns() if column[0] not in hidden]
    columns = [BookColumn(str(label), width) for _name, label, width, _field, _say in shown]
    picked = itemgetter(*(LedgerLine._fields.index(field) for _name, _label, _width, field, _say in shown))
    said = [(place, say) for place, (*_, say) in enumerate(shown) if say]
    return table_book(title=_("整改台账"), columns=columns, rows=(_cells(picked(line), said) for line in lines))


def _cells(picked: tuple[Any, ...], said: Iterable[tuple[int, Say]]) -> Sequence[Cell]:
    row = list(picked)
    for place, say in said:
        row[place] = say(row[place])
    return row


def _columns() -> tuple[tuple[str, object, int, str, Say | None], ...]:
    """What stands in each column of the page, how wide it is on paper and how it is said, if not as it stands; "" is always there."""
    # A few words come back in every row, and looking one up takes as long as writing a row.
    said = cache(_)

    @cache
    def shone(light: Light) -> str:
        return f"{light.shape} {_(light.word)}"

    return (
        ("", gettext_lazy("序号"), 9, "number", None),
        ("", gettext_lazy("问题"), 44, "title", None),
        ("aspect", COLUMN_NAMES["aspect"], 28, "aspect", None),
        ("", gettext_lazy("具体表现"), 44, "description", None),
        ("", gettext_lazy("整改措施"), 60, "measures", None),
        ("leader", COLUMN_NAMES["leader"], 12, "leader", None),
        ("unit", COLUMN_NAMES["unit"], 20, "unit", None),
        ("kind", COLUMN_NAMES["kind"], 12, "kind_name", said),
        ("deadline", COLUMN_NAMES["deadline"], 12, "deadline", None),
        ("deadline", gettext_lazy("期限原文"), 16, "deadline_text", None),
        ("state", COLUMN_NAMES["state"], 10, "state_name", said),
        ("state", gettext_lazy("期限状态"), 10, "light", shone),
        ("measures", gettext_lazy("措施数"), 8, "measures_count", None),
        ("figures", gettext_lazy("数字个数"), 8, "figures", None),
        ("doubts", gettext_lazy("疑点数"), 8, "doubts", None),
    )
