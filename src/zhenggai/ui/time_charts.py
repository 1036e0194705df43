"""Charts of time and of two directions at once, as plain specifications; no clock and no time zone is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhenggai.ui.charts import INK, LINE, PAPER, SECONDARY, Spec

LIGHT_COLOURS = {
    "normal": "#1a7f4b",
    "near": "#a15c00",
    "urgent": "#a15c00",
    "late": "#b3261e",
    "long_term": "#5b4b9a",
    "closed": "#8a929c",
    "undated": "#8a929c",
}
ROW = 26
MOST_UPRIGHT = 6
# On a narrow picture the short names of columns stand upright, a character below the other.
UPRIGHT = f"length(datum.label) <= {MOST_UPRIGHT} ? split(datum.label, '') : slice(datum.label, 0, 4)"
UPRIGHT_LINE = 14
WIDE, NARROW = 760, 300
LABEL_WIDE, LABEL_NARROW = 300, 120
# As many names of months as fit without touching.
MOST_MONTHS, MOST_MONTHS_NARROW = 14, 4


@dataclass(frozen=True, slots=True)
class Span:
    """A bar from day to day; `light` decides its colour and `word` stands behind it."""

    label: str
    start: date
    end: date
    light: str
    word: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with a name, such as the end of a stage."""

    day: date
    name: str


def spans(rows: Sequence[Span], marks: Sequence[Mark], *, today: Mark, last: date, narrow: bool) -> Spec:
    """Bars over time, months below them, a line for today and one for each mark."""
    first = min([today.day, *(row.start for row in rows)]).replace(day=1)
    end = (max([last, today.day, *(row.end for row in rows)]) - first).days + 45
    scale = {"domain": [0, end], "nice": False}
    bars = [
        {
            "order": order,
            "label": row.label,
            "from": (row.start - first).days,
            "to": max((row.end - first).days, (row.start - first).days + 1),
            "colour": LIGHT_COLOURS[row.light],
            "word": row.word,
        }
        for order, row in enumerate(rows)
    ]
    # On a narrow picture the names of marks would stand on each other.
    named = [{"at": (mark.day - first).days, "name": "" if narrow else mark.name} for mark in marks]
    return {
        "width": NARROW if narrow else WIDE,
        "height": ROW * max(len(rows), 1),
        "layer": [
            _months(_month_starts(first, end, most=MOST_MONTHS_NARROW if narrow else MOST_MONTHS), scale),
            _bars(bars, scale, narrow=narrow),
            _lines(named, scale, colour=SECONDARY, dash=[4, 3], dy=-18),
            _lines([{"at": (today.day - first).days, "name": today.name}], scale, colour="#b3261e", dash=[1, 0], dy=-4),
        ],
    }


def heat(rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[int]], *, narrow: bool) -> Spec:
    """A field of squares, darker where more is, with its figure in each."""
    most = max((value for line in values for value in line), default=0) or 1
    cells = [
        {"row": row, "column": column, "value": value, "words": str(value) if value else "", "dark": value * 2 > most}
        for row, line in zip(rows, values, strict=True)
        for column, value in zip(columns, line, strict=True)
    ]
    place = {
        "x": {
            "field": "column",
            "type": "nominal",
            "sort": list(columns),
            "axis": {
                "title": None,
                "orient": "top",
                "labelAngle": 0,
                **(_upright(columns) if narrow else {"labelFontSize": 13}),
                "domain": False,
                "ticks": False,
            },
        },
        "y": {
            "field": "row",
            "type": "nominal",
            "sort": list(rows),
            "axis": {
                "title": None,
                "domain": False,
                "ticks": False,
                "labelLimit": LABEL_NARROW if narrow else LABEL_WIDE,
            },
        },
    }
    return {
        "data": {"values": cells},
        "width": NARROW - 40 if narrow else 440,
        "height": {"step": ROW},
        "encoding": place,
        "layer": [
            {
                "mark": {"type": "rect", "stroke": PAPER, "strokeWidth": 2},
                "encoding": {
                    "color": {
                        "field": "value",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {"domain": [0, most], "range": ["#f2f5f9", "#1d4f91"]},
                    }
                },
            },
            {
                "mark": {"type": "text", "fontSize": 13},
                "encoding": {
                    "text": {"field": "words", "type": "nominal"},
                    "color": {"condition": {"test": "datum.dark", "value": PAPER}, "value": INK},
                },
            },
        ],
    }


def _upright(names: Sequence[str]) -> Spec:
    lines = max((len(name) for name in names if len(name) <= MOST_UPRIGHT), default=1)
    return {
        "labelExpr": UPRIGHT,
        "labelFontSize": 12,
        "labelLineHeight": UPRIGHT_LINE,
        "labelBaseline": "top",
        "labelPadding": UPRIGHT_LINE * lines + 4,
    }


def _month_starts(first: date, days: int, *, most: int) -> list[dict[str, object]]:
    starts: list[dict[str, object]] = []
    year, month = first.year, first.month
    while (offset := (date(year, month, 1) - first).days) < days:
        starts.append({"at": offset, "name": f"{year}-{month:02}"})
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    step = -(-len(starts) // most)
    return starts[::step]


def _months(starts: list[dict[str, object]], scale: Spec) -> Spec:
    at = {"field": "at", "type": "quantitative", "scale": scale, "axis": None}
    return {
        "data": {"values": starts},
        "layer": [
            {"mark": {"type": "rule", "color": LINE}, "encoding": {"x": at}},
            {
                "mark": {"type": "text", "align": "left", "dx": 3, "dy": 14, "fontSize": 12, "color": SECONDARY},
                "encoding": {"x": at, "y": {"value": "height"}, "text": {"field": "name", "type": "nominal"}},
            },
        ],
    }


def _bars(bars: list[dict[str, object]], scale: Spec, *, narrow: bool) -> Spec:
    axis = {"title": None, "domain": False, "ticks": False, "labelLimit": LABEL_NARROW if narrow else LABEL_WIDE}
    row = {"field": "label", "type": "nominal", "sort": {"field": "order"}, "axis": axis}
    return {
        "data": {"values": bars},
        "layer": [
            {
                "mark": {"type": "bar", "height": 12, "cornerRadius": 2},
                "encoding": {
                    "y": row,
                    "x": {"field": "from", "type": "quantitative", "scale": scale, "axis": None},
                    "x2": {"field": "to"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": INK},
                "encoding": {
                    "y": row,
                    "x": {"field": "to", "type": "quantitative", "scale": scale, "axis": None},
                    "text": {"field": "word", "type": "nominal"},
                },
            },
        ],
    }


def _lines(marks: list[dict[str, object]], scale: Spec, *, colour: str, dash: list[int], dy: int) -> Spec:
    at = {"field": "at", "type": "quantitative", "scale": scale, "axis": None}
    return {
        "data": {"values": marks},
        "layer": [
            {"mark": {"type": "rule", "color": colour, "strokeDash": dash}, "encoding": {"x": at}},
            {
                "mark": {"type": "text", "align": "center", "dy": dy, "fontSize": 12, "color": colour},
                "encoding": {"x": at, "y": {"value": 0}, "text": {"field": "name", "type": "nominal"}},
            },
        ],
    }
