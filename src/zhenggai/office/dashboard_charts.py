"""The charts of the dashboard: what they show, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhenggai import __version__
from zhenggai.domain.states import STATE_NAMES, STATES
from zhenggai.ledger.shapes import AspectCounts, ChartSeries, Overview
from zhenggai.ui.charts import STATE_COLOURS, Bar, Part, Spec, columns, digest_of, stacked_bars

# The other series stand on the page as plain figures.
SHOWN = frozenset({"promises"})


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a table, and how it is drawn, `narrow` or wide."""

    name: str
    title: str
    words: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    draw: Callable[[bool], Spec]

    @property
    def digest(self) -> str:
        """Sixteen characters that change whenever the picture would: it follows from the table and from how this version draws."""
        return digest_of({"by": __version__, "name": self.name, "heads": self.heads, "rows": self.rows})


def charts_of(overview: Overview) -> tuple[Chart, ...]:
    """The charts of a round; those with nothing to show are left out."""
    drawn = [_aspects(overview.aspects)] if overview.problems else []
    drawn.extend(_series(series) for series in overview.charts if series.name in SHOWN and _compares(series))
    return tuple(drawn)


def _compares(series: ChartSeries) -> bool:
    """A single column compares nothing; the table of promises below says as much."""
    return sum(1 for value in series.values if value) > 1


def _aspects(aspects: tuple[AspectCounts, ...]) -> Chart:
    names = [_(STATE_NAMES[state]) for state in STATES]

    def bar(aspect: AspectCounts) -> Bar:
        counted = zip(STATES, names, aspect.states, strict=True)
        return Bar(aspect.name, tuple(Part(state, name, count) for state, name, count in counted))

    return Chart(
        name="aspects",
        title=_("各方面任务进展"),
        words=_("每个方面的任务按状态计数的条形图，数字见表格。"),
        heads=(_("方面"), *names, _("合计")),
        rows=tuple((aspect.name, (*aspect.states, aspect.total)) for aspect in aspects),
        draw=lambda narrow: stacked_bars([bar(aspect) for aspect in aspects], colours=STATE_COLOURS, narrow=narrow),
    )


def _series(series: ChartSeries) -> Chart:
    labels = tuple(_(label) for label in series.labels)
    return Chart(
        name=series.name,
        title=_("承诺到期的年份"),
        words=_("柱形图，数字见表格。"),
        heads=(_("项目"), _(series.unit)),
        rows=tuple((label, (value,)) for label, value in zip(labels, series.values, strict=True)),
        draw=lambda narrow: columns(labels, series.values, narrow=narrow),
    )
