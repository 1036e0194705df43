"""Pages of a paper set as PDF in a child process with limits; the typesetter and its fonts never enter the server's memory."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhenggai.domain.refusals import Refusal
from zhenggai.jobs.confined import child_environment

_logger = logging.getLogger(__name__)

_COMMAND = (sys.executable, "-P", "-s", "-X", "utf8", "-m", "zhenggai.jobs.typesetting_child")
_LOGGED = 4_000
NO_FONT = "这台服务器没有中文字体，排不出 PDF。请管理员安装一种（如 fonts-noto-cjk），或者先下载 Word。"
TOO_COSTLY = "这份文稿太长，没有排完 PDF。请缩小范围，或者下载 Word。"


class CannotTypeset(Refusal):
    """A paper that could not be set as pages."""


@dataclass(frozen=True, slots=True)
class TypesettingLimits:
    """What one paper may cost: memory in bytes, processor time and waiting in seconds."""

    memory: int = 1_200_000_000
    cpu: int = 60
    wall: float = 60.0


_DEFAULT = TypesettingLimits()


def pdf_confined(sheet: Mapping[str, Any], *, limits: TypesettingLimits = _DEFAULT) -> bytes:
    """The PDF of a paper that was written down by `papers.official.sheet_of`.

    :raises CannotTypeset: where this machine has no Chinese typeface, or it cost too much.
    """
    task = json.dumps({"memory": limits.memory, "cpu": limits.cpu, "sheet": sheet}).encode()
    child = subprocess.Popen(  # noqa: S603  (our own interpreter and module, no argument from outside)
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(),
        cwd=tempfile.gettempdir(),
    )
    try:
        answer, complaints = child.communicate(task, timeout=limits.wall)
    except subprocess.TimeoutExpired:
        answer, complaints = b"", b"it took too long"
    finally:
        child.kill()
        child.communicate()
    if complaints:
        _logger.warning("typesetting child: %s", complaints[-_LOGGED:].decode("utf-8", "replace"))
    return _understood(answer)


def _understood(answer: bytes) -> bytes:
    try:
        value = json.loads(answer)
    except ValueError:
        value = {}
    if value.get("no_font"):
        raise CannotTypeset(NO_FONT)
    if "pdf" not in value:
        raise CannotTypeset(TOO_COSTLY)
    return b64decode(value["pdf"])
