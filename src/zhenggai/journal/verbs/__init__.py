"""Everything that can happen, and how a page says it: `张三 修改了问题标题`. One module per topic."""

from __future__ import annotations

from types import ModuleType

from zhenggai.journal.verbs import (
    appointing,
    arrivals,
    binder,
    closing,
    doubts,
    drafts,
    evidence,
    figures,
    issuing,
    oversight,
    papers,
    people,
    periods,
    planning,
    progress,
    proofs,
    work,
    workbooks,
)

_TOPICS: tuple[ModuleType, ...] = (
    people,
    drafts,
    planning,
    appointing,
    issuing,
    progress,
    evidence,
    figures,
    work,
    oversight,
    proofs,
    closing,
    doubts,
    papers,
    workbooks,
    binder,
    arrivals,
    periods,
)


def _merged(name: str) -> dict[str, str]:
    """The tables of all topics as one; a key that two of them name differently is a slip."""
    found: dict[str, str] = {}
    for topic in _TOPICS:
        for key, word in getattr(topic, name).items():
            if found.setdefault(key, word) != word:
                raise ValueError(f"{key} has two names: {found[key]}, {word}")
    return found


VERBS: dict[str, str] = _merged("VERBS")
# What the facts before and after a change are called.
FACT_NAMES: dict[str, str] = _merged("FACT_NAMES")
