"""What may be wrong with a proof: one root, each fault a sentence with places, none of Python's own errors leaks."""

from __future__ import annotations

from string import Template


class Unproved(Exception):
    """Something that was to be proved is not. `pattern` has `$name` places, `facts` fills them."""

    def __init__(self, pattern: str, /, **facts: object) -> None:
        self.pattern = pattern
        self.facts = facts
        super().__init__(Template(pattern).safe_substitute(facts))


class Malformed(Unproved):
    """Bytes from outside that are no key, note, checkpoint or proof."""


class Mismatch(Unproved):
    """Well-formed, and not what was claimed: another root, another key, another signature."""
