"""Parts of the ledger that a page has hundreds of, written without a template: each would cost more than its row's query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from html import escape

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhenggai.ledger.shapes import LedgerPage, LedgerRow, ProblemLink
from zhenggai.office.ledger_links import Column, Filter, Heading
from zhenggai.office.paths import address

register = template.Library()

# So many characters of an aspect are never cut off.
WIDEST = 8
# How the few words that come back in every row are written.
Said = Callable[[str], str]
Cell = Callable[[LedgerRow, str, Said], str]


@register.simple_tag
def boxes(group: Filter) -> SafeString:
    """The boxes of a filter."""
    begin = f'<label><input type="{"radio" if group.single else "checkbox"}" name="{group.name}" value="'
    return mark_safe("".join(_boxes(group, begin)))  # noqa: S308  every value is escaped where it is put in


@register.simple_tag
def ledger_heads(headings: Iterable[Heading]) -> SafeString:
    """The headings of the columns that a page shows, each with the way to sort by it."""
    return mark_safe("".join(map(_head, headings)))  # noqa: S308  every value is escaped where it is put in


@register.simple_tag
def ledger_columns(columns: Iterable[Column]) -> SafeString:
    """The boxes by which columns are hidden."""
    return mark_safe("".join(map(_column, columns)))  # noqa: S308  every value is escaped where it is put in


@register.simple_tag(takes_context=True)
def ledger_rows(context: Context, page: LedgerPage, headings: tuple[Heading, ...]) -> SafeString:
    """The rows of a page: number, title, and the cells that it shows; with boxes to tick for who may plan."""
    cycle_id = page.cycle.id
    pick, named = _("选中 %(number)s"), _("任务 %(number)s")
    cells = [(CELLS[heading.name], escape(heading.label)) for heading in headings]
    may_plan, said = bool(context.get("may_plan")), cache(lambda word: escape(_(word)))
    lines = []
    for row in page.rows:
        number = escape(row.number)
        box = _pick(row.task_id, pick % {"number": number}) if may_plan else ""
        lines.append(
            f'<tr><td class="c-number">{number}</td><th scope="row" class="c-title">{box}'
            f'<a href="{address("problem", cycle_id, row.problem_id)}">{escape(row.title)}</a> '
            f'<a class="c-task" href="{address("task", cycle_id, row.task_id)}">'
            f"{named % {'number': row.task_number}}</a></th>"
            + "".join([cell(row, label, said) for cell, label in cells])
            + "</tr>"
        )
    return mark_safe("\n".join(lines))  # noqa: S308  every value is escaped where it is put in


@register.simple_tag
def problem_links(cycle_id: int, problems: Iterable[ProblemLink]) -> SafeString:
    """Problems as the items of a list, each with its number and the way to it."""
    return mark_safe(  # noqa: S308  every value is escaped where it is put in
        "".join(
            f'<li><span class="quiet">{escape(one.number)}</span> '
            f'<a href="{address("problem", cycle_id, one.id)}">{escape(one.title)}</a></li>'
            for one in problems
        )
    )


@lru_cache(maxsize=5000)
def _known(name: str) -> str:
    """A name that comes back in many rows and pages, escaped."""
    return escape(name)


def _head(heading: Heading) -> str:
    numeric = " number" if heading.numeric else ""
    sorted_by = f' aria-sort="{heading.direction}"' if heading.direction else ""
    label = escape(heading.label)
    words = f'<a href="{escape(heading.url)}">{label}</a>' if heading.url else label
    return f'<th scope="col" class="c-{heading.name}{numeric}"{sorted_by}>{words}</th>'


def _column(column: Column) -> str:
    hidden = "" if column.shown else " checked"
    return (
        f'<label class="choice"><input type="checkbox" name="hide" value="{column.name}"{hidden}>'
        f"<span>{escape(column.label)}</span></label>"
    )


def _boxes(group: Filter, begin: str) -> Iterable[str]:
    for one in group.options:
        checked = " checked" if one.chosen else ""
        yield f'{begin}{_known(one.value)}"{checked}><span>{_known(one.label)}</span><i>{one.count}</i></label>'


def _pick(task_id: int, label: str) -> str:
    return f'<input class="pick" type="checkbox" form="many" name="task" value="{task_id}" aria-label="{label}">'


def _aspect(row: LedgerRow, _label: str, _said: Said) -> str:
    named = _known(row.aspect)
    whole = f' title="{named}"' if len(row.aspect) > WIDEST else ""
    return f'<td class="c-aspect"{whole}>{named}</td>'


def _state(row: LedgerRow, _label: str, said: Said) -> str:
    return f'<td class="c-state">{said(row.state_name)}</td>'


def _kind(row: LedgerRow, _label: str, said: Said) -> str:
    return f'<td class="c-kind">{said(row.kind_name)}</td>'


def _deadline(row: LedgerRow, _label: str, said: Said) -> str:
    light = row.light
    until = row.deadline or escape(row.deadline_text)
    word = f'<span class="light {light.colour}"><span aria-hidden="true">{light.shape}</span> {said(light.word)}</span>'
    return f'<td class="c-deadline">{word} {until}</td>'


def _named(name: str, value: Callable[[LedgerRow], str]) -> Cell:
    def cell(row: LedgerRow, label: str, _said: Said) -> str:
        named = value(row)
        vacant = "" if named else " vacant"
        return f'<td class="c-{name}{vacant}" data-label="{label}">{_known(named) or "—"}</td>'

    return cell


def _number(value: Callable[[LedgerRow], int]) -> Cell:
    return lambda row, label, _said: f'<td class="number" data-label="{label}">{value(row)}</td>'


CELLS: dict[str, Cell] = {
    "aspect": _aspect,
    "state": _state,
    "deadline": _deadline,
    "unit": _named("unit", lambda row: row.unit),
    "leader": _named("leader", lambda row: row.leader),
    "kind": _kind,
    "measures": _number(lambda row: row.measures),
    "figures": _number(lambda row: row.figures),
    "doubts": _number(lambda row: row.doubts),
}
