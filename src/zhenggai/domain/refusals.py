"""Why something was not done, in one sentence that a clerk reads."""

from __future__ import annotations

from string import Template


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
