"""What the columns of a register mean: its key, the name, the state, the amounts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from zhenggai.domain.refusals import Refusal

LONGEST_KEY = 200
LONGEST_STATE = 60
MOST_STATES = 100
MOST_KEYS = 4
MOST_AMOUNTS = 10
UNSTATED = "未填"

Pairs = tuple[tuple[str, str], ...]


class WrongMapping(Refusal):
    """Columns that cannot mean what was said."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """`keys` are the columns that together name a row; `amounts` are pairs of column and unit, `states` of value and state."""

    sheet: str
    row: int
    levels: int
    keys: tuple[str, ...]
    name: str = ""
    state: str = ""
    amounts: Pairs = ()
    states: Pairs = ()

    def state_of(self, value: str) -> str:
        """The state that a cell stands for: its own words where nobody said otherwise."""
        return dict(self.states).get(value, value[:LONGEST_STATE]) or UNSTATED


def demand_mapping(mapping: Mapping, columns: Sequence[str]) -> None:
    """Return where the mapping fits these columns.

    :raises WrongMapping: where it does not.
    """
    if not mapping.keys:
        raise WrongMapping("请选择关键列：能认出每一行的编号或名称。")
    if len(mapping.keys) > MOST_KEYS or len(mapping.amounts) > MOST_AMOUNTS:
        raise WrongMapping("关键列最多 $keys 列，金额列最多 $amounts 列。", keys=MOST_KEYS, amounts=MOST_AMOUNTS)
    named = [*mapping.keys, mapping.name, mapping.state, *(column for column, _ in mapping.amounts)]
    missing = next((column for column in named if column and column not in columns), None)
    if missing is not None:
        raise WrongMapping("表里没有“$column”这一列。", column=missing)
    if len({column for column, _ in mapping.amounts}) != len(mapping.amounts):
        raise WrongMapping("同一列只能作为一个金额列。")
    if any(not unit.strip() for _, unit in mapping.amounts):
        raise WrongMapping("请写金额列的单位，如 万元。")
    if any(len(state) > LONGEST_STATE for _, state in mapping.states):
        raise WrongMapping("状态名称最多 $longest 个字。", longest=LONGEST_STATE)


def heads_digest(columns: Sequence[str]) -> str:
    """One text that is the same for the same headings in any order."""
    return hashlib.sha256(json.dumps(sorted(columns), ensure_ascii=False).encode()).hexdigest()


def mapping_to_json(mapping: Mapping) -> str:
    """The mapping as its row keeps it."""
    return json.dumps(asdict(mapping), ensure_ascii=False)


def mapping_from_json(text: str) -> Mapping:
    """The mapping of a row."""
    found: Values[str, Any] = json.loads(text)
    return Mapping(
        sheet=found["sheet"],
        row=found["row"],
        levels=found["levels"],
        keys=tuple(found["keys"]),
        name=found["name"],
        state=found["state"],
        amounts=tuple((column, unit) for column, unit in found["amounts"]),
        states=tuple((value, state) for value, state in found["states"]),
    )
