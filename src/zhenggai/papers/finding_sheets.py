"""The sheets beside the ledger: figures, dates, promises, relations, doubts, and what the book is."""

from __future__ import annotations

from zhenggai.checking import RULES
from zhenggai.checking.indexed import Indexed
from zhenggai.domain.report import Quantity, Relation, Report, Span
from zhenggai.papers.workbook import Book, Column

_KINDS = {
    "money": "金额", "area": "面积", "length": "长度", "mass": "重量", "volume": "体积", "duration": "时长",
    "ratio": "比例", "points": "百分点", "count": "数目",
}  # fmt: skip
_BOUNDS = {"min": "不少于", "max": "不超过", None: ""}
_RELATIONS = {"sum": "合计", "ratio": "比例", "part": "其中", "count": "列举"}
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
# Doubts the reader raises itself, which no rule of `checking` carries.
_OF_READING = {"reading.unsure": "读不准", "reading.mended": "断行已接上"}
_SETTLED = ("成立", "说明", "误报")
_CONTEXT = 120


def add_figures(book: Book, indexed: Indexed) -> None:
    """Every quantity with its value, unit and sentence."""
    columns = (
        Column("序号", 7, "centre"), Column("位置", 12, "centre"), Column("原文", 18), Column("数值", 20, "number"),
        Column("单位", 9, "centre"), Column("类别", 9, "centre"), Column("约或上下限", 12, "centre"), Column("所在句", 90),
    )  # fmt: skip
    note = "金额一律折成元，比例写成小数（0.5 即 50%），其余按原文单位。"
    sheet = book.sheet("数字", columns, title="文中数字", note=note)
    for number, quantity in enumerate(indexed.report.quantities, start=1):
        place, sentence = indexed.place_of(quantity.span[0]), _sentence(indexed, quantity.span)
        kind = _KINDS[quantity.kind]
        unit = "" if quantity.kind == "ratio" else quantity.unit
        sheet.add(number, place, quantity.text, quantity.value, unit, kind, _qualifier(quantity), sentence)
    sheet.filters()


def add_dates(book: Book, indexed: Indexed) -> None:
    """Every time expression with the days it means."""
    columns = (
        Column("序号", 7, "centre"), Column("位置", 12, "centre"), Column("原文", 22), Column("起", 13, "day"),
        Column("止", 13, "day"), Column("年份", 12, "centre"), Column("所在句", 90),
    )  # fmt: skip
    note = "“推断”表示原文没有写全，年份或日期由上下文推出，请核对。"
    sheet = book.sheet("日期", columns, title="文中日期", note=note)
    for number, found in enumerate(indexed.report.dates, start=1):
        inferred = "推断" if found.inferred else "原文写明"
        place, sentence = indexed.place_of(found.span[0]), _sentence(indexed, found.span)
        sheet.add(number, place, found.text, found.first, found.last, inferred, sentence)
    sheet.filters()


def add_promises(book: Book, indexed: Indexed) -> None:
    """Every promise with its last day, and room to say what became of it."""
    columns = (
        Column("序号", 7, "centre"), Column("位置", 12, "centre"), Column("承诺", 80), Column("原文期限", 22),
        Column("期限", 13, "day"), Column("兑现情况", 30),
    )  # fmt: skip
    note = "公开之后仍要跟踪，直到兑现。没有期限的，请补上期限。"
    sheet = book.sheet("承诺", columns, title="承诺台账", note=note)
    for number, promise in enumerate(indexed.report.given_promises, start=1):
        due = promise.due_text or "没有期限"
        sheet.add(number, indexed.place_of(promise.span[0]), promise.text, due, promise.due, "")
    sheet.filters()


def add_relations(book: Book, indexed: Indexed) -> None:
    """Every equation the text implies, stated and recomputed side by side."""
    columns = (
        Column("序号", 7, "centre"), Column("位置", 12, "centre"), Column("关系", 9, "centre"), Column("算式", 50),
        Column("文中写", 18, "centre"), Column("算得", 18, "centre"), Column("结果", 12, "centre"), Column("所在句", 80),
    )  # fmt: skip
    note = "由文字本身能断定的等式，逐一重算；比例按所写位数四舍五入。"
    sheet = book.sheet("关系", columns, title="数字关系", note=note)
    for number, relation in enumerate(indexed.report.relations, start=1):
        total = indexed.report.quantities[relation.total]
        result, style = ("✔ 成立", "good") if relation.holds else ("✘ 不成立", "bad")
        row = (number, indexed.place_of(total.span[0]), _RELATIONS[relation.kind], _formula(indexed.report, relation))
        sheet.add(*row, relation.stated, relation.computed, result, _sentence(indexed, total.span), styles={6: style})
    sheet.filters()


def add_doubts(book: Book, indexed: Indexed) -> None:
    """Every doubt with its place, and a column to settle it in."""
    columns = (
        Column("序号", 7, "centre"), Column("级别", 9, "centre"), Column("名称", 22), Column("疑点", 60),
        Column("原文", 60), Column("认定", 12, "centre"), Column("处理意见", 36),
    )  # fmt: skip
    note = "规则只提请核对，不下结论。请在“认定”栏选择成立、说明或误报。"
    sheet = book.sheet("疑点", columns, title="疑点清单", note=note)
    titles = {rule.id: rule.title for rule in RULES} | _OF_READING
    for number, doubt in enumerate(indexed.report.doubts, start=1):
        style = {1: "bad"} if doubt.severity == "error" else None
        title, severity = titles.get(doubt.rule, doubt.rule), _SEVERITIES[doubt.severity]
        sheet.add(number, severity, title, doubt.message, _excerpt(indexed.text, doubt.span), "", "", styles=style)
    sheet.choices(5, _SETTLED)
    sheet.filters()


def add_explanation(book: Book, report: Report) -> None:
    """Where the book comes from: the header's facts, what was counted, and the file's fingerprint."""
    columns = (Column("项目", 22, "label"), Column("内容", 90))
    sheet = book.sheet("说明", columns, title="说明", note="本表由程序从文件读出，原文为准。")
    for name, value in _facts(report):
        sheet.add(name, value)


def _facts(report: Report) -> list[tuple[str, str]]:
    header, declared = report.header, report.header.declared
    days = (header.inspected_from, header.inspected_to, header.feedback_date, header.published)
    started, ended, feedback, published = (day.isoformat() if day else "文中未写" for day in days)
    stated = ((declared.aspects, "个方面"), (declared.problems, "个问题"), (declared.tasks, "项任务"))
    problems = sum(len(section.problems) for section in report.sections)
    return [
        ("标题", header.title or "文中未写"),
        ("类型", header.kind),
        ("被巡视（巡察、审计、督察）单位", header.inspected or "文中未写"),
        ("巡视（巡察、审计、督察）组", header.inspector or "文中未写"),
        ("进驻时间", f"{started} 至 {ended}"),
        ("反馈日期", feedback),
        ("公开日期", published),
        ("文中自述", "、".join(f"{number}{unit}" for number, unit in stated if number is not None) or "文中未写"),
        ("读出", f"{len(report.sections)}个方面、{problems}个问题，数字{len(report.quantities)}个，日期{len(report.dates)}个，"
                f"承诺{len(report.given_promises)}条，数字关系{len(report.relations)}条，疑点{len(report.doubts)}条"),
        ("来源文件", report.source.name),
        ("文件指纹 SHA-256", report.source.sha256),
        ("正文字数", str(report.source.characters)),
    ]  # fmt: skip


def _qualifier(quantity: Quantity) -> str:
    return ("约" if quantity.approximate else "") + _BOUNDS[quantity.bound]


def _formula(report: Report, relation: Relation) -> str:
    total = report.quantities[relation.total].text
    parts = [report.quantities[part].text for part in relation.parts]
    if relation.kind == "sum":
        return f"{total} = {' + '.join(parts)}"
    if relation.kind == "ratio":
        return f"{total} = {' ÷ '.join(parts)}"
    return f"{total} ≥ {'、'.join(parts)}" if relation.kind == "part" else f"{total} = 逐一列举的个数"


def _sentence(indexed: Indexed, span: Span) -> str:
    first, last = indexed.sentence(span, inside=(0, len(indexed.text)))
    first, last = max(first, span[0] - _CONTEXT), min(last, span[1] + _CONTEXT)
    return indexed.text[first:last]


def _excerpt(text: str, span: Span) -> str:
    found = text[slice(*span)]
    return found if len(found) <= _CONTEXT else f"{found[:_CONTEXT]}…"
