"""Forms of splitting, merging and moving tasks."""

from __future__ import annotations

from django import forms
from django.http import QueryDict


class MergeForm(forms.Form):
    """The number of the task that takes another in."""

    into = forms.IntegerField(min_value=1, max_value=2**31 - 1)


def chosen_in(query: QueryDict, name: str) -> list[int]:
    """The numbers that were ticked under a name."""
    values = query.getlist(name)
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 16]
