"""The gate: named conditions, each of which answers with what is missing in words that a clerk acts on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from string import Template
from typing import Literal

from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.refusals import Refusal

# Asked of whoever applies and of every signature, or of the last signature alone.
Stage = Literal["apply", "close"]
# Where a page leads to: the tab of the task, or the page of the round, on which it can be mended.
Place = Literal["plan", "progress", "evidence", "figures", "institutions", "doubts", "closing", "samples"]


# Between kinds of which one is enough.
EITHER = "或"


class Words(tuple[str, ...]):
    """Words of the product inside a sentence, which a face translates one by one."""

    __slots__ = ()

    def __str__(self) -> str:
        return "、".join(self)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing. `pattern` is a Chinese sentence with `$name` places, which a face translates."""

    condition: str
    pattern: str
    facts: dict[str, object] = field(default_factory=dict)
    place: Place = "closing"
    position: int | None = None

    def __str__(self) -> str:
        return Template(self.pattern).safe_substitute(self.facts)


Check = Callable[[ClosingView, ClosingRules], Iterable[Missing]]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the gate: its name, how it stands in the table, and what it asks."""

    key: str
    name: str
    stage: Stage
    check: Check


class GateShut(Refusal):
    """A task that cannot be closed yet; `missing` says why."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__("还差 $count 项，不能销号：$what", count=len(missing), what="；".join(map(str, missing)))
        self.missing = missing


def missing_of(
    view: ClosingView, rules: ClosingRules, conditions: Iterable[Condition], *, stage: Stage = "close"
) -> tuple[Missing, ...]:
    """What is still missing, in the order of the conditions; for the stage of applying without what comes later."""
    asked = [one for one in conditions if rules.asks(one.key) and (stage == "close" or one.stage == "apply")]
    return tuple(missing for condition in asked for missing in condition.check(view, rules))


def demand_gate(
    view: ClosingView, rules: ClosingRules, conditions: Iterable[Condition], *, stage: Stage = "close"
) -> None:
    """Return when nothing is missing.

    :raises GateShut: when something is; its sentence names every piece.
    """
    missing = missing_of(view, rules, conditions, stage=stage)
    if missing:
        raise GateShut(missing)
