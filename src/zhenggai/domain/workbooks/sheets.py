"""The sheets of a unit's workbook: which columns each has, what may be written in them, and how rows are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from zhenggai.domain.evidence import EVIDENCE_KINDS, LONGEST_DESCRIPTION, LONGEST_NUMBER
from zhenggai.domain.figures import LONGEST_TEXT as LONGEST_FIGURE_TEXT
from zhenggai.domain.progress import CLAIMS, LONGEST_TEXT, PHASES
from zhenggai.domain.quantities.amounts import MARKS
from zhenggai.domain.registers.rows import LONGEST_CELL

Values = Mapping[str, str]
FieldKind = Literal["text", "day", "choice", "number"]
# always: nobody fills it in; kept: only in a row that stands for something new; never: everybody may.
Fixed = Literal["always", "kept", "never"]

PROGRESS, FIGURES, EVIDENCE, REGISTER = "progress", "figures", "evidence", "register"
MARK = "ZG1"
SPARE = "+"
INSERTED = "~"
KEY_HEADING = "行标识（请勿改动）"
ANSWER_HEADING = "处理结果"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its heading, what its cells hold, and for a choice the words to choose from by what they mean."""

    name: str
    heading: str
    width: float
    kind: FieldKind = "text"
    fixed: Fixed = "never"
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = LONGEST_TEXT

    def is_fixed(self, key: str) -> bool:
        """Whether nobody may write this field of the row."""
        return self.fixed == "always" or (self.fixed == "kept" and not is_new(key))


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sheet. `identity` are the fields by which a row is recognised besides its key; `spare` counts its empty rows.

    `open_ended` sheets take rows that somebody inserted; `register` is the number of the register behind the sheet.
    """

    name: str
    title: str
    note: str
    fields: tuple[Field, ...]
    identity: tuple[str, ...]
    open_ended: bool = False
    spare: int = 0
    register: int = 0

    @property
    def mark(self) -> str:
        """What the sheet is called where people cannot rename it."""
        return f"{self.name}-{self.register}" if self.register else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields from left to right."""
        return tuple(field.name for field in self.fields)

    @property
    def keyed_after(self) -> int:
        """How many fields stand before the second column of keys, which tells whether only some columns were sorted."""
        open_fields = [place for place, field in enumerate(self.fields, start=1) if field.fixed != "always"]
        return open_fields[min(1, len(open_fields) - 1)] if open_fields else len(self.fields)

    def writable(self, key: str) -> tuple[str, ...]:
        """The fields of a row that may be filled in."""
        return tuple(field.name for field in self.fields if not field.is_fixed(key))


def is_new(key: str) -> bool:
    """Whether a row stands for something that is not in the ledger yet."""
    return key.startswith((SPARE, INSERTED))


def _pairs(words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(words.items())


PROGRESS_SHEET = SheetKind(
    name=PROGRESS,
    title="进展",
    note="一行一条措施。灰底的是方案内容，不能改；白底的请填写。所填的是最近一次报告，有新进展时改成新的内容和日期。",
    fields=(
        Field("task", "任务号", 8, fixed="always"),
        Field("problem", "问题", 30, fixed="always"),
        Field("target", "整改目标", 22, fixed="always"),
        Field("place", "措施序号", 8, fixed="always"),
        Field("measure", "整改措施", 40, fixed="always"),
        Field("unit", "责任单位", 14, fixed="always"),
        Field("deadline", "时限", 12, fixed="always"),
        Field("stands", "已报情况", 18, fixed="always"),
        Field("day", "办理日期", 13, "day"),
        Field("done", "做了什么", 40),
        Field("result", "产出", 26),
        Field("effect", "成效", 26),
        Field("claims", "办理状态", 12, "choice", choices=_pairs(CLAIMS)),
        Field("next_step", "下一步", 26),
        Field("phase", "标注", 12, "choice", choices=_pairs(PHASES)),
        Field("explanation", "说明（原因）", 22),
    ),
    identity=("task", "place", "measure"),
)

FIGURES_SHEET = SheetKind(
    name=FIGURES,
    title="数字",
    note="已有的数字只改数值、日期和来源，并写更正原因；新的数字填在下面的空行，一行一个。由清单算出的数字不在此表。",
    fields=(
        Field("task", "任务号", 8, "choice", "kept"),
        Field("scope", "口径（数的是什么）", 34, fixed="kept", longest=LONGEST_FIGURE_TEXT),
        Field("digits", "数值", 14, "number", longest=40),
        Field("word", "单位", 9, longest=20),
        Field("mark", "精确程度", 10, "choice", choices=_pairs({str(key): word for key, word in MARKS.items()})),
        Field("since", "统计期起", 13, "day"),
        Field("until", "截止日", 13, "day"),
        Field("origin", "来源", 26, longest=LONGEST_FIGURE_TEXT),
        Field("why", "更正原因", 24, longest=LONGEST_FIGURE_TEXT),
    ),
    identity=("task", "scope"),
    open_ended=True,
    spare=20,
)

EVIDENCE_SHEET = SheetKind(
    name=EVIDENCE,
    title="佐证文件",
    note="一行一个文件：文件名写全（含 .pdf、.jpg 等），并把文件和本表一起打包成 zip 交回。已收的佐证可改类型、文号、日期和说明。",
    fields=(
        Field("number", "佐证编号", 14, fixed="always"),
        Field("task", "任务号", 8, "choice", "kept"),
        Field("place", "措施序号", 8, "number", "kept", longest=6),
        Field("file", "文件名", 36, fixed="kept", longest=255),
        Field("kind", "类型", 12, "choice", choices=_pairs(EVIDENCE_KINDS)),
        Field("document", "文号", 20, longest=LONGEST_NUMBER),
        Field("dated", "材料日期", 13, "day"),
        Field("description", "说明", 36, longest=LONGEST_DESCRIPTION),
    ),
    identity=("number", "file"),
    open_ended=True,
    spare=40,
)

FIXED_SHEETS = (PROGRESS_SHEET, FIGURES_SHEET, EVIDENCE_SHEET)


def for_tasks(kind: SheetKind, tasks: Iterable[int]) -> SheetKind:
    """The sheet with these tasks to choose from."""
    numbers = tuple((str(task), str(task)) for task in tasks)
    fields = tuple(
        replace(one, choices=numbers) if one.name == "task" and one.kind == "choice" else one for one in kind.fields
    )
    return replace(kind, fields=fields)


def register_sheet(
    *, register: int, name: str, columns: tuple[str, ...], keys: tuple[str, ...], amounts: tuple[str, ...] = ()
) -> SheetKind:
    """The sheet of a register: its own columns, of which the key columns stay as they are."""
    fields = tuple(
        Field(
            column,
            column,
            18,
            "number" if column in amounts else "text",
            "kept" if column in keys else "never",
            longest=LONGEST_CELL,
        )
        for column in columns
    )
    note = "明细清单：一行一项，改变了的项直接改，新的项填在下面的空行。从表里删去的行，系统里不会删。"
    return SheetKind(REGISTER, name, note, fields, keys, open_ended=True, spare=20, register=register)
