"""The entries of a timeline, written without a template: a page has dozens, and each has a dozen places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhenggai.journal.queries import Change, Timeline, TimelineRow

register = template.Library()
LONGEST = 200
Proof = Callable[[TimelineRow], str]


@dataclass(frozen=True, slots=True)
class _Words:
    """What the entries of a page say again and again, looked up once for the page."""

    number: str
    arrived: str
    why: str
    count: str
    verb: Callable[[str], str]
    fact: Callable[[str], str]


@register.simple_tag(takes_context=True)
def timeline_entries(context: Context, timeline: Timeline) -> SafeString:
    """The entries as items of a list; with a way to the proof of each where the page is that of a round's journal."""
    proof = _proofs(context["proofs_of"], get_token(context["request"])) if context.get("proofs_of") else _no_proof
    words = _words()
    return mark_safe("\n".join([_entry(row, words, proof) for row in timeline.rows]))  # noqa: S308  every value is escaped where it is put in


def _words() -> _Words:
    return _Words(
        number=_("第 %(number)s 号"),
        arrived=_("迁入的记录"),
        why=_("理由：%(why)s"),
        count=_("%(count)s 项变化"),
        verb=cache(lambda did: escape(pgettext("记录", did))),
        fact=cache(lambda label: escape(_(label))),
    )


def _entry(row: TimelineRow, words: _Words, proof: Proof) -> str:
    at, number = localtime(row.at).isoformat(), words.number % {"number": row.number}
    arrived = f' <span class="tag" title="{escape(row.origin)}">{words.arrived}</span>' if row.origin else ""
    about = f'<p class="small">{escape(row.about)}</p>' if row.about else ""
    why = f'<p class="small">{words.why % {"why": escape(row.why)}}</p>' if row.why else ""
    return (
        f"<li><p>{escape(row.actor)} {words.verb(row.did)}</p>"
        f'<p class="small quiet"><time datetime="{at}">{at[:10]} {at[11:16]}</time> '
        f'<span class="entry-number">{number}</span>{arrived}</p>{about}{why}{_changes(row, words)}{proof(row)}</li>'
    )


def _changes(row: TimelineRow, words: _Words) -> str:
    if not row.changes:
        return ""
    count = words.count % {"count": len(row.changes)}
    facts = "".join([_change(change, words) for change in row.changes])
    return (
        f'<details class="changes"><summary class="small">{count}</summary>'
        f'<dl class="facts small">{facts}</dl></details>'
    )


def _change(change: Change, words: _Words) -> str:
    before = "" if change.before is None else f"<del>{_short(change.before)}</del> "
    after = "" if change.after is None else f"<ins>{_short(change.after)}</ins>"
    return f"<dt>{words.fact(change.label)}</dt><dd>{before}{after}</dd>"


def _short(value: str) -> str:
    return escape(value if len(value) <= LONGEST else Truncator(value).chars(LONGEST))


def _proofs(cycle_id: int, token: str) -> Proof:
    """How the way to a proof is written on the page of this round's journal."""
    words = _("下载证明")

    def proof(row: TimelineRow) -> str:
        name, number = ("arrived_proof", row.arrived) if row.arrived else ("entry_proof", row.sequence)
        said = _("第 %(number)s 号") % {"number": row.number}
        return (
            f'<form class="entry-proof" method="post" action="{reverse(name, args=[cycle_id, number])}">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
            f'<button class="button bare tight" type="submit">{words}<span class="unseen"> {said}</span></button></form>'
        )

    return proof


def _no_proof(_row: TimelineRow) -> str:
    return ""
