"""What proves that something was done: kinds of evidence, what fits which measure, catalogue numbers, what is said of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.refusals import Refusal

EVIDENCE_KINDS: dict[str, str] = {
    "minutes": "会议纪要",
    "attendance": "签到表",
    "red_document": "红头文件",
    "institution": "制度文本",
    "voucher": "凭证",
    "photo": "照片",
    "roster": "名册",
    "acceptance": "验收单",
    "decision": "决定书",
    "record": "检查记录",
    "ledger": "台账",
    "video": "视频",
    "other": "其他",
}

# What proves a measure of a class: each line is one need, met by any of its kinds.
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "meeting": (("minutes",), ("attendance",)),
    "document": (("red_document",),),
    "inspection": (("record", "ledger"),),
    "construction": (("acceptance",), ("photo", "video")),
    "funds": (("voucher",),),
    "accountability": (("decision",),),
    "institution": (("institution", "red_document"),),
    "training": (("roster", "attendance"),),
}
# Kinds that carry a number given by whoever issued them.
NUMBERED = frozenset({"red_document", "decision", "institution"})

LONGEST_DESCRIPTION = 500
LONGEST_NUMBER = 60
MOST_MEASURES = 200

_YEAR = re.compile(r"[\[【﹝(（{〔]\s*(\d{4})\s*[\]】﹞)）}〕]")


class CannotAttach(Refusal):
    """Evidence that may not come in as it is, or what is said of it makes no sense."""


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """What a person says of a file: its kind, the document's own number and day, what it shows."""

    kind: str = "other"
    number: str = ""
    dated: date | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is, whatever anybody says of it."""

    type: str
    size: int
    openable: bool = True
    encrypted: bool = False
    ending_agrees: bool = True
    pages: int | None = None


def demand_words(words: EvidenceWords, *, today: date) -> None:
    """Return where what is said of a file can be.

    :raises CannotAttach: where it cannot.
    """
    if words.kind not in EVIDENCE_KINDS:
        raise CannotAttach("没有这种佐证类型：$kind。", kind=words.kind)
    if len(words.description) > LONGEST_DESCRIPTION:
        raise CannotAttach("说明最多 $longest 个字。", longest=LONGEST_DESCRIPTION)
    if len(words.number) > LONGEST_NUMBER:
        raise CannotAttach("文号最多 $longest 个字。", longest=LONGEST_NUMBER)
    if words.dated is not None and words.dated > today:
        raise CannotAttach("材料的日期 $day 还没有到，请核对。", day=words.dated)


def tidy_number(number: str) -> str:
    """A document number with its year in 〔〕 and without blanks, as official documents print it."""
    return _YEAR.sub(r"〔\1〕", re.sub(r"\s+", "", number))


def lacking_words(words: EvidenceWords) -> tuple[str, ...]:
    """What should still be said of a file; a reminder, no refusal."""
    found = []
    if words.kind in NUMBERED and not words.number:
        found.append("文号")
    if words.dated is None:
        found.append("日期")
    return tuple(found)


def faults_of(facts: FileFacts) -> tuple[str, ...]:
    """Why a file proves little as it is; a gate may stop at these."""
    found = []
    if facts.encrypted:
        found.append("文件已加密，打不开")
    elif not facts.openable:
        found.append("文件打不开或不完整")
    if not facts.ending_agrees:
        found.append("扩展名与内容不符")
    return tuple(found)


def needs_unmet(measure_class: str, kinds: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The needs of a measure of that class that none of these kinds meets."""
    return tuple(need for need in NEEDS.get(measure_class, ()) if not set(need) & set(kinds))


def catalogue_number(*, problem: str, task: int, running: int) -> str:
    """The number of a piece of evidence: its problem as cited, the task, and a number that runs and is never reused."""
    return f"{problem}-{task}-{running:03d}"
