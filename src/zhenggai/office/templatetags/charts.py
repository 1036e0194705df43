"""The table behind a chart, written without a template: there is a line for each day or month."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from zhenggai.office.dashboard_charts import Chart
from zhenggai.ui.words import grouped

register = template.Library()


@register.simple_tag
def chart_rows(chart: Chart) -> SafeString:
    """The lines of a chart as rows of a table."""
    return mark_safe("".join([_row(label, values) for label, values in chart.rows]))  # noqa: S308  every value is escaped where it is put in


def _row(label: str, values: tuple[int, ...]) -> str:
    cells = "".join([f'<td class="number">{grouped(value)}</td>' for value in values])
    return f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>'
