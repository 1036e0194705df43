"""What equations are made of and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.quantities.amounts import Amount
from zhenggai.domain.report import Severity


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure counts: a term of the dictionary in one of its versions."""

    term: str
    version: int

    def __str__(self) -> str:
        return f"{self.term}（第 {self.version} 版）"


@dataclass(frozen=True, slots=True)
class Figured:
    """A figure as an equation takes it; `until` is its day or the last of its period, `since` the first of that."""

    amount: Amount
    scope: Scope | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an equation: `holds` is None where it cannot be computed.

    `rule` names the doubt, empty where there is none; `sentence` says it to a clerk.
    """

    holds: bool | None
    stated: str
    computed: str
    sentence: str = ""
    rule: str = ""
    severity: Severity = "error"
