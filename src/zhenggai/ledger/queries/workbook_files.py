"""Workbooks as files: what goes out to a unit, and the answer to what it gave back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.timezone import localtime

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.workbooks.base import BaseSheet, refusal_of
from zhenggai.domain.workbooks.sheets import INSERTED
from zhenggai.ledger.models import WorkbookExport
from zhenggai.ledger.queries.workbooks import ROW_NAMES
from zhenggai.ledger.workbooks.holding import Compared, Line, base_of, export_held, return_held
from zhenggai.papers.unit_book import BookRow, BookSheet, UnitBook

Say = Callable[[Refusal], str]
SAID = (
    "本表只收白底的格。灰底的是方案内容，不能改；表头、表名和隐藏的列也请不要改。表没有密码，需要时可在“审阅”里撤消保护。",
    "“进展”表一行一条措施：写清哪一天、做了什么、产出和成效；还在办理的写下一步，已经办完的写看得见的产出。没有新进展的行不用动。",
    "日期写成 2026-03-05；“办理状态”“类型”等从单元格右边的箭头里选。可以排序、筛选，请选中整张表再排。",
    "“数字”表写单位自己掌握的数字，口径、单位、截止日和来源都要写；改已有的数字要写更正原因。",
    "“佐证文件”表写文件名，并把文件和本表放在一起打包成 zip 交回。",
    "填好后交回整改办，或登录后在“电子表”页上传。文件名可以改。交回后，没有收的格会标红退回，并写明原因。",
)
ANSWERED = (
    "这是对交回的表的答复：最后一列写着每一行的处理结果，标红的格没有收，鼠标停在格上可看原因。",
    "请只改标红的格，改好后再次交回；已收的行不用动。",
)


def export_file(*, export_id: int, actor: Actor) -> tuple[str, UnitBook]:
    """The name and the content of a workbook that was handed out, always as it was then.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is another unit's.
    """
    demand(actor, Act.REPORT)
    export = export_held(export_id, actor=actor)
    sheets = [_sheet(sheet) for sheet in base_of(export).sheets]
    return f"{_name(export)}.xlsx", UnitBook(
        code=export.code,
        title=f"{export.label} 整改工作表",
        facts=_facts(export),
        said=SAID,
        sheets=sheets,
        created=_day(export),
    )


def answer_file(*, return_id: int, actor: Actor, say: Say) -> tuple[str, UnitBook]:
    """The answer to a returned file: its own words, what became of each row, and every refused cell with its reason.

    :raises NoSuchThing: where there is none of that number, or nothing in it could be read.
    :raises NotAllowed: where it is another unit's.
    """
    demand(actor, Act.REPORT)
    returned = return_held(return_id, actor=actor)
    if returned.export is None:
        raise NoSuchThing("没有编号为 $id 的交回文件。", id=return_id)
    export = returned.export
    compared = Compared(returned, export)
    lines: dict[str, dict[str, Line]] = {}
    for line in compared.lines():
        lines.setdefault(line.row.sheet, {}).setdefault(line.row.key, line)
    sheets = [_answered(sheet, lines.get(sheet.kind.mark, {}), say) for sheet in compared.base.sheets]
    return f"答复-{_name(export)}.xlsx", UnitBook(
        code=export.code,
        title=f"{export.label} 整改工作表（答复）",
        facts=(*_facts(export), ("交回的文件", returned.name)),
        said=(*ANSWERED, *SAID),
        sheets=sheets,
        created=_day(export),
        answered=True,
    )


def _name(export: WorkbookExport) -> str:
    plain = "".join(character for character in export.label if character not in '\\/:*?"<>|')[:40]
    return f"{plain}-整改工作表-{localtime(export.exported_at):%m%d}-{export.number}"


def _day(export: WorkbookExport) -> date:
    return localtime(export.exported_at).date()


def _facts(export: WorkbookExport) -> tuple[tuple[str, str], ...]:
    return (
        ("轮次", export.cycle.title),
        ("给", export.label),
        ("第几次导出", str(export.number)),
        ("导出时间", f"{localtime(export.exported_at):%Y-%m-%d %H:%M}"),
        ("导出人", export.exported_by),
    )


def _sheet(sheet: BaseSheet) -> BookSheet:
    return BookSheet(sheet.kind, [BookRow(key, values) for key, values in sheet.rows.items()])


def _answered(sheet: BaseSheet, lines: dict[str, Line], say: Say) -> BookSheet:
    rows = [_answer(key, {**values}, lines.get(key), say) for key, values in sheet.rows.items()]
    inserted = [_answer(key, {}, line, say) for key, line in lines.items() if key.startswith(INSERTED)]
    return BookSheet(sheet.kind, rows + inserted)


def _answer(key: str, base: dict[str, str], line: Line | None, say: Say) -> BookRow:
    if line is None:
        return BookRow(key, base)
    refused = line.merged.refused if line.merged.state == "refused" and not line.decision else ()
    values = {**base, **line.row.values, **{cell.field: cell.text for cell in refused if cell.field and cell.text}}
    marks = {cell.field: say(refusal_of(cell.why)) for cell in refused if cell.field}
    reasons = [say(refusal_of(cell.why)) for cell in refused]
    if line.note:
        reasons.append(say(refusal_of((line.note[0], dict(line.note[1])))))
    told = ROW_NAMES[line.state] if line.state != "unchanged" else ""
    return BookRow(key, values, marks, "：".join(part for part in (told, " ".join(dict.fromkeys(reasons))) if part))
