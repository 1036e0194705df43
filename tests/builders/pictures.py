"""Pictures as cameras and phones make them: with what the camera noted, turned, small, broken."""

from __future__ import annotations

import io
import random
import struct
import zlib
from datetime import datetime

from PIL import Image, ImageDraw

HERE = (30.258333, 120.086111)


def a_scene(seed: int = 1, *, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture that looks like no other: coarse shapes of several brightnesses."""
    choose = random.Random(seed)
    image = Image.new("RGB", size, tuple(choose.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(30):
        x, y = choose.randrange(size[0]), choose.randrange(size[1])
        wide, high = choose.randrange(20, size[0] // 2), choose.randrange(20, size[1] // 2)
        draw.ellipse((x - wide, y - high, x + wide, y + high), fill=tuple(choose.randrange(256) for _ in range(3)))
    return image


def jpeg(
    seed: int = 1,
    *,
    size: tuple[int, int] = (640, 480),
    quality: int = 90,
    taken: datetime | None = None,
    offset: str = "",
    place: tuple[float, float] | None = None,
    turned: int = 0,
) -> bytes:
    """A photo; `turned` is the camera's note of how it was held."""
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    if offset:
        exif.get_ifd(0x8769)[0x9011] = offset
    if place:
        latitude, longitude = place
        exif.get_ifd(0x8825).update(
            {
                1: "N" if latitude >= 0 else "S",
                2: _parts(abs(latitude)),
                3: "E" if longitude >= 0 else "W",
                4: _parts(abs(longitude)),
            }
        )
    out = io.BytesIO()
    a_scene(seed).resize(size).save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def png(seed: int = 1, *, size: tuple[int, int] = (640, 480)) -> bytes:
    """The same scene as a PNG."""
    out = io.BytesIO()
    a_scene(seed).resize(size).save(out, "PNG")
    return out.getvalue()


def png_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred kilobytes that unpacks to a billion places."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(b"\0" * (side + 1)) for _ in range(1000)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _parts(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 4)
