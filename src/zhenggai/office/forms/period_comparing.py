"""Which two moments of a round to compare: frozen periods or instants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.ledger.queries.period_comparing import Wanted
from zhenggai.ledger.shapes.periods import Moment
from zhenggai.office.forms.as_of import EARLIEST, LATEST, InstantInput

INSTANT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]


class CompareForm(forms.Form):
    """Two sides, each a frozen period or an instant."""

    first = forms.ChoiceField(label=gettext_lazy("前一个"), required=False)
    first_at = forms.DateTimeField(
        label=gettext_lazy("或前一个时刻"), required=False, input_formats=INSTANT_FORMATS, widget=InstantInput()
    )
    second = forms.ChoiceField(label=gettext_lazy("后一个"), required=False)
    second_at = forms.DateTimeField(
        label=gettext_lazy("或后一个时刻"), required=False, input_formats=INSTANT_FORMATS, widget=InstantInput()
    )

    def __init__(self, data: Any = None, *, moments: tuple[Moment, ...]) -> None:
        super().__init__(data, auto_id="compare-%s")
        choices = [("", _("（按时刻）")), *((str(one.period_id), one.month) for one in moments)]
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Both sides must be said."""
        facts = super().clean() or {}
        for name in ("first", "second"):
            at = facts.get(f"{name}_at")
            if at is not None and not EARLIEST < at.year < LATEST:
                self.add_error(f"{name}_at", _("日期和时间写得不对。"))
            elif not facts.get(name) and at is None and name not in self.errors and f"{name}_at" not in self.errors:
                self.add_error(name, _("请选一个报告期，或写一个时刻。"))
        return facts

    def wanted(self, name: str) -> Wanted:
        """A side as it was asked for; a period before an instant."""
        chosen: str = self.cleaned_data[name]
        at: datetime | None = self.cleaned_data[f"{name}_at"]
        return Wanted(period_id=int(chosen)) if chosen else Wanted(at=at)
