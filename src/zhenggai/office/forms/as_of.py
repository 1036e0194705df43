"""Which past instant to look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = 1900, 2200
_WRITTEN = "%Y-%m-%dT%H:%M"


class InstantInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=_WRITTEN)


class AsOfForm(forms.Form):
    """An instant, and a later one to compare it with."""

    at = forms.DateTimeField(
        label=_("看哪一刻"),
        input_formats=[_WRITTEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        widget=InstantInput(),
        error_messages={"required": _("请选择日期和时间。"), "invalid": _("日期和时间写得不对。")},
    )
    until = forms.DateTimeField(
        label=_("与哪一刻比较"),
        required=False,
        input_formats=[_WRITTEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        widget=InstantInput(),
        help_text=_("可以不填。填了，就列出两个时刻之间变了什么。"),
        error_messages={"invalid": _("日期和时间写得不对。")},
    )

    def clean_at(self) -> datetime:
        """The instant, within the years that there are clocks for."""
        return _within(self.cleaned_data["at"])

    def clean_until(self) -> datetime | None:
        """The later instant, within the same years."""
        until = self.cleaned_data["until"]
        return _within(until) if until else None

    def clean(self) -> dict[str, Any]:
        """The two instants, the earlier one first."""
        facts = super().clean() or {}
        first, second = facts.get("at"), facts.get("until")
        if first and second and second < first:
            facts["at"], facts["until"] = second, first
        return facts


def _within(value: datetime) -> datetime:
    if not EARLIEST < value.year < LATEST:
        raise forms.ValidationError(_("日期和时间写得不对。"))
    return value


def written(value: Any) -> str:
    """An instant as the address carries it."""
    return localtime(value).strftime(_WRITTEN)
