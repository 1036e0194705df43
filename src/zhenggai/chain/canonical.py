"""The one writer of bytes that are hashed: canonical JSON.

Keys sorted by code point, no blanks, UTF-8, no escapes beyond those JSON demands, text in NFC.
Dates and exact decimals are written as text; floats are refused, because two machines may print them differently.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]

_PLAIN_TYPES = {type(None), bool, int, str}
_WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


class NotCanonical(ValueError):
    """A value that has no single written form."""


def canonical_text(value: object) -> str:
    """The canonical JSON of plain values, tuples, decimals, dates and instants.

    :raises NotCanonical: for floats, naive instants, lone surrogates, keys that are no text or meet after NFC.
    """
    return _WRITER.encode(plain_form(value))


def canonical_bytes(value: object) -> bytes:
    """The UTF-8 bytes of `canonical_text`.

    :raises NotCanonical: as `canonical_text` does.
    """
    return canonical_text(value).encode("utf-8")


def canonical_lines(rows: Sequence[Sequence[object]]) -> bytes:
    """The UTF-8 bytes of the canonical text of each row, with the end of a line behind each.

    :raises NotCanonical: as `canonical_text` does.
    """
    # Nearly always everything is plain already, and to see that of all at once is far cheaper than of each value.
    if set(map(type, chain.from_iterable(rows))) <= _PLAIN_TYPES:
        text = "\n".join([*map(_WRITER.encode, map(list, rows)), ""])
        if unicodedata.is_normalized("NFC", text):
            with suppress(UnicodeEncodeError):
                return text.encode()
    return b"".join(canonical_bytes(row) + b"\n" for row in rows)


def instant_text(value: datetime) -> str:
    """An instant in UTC with microseconds: 2023-09-26T01:02:03.000004Z.

    :raises NotCanonical: for an instant without time zone.
    """
    if value.tzinfo is None:
        raise NotCanonical(f"instant without time zone: {value}")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def decimal_text(value: Decimal) -> str:
    """Plain digits without exponent, idle zeros or negative zero: 4959900, 0.534, 0.

    :raises NotCanonical: for NaN and infinities.
    """
    if not value.is_finite():
        raise NotCanonical(f"not a number: {value}")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def plain_form(value: object) -> Plain:
    """What JSON reads from the canonical text of a value.

    :raises NotCanonical: as `canonical_text` does.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return [plain_form(item) for item in value]
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise NotCanonical(f"no canonical form for {type(value).__name__}")


def _text(value: str) -> str:
    # A subclass (an enum member, a lazy translation) is written as its own characters.
    text = str.__str__(value)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        raise NotCanonical("lone surrogate in text") from fault
    return text


def _object(value: Mapping[object, object]) -> dict[str, Plain]:
    plain: dict[str, Plain] = {}
    for name, item in value.items():
        if not isinstance(name, str):
            raise NotCanonical(f"key is no text: {name!r}")
        key = _text(name)
        if key in plain:
            raise NotCanonical(f"two keys are one after normalisation: {key}")
        plain[key] = plain_form(item)
    return plain
