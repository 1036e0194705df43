"""Workbooks that go out to units and come back, in tests: exported, filled in, received, accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from people import NOON, WANG
from workbooks import fill, opened, saved
from working import Work
from zhenggai.domain.figures import FigurePlan
from zhenggai.domain.rights import Actor
from zhenggai.ledger.operations.workbooks.accepting import Accepted, accept_rows
from zhenggai.ledger.operations.workbooks.exporting import ExportWish, export_workbook
from zhenggai.ledger.operations.workbooks.receiving import receive_workbooks
from zhenggai.ledger.queries.workbook_files import export_file
from zhenggai.ledger.queries.workbooks import return_page
from zhenggai.ledger.shapes.workbooks import ReturnPage, RowLine
from zhenggai.papers.unit_book import unit_book

LATER = NOON + timedelta(days=1)
REPORT = {
    "办理日期": date(2026, 3, 1), "做了什么": "成立专班，开会两次。", "产出": "专班文件1份。", "办理状态": "已经办完",
}  # fmt: skip
NEW_FIGURE = {
    "任务号": 1, "口径（数的是什么）": "清退户数", "数值": 12, "单位": "户", "截止日": "2026.2.28", "来源": "县住建局",
}  # fmt: skip
FIGURE = FigurePlan("266.5", "万元", "追回资金", date(2026, 2, 28), origin="县财政局账")


def an_export(work: Work, actor: Actor = WANG, *, code: str = "0123456789abcdef") -> int:
    wish = ExportWish("unit", work.unit)
    return export_workbook(cycle_id=work.cycle, wish=wish, code=code, actor=actor, at=NOON)


def a_book(export_id: int, actor: Actor = WANG) -> bytes:
    _name, content = export_file(export_id=export_id, actor=actor)
    with unit_book(content) as file:
        return file.read()


def edited(data: bytes, sheet: str, key: str, cells: dict[str, object]) -> bytes:
    book = opened(data)
    fill(book[sheet], key, cells)
    return saved(book)


def receive(work: Work, *files: bytes, actor: Actor = WANG, name: str = "交回.xlsx") -> tuple[int, ...]:
    return receive_workbooks(cycle_id=work.cycle, files=[(name, data) for data in files], actor=actor, at=LATER)


def accept(return_id: int, actor: Actor = WANG, keys: Sequence[str] | None = None, **seen: str) -> Accepted:
    return accept_rows(return_id=return_id, keys=keys, seen=dict(seen), actor=actor, at=LATER)


def rows(return_id: int, state: str, actor: Actor = WANG) -> tuple[RowLine, ...]:
    page: ReturnPage = return_page(return_id=return_id, actor=actor, state=state)
    return tuple(row for row in page.rows if row.state == state)
