"""The one way in which reading a file can fail."""

from __future__ import annotations

from string import Template


class Unreadable(Exception):
    """A file that cannot be read: what is wrong, where, and what to do, in one Chinese sentence.

    `pattern` is the sentence with `$name` places and is what a face translates; `facts` fills them.
    """

    def __init__(self, pattern: str, /, **facts: object) -> None:
        super().__init__(pattern, facts)
        self.pattern = pattern
        self.facts = facts

    def __str__(self) -> str:
        return Template(self.pattern).safe_substitute(self.facts)
