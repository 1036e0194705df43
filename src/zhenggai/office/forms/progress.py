"""The forms of a report of progress and of its judgement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.progress import CLAIMS, FIELDS, LONGEST_TEXT, PHASES, Report


def _text(label: Any, *, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_TEXT}),
    )


class ReportForm(forms.Form):
    """What a unit reports on a measure; what it must say is for the rule of reports to say."""

    token = forms.CharField(max_length=40, widget=forms.HiddenInput)
    claims = forms.ChoiceField(label=gettext_lazy("这条措施"), widget=forms.RadioSelect)
    day = forms.DateField(
        label=gettext_lazy("工作日期"),
        required=False,
        help_text=gettext_lazy("这项工作是哪一天做的。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    done = _text(gettext_lazy("做了什么"), rows=4, help_text=gettext_lazy("已经做完的事，能写数字的写数字。"))
    result = _text(gettext_lazy("产出"), rows=3, help_text=gettext_lazy("看得见的结果：文件、名册、工程、资金。"))
    effect = _text(gettext_lazy("成效"), rows=3, help_text=gettext_lazy("问题因此有什么变化。还看不出的可以不写。"))
    next_step = _text(gettext_lazy("下一步"), rows=2, help_text=gettext_lazy("还没做的事写在这里。"))
    phase = forms.ChoiceField(
        label=gettext_lazy("标注"),
        required=False,
        help_text=gettext_lazy("早于反馈日的工作须标注。既往工作不算整改成效。"),
    )
    explanation = _text(gettext_lazy("说明"), rows=2, help_text=gettext_lazy("有提醒而仍要提交的，在这里说明原因。"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="report-%s", **options)
        self.fields["claims"] = forms.ChoiceField(
            label=_("这条措施"),
            choices=[(key, _(name)) for key, name in CLAIMS.items()],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["phase"] = forms.ChoiceField(
            label=_("标注"),
            choices=[(key, _(name)) for key, name in PHASES.items()],
            required=False,
            help_text=_("早于反馈日的工作须标注。既往工作不算整改成效。"),
        )

    def report(self) -> Report:
        """The report as far as it was typed and can be read."""
        typed = getattr(self, "cleaned_data", {})
        texts = {name: typed.get(name) or "" for name in FIELDS if name != "day"}
        return Report(day=typed.get("day"), **texts)


class ReasonForm(forms.Form):
    """Why a report goes back."""

    reason = _text(gettext_lazy("退回的原因"), rows=2)
