"""What a workbook held when it went out, frozen, and what it says when it comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from zhenggai.domain.workbooks.cells import CellRefused
from zhenggai.domain.workbooks.sheets import Field, SheetKind, Values

Rows = Mapping[str, Values]
Sentence = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class BaseSheet:
    """A sheet as it went out: its rows by key."""

    kind: SheetKind
    rows: Rows


@dataclass(frozen=True, slots=True)
class Base:
    """All that a workbook held. `code` names the export and cannot be guessed."""

    code: str
    sheets: tuple[BaseSheet, ...]

    def sheet(self, mark: str) -> BaseSheet | None:
        """The sheet of that mark."""
        return next((one for one in self.sheets if one.kind.mark == mark), None)


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that was refused: what stands in it, and why; `field` is empty where the whole row is refused."""

    field: str
    text: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A row that came back; `place` is its row in the sheet as people count, `values` what may be filled in."""

    sheet: str
    key: str
    place: int
    values: Values
    refused: tuple[RefusedCell, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBook:
    """A workbook that came back. `notes` are about whole sheets; `lacking` counts rows that did not come back.

    `same` counts rows of registers that came back as they went out; there may be very many, and they are not kept.
    """

    rows: tuple[TakenRow, ...]
    notes: tuple[Sentence, ...] = ()
    lacking: int = 0
    extra: tuple[str, ...] = field(default=())
    same: int = 0


def sentence(refusal: CellRefused) -> Sentence:
    """A reason as it is kept."""
    return refusal.pattern, {name: str(fact) for name, fact in refusal.facts.items()}


def refusal_of(why: Sentence) -> CellRefused:
    """A kept reason as it is told."""
    return CellRefused(why[0], **why[1])


def base_to_json(base: Base) -> str:
    """A base as a row keeps it."""
    sheets = [{"kind": asdict(one.kind), "rows": one.rows} for one in base.sheets]
    return json.dumps({"code": base.code, "sheets": sheets}, ensure_ascii=False, separators=(",", ":"))


def base_from_json(text: str) -> Base:
    """A base as it was kept."""
    told = json.loads(text)
    return Base(told["code"], tuple(BaseSheet(_kind(one["kind"]), one["rows"]) for one in told["sheets"]))


def taken_to_json(taken: TakenBook) -> str:
    """What came back, as a row keeps it."""
    rows = [
        {
            "sheet": row.sheet,
            "key": row.key,
            "place": row.place,
            "values": row.values,
            "refused": [asdict(cell) for cell in row.refused],
        }
        for row in taken.rows
    ]
    told = {"rows": rows, "notes": taken.notes, "lacking": taken.lacking, "extra": taken.extra, "same": taken.same}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("\\u0000", "\\ufffd")


def taken_from_json(text: str) -> TakenBook:
    """What came back, as it was kept."""
    told = json.loads(text)
    rows = tuple(
        TakenRow(
            **{**row, "refused": tuple(RefusedCell(c["field"], c["text"], _pair(c["why"])) for c in row["refused"])}
        )
        for row in told["rows"]
    )
    return TakenBook(
        rows, tuple(_pair(note) for note in told["notes"]), told["lacking"], tuple(told["extra"]), told.get("same", 0)
    )


def _pair(told: list[object]) -> Sentence:
    pattern, facts = told
    return str(pattern), dict(facts) if isinstance(facts, dict) else {}


def _kind(told: dict[str, object]) -> SheetKind:
    fields = tuple(
        Field(**{**one, "choices": tuple((key, word) for key, word in one["choices"])})
        for one in told["fields"]  # type: ignore[attr-defined]  # a list of fields
    )
    rest = {**told, "fields": fields, "identity": tuple(told["identity"])}  # type: ignore[arg-type]  # a list of names
    return SheetKind(**rest)  # type: ignore[arg-type]  # as it was written
