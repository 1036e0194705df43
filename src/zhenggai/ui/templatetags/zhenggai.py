"""How values look on a page: grouped figures, days, lights, sentences of refusals."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhenggai.ui.words import Patterned, grouped, grouped_digits, sentence_of

register = template.Library()
# As many drawn parts of pages as are kept: a few hundred people's rails, and the lights.
MOST_KEPT = 1000


@register.simple_tag
def kept(name: str, **values: Hashable) -> SafeString:
    """A part that says the same on page after page: drawn once for its values and the reader's language, then kept."""
    return _drawn(name, get_language(), tuple(values.items()))


@lru_cache(maxsize=MOST_KEPT)
def _drawn(name: str, _language: str | None, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(name, dict(values))


@register.filter
def figure(value: Decimal | int | None) -> str:
    """Plain digits, grouped by thin blanks from 10,000 on."""
    return "" if value is None else grouped(value)


@register.filter
def day(value: date | None) -> str:
    """A day as 2023-03-23, a dash where there is none."""
    return value.strftime("%Y-%m-%d") if value else "—"


@register.filter
def shortened(value: str, length: int) -> str:
    """The first characters of a text and an ellipsis where it is longer."""
    return value if len(value) <= length else value[: length - 1] + "…"


@register.filter
def absolute(value: int) -> int:
    """A number without its sign."""
    return abs(value)


@register.filter
def digits(value: str) -> str:
    """Digits given as text, grouped; anything else as it stands."""
    return grouped_digits(value)


@register.filter
def sentence(value: Patterned) -> str:
    """The sentence of a refusal or a fault, in the reader's language."""
    return sentence_of(value)
