"""Parts of the ledger that a page has hundreds of, written without a template: each would cost more than its row's query."""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhenggai.ledger.shapes import LedgerRow
from zhenggai.office.ledger_links import Filter, Heading

register = template.Library()

BOX = '<label class="choice"><input type="{}" name="{}" value="{}"{}><span>{}</span><i>{}</i></label>'
CHECKED = mark_safe(" checked")
NAMED = '<td class="c-{}{}" data-label="{}">{}</td>'
NUMBER = '<td class="number" data-label="{}">{}</td>'
LIGHT = '<span class="light {}"><span aria-hidden="true">{}</span> {}</span>'


@register.simple_tag
def boxes(group: Filter) -> SafeString:
    """The boxes of a filter."""
    kind = "radio" if group.single else "checkbox"
    options = (
        (kind, group.name, one.value, CHECKED if one.chosen else "", one.label, one.count) for one in group.options
    )
    return format_html_join("\n", BOX, options)


@register.simple_tag
def cells(row: LedgerRow, headings: tuple[Heading, ...]) -> SafeString:
    """The cells of a row behind its title, those that the page shows."""
    return format_html_join("\n", "{}", ((CELLS[heading.name](row, heading.label),) for heading in headings))


def _aspect(row: LedgerRow, _label: str) -> SafeString:
    return format_html('<td class="c-aspect" title="{}">{}</td>', row.aspect, row.aspect)


def _state(row: LedgerRow, _label: str) -> SafeString:
    return format_html('<td class="c-state">{}</td>', _(row.state_name))


def _kind(row: LedgerRow, _label: str) -> SafeString:
    return format_html('<td class="c-kind">{}</td>', _(row.kind_name))


def _deadline(row: LedgerRow, _label: str) -> SafeString:
    light = format_html(LIGHT, row.light.colour, row.light.shape, _(row.light.word))
    until = format_html('<span class="nowrap">{}</span>', row.deadline) if row.deadline else row.deadline_text
    return format_html('<td class="c-deadline">{} {}</td>', light, until)


def _named(name: str, value: Callable[[LedgerRow], str]) -> Callable[[LedgerRow, str], SafeString]:
    return lambda row, label: format_html(NAMED, name, "" if value(row) else " vacant", label, value(row) or "—")


def _number(value: Callable[[LedgerRow], int]) -> Callable[[LedgerRow, str], SafeString]:
    return lambda row, label: format_html(NUMBER, label, value(row))


CELLS: dict[str, Callable[[LedgerRow, str], SafeString]] = {
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
