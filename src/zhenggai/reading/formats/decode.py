"""Bytes of unknown encoding into text: UTF-8, GB18030, UTF-16 or Big5, with or without byte order mark."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"))
_STRIPPED = {code: None for code in (*range(32), 0x7F, 0xFEFF) if chr(code) not in "\t\n\v\f\r"}
_STRIPPED_MARKS = tuple(map(chr, _STRIPPED))
# The commonest characters of official prose: what a wrong guess at the encoding hardly ever produces.
_COMMON = frozenset(
    "的一是在和有了不为以中大工作问题整改落实情况部门单位责任制度加强管理委会区县市书记年月日、，。；：,.;:()《》“”\n\r 0123456789"
)
_SAMPLE = 20_000
_TOLERATED = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how many of its characters could not be read and stand as U+FFFD."""

    text: str
    lost: int = 0


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Text of a file in whatever encoding it turns out to have; `declared` is tried first.

    :raises Unreadable: where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(_lenient(data[len(mark) :], encoding))
    if b"\0" in data:
        return _clean(_wide(data))
    for encoding in (*((declared,) if declared else ()), "utf-8"):
        text = _strict(data, encoding)
        if text is not None:
            return _clean(Decoded(text), raw=data)
    return _clean(_guessed(data))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost > _TOLERATED * len(text) + 1:
        raise Unreadable(faults.UNKNOWN_ENCODING)
    return Decoded(text, lost)


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark; anything else that holds NUL bytes is no text."""
    readings = [data.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be")]
    text = max(readings, key=_familiarity)
    if "\0" in text or _familiarity(text) < 0.2:
        raise Unreadable(faults.NOT_TEXT)
    return Decoded(text, text.count("\ufffd"))


def _guessed(data: bytes) -> Decoded:
    """The reading that looks most like Chinese prose among those that fit, damaged ones last."""
    fits = [text for encoding in ("gb18030", "big5hkscs") if (text := _strict(data, encoding)) is not None]
    if len(data) % 2 == 0:
        fits += [text for encoding in ("utf-16-le", "utf-16-be") if (text := _strict(data, encoding)) is not None]
    best = max(fits, key=_familiarity, default="")
    if best and _familiarity(best) >= 0.1:
        return Decoded(best)
    damaged = [data.decode("utf-8", "surrogatepass" if _has_surrogates(data) else "replace")]
    damaged.append(data.decode("gb18030", "replace"))
    text = max((_without_surrogates(text) for text in damaged), key=_familiarity)
    lost = text.count("\ufffd")
    if lost > _TOLERATED * len(text) + 1 or _familiarity(text) < 0.1:
        raise Unreadable(faults.UNKNOWN_ENCODING)
    return Decoded(text, lost)


def _has_surrogates(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _familiarity(text: str) -> float:
    """Share of common characters among the first ones."""
    sample = text[:_SAMPLE]
    return sum(character in _COMMON for character in sample) / len(sample) if sample else 0.0


def _clean(decoded: Decoded, raw: bytes | None = None) -> Decoded:
    """Drop stray control characters; many of them are no text at all."""
    text = decoded.text
    if raw is None:
        controls = sum(text.count(chr(code)) for code in _CONTROLS)
    else:
        controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if controls > len(text) // 200 + 1:
        raise Unreadable(faults.NOT_TEXT)
    if any(mark in text for mark in _STRIPPED_MARKS):
        text = text.translate(_STRIPPED)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, decoded.lost)
