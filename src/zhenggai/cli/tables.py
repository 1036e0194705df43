"""A report and its doubts as tables a person likes to read, at 80 columns and piped alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from zhenggai.checking.indexed import Indexed, Placed
from zhenggai.cli.terminal import plain
from zhenggai.cli.words import N_, _
from zhenggai.domain.report import Doubt, Problem, Report, Severity, Span

_SEVERITIES: dict[Severity, tuple[str, str]] = {
    "error": (N_("■ 错误"), "bold red"),
    "warning": (N_("▲ 警告"), "yellow"),
    "info": (N_("● 提示"), "dim"),
}
# Tables ask for places alone; no rule is run, so the day does not matter.
_ANY_DAY = date.min
_COUNTS_WIDTH, _STATE_WIDTH, _NARROWEST = 35, 12, 20
_STATES = {
    "done": N_("已完成"),
    "ongoing": N_("正在整改"),
    "long_term": N_("长期坚持"),
    "not_started": N_("未启动"),
    None: "",
}


def print_report(console: Console, report: Report) -> None:
    """The header's facts, every problem with its counts, and the doubts that are no mere hints."""
    for line in _facts(report):
        console.print(Text(line), soft_wrap=False)
    if report.sections:
        console.print(_outline(report, room=console.width if console.is_terminal else None))
    pressing = [doubt for doubt in report.doubts if doubt.severity != "info"]
    if pressing:
        console.print(_doubt_table(pressing))
    console.print(Text(_ending(report, shown=len(pressing))))


def print_doubts(console: Console, report: Report) -> None:
    """All doubts of one report and their count."""
    console.print(Text(plain(report.source.name), style="bold"))
    if report.doubts:
        console.print(_doubt_table(list(report.doubts)))
    console.print(Text(count_doubts(report)))


def count_doubts(report: Report) -> str:
    """How many doubts there are of each severity, in one sentence."""
    counts = Counter(doubt.severity for doubt in report.doubts)
    if not counts:
        return _("没有疑点。")
    facts = {"errors": counts["error"], "warnings": counts["warning"], "hints": counts["info"]}
    return _("疑点：错误 $errors 个，警告 $warnings 个，提示 $hints 个。", **facts)


def _facts(report: Report) -> Iterator[str]:
    header = report.header
    source = report.source
    yield _("文件：$name（$format,$count 字）", name=plain(source.name), format=source.format, count=source.characters)
    if header.title:
        yield _("标题：$title", title=plain(header.title))
    who = [plain(name) for name in (header.inspector, header.inspected) if name]
    kind = _("类型：$kind", kind=header.kind)
    yield f"{kind}  {' → '.join(who)}".rstrip()
    days = [
        _("进驻 $first 至 $last", first=header.inspected_from, last=header.inspected_to)
        if header.inspected_from
        else "",
        _("反馈 $day", day=header.feedback_date) if header.feedback_date else "",
        _("公开 $day", day=header.published) if header.published else "",
    ]
    if any(days):
        yield _("时间：$days", days="  ".join(day for day in days if day))
    yield _found(report)


def _found(report: Report) -> str:
    declared = report.header.declared
    stated = [
        _(pattern, count=count)
        for pattern, count in (
            ("$count 个方面", declared.aspects), ("$count 个问题", declared.problems), ("$count 项任务", declared.tasks)
        )
        if count is not None
    ]  # fmt: skip
    indexed = Indexed(report, today=_ANY_DAY)
    facts = {"aspects": len(report.sections), "problems": len(indexed.leaves), "measures": len(indexed.measures)}
    read = _("读出：$aspects 个方面、$problems 个问题、$measures 条措施", **facts)
    return read + (_("（文中自述 $stated）", stated=_("、").join(stated)) if stated else "")


def _outline(report: Report, *, room: int | None) -> Table:
    """Aspects with their sums and problems with their counts; a long title is cut on a terminal, never in a pipe."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    stated = any(problem.state for section in report.sections for problem in _all(section.problems))
    widest = None if room is None else max(room - _COUNTS_WIDTH - (_STATE_WIDTH if stated else 0), _NARROWEST)
    table.add_column(
        _("方面和问题"), overflow="ellipsis" if room else "fold", no_wrap=room is not None, max_width=widest
    )
    for heading in (N_("措施"), N_("数字"), N_("日期"), N_("承诺"), N_("疑点")):
        table.add_column(_(heading), justify="right", no_wrap=True, min_width=4)
    indexed = Indexed(report, today=_ANY_DAY)
    if stated:
        table.add_column(_("状态"), no_wrap=True)
    for section in report.sections:
        if section.label or section.title:
            name = Text(plain(f"{section.label or ''}{section.title or ''}"))
            table.add_row(name, *_counts(indexed, section.span, _measures(section.problems)), style="bold")
        for place in indexed.problems:
            if place.section is section:
                table.add_row(*_problem_row(indexed, place, stated=stated))
    return table


def _problem_row(indexed: Indexed, place: Placed, *, stated: bool) -> list[RenderableType]:
    problem = place.problem
    title = Text(plain(f"{'  ' * (place.depth + 1)}{problem.label or ''}{problem.title}"))
    state = [_(_STATES[problem.state])] if stated else []
    return [title, *_counts(indexed, problem.span, _measures((problem,))), *state]


def _counts(indexed: Indexed, span: Span, measures: int) -> list[str]:
    doubts = sum(span[0] <= doubt.span[0] < span[1] for doubt in indexed.report.doubts)
    promises = [promise for promise in indexed.promises_in(span) if not promise.is_deadline]
    found = (indexed.quantities_in(span), indexed.dates_in(span), promises)
    return [str(count or "") for count in (measures, *map(len, found), doubts)]


def _all(problems: Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield problem
        yield from _all(problem.children)


def _measures(problems: Sequence[Problem]) -> int:
    return sum(len(problem.measures) + _measures(problem.children) for problem in problems)


def _doubt_table(doubts: list[Doubt]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(_("级别"), no_wrap=True)
    table.add_column(_("疑点"), overflow="fold")
    table.add_column(_("规则"), no_wrap=True, style="dim")
    for doubt in doubts:
        word, style = _SEVERITIES[doubt.severity]
        table.add_row(Text(_(word), style=style), Text(plain(doubt.message)), doubt.rule)
    return table


def _ending(report: Report, *, shown: int) -> str:
    holding = sum(relation.holds for relation in report.relations)
    facts = {"relations": len(report.relations), "holding": holding, "broken": len(report.relations) - holding}
    lines = [_("数字关系 $relations 条：成立 $holding 条，不成立 $broken 条。", **facts)] if report.relations else []
    lines.append(count_doubts(report))
    if len(report.doubts) > shown:
        lines.append(_("提示没有列出，用 zhenggai check 查看全部。"))
    return "".join(lines)
