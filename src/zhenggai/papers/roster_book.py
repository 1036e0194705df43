"""An empty roster to fill in: the columns, the types to choose from, and two lines that show how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from zhenggai.domain.roster import COLUMN_NAMES, Column
from zhenggai.papers.workbook import Column as SheetColumn
from zhenggai.papers.workbook import open_book

_WIDTHS: dict[Column, float] = {
    "unit": 28, "kind": 10, "parent": 28, "others": 24, "person": 12, "title": 16, "phone": 18, "starts": 14, "ends": 14,
}  # fmt: skip
_NOTE = "一行一个单位或一个人的一个职务；列的次序不限，空着的格不改动已有内容。行中有姓名时，起止是任职的起止。示例两行请删去。"
_EXAMPLES: tuple[tuple[str, ...], ...] = (
    ("示例县住房和城乡建设局", "", "", "住建局、县住建局", "", "", "", "", ""),
    ("示例县住房和城乡建设局", "", "", "", "张某", "局长", "0000-0000000", "2024-03-01", ""),
)
_CREATED = date(2026, 1, 1)
_CHOICE_CHARACTERS = 255


def roster_template(*, kinds: Sequence[str]) -> BytesIO:
    """The workbook as a file that stands at its beginning."""
    target = BytesIO()
    columns = [
        SheetColumn(name, _WIDTHS[column], "day" if column in {"starts", "ends"} else "text")
        for column, name in COLUMN_NAMES.items()
    ]
    with open_book(target, title="单位与人员名册", created=_CREATED) as book:
        sheet = book.sheet("名册", columns, title="单位与人员名册", note=_NOTE, frozen=1)
        for example in _EXAMPLES:
            sheet.add(*example)
        # Excel takes a list of choices only up to 255 characters.
        if 0 < len(",".join(kinds)) <= _CHOICE_CHARACTERS:
            sheet.choices(1, kinds)
    target.seek(0)
    return target
