"""The tasks of a leader, what of them is stuck, and all leaders of a cycle side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import Choice, LedgerRow


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """A leader as the plans name one, and how many of their tasks there are, are late and are stuck."""

    name: str
    tasks: int
    late: int
    stuck: int


@dataclass(frozen=True, slots=True)
class StuckTask:
    """A task that does not move: late, silent, or with a returned report that nobody answered.

    `last` is the day of the newest report that stands; None where there is none.
    """

    row: LedgerRow
    late: bool
    silent: bool
    returned: bool
    last: date | None


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """What a leader leads; `names` are those that the plans call them by, none where no leader was chosen.

    `stuck` is how many tasks do not move, `rows` the first of them; `days` is after how many without a report one is silent.
    """

    cycle: CycleRow
    names: tuple[str, ...]
    own: bool
    total: int
    states: tuple[Choice, ...]
    deadlines: tuple[Choice, ...]
    extended: int
    stuck: int
    rows: tuple[StuckTask, ...]
    days: int
    leaders: tuple[LeaderRow, ...]
