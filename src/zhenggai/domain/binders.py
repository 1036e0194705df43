"""A binder of evidence for an on-site check: what is in it, under which number and name, and what is left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhenggai.domain.refusals import Refusal

PARTS = ("", "task", "unit", "leader", "aspect")
PieceState = Literal["held", "missing", "damaged", "withheld", "withdrawn"]
STATE_WORDS: dict[PieceState, str] = {
    "held": "在卷",
    "missing": "缺件：文件不在存储里",
    "damaged": "缺件：存储的文件已损坏",
    "withheld": "未收入：标明涉密或不公开",
    "withdrawn": "未收入：已撤下",
}
LACKING: tuple[PieceState, ...] = ("missing", "damaged")
LEFT_OUT: tuple[PieceState, ...] = ("withheld", "withdrawn")

# The files of a binder beside the evidence itself.
INDEX = "卷内目录.html"
DOCUMENT = "卷内目录.docx"
WORKBOOK = "卷内目录.xlsx"
MANUAL = "核对说明.txt"
CATALOGUE = "目录.json"
CHECKPOINT = "存证/存证点.txt"
KEY = "存证/公钥.txt"
OWN_PROOF = "存证/本卷.json"
SUMS = "SHA256SUMS"
MATERIALS = "材料"
PROOFS = "存证"

# A mark that means secrecy; where it is denied (不涉密, 非涉密) it means none.
_MARKED = re.compile(r"(?<![不非未无])涉密|不(?:予|宜)?公开|(?:绝密|机密|秘密)(?=★|级|件|[\s】\])）]|$)")


class CannotBind(Refusal):
    """A binder that would have nothing in it, or is asked for of something that does not exist."""


@dataclass(frozen=True, slots=True)
class BinderPart:
    """What a binder is about: the whole round, or a task by its number, a unit or leader by name, an aspect by its key."""

    kind: str = ""
    value: str = ""

    @property
    def key(self) -> str:
        """The part as addresses and command lines write it."""
        return f"{self.kind}:{self.value}" if self.kind else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the catalogue. `number` is the evidence's own for ever; `path` and `proof` are empty where it is not bound."""

    place: int
    number: str
    task: int
    name: str
    kind: str
    state: PieceState
    document_number: str = ""
    dated: date | None = None
    description: str = ""
    pages: int | None = None
    proves: str = ""
    size: int = 0
    sha256: str = ""
    path: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Binder:
    """A whole catalogue; `tasks` are the headings by the number of the task, `files` the digests of its printed forms."""

    cycle: str
    part: BinderPart
    label: str
    made_on: date
    made_by: str
    pieces: tuple[Piece, ...]
    tasks: tuple[tuple[int, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    @property
    def held(self) -> tuple[Piece, ...]:
        """What is in the binder."""
        return self.of("held")

    @property
    def size(self) -> int:
        """The bytes of what is in the binder."""
        return sum(piece.size for piece in self.held)

    def of(self, *states: PieceState) -> tuple[Piece, ...]:
        """The pieces in any of these states, in order."""
        return tuple(piece for piece in self.pieces if piece.state in states)


def read_part(text: str) -> BinderPart:
    """The part that a text such as `task:5` means.

    :raises CannotBind: where it means none.
    """
    kind, _colon, value = text.strip().partition(":")
    value = value.strip()
    if kind not in PARTS or bool(kind) != bool(value):
        raise CannotBind("看不懂要成卷的范围：$part。", part=text)
    if kind in ("task", "aspect") and not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise CannotBind("看不懂要成卷的范围：$part。", part=text)
    return BinderPart(kind, value)


def is_marked(texts: Iterable[str]) -> bool:
    """Whether what is said of a file, or its name, marks it as secret or not for the public."""
    return any(_MARKED.search(text.rsplit(".", 1)[0]) or _MARKED.search(text) for text in texts)


def counts_sentence(binder: Binder) -> str:
    """How many pieces there are, in one sentence."""
    lacking, left_out = len(binder.of(*LACKING)), len(binder.of(*LEFT_OUT))
    parts = [f"共 {len(binder.pieces)} 件", f"在卷 {len(binder.held)} 件"]
    parts += [f"缺件 {lacking} 件"] if lacking else []
    parts += [f"未收入 {left_out} 件"] if left_out else []
    return "，".join(parts)
