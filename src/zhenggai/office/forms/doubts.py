"""The forms of doubts and rules: answering a doubt, switching a rule, setting a threshold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.doubting import DOUBT_STATES, LONGEST_REASON, VERDICTS

# What each verdict means, beside its name.
MEANINGS = {
    "upheld": gettext_lazy("确有问题，改正以前不能销号"),
    "explained": gettext_lazy("情况属实，但有合理的原因"),
    "mistaken": gettext_lazy("规则看错了，计入误报"),
}


def _why(label: Any, *, help_text: Any = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_REASON})
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_REASON, help_text=help_text, widget=widget, strip=True
    )


class SettleForm(forms.Form):
    """What a judge says of a doubt."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=gettext_lazy("处置"), required=False, widget=forms.RadioSelect)
    why = _why(gettext_lazy("理由"), help_text=gettext_lazy("核对了什么、依据是什么。理由留在记录里，以后不能改。"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["verdict"] = forms.ChoiceField(
            label=_("处置"),
            choices=[(key, f"{_(DOUBT_STATES[key])}：{MEANINGS[key]}") for key in VERDICTS],
            required=False,
            widget=forms.RadioSelect,
        )
        self.order_fields(("version", "verdict", "why"))


class ExplainForm(forms.Form):
    """What a unit says to a doubt."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    why = _why(
        gettext_lazy("单位说明"), help_text=gettext_lazy("实际情况是什么，有什么材料；是否成立由整改办或监督人员认定。")
    )


class SwitchForm(forms.Form):
    """A rule off or on, with reasons."""

    rule = forms.CharField(max_length=60, widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    on = forms.ChoiceField(choices=(("on", "on"), ("off", "off")), widget=forms.HiddenInput)
    why = _why(gettext_lazy("理由"), rows=2)


class ThresholdForm(forms.Form):
    """How strict a rule is, with reasons."""

    rule = forms.CharField(max_length=60, widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    name = forms.CharField(max_length=40, widget=forms.HiddenInput)
    value = forms.CharField(label=gettext_lazy("阈值"), max_length=20, required=False)
    why = _why(gettext_lazy("理由"), rows=2)
