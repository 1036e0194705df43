"""Base64 with one written form: what decodes differently when a bit is flipped is refused, never mended."""

from __future__ import annotations

import base64
import binascii

from zhenggai.chain.errors import Malformed


def encode(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def decode(text: str, *, length: int | None = None) -> bytes:
    """The bytes of canonical base64, of exactly `length` where that is given.

    :raises Malformed: for anything else.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Malformed("有一段 base64 文字写得不对。") from fault
    if encode(data) != text or (length is not None and len(data) != length):
        raise Malformed("有一段 base64 文字写得不对。")
    return data
