"""Words and figures as a page prints them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from string import Template
from typing import Any, Protocol

from django.utils.translation import get_language, gettext, pgettext

from zhenggai.domain.refusals import Changes, worded


class Patterned(Protocol):
    """Something that carries its sentence with `$name` places and what fills them."""

    @property
    def pattern(self) -> str:
        """The Chinese sentence."""

    @property
    def facts(self) -> dict[str, Any]:
        """What fills its places."""


# Facts of a refusal that are words of the product, not of a person.
OWN_WORDS = frozenset({"act", "level", "role", "rule", "state", "what"})
THIN_BLANK = "\u2009"


def grouped(value: Decimal | int) -> str:
    """Plain digits without exponent or idle zeros, in threes from 10,000 on: 9638, 4 959 900, 0.534."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    if len(whole) > 4:
        head = len(whole) % 3
        groups = [whole[:head]] if head else []
        whole = THIN_BLANK.join(groups + [whole[i : i + 3] for i in range(head, len(whole), 3)])
    return sign + whole + point + rest


def grouped_digits(value: str) -> str:
    """Digits given as text, grouped; anything else as it stands."""
    try:
        return grouped(Decimal(value))
    except InvalidOperation:
        return value


def speaker() -> Callable[[str], str]:
    """How a page says words that come back in many of its lines, in the reader's language; what was said is kept."""
    return partial(_said, get_language())


@lru_cache(maxsize=2000)
def _said(_language: str | None, word: str) -> str:
    return gettext(word)


def sentence_of(refusal: Patterned) -> str:
    """The refusal's or fault's sentence in the reader's language; names and titles in it stay as they are."""
    facts = {name: gettext(str(fact)) if name in OWN_WORDS else fact for name, fact in refusal.facts.items()}
    inner = refusal.facts.get("fault")
    if inner is not None and hasattr(inner, "pattern"):
        facts["fault"] = sentence_of(inner)
    if "did" in facts:
        facts["did"] = pgettext("记录", str(facts["did"]))
    if "thing" in facts:
        facts["thing"] = pgettext("对象", str(facts["thing"]))
    changes = refusal.facts.get("changes")
    if isinstance(changes, Changes):
        facts["changes"] = worded(
            changes, label=gettext, nothing=gettext("无"), between=gettext("；"), around=gettext("（$words）")
        )
    return Template(gettext(refusal.pattern)).safe_substitute(facts)
