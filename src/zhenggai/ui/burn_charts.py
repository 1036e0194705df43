"""The burn-down as a plain specification: lines that fall, told apart by colour and by dash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhenggai.ui.charts import LINE_STRONG, NARROW, STATE_COLOURS, WIDE, Spec

HEIGHT = 220
LEGEND_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Falling:
    """A line: its name, how it is drawn, and its value on each day."""

    name: str
    colour: str
    dash: tuple[int, ...]
    values: tuple[int, ...]


OPEN, STRICT, BROAD, PLANNED = (
    (STATE_COLOURS["ongoing"], (1, 0)),
    (STATE_COLOURS["done"], (7, 3)),
    (STATE_COLOURS["long_term"], (2, 3)),
    (LINE_STRONG, (10, 4, 2, 4)),
)


def falling(days: Sequence[date], lines: Sequence[Falling], *, narrow: bool) -> Spec:
    """The lines over their days, from nothing up, with a legend that shows colour and dash."""
    rows = [
        {"day": day.isoformat(), "line": line.name, "left": value}
        for line in lines
        for day, value in zip(days, line.values, strict=True)
    ]
    names = [line.name for line in lines]
    legend = {"symbolType": "stroke", "symbolSize": 500, **({"columns": LEGEND_COLUMNS} if narrow else {})}
    return {
        "data": {"values": rows},
        "width": NARROW - 30 if narrow else WIDE,
        "height": HEIGHT,
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "axis": {
                    "title": None,
                    "format": "%m-%d",
                    "labelOverlap": True,
                    "grid": False,
                    "tickCount": 4 if narrow else 8,
                },
            },
            "y": {
                "field": "left",
                "type": "quantitative",
                "scale": {"zero": True},
                "axis": {"title": None, "tickMinStep": 1, "format": "d"},
            },
            "color": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": [line.colour for line in lines]},
                "legend": legend,
            },
            "strokeDash": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": names, "range": [list(line.dash) for line in lines]},
                "legend": legend,
            },
        },
    }
