"""The forms of report periods: freezing a month, and what an office sets about months."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.periods import LATEST_DAY, LONGEST_GRACE, LONGEST_REASON, ROLLS, PeriodRules


class FreezeForm(forms.Form):
    """A month, and why earlier ones stay open where they do."""

    month = forms.ChoiceField(label=gettext_lazy("报告期"))
    skipping = forms.CharField(
        label=gettext_lazy("跳过前面报告期的原因"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("从最早的冻结起，就不用填。"),
        widget=forms.TextInput(attrs={"maxlength": LONGEST_REASON}),
    )

    def __init__(self, data: Any = None, *, waiting: tuple[str, ...]) -> None:
        super().__init__(data, auto_id="freeze-%s")
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(month, month) for month in waiting]


class PeriodRulesForm(forms.Form):
    """When a month of reporting ends, and how soon it is to be frozen."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    month_end = forms.IntegerField(
        label=gettext_lazy("每月几日为月末"),
        min_value=0,
        max_value=LATEST_DAY,
        help_text=gettext_lazy("0 表示当月最后一天。"),
    )
    roll = forms.ChoiceField(label=gettext_lazy("月末遇节假日"))
    grace = forms.IntegerField(
        label=gettext_lazy("月末以后几个工作日内冻结"),
        min_value=0,
        max_value=LONGEST_GRACE,
        help_text=gettext_lazy("过了这一天才冻结的，会写明是迟冻结。"),
    )

    def __init__(self, data: Any = None, *, rules: PeriodRules, version: int) -> None:
        initial = {"version": version, "month_end": rules.month_end, "roll": rules.roll, "grace": rules.grace}
        super().__init__(data, initial=initial, auto_id="period-%s")
        field = self.fields["roll"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, _(name)) for key, name in ROLLS.items()]

    def own_rules(self) -> PeriodRules:
        """The rules as they were typed; only after `is_valid`."""
        typed = self.cleaned_data
        return PeriodRules(typed["month_end"], typed["roll"], typed["grace"])
