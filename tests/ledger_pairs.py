"""For each rule on the ledger a bad example that trips it at its places, and a good one that differs in that one thing.

The words of a pair stand in `docs/checks.md` beside its rule.
"""

from __future__ import annotations

from ledger_pair import Pair
from ledger_pairs_of_rounds import OF_ROUNDS
from ledger_pairs_of_tasks import OF_TASKS

PAIRS: dict[str, Pair] = {**OF_TASKS, **OF_ROUNDS}
