"""The chart of an indicator: its readings on the way from baseline to target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhenggai.ledger.shapes.figures import IndicatorCard
from zhenggai.ui.charts import Spec, digest_of, way_to_target


@dataclass(frozen=True, slots=True)
class WayChart:
    """A chart in two widths; `digest` changes whenever the picture would."""

    wide: Spec
    narrow: Spec
    digest: str


def chart_of(card: IndicatorCard) -> WayChart:
    """The chart of an indicator; the same readings always give the same picture."""
    points = [(day.isoformat(), float(value)) for day, value in card.points]
    begin = (card.baseline_day.isoformat(), _bare(card.baseline, card.unit))
    end = (card.target_day.isoformat(), _bare(card.target, card.unit))
    wide = way_to_target(points, begin=begin, end=end, unit=card.unit, narrow=False)
    narrow = way_to_target(points, begin=begin, end=end, unit=card.unit, narrow=True)
    return WayChart(wide, narrow, digest_of(wide))


def _bare(text: str, unit: str) -> float:
    return float(Decimal(text.removesuffix(unit)))
