"""Forms of the imports: files, versions, and the acceptance."""

from __future__ import annotations

from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

AS_FEEDBACK, AS_HISTORY = "feedback", "history"


class VersionForm(forms.Form):
    """The version of the draft that the person saw."""

    version = forms.IntegerField(min_value=0)


class AcceptWish(TypedDict):
    """Arguments of the adoption that the form asks for."""

    version: int
    history: bool
    again: bool


class AcceptForm(VersionForm):
    """How a draft enters the ledger."""

    purpose = forms.ChoiceField(
        label=_("这份文件是"),
        choices=[(AS_FEEDBACK, _("反馈意见或整改方案")), (AS_HISTORY, _("已公布的整改报告"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择这份文件是什么。")},
    )
    again = forms.BooleanField(label=_("我知道，仍要再次收入"), required=False)

    def __init__(self, data: Any = None, *, seen_before: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["again"].required = seen_before
        self.fields["again"].error_messages["required"] = _("这份文件收入过台账。确要再次收入，请勾选。")

    def wish(self) -> AcceptWish:
        """What was asked for; problems of a history are closed as the text says. Only after `is_valid`."""
        facts = self.cleaned_data
        return {"version": facts["version"], "history": facts["purpose"] == AS_HISTORY, "again": facts["again"]}
