"""Charts as SVG, made on the server and kept by the digest of what they show."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vl_convert

Spec = dict[str, Any]

FACES = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
INK = "#1c2126"
SECONDARY = "#5b6570"
LINE = "#dfe3e8"
LINE_STRONG = "#868f9a"
PAPER = "#ffffff"

CONFIG: Spec = {
    "font": FACES,
    "background": PAPER,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": 13,
        "titleColor": SECONDARY,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
    },
    "legend": {"labelColor": INK, "labelFontSize": 13, "orient": "top", "title": None, "symbolType": "square"},
}


def chart_svg(spec: Spec, *, folder: Path) -> bytes:
    """The SVG of a Vega-Lite specification; drawn once, then read from the folder."""
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": CONFIG, **spec}
    source = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    kept = folder / f"{digest_of(spec)}.svg"
    if kept.exists():
        return kept.read_bytes()
    drawn = vl_convert.vegalite_to_svg(source, allowed_base_urls=[]).encode("utf-8")
    _keep(drawn, kept)
    return drawn


def digest_of(spec: Spec | Sequence[Spec]) -> str:
    """Sixteen characters that change whenever the chart would."""
    text = json.dumps([CONFIG, spec], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _keep(data: bytes, place: Path) -> None:
    """Write beside and rename, so that nobody reads half a chart."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(place)


STATE_COLOURS = {
    "not_started": "#8a929c",
    "ongoing": "#1d4f91",
    "closing": "#3f7fb5",
    "long_term": "#5b4b9a",
    "done": "#1a7f4b",
    "stable": "#0f5c35",
    "not_applicable": "#5b6570",
}
WIDE, NARROW = 620, 300
BAR = 26
# Width of one Chinese character at the size of a bar's words.
CHARACTER = 13


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar: `series` decides its colour, `word` names it where there is room."""

    series: str
    word: str
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and its pieces from left to right."""

    label: str
    parts: tuple[Part, ...]


def stacked_bars(bars: Sequence[Bar], *, colours: Mapping[str, str], narrow: bool) -> Spec:
    """Lying bars, each piece with its word and value inside it, as far as they fit; the sum stands at the end."""
    width = NARROW if narrow else WIDE
    longest = max((sum(part.value for part in bar.parts) for bar in bars), default=0) or 1
    pieces = [piece for bar in bars for piece in _pieces(bar, scale=width / (longest * 1.08))]
    return {
        "data": {"values": pieces},
        "width": width,
        "height": {"step": BAR + 30},
        "encoding": {"y": {"field": "bar", "type": "nominal", "axis": None, "sort": None}},
        "layer": [
            _names_above(width),
            _pieces_of_bars(longest, _colour_of_pieces(bars, pieces, colours)),
            _words(field="inside", colour=PAPER, align="center", place="middle"),
            _words(field="after", colour=INK, align="left", place="end"),
        ],
    }


def _pieces_of_bars(longest: int, colour: Spec) -> Spec:
    return {
        "mark": {"type": "bar", "height": BAR},
        "encoding": {
            "x": {"field": "from", "type": "quantitative", "axis": None, "scale": {"domain": [0, longest * 1.08]}},
            "x2": {"field": "to"},
            "color": colour,
        },
    }


def _colour_of_pieces(bars: Sequence[Bar], pieces: Sequence[Mapping[str, object]], colours: Mapping[str, str]) -> Spec:
    """Colours by word; a legend only where some word found no room in any bar."""
    words = {part.word: colours[part.series] for bar in bars for part in bar.parts}
    written = {piece["word"] for piece in pieces if str(piece["inside"]).startswith(str(piece["word"]))}
    shown = {piece["word"] for piece in pieces}
    legend = None if shown <= written else {"values": [word for word in words if word in shown]}
    scale = {"domain": list(words), "range": list(words.values())}
    return {"field": "word", "type": "nominal", "legend": legend, "scale": scale}


def columns(labels: Sequence[str], values: Sequence[int], *, narrow: bool) -> Spec:
    """Standing bars with their values above them."""
    rows = [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]
    return {
        "data": {"values": rows},
        "width": NARROW if narrow else WIDE,
        "height": 170,
        "encoding": {
            "x": {
                "field": "label",
                "type": "ordinal",
                "sort": None,
                "axis": {"title": None, "labelAngle": 0, "labelOverlap": True},
            },
            "y": {"field": "value", "type": "quantitative", "axis": None},
        },
        "layer": [
            {"mark": {"type": "bar", "color": STATE_COLOURS["ongoing"], "width": {"band": 0.62}}},
            {
                "mark": {"type": "text", "dy": -8, "fontSize": 13, "color": INK},
                "encoding": {"text": {"field": "value", "type": "quantitative"}},
            },
        ],
    }


def way_to_target(
    points: Sequence[tuple[str, float]], *, begin: tuple[str, float], end: tuple[str, float], unit: str, narrow: bool
) -> Spec:
    """A line of readings by day, from where it began, with the target as a point and a dashed way to it."""
    rows = [{"day": day, "value": value, "word": f"{value:g}{unit}"} for day, value in (begin, *points)]
    way = [{"day": day, "value": value, "word": f"{value:g}{unit}"} for day, value in (begin, end)]
    day: Spec = {
        "field": "day",
        "type": "temporal",
        "axis": {"title": None, "format": "%Y-%m", "labelOverlap": True, "grid": False},
    }
    value: Spec = {"field": "value", "type": "quantitative", "scale": {"zero": False}, "axis": {"title": None}}
    places = {"x": day, "y": value}
    words = {**places, "text": {"field": "word", "type": "nominal"}}
    target = STATE_COLOURS["done"]
    return {
        "width": 240 if narrow else 420,
        "height": 130,
        "layer": [
            _layer(way, {"type": "line", "strokeDash": [4, 4], "color": LINE_STRONG}, places),
            _layer(rows, {"type": "line", "color": STATE_COLOURS["ongoing"], "strokeWidth": 2}, places),
            _layer(rows, {"type": "point", "filled": True, "size": 50, "color": STATE_COLOURS["ongoing"]}, places),
            _layer(rows[-1:], {"type": "text", "dy": -12, "fontSize": 13, "color": INK}, words),
            _layer(way[1:], {"type": "point", "shape": "diamond", "size": 90, "color": target}, places),
            _layer(way[1:], {"type": "text", "dy": -12, "align": "right", "fontSize": 13, "color": target}, words),
        ],
    }


def _layer(rows: Sequence[Mapping[str, object]], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _pieces(bar: Bar, *, scale: float) -> list[dict[str, object]]:
    pieces: list[dict[str, object]] = []
    begin = 0
    for part in bar.parts:
        if part.value:
            both, alone, room = f"{part.word} {part.value}", str(part.value), part.value * scale - 8
            fits = both if len(part.word) * CHARACTER + 20 <= room else alone if len(alone) * 8 <= room else ""
            end = begin + part.value
            pieces.append(
                {
                    "bar": bar.label,
                    "name": "" if pieces else bar.label,
                    "word": part.word,
                    "from": begin,
                    "to": end,
                    "middle": (begin + end) / 2,
                    "inside": fits,
                    "after": "",
                }
            )
            begin = end
    if pieces:
        pieces[-1]["after"] = str(begin)
        pieces[-1]["end"] = begin
    return pieces


def _names_above(width: int) -> Spec:
    return {
        "transform": [{"filter": "datum.name != ''"}],
        "mark": {"type": "text", "align": "left", "dy": -(BAR / 2 + 10), "fontSize": 13, "color": INK, "limit": width},
        "encoding": {"x": {"value": 0}, "text": {"field": "name", "type": "nominal"}},
    }


def _words(*, field: str, colour: str, align: str, place: str) -> Spec:
    return {
        "transform": [{"filter": f"datum.{field} != ''"}],
        "mark": {"type": "text", "align": align, "dx": 6 if align == "left" else 0, "fontSize": 13, "color": colour},
        "encoding": {
            "x": {"field": place, "type": "quantitative"},
            "text": {"field": field, "type": "nominal"},
        },
    }
