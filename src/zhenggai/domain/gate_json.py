"""What is missing of a task as compact JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from zhenggai.domain.gate import Missing, Words

_WORDS = "words"


def missing_to_json(missing: Iterable[Missing]) -> str:
    """What is missing, as text."""
    rows = [[one.condition, one.pattern, _plain(one.facts), one.place, one.position] for one in missing]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def missing_from_json(text: str) -> tuple[Missing, ...]:
    """The same, from text."""
    return tuple(
        Missing(condition, pattern, {name: _fact(value) for name, value in facts.items()}, place, position)
        for condition, pattern, facts, place, position in json.loads(text)
    )


def _plain(facts: dict[str, object]) -> dict[str, object]:
    return {name: {_WORDS: list(value)} if isinstance(value, Words) else _text(value) for name, value in facts.items()}


def _text(value: object) -> object:
    # Anything else than a number is a word in a sentence.
    return value if isinstance(value, int) else str(value)


def _fact(value: object) -> object:
    return Words(value[_WORDS]) if isinstance(value, dict) else value
