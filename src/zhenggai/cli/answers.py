"""Reading many files one after the other: each gives a report or one sentence, and none stops the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhenggai.cli.inputs import Input
from zhenggai.cli.words import _, say
from zhenggai.domain.report import Report
from zhenggai.jobs.confined import Unreadable, read_confined
from zhenggai.reading.formats import Limits

_LIMIT = Limits().size
# One sentence per file is all a person needs; what the child complained of is for a server's log.
logging.getLogger("zhenggai").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one file: its report, or the sentence that says why there is none."""

    input: Input
    report: Report | None
    fault: str = ""


def read_all(inputs: Sequence[Input], *, today: date) -> Iterator[Answer]:
    """Read each file in turn."""
    for one in inputs:
        try:
            yield Answer(one, read_confined(one.load(limit=_LIMIT), name=one.name, today=today))
        except Unreadable as fault:
            yield Answer(one, None, say(fault))
        except (OSError, ValueError) as fault:
            yield Answer(one, None, _told(one, fault))


def _told(one: Input, fault: Exception) -> str:
    if isinstance(fault, FileNotFoundError):
        return _("找不到文件“$path”：请检查路径和文件名。", path=one.path)
    if isinstance(fault, PermissionError):
        return _("没有权限读取“$path”：请检查文件权限，或复制一份再读。", path=one.path)
    return _("读不了“$path”：请确认它是一个文件，并且能在本机打开。", path=one.path)
