"""A file that has arrived, before it becomes evidence: looked at for viruses, hashed, examined in a child process."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings

from zhenggai.domain.evidence import CannotAttach
from zhenggai.domain.refusals import Refusal
from zhenggai.jobs.clamd import ScannerUnreachable, find_virus
from zhenggai.jobs.exhibits import Examined, Unwelcome, examine_confined

PIECE = 1 << 20
LONGEST_NAME = 200

_logger = logging.getLogger(__name__)


class NoFile(CannotAttach):
    """A file that never becomes evidence: nothing in it, of a kind that proves nothing, or infected."""


class Infected(NoFile):
    """A file in which the scanner found a virus; nothing of it is kept."""


class Unscanned(Refusal):
    """The scanner does not answer, and the settings want it to."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file on this machine's disk."""

    path: Path
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in an arrived file."""

    file: Arrived
    scan: str
    examined: Examined


def arrived(path: Path, *, name: str) -> Arrived:
    """A file by the hash of its content.

    :raises NoFile: where nothing is in it.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    if not size:
        raise NoFile("《$name》是空文件（0 字节），请检查后重新上传。", name=name)
    return Arrived(path, name, digest.hexdigest(), size)


def look_at(file: Arrived) -> Looked:
    """Look at a file for viruses, then at what it is.

    :raises Infected: where it carries a virus.
    :raises Unscanned: where the scanner is silent and the settings want its word.
    :raises NoFile: for a kind of file that no evidence has.
    """
    scan = _scanned(file)
    try:
        examined = examine_confined(file.path, name=file.name)
    except Unwelcome as kind:
        if kind.what:
            raise NoFile(
                "《$name》是$found，不能作为佐证。请上传文档、图片、表格、音视频或压缩包。",
                name=file.name,
                found=kind.what,
            ) from kind
        raise NoFile(
            "认不出《$name》是什么文件，不能作为佐证。请上传文档、图片、表格、音视频或压缩包。", name=file.name
        ) from kind
    if examined is None:
        raise NoFile("检查《$name》用时太长或出了错，没有收下。请在原软件中另存后再上传。", name=file.name)
    return Looked(file, scan, examined)


def plain_name(name: str) -> str:
    """A file's name without its path and without signs that do not print."""
    kept = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable())
    return kept[-LONGEST_NAME:] or "未命名文件"


def _scanned(file: Arrived) -> str:
    if not settings.CLAMD:
        return "off"
    try:
        with file.path.open("rb") as content:
            virus = find_virus(content, address=settings.CLAMD)
    except ScannerUnreachable as fault:
        _logger.error("the virus scanner did not look at a file: %s", fault)
        if settings.CLAMD_UNREACHABLE == "refuse":
            raise Unscanned(
                "暂时不能查毒，《$name》没有收下。请稍后再试，或告诉系统管理员。", name=file.name
            ) from fault
        return "unreachable"
    if virus:
        raise Infected("《$name》带有病毒（$virus），没有收下。请先在本机查杀。", name=file.name, virus=virus)
    return "clean"
