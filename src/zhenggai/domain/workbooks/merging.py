"""A row that came back against the row that went out and the row as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.workbooks.base import RefusedCell, Sentence, TakenRow
from zhenggai.domain.workbooks.cells import same_form
from zhenggai.domain.workbooks.sheets import SheetKind, Values, is_new

State = Literal["new", "changed", "unchanged", "conflict", "refused"]
STATES: dict[State, str] = {
    "new": "新填",
    "changed": "有改动",
    "conflict": "两边都改过",
    "refused": "不能收",
    "unchanged": "没有变化",
}
GONE: Sentence = ("这一项已不再办理：改由别的单位负责，或内容已调整。请重新导出。", {})
SHUT = "任务 $task $state，这一行不收。先重新激活任务，再收。"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the sides differ, as it went out, as it is now, as it came back."""

    field: str
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What a row that came back means for the ledger as it is now."""

    state: State
    differences: tuple[Difference, ...] = ()
    refused: tuple[RefusedCell, ...] = ()


def merge(
    kind: SheetKind, taken: TakenRow, *, base: Values | None, ours: Values | None, shut: Sentence | None = None
) -> Merged:
    """Compare the three; `base` is None for a row that was not in the export, `ours` for what is gone since.

    `shut` says why the task of the row takes nothing any more.
    """
    names = kind.writable(taken.key)
    then = _formed(kind, names, base or {})
    now = _formed(kind, names, ours) if ours is not None else then
    theirs = {name: taken.values.get(name, then[name]) for name in names}
    if taken.refused:
        return Merged("refused", _differences(names, then, now, theirs), taken.refused)
    if theirs in (then, now):
        return Merged("unchanged")
    differences = _differences(names, then, now, theirs)
    if shut is not None:
        return Merged("refused", differences, (RefusedCell("", "", shut),))
    if ours is None and not is_new(taken.key):
        return Merged("refused", differences, (RefusedCell("", "", GONE),))
    if now != then:
        return Merged("conflict", differences)
    return Merged("changed" if any(then.values()) else "new", differences)


def _formed(kind: SheetKind, names: tuple[str, ...], values: Values) -> dict[str, str]:
    wanted = set(names)
    return {one.name: same_form(values.get(one.name, ""), one) for one in kind.fields if one.name in wanted}


def _differences(names: tuple[str, ...], then: Values, now: Values, theirs: Values) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, then[name], now[name], theirs[name])
        for name in names
        if not then[name] == now[name] == theirs[name]
    )
