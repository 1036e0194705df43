"""The forms of promises: writing one down, noting how far it has come, extending it, judging it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.promises import LONGEST_NAME, LONGEST_TEXT, PROMISE_STATES, VERDICTS, PromiseWish, Said


def _text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_TEXT})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, help_text=help_text, widget=widget)


def _name(label: Any, *, known: str = "", help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"list": known, "autocomplete": "off"} if known else {})
    return forms.CharField(label=label, required=False, max_length=LONGEST_NAME, help_text=help_text, widget=widget)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class OwnerForm(forms.Form):
    """Who answers for a promise, and until when."""

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    due = _day(gettext_lazy("兑现期限"), gettext_lazy("定了以后只能经批准延期。"))
    task = forms.IntegerField(
        label=gettext_lazy("任务号"),
        required=False,
        min_value=1,
        max_value=10**6,
        help_text=gettext_lazy("没有另写单位和领导的，由这项任务的牵头单位和领导负责。"),
    )
    unit = _name(gettext_lazy("负责单位"), known="units")
    leader = _name(gettext_lazy("负责领导"))

    def wish(self, text: str, due_text: str = "") -> PromiseWish:
        """The promise with what was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return PromiseWish(text, typed["due"], due_text, typed["task"], typed["unit"], typed["leader"])


class PromiseForm(OwnerForm):
    """A promise that is written down by hand."""

    text = _text(gettext_lazy("承诺的内容"), help_text=gettext_lazy("谁在什么时候之前做到什么，能量化的写数字。"))
    field_order = ("text", "due", "task", "unit", "leader")


class NoteForm(forms.Form):
    """How far a promise has come."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    day = _day(gettext_lazy("日期"))
    what = _text(gettext_lazy("办理情况"))
    evidence = _text(gettext_lazy("凭据"), rows=2, help_text=gettext_lazy("文件、凭证、现场情况；没有的可以不写。"))

    def said(self) -> Said:
        """What is said; only after `is_valid`."""
        typed = self.cleaned_data
        return Said(typed["day"], typed["what"], typed["evidence"])


class VerdictForm(NoteForm):
    """Whether a promise was kept."""

    verdict = forms.ChoiceField(label=gettext_lazy("认定为"), required=False, widget=forms.RadioSelect)
    field_order = ("verdict", "day", "what", "evidence")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["verdict"] = forms.ChoiceField(
            label=_("认定为"),
            choices=[(key, _(PROMISE_STATES[key])) for key in VERDICTS],
            required=False,
            widget=forms.RadioSelect,
        )
        self.order_fields(self.field_order)


class LaterForm(forms.Form):
    """A later day for a promise."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    new = _day(gettext_lazy("新的期限"))
    reason = _text(gettext_lazy("延期的原因和批准依据"))
