"""What is missing before a task can be closed, in the reader's language and with the way to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from string import Template

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from zhenggai.domain.gate import EITHER, Missing, Place, Words
from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.office.paths import address
from zhenggai.ui.words import OWN_WORDS

register = template.Library()
# The page of a task on which each kind of thing is mended.
ADDRESSES: dict[Place, str] = {
    "plan": "task",
    "progress": "task_progress",
    "evidence": "task_evidence",
    "figures": "task_figures",
    "institutions": "institutions",
    "doubts": "task_doubts",
    "closing": "task_closing",
    "samples": "samples",
}
OF_THE_CYCLE = frozenset({"institutions", "samples"})
# Pages on which each measure has a place of its own.
ON_MEASURES = frozenset({"progress", "evidence"})


@register.filter
def said(missing: Missing) -> str:
    """The sentence of what is missing."""
    facts = {name: _fact(name, value) for name, value in missing.facts.items()}
    return Template(gettext(missing.pattern)).safe_substitute(facts)


@register.simple_tag(takes_context=True)
def missing_items(context: Context, missing: Iterable[Missing], cycle_id: int, task_id: int) -> SafeString:
    """What is missing as the items of a list, each with the way to the page on which the reader can mend it, or see how it stands."""
    # For who may not look at draws, the task's own page of closing.
    draws = may_in_cycle(context["request"].actor, Act.READ_CYCLE, cycle_id)
    items = (
        _item(one, "closing" if one.place == "samples" and not draws else one.place, cycle_id, task_id)
        for one in missing
    )
    return mark_safe("".join(items))  # noqa: S308  every value is escaped where it is put in


def _item(missing: Missing, place: Place, cycle_id: int, task_id: int) -> str:
    numbers = [cycle_id] if place in OF_THE_CYCLE else [cycle_id, task_id]
    words, measure = escape(said(missing)), missing.position if missing.place in ON_MEASURES else 0
    way = address(ADDRESSES[place], *numbers) + (f"#measure-{measure}" if measure else "")
    named = {"closing": gettext("看销号页"), "samples": gettext("去抽样")}.get(place) or gettext("去补")
    return f'<li>{words} <a class="small nowrap" href="{way}">{named}<span class="unseen">：{words}</span></a></li>'


def _fact(name: str, value: object) -> object:
    if isinstance(value, Words):
        comma, either = pgettext("列举", "、"), gettext(EITHER)
        return comma.join(either.join(gettext(word) for word in one.split(EITHER)) for one in value)
    return gettext(str(value)) if name in OWN_WORDS else value
