"""Which task an entry of somebody's own ledger speaks of: by number and wording, or left for a person to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from zhenggai.domain.alike import likeness_of
from zhenggai.domain.ledger_sheets.entries import Entry
from zhenggai.domain.workbooks.cells import narrow

How = Literal["both", "wording", "number", "person", "none"]
HOW: dict[How, str] = {
    "both": "序号和原文都对上",
    "wording": "原文对上",
    "number": "序号对上",
    "person": "人工指定",
    "none": "没有对上",
}
# From here on two wordings are the same thing; with the same number, less is enough.
SAME, SAME_WITH_NUMBER, WORTH_NAMING, AHEAD = 0.8, 0.45, 0.2, 0.08
MOST_NAMED = 3
_LOOKED_AT = 12
NOBODY = 0
_FRAME = re.compile(r"^(?:关于|一是|二是|\d+[.、．]|[（(]\d+[）)])|(?:的)?(?:突出)?问题[。.]?$|[。.；;]$")


@dataclass(frozen=True, slots=True)
class Known:
    """A task as it can be recognised: its number, that of its problem as it is cited, and the problem's words."""

    task: int
    number: int
    cited: str
    title: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What an entry speaks of: `task` None where nobody can tell, with those nearest in wording to choose from."""

    entry: Entry
    task: int | None
    how: How
    near: tuple[int, ...] = ()
    rival: int | None = None


def pair_entries(entries: Sequence[Entry], known: Sequence[Known], chosen: Mapping[str, int]) -> tuple[Pair, ...]:
    """Each entry with its task; `chosen` are those that a person named, NOBODY for what speaks of no task.

    Of two entries that speak of the same task neither is paired unless a person says so.
    """
    tasks = _Tasks(known)
    pairs = [_chosen(entry, chosen[entry.key]) if entry.key in chosen else tasks.pair(entry) for entry in entries]
    claims = Counter(pair.task for pair in pairs if pair.task is not None)
    first: dict[int, int] = {}
    for pair in pairs:
        if pair.task is not None:
            first.setdefault(pair.task, pair.entry.place)
    return tuple(_alone(pair, claims, first) for pair in pairs)


def _chosen(entry: Entry, task: int) -> Pair:
    return Pair(entry, task or None, "person")


def _alone(pair: Pair, claims: Counter[int], first: Mapping[int, int]) -> Pair:
    if pair.task is None or claims[pair.task] == 1 or pair.how == "person":
        return pair
    return Pair(
        pair.entry, None, "none", (pair.task, *(one for one in pair.near if one != pair.task)), first[pair.task]
    )


class _Tasks:
    """The tasks of a cycle, prepared for finding."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = known

    @cached_property
    def _titles(self) -> list[str]:
        return [_core(one.title) for one in self._known]

    @cached_property
    def _pieces(self) -> dict[str, list[int]]:
        """Where each pair of characters stands, so that only titles that share some are looked at."""
        found: dict[str, list[int]] = {}
        for place, title in enumerate(self._titles):
            for piece in {title[at : at + 2] for at in range(len(title) - 1)}:
                found.setdefault(piece, []).append(place)
        return found

    def pair(self, entry: Entry) -> Pair:
        numbered = [place for place, one in enumerate(self._known) if _same_number(entry.number, one)]
        if not entry.problem:
            return self._pair(entry, numbered[0], "number") if len(numbered) == 1 else Pair(entry, None, "none")
        scored = self._scored(_core(entry.problem.split("\n")[0]), entry.problem, numbered)
        both = [(score, place) for score, place in scored if place in numbered and score >= SAME_WITH_NUMBER]
        if both and (len(both) == 1 or both[0][0] - both[1][0] >= AHEAD):
            return self._pair(entry, both[0][1], "both", scored)
        if scored and scored[0][0] >= SAME and (len(scored) == 1 or scored[0][0] - scored[1][0] >= AHEAD):
            return self._pair(entry, scored[0][1], "wording", scored)
        return Pair(entry, None, "none", self._near(scored))

    def _scored(self, wanted: str, whole: str, numbered: Sequence[int]) -> list[tuple[float, int]]:
        shared = Counter(place for at in range(len(wanted) - 1) for place in self._pieces.get(wanted[at : at + 2], ()))
        looked = dict.fromkeys([*numbered, *(place for place, _count in shared.most_common(_LOOKED_AT))])
        found = [(self._score(wanted, _core(whole), place), place) for place in looked]
        return sorted((one for one in found if one[0] >= WORTH_NAMING), key=lambda one: (-one[0], one[1]))

    def _score(self, wanted: str, whole: str, place: int) -> float:
        title = self._titles[place]
        if title == wanted:
            return 1.0
        # A cell may hold the title and what it is made of, a title may be cut short.
        inside = min(len(title), len(wanted)) >= 6 and (title in whole or wanted in title)
        return max(0.95 if inside else 0.0, likeness_of(wanted, title))

    def _pair(self, entry: Entry, place: int, how: How, scored: Sequence[tuple[float, int]] = ()) -> Pair:
        return Pair(entry, self._known[place].task, how, self._near(scored))

    def _near(self, scored: Sequence[tuple[float, int]]) -> tuple[int, ...]:
        return tuple(self._known[place].task for _score, place in scored[:MOST_NAMED])


def _same_number(number: str, one: Known) -> bool:
    """Whether a printed number is the task's, or its problem's as it is cited."""
    bare = narrow(number).strip("、.．()（） ")
    return bool(bare) and bare in (str(one.number), narrow(one.cited).strip("()（）"), narrow(one.cited))


def _core(title: str) -> str:
    text = narrow(title)
    while (shorter := _FRAME.sub("", text)) != text and shorter:
        text = shorter
    return text
