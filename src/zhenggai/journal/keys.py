"""The key that signs checkpoints: from a setting, or made once in the home and readable by its owner alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings

from zhenggai.chain.errors import Malformed
from zhenggai.chain.notes import KEY_BYTES, Signer, make_signer, parse_signer
from zhenggai.domain.refusals import Refusal
from zhenggai.environment.home import write_once

FILE_NAME = "journal_key"
_NAME_BYTES = 6


class UnusableKey(Refusal):
    """A signing key that cannot be read, or is another one than the journal was signed with."""


def house_signer() -> Signer:
    """The key of this house, made at first use; two first uses agree on one.

    :raises UnusableKey: where it cannot be read, or its name is not the one that was set.
    """
    given, origin = settings.JOURNAL_KEY, settings.ORIGIN
    signer = _parsed(given) if given else _kept(settings.HOME / "keys" / FILE_NAME, origin=origin)
    if origin and signer.name != origin:
        raise UnusableKey(
            "存证密钥的名称是“$name”，与 ZHENGGAI_ORIGIN 写的“$origin”不一致：名称在第一次使用时定下，以后不能改。",
            name=signer.name,
            origin=origin,
        )
    return signer


def _kept(path: Path, *, origin: str) -> Signer:
    if not path.exists():
        _make(path, origin=origin)
    try:
        return _parsed(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as fault:
        raise UnusableKey("存证密钥文件读不出来：$path。", path=path) from fault


def _parsed(text: str) -> Signer:
    try:
        return parse_signer(text)
    except Malformed as fault:
        raise UnusableKey(fault.pattern, **fault.facts) from fault


def _make(path: Path, *, origin: str) -> None:
    name = origin or f"zhenggai/{secrets.token_hex(_NAME_BYTES)}"
    try:
        write_once(path, make_signer(name, secrets.token_bytes(KEY_BYTES)).secret_text() + "\n")
    except Malformed as fault:
        raise UnusableKey("ZHENGGAI_ORIGIN 不能有空格和加号，现在是“$origin”。", origin=origin) from fault
    except OSError as fault:
        raise UnusableKey("存证密钥文件写不进去：$path（$fault）。", path=path, fault=fault.strerror) from fault
