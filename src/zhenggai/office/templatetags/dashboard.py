"""Parts of the dashboard that are lists of many places, written without a template."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhenggai.ledger.shapes import DeadlineRow
from zhenggai.office.paths import address
from zhenggai.ui.templatetags.zhenggai import day, kept

register = template.Library()


@register.simple_tag
def deadline_items(cycle_id: int, rows: Iterable[DeadlineRow]) -> SafeString:
    """The nearest deadlines as the items of a list."""
    late, left = _("已逾 %(days)s 天"), _("还有 %(days)s 天")
    return mark_safe("".join([_deadline(row, late if row.days_left < 0 else left, cycle_id) for row in rows]))  # noqa: S308  every value is escaped where it is put in


def _deadline(row: DeadlineRow, words: str, cycle_id: int) -> str:
    unit = f'<p class="small quiet">{escape(row.unit)}</p>' if row.unit else ""
    return (
        f'<li><p>{kept("ui/parts/light.html", light=row.light)} <span class="nowrap">{day(row.deadline)}</span> '
        f'<span class="quiet small nowrap">{words % {"days": abs(row.days_left)}}</span></p>'
        f'<p><span class="quiet">{escape(row.number)}</span> '
        f'<a href="{address("problem", cycle_id, row.problem_id)}">{escape(row.title)}</a></p>{unit}</li>'
    )
