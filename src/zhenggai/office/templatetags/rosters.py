"""Sentences about the cells of a roster, in the reader's language."""

from __future__ import annotations

from string import Template

from django import template
from django.utils.translation import gettext

from zhenggai.domain.roster_compare import Fault

register = template.Library()


@register.filter
def said(fault: Fault) -> str:
    """The sentence of a fault or note."""
    return Template(gettext(fault.pattern)).safe_substitute(fault.facts)
