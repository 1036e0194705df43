"""The form of a change of many tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.planning import LONGEST_NAME, LONGEST_TEXT, RISKS, TaskChange, names_in
from zhenggai.domain.rules import Names, Rules


def _name(label: Any, known: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"list": known, "autocomplete": "off"} if known else {})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST_NAME, required=False)


class ManyForm(forms.Form):
    """What changes in all the chosen tasks; an empty field leaves them as they are."""

    unit = _name(gettext_lazy("牵头单位"), "units")
    leader = _name(gettext_lazy("牵头领导"), "leaders")
    co_units = forms.CharField(
        label=gettext_lazy("配合单位"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=gettext_lazy("几个单位之间用顿号。"),
    )
    person = _name(gettext_lazy("责任人"))
    deadline = forms.DateField(
        label=gettext_lazy("期限"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=gettext_lazy("整改类型"), required=False)
    risk = forms.ChoiceField(label=gettext_lazy("风险"), required=False)

    def __init__(self, data: Any = None, *, rules: Rules) -> None:
        super().__init__(data, auto_id="many-%s")
        self.fields["kind"] = forms.ChoiceField(label=_("整改类型"), choices=_kept(rules.kinds), required=False)
        self.fields["risk"] = forms.ChoiceField(label=_("风险"), choices=_kept(tuple(RISKS.items())), required=False)

    def clean(self) -> dict[str, Any]:
        """Demand that something changes."""
        typed = super().clean() or {}
        if not self.errors and not any(typed.values()):
            raise forms.ValidationError(_("请至少填写一项要修改的内容。"))
        return typed

    def change(self) -> TaskChange:
        """The change as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return TaskChange(
            kind=typed["kind"] or None,
            leader=typed["leader"] or None,
            unit=typed["unit"] or None,
            co_units=names_in(typed["co_units"]) or None,
            person=typed["person"] or None,
            deadline=typed["deadline"],
            risk=typed["risk"] or None,
        )


def tasks_in(query: QueryDict) -> list[int]:
    """The numbers of the chosen tasks."""
    return [int(value) for value in query.getlist("task") if _is_number(value)]


def versions_in(query: QueryDict) -> dict[int, int]:
    """The chosen tasks and the versions that were seen, as `7:2`."""
    pairs = [value.partition(":") for value in query.getlist("seen")]
    return {int(task): int(version) for task, _colon, version in pairs if _is_number(task) and _is_number(version)}


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 16


def _kept(names: Names) -> list[tuple[str, str]]:
    return [("", _("不改")), *((key, _(name)) for key, name in names)]
