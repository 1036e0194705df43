"""What is missing before a task can be closed, in the reader's language and with the way to mend it."""

from __future__ import annotations

from string import Template

from django import template
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from zhenggai.domain.gate import EITHER, Missing, Place, Words
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
}
OF_THE_CYCLE = frozenset({"institutions"})


@register.filter
def said(missing: Missing) -> str:
    """The sentence of what is missing."""
    facts = {name: _fact(name, value) for name, value in missing.facts.items()}
    return Template(gettext(missing.pattern)).safe_substitute(facts)


@register.simple_tag
def way_to_mend(missing: Missing, cycle_id: int, task_id: int) -> str:
    """The page on which it can be mended."""
    name = ADDRESSES[missing.place]
    return reverse(name, args=[cycle_id] if missing.place in OF_THE_CYCLE else [cycle_id, task_id])


def _fact(name: str, value: object) -> object:
    if isinstance(value, Words):
        comma, either = pgettext("列举", "、"), gettext(EITHER)
        return comma.join(either.join(gettext(word) for word in one.split(EITHER)) for one in value)
    return gettext(str(value)) if name in OWN_WORDS else value
