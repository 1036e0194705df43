"""What is missing before a task can be closed, in the reader's language and with the way to mend it."""

from __future__ import annotations

from string import Template

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from zhenggai.domain.gate import EITHER, Missing, Place, Words
from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
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


@register.filter
def said(missing: Missing) -> str:
    """The sentence of what is missing."""
    facts = {name: _fact(name, value) for name, value in missing.facts.items()}
    return Template(gettext(missing.pattern)).safe_substitute(facts)


@register.simple_tag(takes_context=True)
def way_to_mend(context: Context, missing: Missing, cycle_id: int, task_id: int) -> str:
    """The page on which the reader can mend it, or see how it stands."""
    place = _place(context, missing, cycle_id)
    return reverse(ADDRESSES[place], args=[cycle_id] if place in OF_THE_CYCLE else [cycle_id, task_id])


@register.simple_tag(takes_context=True)
def words_of_way(context: Context, missing: Missing, cycle_id: int) -> str:
    """What the link to that page says."""
    said = {"closing": gettext("看销号页"), "samples": gettext("去抽样")}
    return said.get(_place(context, missing, cycle_id), gettext("去补"))


def _place(context: Context, missing: Missing, cycle_id: int) -> Place:
    """For who may not look at draws, the task's own page of closing."""
    hidden = missing.place == "samples" and not may_in_cycle(context["request"].actor, Act.READ_CYCLE, cycle_id)
    return "closing" if hidden else missing.place


def _fact(name: str, value: object) -> object:
    if isinstance(value, Words):
        comma, either = pgettext("列举", "、"), gettext(EITHER)
        return comma.join(either.join(gettext(word) for word in one.split(EITHER)) for one in value)
    return gettext(str(value)) if name in OWN_WORDS else value
