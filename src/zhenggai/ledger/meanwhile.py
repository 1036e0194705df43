"""What others did while somebody had a form open: whoever comes second is told who was first and what is different now."""

from __future__ import annotations

from collections.abc import Sequence

from zhenggai.domain.refusals import Changes
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import TimelineRow, list_timeline
from zhenggai.journal.verbs import FACT_NAMES

# How far back somebody looks who had a form open for long.
_LOOKED_AT = 50
# The longest text that a sentence quotes.
_LONGEST = 40
# A fingerprint tells people nothing.
_UNREADABLE = FACT_NAMES["digest"]
# What happens to a task without moving its version.
BESIDE = (
    "progress.",
    "comment.",
    "figure.",
    "relation.",
    "indicator.",
    "reading.",
    "register.",
    "evidence.",
    "remind.",
)


def told_meanwhile(
    subjects: Sequence[Subject], *, steps: int = 1, only: tuple[str, ...] = ("",), beside: tuple[str, ...] = ()
) -> dict[str, object]:
    """The facts `who`, `did` and `changes` of a refusal, from the last `steps` entries with a verb of `only`, not `beside`."""
    rows = list_timeline(subjects=subjects, limit=_LOOKED_AT).rows
    found = [row for row in rows if row.verb.startswith(only) and not row.verb.startswith(beside or ("-",))]
    if not found:
        return {"who": "", "did": "内容有改动", "changes": Changes()}
    return {"who": found[0].actor, "did": found[0].did, "changes": _changes(found[: max(steps, 1)])}


def _changes(rows: Sequence[TimelineRow]) -> Changes:
    """Each fact from what it was at first to what it is at last."""
    found: dict[str, tuple[str, str]] = {}
    for row in reversed(rows):
        for change in row.changes:
            if change.label == _UNREADABLE:
                continue
            first = found[change.label][0] if change.label in found else _short(change.before)
            found[change.label] = (first, _short(change.after))
    return Changes((label, before, after) for label, (before, after) in found.items() if before != after)


def _short(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
