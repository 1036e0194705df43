"""The steps by which an outline is mended, as plain values and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.report import Span, State

HeaderFact = Literal[
    "title",
    "kind",
    "inspected",
    "inspector",
    "inspected_from",
    "inspected_to",
    "feedback_date",
    "published",
    "declared_aspects",
    "declared_problems",
    "declared_tasks",
]


class CannotMend(Refusal):
    """A step that does not fit the outline it was meant for."""


@dataclass(frozen=True, slots=True)
class Retitle:
    """Give a problem another title."""

    problem: str
    title: str


@dataclass(frozen=True, slots=True)
class SetNumber:
    """Give a problem another number, or none."""

    problem: str
    number: int | None


@dataclass(frozen=True, slots=True)
class SetState:
    """Say how far a problem has come, or that the text does not say."""

    problem: str
    state: State | None


@dataclass(frozen=True, slots=True)
class Merge:
    """Put a problem into the one before it in the same section."""

    problem: str


@dataclass(frozen=True, slots=True)
class SplitAtMeasure:
    """Cut a problem in two; the measure and those after it go to the new one."""

    problem: str
    measure: str
    title: str


@dataclass(frozen=True, slots=True)
class SplitAtOffset:
    """Cut a problem in two at a character of the text; a measure that runs across is cut as well."""

    problem: str
    offset: int
    title: str


@dataclass(frozen=True, slots=True)
class Move:
    """Put a problem into a section so that it stands at `position` there, counted from 0."""

    problem: str
    section: str
    position: int


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave a problem out, measures and all."""

    problem: str


@dataclass(frozen=True, slots=True)
class Add:
    """Put in a problem that the reading missed; `span` is where it stands in the text, if it does."""

    section: str
    position: int
    title: str
    number: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class RetitleSection:
    """Give a section another title."""

    section: str
    title: str


@dataclass(frozen=True, slots=True)
class AddSection:
    """Put in an empty section at `position`, counted from 0."""

    position: int
    title: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class DropSection:
    """Leave out a section that holds no problem any more."""

    section: str


@dataclass(frozen=True, slots=True)
class EditMeasure:
    """Give a measure another text."""

    measure: str
    text: str


@dataclass(frozen=True, slots=True)
class SetHeader:
    """Correct a fact of the header; dates as 2023-09-26, counts as digits, None to say that it is unknown."""

    fact: HeaderFact
    value: str | None


Step = (
    Retitle
    | SetNumber
    | SetState
    | Merge
    | SplitAtMeasure
    | SplitAtOffset
    | Move
    | Drop
    | Add
    | RetitleSection
    | AddSection
    | DropSection
    | EditMeasure
    | SetHeader
)

STEP_NAMES: dict[type, str] = {
    Retitle: "retitle",
    SetNumber: "set_number",
    SetState: "set_state",
    Merge: "merge",
    SplitAtMeasure: "split_at_measure",
    SplitAtOffset: "split_at_offset",
    Move: "move",
    Drop: "drop",
    Add: "add",
    RetitleSection: "retitle_section",
    AddSection: "add_section",
    DropSection: "drop_section",
    EditMeasure: "edit_measure",
    SetHeader: "set_header",
}
STEPS_BY_NAME = {name: kind for kind, name in STEP_NAMES.items()}


def step_to_json(step: Step) -> dict[str, Any]:
    """Plain JSON values of a step."""
    return {"step": STEP_NAMES[type(step)], **asdict(step)}


def step_from_json(value: dict[str, Any]) -> Step:
    """The step that `step_to_json` wrote.

    :raises CannotMend: where it names no step or lacks a field.
    """
    kind = STEPS_BY_NAME.get(value.get("step", ""))
    if kind is None:
        raise CannotMend("没有这种修改：$step。", step=value.get("step"))
    known = {field.name for field in fields(kind)}
    facts = {name: tuple(item) if isinstance(item, list) else item for name, item in value.items() if name in known}
    try:
        step: Step = kind(**facts)
    except TypeError as fault:
        raise CannotMend("这步修改缺少内容。") from fault
    return step
