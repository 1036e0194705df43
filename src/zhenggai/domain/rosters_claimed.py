"""Lists of names beside what was claimed of them, and whether a row of a list still speaks of work to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

PERSONS = frozenset({"人", "名", "户", "位"})
# Words of states that mean that a row is not settled: 未清退, 待核实, 正在办理, 部分整改.
_OPEN = re.compile(r"^(?:未|待|正|在办|在建|进行|逾期|部分|尚|拟|计划)|未(?:完成|整改|销号|清退|办结|到位)|不到位")


def is_open(state: str) -> bool:
    """Whether the state of a row says that something is left to do; no state at all says so, too."""
    return not state.strip() or _OPEN.search(state.strip()) is not None


def claimed_rows(name: str, unit: str, stated: Sequence[tuple[str, str, Decimal]]) -> int | None:
    """How many rows a list is said to hold: by the one figure in its unit, or the one that speaks of it by name.

    `stated` are scope, unit and value of what somebody typed; None where nothing says it.
    """
    fitting = [(scope, value) for scope, counted, value in stated if counted == unit]
    named = [value for scope, value in fitting if name in scope or (scope and scope in name)]
    chosen = named if len(named) == 1 else [value for _, value in fitting] if len(fitting) == 1 else []
    return int(chosen[0]) if chosen and chosen[0] == int(chosen[0]) else None
