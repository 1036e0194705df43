"""The list of rules on the ledger: each has one id, a severity, words for a clerk, thresholds, and a small pure function."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Literal, get_args

from zhenggai.domain.ledger_facts import CycleFacts
from zhenggai.domain.refusals import Refusal

# blocking: keeps a task from being closed until somebody has settled it.
Severity = Literal["blocking", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
SEVERITY_NAMES: dict[Severity, str] = {"blocking": "阻断", "warning": "警告", "info": "提示"}
PlaceKind = Literal[
    "task",
    "measure",
    "report",
    "evidence",
    "figure",
    "relation",
    "register",
    "institution",
    "closing",
    "problem",
    "meeting",
    "handover",
    "person",
    "cycle",
]
PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)

Value = int | Decimal
Values = Mapping[str, Value]
_ID = re.compile(r"ledger\.[a-z_]+")
_SOURCE = re.compile(r"X\d\d")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it can be seen: what kind of thing, which one, and how it is called."""

    kind: PlaceKind
    id: int
    words: str


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """Something that a rule asks a person to look at.

    `task_id` is None for what belongs to the round as a whole. The same fact found again has the same `key`, a changed
    one another. `severity` is set where it is not that of the rule.
    """

    task_id: int | None
    message: str
    places: tuple[Place, ...]
    key: str
    severity: Severity | None = None


class WrongThreshold(Refusal):
    """A threshold that a rule does not have, or a value that it cannot take."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number by which an office sets how strict a rule is."""

    name: str
    title: str
    unit: str
    preset: Value
    least: Value
    most: Value

    def demand(self, value: Value) -> Value:
        """The value, whole where the preset is.

        :raises WrongThreshold: outside the range or with decimals where there can be none.
        """
        if isinstance(self.preset, int) and value != int(value):
            raise WrongThreshold("“$title”要填整数。", title=self.title)
        if not self.least <= value <= self.most:
            facts = {"least": self.least, "most": self.most, "unit": self.unit}
            raise WrongThreshold("“$title”应在 $least 到 $most $unit之间。", title=self.title, **facts)
        return int(value) if isinstance(self.preset, int) else Decimal(value)


Check = Callable[[CycleFacts, Values], Iterable[LedgerFinding]]


@dataclass(frozen=True, slots=True)
class LedgerRule:
    """A rule as `docs/checks.md` lists it.

    `source` is its number in the field's list of known faults, `innocent` the honest explanation that there may be;
    `stops` says that nobody closes a task over what it finds, however severe that is; `slow` that it runs off the request; `alone` that what it finds about a task rests on that task and on those that
    answer its problems, so that who has looked at these may let a doubt go.
    """

    id: str
    source: str
    severity: Severity
    title: str
    explanation: str
    innocent: str
    check: Check
    thresholds: tuple[Threshold, ...] = ()
    slow: bool = False
    alone: bool = False
    stops: bool = False

    def values(self, own: Mapping[str, Value] | None = None) -> dict[str, Value]:
        """The presets with an office's own values over them; what is no threshold of this rule says nothing."""
        return {one.name: (own or {}).get(one.name, one.preset) for one in self.thresholds}

    def threshold(self, name: str) -> Threshold:
        """The threshold of that name.

        :raises WrongThreshold: where the rule has none of that name.
        """
        found = next((one for one in self.thresholds if one.name == name), None)
        if found is None:
            raise WrongThreshold("规则 $rule 没有阈值 $name。", rule=self.id, name=name)
        return found


class InvalidRule(Exception):
    """A rule whose id or source is malformed or taken."""


class LedgerRegistry:
    """Rules by their numbers in the list of known faults."""

    __slots__ = ("_rules",)

    def __init__(self) -> None:
        self._rules: dict[str, LedgerRule] = {}

    def rule(
        self,
        id: str,
        *,
        source: str,
        severity: Severity,
        title: str,
        explanation: str,
        innocent: str,
        thresholds: tuple[Threshold, ...] = (),
        slow: bool = False,
        alone: bool = False,
        stops: bool = False,
    ) -> Callable[[Check], Check]:
        """Register the decorated function.

        :raises InvalidRule: where the id is taken or malformed.
        """
        if not _ID.fullmatch(id) or not _SOURCE.fullmatch(source):
            raise InvalidRule(f"{id} of {source} is not ledger.name of X00")
        if id in self._rules:
            raise InvalidRule(f"{id} is registered twice")

        def register(check: Check) -> Check:
            self._rules[id] = LedgerRule(
                id, source, severity, title, explanation, innocent, check, thresholds, slow, alone, stops
            )
            return check

        return register

    def __iter__(self) -> Iterator[LedgerRule]:
        return iter(sorted(self._rules.values(), key=lambda rule: rule.source))

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, id: object) -> bool:
        return id in self._rules

    def __getitem__(self, id: str) -> LedgerRule:
        return self._rules[id]


LEDGER_RULES = LedgerRegistry()


def run_over(
    rules: Iterable[LedgerRule],
    facts: CycleFacts,
    *,
    off: Collection[str] = (),
    thresholds: Mapping[str, Mapping[str, Value]] | None = None,
) -> tuple[tuple[LedgerRule, LedgerFinding], ...]:
    """What the rules find that are not switched off, each thing once, in the order of the rules."""
    found: dict[tuple[str, str], tuple[LedgerRule, LedgerFinding]] = {}
    for rule in rules:
        if rule.id not in off:
            for finding in rule.check(facts, rule.values((thresholds or {}).get(rule.id))):
                found.setdefault((rule.id, finding.key), (rule, finding))
    return tuple(found.values())


def key_of(*parts: object) -> str:
    """The identity of a doubt: 32 characters that follow from the facts it rests on."""
    written = "\x1f".join(str(part) for part in parts)
    return blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
