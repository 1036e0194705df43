"""The list of rules: each has one id, a severity, words for a clerk, and a small pure function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhenggai.checking.indexed import Indexed
from zhenggai.domain.report import Severity, Span

_ID = re.compile(r"[a-z]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place a rule asks a person to look at."""

    message: str
    span: Span


Check = Callable[[Indexed], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `docs/checks.md` lists it; `source` is the number of the check in the field's list of known faults."""

    id: str
    severity: Severity
    title: str
    explanation: str
    source: str
    check: Check


class InvalidRule(Exception):
    """A rule whose id is taken or is not written family.name."""


class Registry:
    """Rules in the order they were registered."""

    __slots__ = ("_rules",)

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def rule(
        self, id: str, *, severity: Severity, title: str, explanation: str, source: str
    ) -> Callable[[Check], Check]:
        """Register the decorated function.

        :raises InvalidRule: where the id is taken or malformed.
        """
        if not _ID.fullmatch(id):
            raise InvalidRule(f"{id} is not family.name")
        if id in self._rules:
            raise InvalidRule(f"{id} is registered twice")

        def register(check: Check) -> Check:
            self._rules[id] = Rule(id, severity, title, explanation, source, check)
            return check

        return register

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def __getitem__(self, id: str) -> Rule:
        return self._rules[id]


RULES = Registry()
