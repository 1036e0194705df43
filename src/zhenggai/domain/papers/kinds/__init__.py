"""Every kind of paper and how it is composed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhenggai.domain.papers.facts import LedgerFacts
from zhenggai.domain.papers.kinds.forms import closing_application, closing_check
from zhenggai.domain.papers.kinds.letters import bulletin, hint, outcomes, overview, reminder, supervision
from zhenggai.domain.papers.kinds.plans import ledger, plan
from zhenggai.domain.papers.kinds.reports import first_responsible_report, progress_report, public_draft
from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.papers.passages import Composed, Passage
from zhenggai.domain.papers.words import plain
from zhenggai.domain.refusals import Refusal


class CannotCompose(Refusal):
    """A paper that cannot be composed of this."""


@dataclass(frozen=True, slots=True)
class _Kind:
    compose: Callable[[LedgerFacts], tuple[Passage, ...]]
    wide: bool = False


_KINDS: dict[str, _Kind] = {
    "plan": _Kind(plan),
    "ledger": _Kind(ledger, wide=True),
    "progress": _Kind(progress_report),
    "first_responsible": _Kind(first_responsible_report),
    "public": _Kind(public_draft),
    "closing_application": _Kind(closing_application),
    "closing_check": _Kind(closing_check),
    "supervision": _Kind(supervision),
    "reminder": _Kind(reminder),
    "hint": _Kind(hint),
    "overview": _Kind(overview),
    "bulletin": _Kind(bulletin),
    "outcomes": _Kind(outcomes, wide=True),
}


def compose(kind: str, facts: LedgerFacts, *, name: str = "") -> Composed:
    """The paper of a kind; `name` is what the office calls that kind.

    :raises CannotCompose: where there is no such kind, or the ledger holds nothing for it.
    """
    if kind not in _KINDS:
        raise CannotCompose("没有这种文稿。")
    if not facts.tasks:
        raise CannotCompose("所选范围里没有任务，写不成文稿。请换一个范围。")
    passages = _KINDS[kind].compose(facts)
    return Composed(
        kind=kind,
        name=name or PAPER_NAMES[kind],
        title=next(plain(passage.words) for passage in passages if passage.kind == "title"),
        as_of=facts.as_of,
        passages=passages,
        wide=_KINDS[kind].wide,
    )


def is_wide(kind: str) -> bool:
    """Whether papers of a kind are printed across."""
    return _KINDS[kind].wide
