"""Two periods or two instants of a round compared: what moved, what slipped, whose deadline changed, what came and went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhenggai.domain.lights import LATE, NEAR, NORMAL, URGENT
from zhenggai.domain.periods import FrozenTask
from zhenggai.domain.rates import Rate
from zhenggai.domain.states import CLOSED

ChangeKind = Literal["moved", "slipped", "deadline", "came", "went"]
CHANGE_NAMES: dict[ChangeKind, str] = {
    "moved": "状态有变化",
    "slipped": "往后拖了",
    "deadline": "期限改了",
    "came": "新增的任务",
    "went": "不再单列的任务",
}
# From good to bad; the lights of tasks that are over, undated or long-term are no worse than another.
_WORSE = {light.name: rank for rank, light in enumerate((NORMAL, NEAR, URGENT, LATE))}


@dataclass(frozen=True, slots=True)
class Then:
    """A task as it stood on one side, and where it stood in the ledger."""

    task: FrozenTask
    place: int
    cited: str
    title: str


@dataclass(frozen=True, slots=True)
class Side:
    """A round at one of the two moments: its tasks, and its day, which lights go by."""

    day: date
    tasks: tuple[Then, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One task in one list; `before` is missing for what came, `after` for what went."""

    kind: ChangeKind
    before: Then | None
    after: Then | None

    @property
    def then(self) -> Then:
        """The task as it stands, or as it last stood."""
        found = self.after or self.before
        assert found is not None
        return found


def compare_sides(earlier: Side, later: Side) -> tuple[Change, ...]:
    """Every change of every kind, by kind and in the order of the ledger."""
    old, new = ({then.task.task_id: then for then in side.tasks} for side in (earlier, later))
    both = [(old[key], then) for key, then in new.items() if key in old]
    found = [
        *(Change("moved", one, other) for one, other in both if one.task.state != other.task.state),
        *(Change("slipped", one, other) for one, other in both if _slipped(one.task, other.task)),
        *(Change("deadline", one, other) for one, other in both if one.task.deadline != other.task.deadline),
        *(Change("came", None, then) for key, then in new.items() if key not in old),
        *(Change("went", then, None) for key, then in old.items() if key not in new),
    ]
    # The lists stand in the order of their kinds already.
    kinds = {kind: place for place, kind in enumerate(CHANGE_NAMES)}
    return tuple(sorted(found, key=lambda change: (kinds[change.kind], change.then.place, change.then.task.number)))


def _slipped(old: FrozenTask, new: FrozenTask) -> bool:
    """Whether a task that is still open became late, or its light worse."""
    if new.state in CLOSED:
        return False
    return _WORSE.get(new.light, -1) > _WORSE.get(old.light, 0)


def counts_by_kind(changes: Iterable[Change]) -> dict[ChangeKind, int]:
    """How many changes there are of each kind."""
    counts = dict.fromkeys(CHANGE_NAMES, 0)
    for change in changes:
        counts[change.kind] += 1
    return counts


def points_between(old: Rate, new: Rate) -> str:
    """By how many percentage points a rate moved, of the percentages as they are printed; a dash where one has none."""
    if old.whole <= 0 or new.whole <= 0:
        return "—"
    tenths = new.part * 1000 // new.whole - old.part * 1000 // old.whole
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"
