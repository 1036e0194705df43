"""The home folder, and secrets that are kept in it."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from zhenggai.environment.words import WrongSetting


def prepare_home(home: Path) -> Path:
    """Make the home folder with its parts, readable by its owner alone.

    :raises WrongSetting: where it cannot be made or written.
    """
    try:
        for folder in (home, *(home / part for part in ("files", "uploads", "previews", "keys", "static"))):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise WrongSetting(f"ZHENGGAI_HOME 不能用作数据目录：{home}({fault.strerror})。") from fault
    return home


def write_once(path: Path, text: str) -> None:
    """Put a file whole into its place, readable by its owner alone; one that is there already stays."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        Path(beside).unlink()


def kept_secret(path: Path) -> str:
    """The secret stored at `path`, made at the first start; two first starts agree on one.

    :raises WrongSetting: where the file cannot be read or is too short to protect anything.
    """
    try:
        if not path.exists():
            write_once(path, secrets.token_urlsafe(48))
    except OSError as fault:
        raise WrongSetting(f"密钥文件写不进去：{path}({fault.strerror})。") from fault
    return long_enough(path.read_text(encoding="utf-8").strip(), named=str(path))


def long_enough(secret: str, *, named: str) -> str:
    """The secret itself.

    :raises WrongSetting: where it has fewer than 32 characters.
    """
    if len(secret) < 32:
        raise WrongSetting(f"{named} 里的密钥太短，至少要 32 个字符。")
    return secret
