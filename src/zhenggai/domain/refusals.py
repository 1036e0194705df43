"""Why something was not done, in one sentence that a clerk reads."""

from __future__ import annotations

from collections.abc import Callable
from string import Template


class Changes(tuple[tuple[str, str, str], ...]):
    """Facts that are different now: each with its Chinese name, what it was and what it is; empty texts for nothing."""

    __slots__ = ()

    def __str__(self) -> str:
        return worded(self, label=str, nothing="无", between="；", around="（$words）")


def worded(changes: Changes, *, label: Callable[[str], str], nothing: str, between: str, around: str) -> str:
    """Changes as words to put into a sentence; nothing where there are none."""
    words = between.join(f"{label(name)}：{before or nothing} → {after or nothing}" for name, before, after in changes)
    return Template(around).substitute(words=words) if words else ""


class Refusal(Exception):
    """A request that was refused. `pattern` is the Chinese sentence with `$name` places, which a face translates."""

    def __init__(self, pattern: str, /, **facts: object) -> None:
        super().__init__(pattern, facts)
        self.pattern = pattern
        self.facts = facts

    def __str__(self) -> str:
        return Template(self.pattern).safe_substitute(self.facts)


class NotAllowed(Refusal):
    """The actor's role does not include the act."""


class NoSuchThing(Refusal):
    """Nothing with that number is kept here."""
