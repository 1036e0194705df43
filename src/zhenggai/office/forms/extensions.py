"""The form of a request for a later date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zhenggai.domain.extensions import LONGEST_REASON, Wish


def _text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_REASON})
    return forms.CharField(label=label, required=False, max_length=LONGEST_REASON, help_text=help_text, widget=widget)


class ExtensionForm(forms.Form):
    """Until when, and why."""

    new = forms.DateField(
        label=gettext_lazy("新的期限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = _text(
        gettext_lazy("延期的原因"),
        help_text=gettext_lazy("为什么不能按期完成，已做到哪一步，凭什么相信新的期限能完成。"),
    )
    measures_follow = forms.BooleanField(
        label=gettext_lazy("与任务同日到期的措施一并顺延"), required=False, initial=True
    )
    late_reason = _text(
        gettext_lazy("为什么没有在到期前提出"), rows=2, help_text=gettext_lazy("期限已过，只有整改办能补记。")
    )

    def __init__(self, data: Any = None, *, late: bool = False, **options: Any) -> None:
        super().__init__(data, auto_id="extension-%s", **options)
        if not late:
            del self.fields["late_reason"]

    def wish(self) -> Wish:
        """What is asked for; only after `is_valid`."""
        typed = self.cleaned_data
        return Wish(typed["new"], typed["reason"], typed["measures_follow"], typed.get("late_reason", ""))
