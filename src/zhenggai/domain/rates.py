"""How much is done, never as one number: strict, broad, and out of what the feedback itself counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.account import states_of
from zhenggai.domain.states import STATE_NAMES, LedgerState

DifferenceKind = Literal["split", "merged", "added", "withheld", "not_applicable", "unexplained"]
DIFFERENCE_NAMES: dict[DifferenceKind, str] = {
    "split": "拆分",
    "merged": "合并",
    "added": "新增",
    "withheld": "不公开",
    "not_applicable": "不再适用",
    "unexplained": "与反馈数不符",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """So many tasks of the ledger in a state, of them those that went through the gate, and those that go by stages."""

    state: LedgerState
    number: int = 1
    through_gate: int = 0
    staged: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """Something by which the ledger differs from the feedback: what was done, to which, and by how many it moves the count."""

    kind: DifferenceKind
    what: str
    by: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; `percent` in tenths of a hundred, cut and never rounded up."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """The percentage with one digit; a dash where there is nothing to divide by. 99.96 is 99.9, not 100."""
        if self.whole <= 0:
            return "—"
        tenths = self.part * 1000 // self.whole
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class Rates:
    """Strict: closed through the gate. Broad: also long-term with stages, and what the document calls done.

    `denominator` is the feedback's own count, the ledger's where it states none (`stated` tells which).
    """

    strict: Rate
    broad: Rate
    stated: bool
    counted: int
    by_state: tuple[tuple[LedgerState, int], ...]
    differences: tuple[Difference, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the listed differences lead from the feedback's count to the ledger's."""
        moved = sum(one.by for one in self.differences if one.kind != "unexplained")
        return self.strict.whole + moved == self.counted


def stated_count(*, tasks: int | None, problems: int | None) -> int | None:
    """How many tasks, else problems, the feedback itself counted."""
    return tasks if tasks is not None else problems


def rates_of(items: Iterable[Counted], *, stated: int | None, differences: Iterable[Difference] = ()) -> Rates:
    """The rates of a ledger; "基本完成" is nowhere in them, because nothing is nearly done here.

    What is no longer needed stays in the denominator and counts as done in neither; what is not explained is listed last.
    """
    counted = list(items)
    everything = sum(one.number for one in counted)
    whole = stated if stated is not None else everything
    finished = [one for one in counted if one.state in states_of(["finished"])]
    strict = sum(one.through_gate for one in finished)
    others = sum(one.number - one.through_gate for one in finished)
    others += sum(one.staged for one in counted if one.state in states_of(["long_term"]))
    listed = tuple(differences)
    open_gap = everything - whole - sum(one.by for one in listed)
    if open_gap:
        listed = (*listed, Difference("unexplained", "", open_gap))
    return Rates(
        strict=Rate(strict, whole),
        broad=Rate(strict + others, whole),
        stated=stated is not None,
        counted=everything,
        by_state=tuple((state, sum(one.number for one in counted if one.state == state)) for state in STATE_NAMES),
        differences=listed,
    )
