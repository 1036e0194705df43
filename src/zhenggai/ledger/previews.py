"""Small pictures and first pages of evidence. They are made from the content at any time, so the folder may be emptied."""

from __future__ import annotations

import json
import os
import tempfile
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from zhenggai.jobs.exhibits import Shown, ShownBlock, show_confined
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.stores import store

_THUMB = "thumb.jpg"
_SHOWN = "shown.json"


def keep_thumb(sha256: str, thumb: bytes) -> None:
    """Keep the small picture that came with the examination."""
    _write(_folder(sha256) / _THUMB, thumb)


def thumb_of(evidence: Evidence) -> bytes | None:
    """The small picture of a piece of evidence; None where it has none."""
    path = _folder(evidence.sha256) / _THUMB
    if path.exists():
        return path.read_bytes()
    pages = shown_of(evidence).pages
    return pages[0] if pages else None


def shown_of(evidence: Evidence) -> Shown:
    """What a page can show of a piece of evidence.

    :raises NotKept: where its content is gone.
    """
    path = _folder(evidence.sha256) / _SHOWN
    if path.exists():
        return _read(path)
    with store().local(evidence.sha256) as content:
        shown = show_confined(content, kind=evidence.type, name=evidence.name)
    written = json.dumps(asdict(shown), default=lambda page: b64encode(page).decode(), ensure_ascii=False)
    _write(path, written.encode())
    return shown


def _read(path: Path) -> Shown:
    value = json.loads(path.read_bytes())
    blocks = (ShownBlock(**{**block, "rows": tuple(map(tuple, block["rows"]))}) for block in value["blocks"])
    return Shown(tuple(b64decode(page) for page in value["pages"]), tuple(blocks), value["total"])


def _folder(sha256: str) -> Path:
    folder: Path = settings.PREVIEWS
    return folder / sha256[:2] / sha256


def _write(path: Path, content: bytes) -> None:
    """Write at once: whoever reads meanwhile finds the whole or nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
