"""Charts as SVG, made on the server and kept by the digest of what they show."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import vl_convert

Spec = dict[str, Any]

FACES = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
INK = "#1c2126"
SECONDARY = "#5b6570"
LINE = "#dfe3e8"
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


def digest_of(spec: Spec) -> str:
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
