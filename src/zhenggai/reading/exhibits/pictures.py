"""Pictures: when and where they were taken, their fingerprints, and smaller ones that carry nothing but the picture."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO

from PIL import Image, ImageOps

THUMB = 400
LARGE = 1600
# A JPEG is decoded at an eighth of its size where that is enough, anything else in full.
MOST_PIXELS = 80_000_000
MOST_JPEG_PIXELS = 260_000_000

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011
_QUALITY = 82
_ODD = (ValueError, TypeError, ZeroDivisionError, KeyError, IndexError, AttributeError, OverflowError)


class Spoilt(Exception):
    """A picture that does not open: cut off, damaged, or far too large."""


@dataclass(frozen=True, slots=True)
class Shot:
    """When a picture was taken, as its camera's clock said, and where; None for what it does not say."""

    taken: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


NO_SHOT = Shot()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture looked at: its size, its shot, its fingerprints (coarse and fine), and a small one."""

    width: int
    height: int
    shot: Shot
    coarse: str
    fine: str
    thumb: bytes


def look_at(file: BinaryIO) -> Picture:
    """A picture's facts and fingerprints.

    :raises Spoilt: where it does not open.
    """
    image, shot, (width, height) = _opened(file, THUMB)
    return Picture(width, height, shot, *fingerprints_of(image), jpeg_of(image, THUMB))


def enlarge(file: BinaryIO) -> bytes:
    """The picture as a page shows it, turned upright.

    :raises Spoilt: where it does not open.
    """
    image, _, _ = _opened(file, LARGE)
    return jpeg_of(image, LARGE)


def fingerprints_of(image: Image.Image) -> tuple[str, str]:
    """The coarse and the fine fingerprint: whether brightness falls from each place to the next."""
    return _differences(image, 8), _differences(image, 16)


def jpeg_of(image: Image.Image, longest: int) -> bytes:
    """The picture no longer than that on any side, as JPEG without anything else."""
    small = image.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _opened(file: BinaryIO, wanted: int) -> tuple[Image.Image, Shot, tuple[int, int]]:
    """The picture upright and not much larger than wanted, with what its camera noted and its own size."""
    Image.MAX_IMAGE_PIXELS = None
    file.seek(0)
    try:
        image = Image.open(file, formats=_FORMATS)
        size = image.size
        if size[0] * size[1] > (MOST_JPEG_PIXELS if image.format == "JPEG" else MOST_PIXELS):
            raise Spoilt
        exif = image.getexif()
        shot = _shot(exif)
        image.draft("RGB", (wanted * 2, wanted * 2))
        image.load()
        upright = ImageOps.exif_transpose(_plain(image, wanted * 2))
    except Spoilt:
        raise
    except MemoryError:
        raise
    except Exception as error:  # Pillow's plug-ins raise whatever their bytes lead them to
        raise Spoilt from error
    return upright, shot, size


def _plain(image: Image.Image, longest: int) -> Image.Image:
    """Reduced first, then in plain colours on white, so that the largest copy is a small one."""
    factor = max(1, max(image.size) // longest)
    reduced = image.reduce(factor) if factor > 1 and image.mode not in {"P", "1"} else image
    if reduced.mode in {"RGBA", "LA", "PA"} or "transparency" in reduced.info:
        layered = reduced.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        plain = ground.convert("RGB")
    else:
        plain = reduced.convert("RGB")
    orientation = image.getexif().get(0x0112)
    if orientation:
        plain.getexif()[0x0112] = orientation
    return plain


def _differences(image: Image.Image, side: int) -> str:
    small = image.convert("L").resize((side + 1, side), Image.Resampling.BOX)
    signs = small.tobytes()
    value = 0
    for row in range(side):
        start = row * (side + 1)
        for place in range(start, start + side):
            value = value << 1 | (signs[place] > signs[place + 1])
    return f"{value:0{side * side // 4}x}"


def _shot(exif: Image.Exif) -> Shot:
    inner, gps = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
    place = _place(gps)
    return Shot(_taken(inner), *place)


def _taken(values: dict[int, Any]) -> datetime | None:
    try:
        taken = datetime.strptime(str(values[_TAKEN]).strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except _ODD:
        return None
    with suppress(*_ODD):
        offset = str(values[_TAKEN_OFFSET])
        sign = -1 if offset.startswith("-") else 1
        hours, minutes = offset.lstrip("+-").strip("\0 ").split(":")
        return taken.replace(tzinfo=timezone(sign * timedelta(hours=int(hours), minutes=int(minutes))))
    return taken


def _place(values: dict[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees; both or neither."""
    try:
        latitude = _degrees(values[2]) * (-1 if values[1] == "S" else 1)
        longitude = _degrees(values[4]) * (-1 if values[3] == "W" else 1)
    except _ODD:
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or latitude == longitude == 0:
        return None, None
    return round(latitude, 6), round(longitude, 6)


def _degrees(parts: Iterable[Any]) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
