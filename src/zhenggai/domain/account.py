"""The account of a round: every task counted once, by how far it has come. The dashboard, papers and rates go by it alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from zhenggai.domain.states import FINISHED, STATES, LedgerState

Part = Literal["finished", "long_term", "running", "idle", "released"]
# In the order in which the account is told; each state stands in one part, so that the parts add up.
PARTS: tuple[Part, ...] = get_args(Part)
STATES_OF: Mapping[Part, tuple[LedgerState, ...]] = {
    "finished": FINISHED,
    "long_term": ("long_term",),
    "running": ("ongoing", "closing"),
    "idle": ("not_started",),
    "released": ("not_applicable",),
}
# What the broad view counts as done beside the strict one.
BROAD: tuple[Part, ...] = ("finished", "long_term")


@dataclass(frozen=True, slots=True)
class Account:
    """How many tasks each part has; what has the same state is the same to it."""

    parts: Mapping[Part, int]

    @property
    def total(self) -> int:
        """Every task."""
        return sum(self.parts.values())

    @property
    def strict(self) -> int:
        """What is finished."""
        return self.parts["finished"]

    @property
    def broad(self) -> int:
        """What is finished or goes on for long."""
        return sum(self.parts[part] for part in BROAD)


def account_of(counts: Mapping[LedgerState, int]) -> Account:
    """The account of tasks counted by state."""
    return Account({part: sum(counts.get(state, 0) for state in STATES_OF[part]) for part in PARTS})


def account_of_states(states: Iterable[LedgerState]) -> Account:
    """The account of tasks in these states."""
    counts = dict.fromkeys(STATES, 0)
    for state in states:
        counts[state] += 1
    return account_of(counts)


def states_of(parts: Iterable[Part]) -> tuple[LedgerState, ...]:
    """The states of which parts are made, in the order of the account."""
    return tuple(state for part in parts for state in STATES_OF[part])
