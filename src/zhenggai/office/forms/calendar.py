"""The form of a day on which the office departs from the state's calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from zhenggai.domain.calendar import LocalDay
from zhenggai.ledger.operations.work.calendar import LONGEST_NOTE

WORKING, FREE = "working", "free"


class LocalDayForm(forms.Form):
    """One exception."""

    day = forms.DateField(
        label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("上班还是休息"),
        choices=[(FREE, gettext_lazy("休息")), (WORKING, gettext_lazy("上班"))],
    )
    note = forms.CharField(
        label=gettext_lazy("依据"), max_length=LONGEST_NOTE, help_text=gettext_lazy("如县政府办通知的名称或文号。")
    )

    def local_day(self) -> LocalDay:
        """The exception as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return LocalDay(typed["day"], typed["kind"] == WORKING, typed["note"])
