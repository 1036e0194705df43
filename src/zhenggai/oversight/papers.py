"""Keeping the files of meetings and institutions."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings

from zhenggai.domain.paper_kinds import HEAD, paper_kind
from zhenggai.ledger.files import keep_content
from zhenggai.oversight.models import Paper

LONGEST_NAME = 255


def keep_paper(file: BinaryIO, *, name: str) -> Paper:
    """Stream a file into the store; its row is not saved yet, so that it stands or falls with its caller's change.

    :raises NotAPaper: for anything that is not a document or a picture.
    :raises FileTooLarge: above the limit of the settings.
    """
    kind = paper_kind(file.read(HEAD), name=name)
    file.seek(0)
    kept = keep_content(file, folder=settings.FILES, limit=settings.MAX_UPLOAD_BYTES)
    return Paper(sha256=kept.sha256, size=kept.size, name=_plain_name(name), kind=kind)


def _plain_name(name: str) -> str:
    shown = "".join(character for character in PurePath(name.replace("\\", "/")).name if character.isprintable())
    return shown[-LONGEST_NAME:]
