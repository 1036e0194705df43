"""One form per step by which a draft is mended."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext_lazy as _

from zhenggai.domain.report import Kind
from zhenggai.domain.states import READ_STATES, STATE_NAMES
from zhenggai.domain.steps import STEPS_BY_NAME, HeaderFact, Step

REQUIRED = {"required": _("请填写这一项。")}
TITLE_LENGTH = 2000
TEXT_LENGTH = 20_000
DATE_FACTS = frozenset({"inspected_from", "inspected_to", "feedback_date", "published"})
COUNT_FACTS = frozenset({"declared_aspects", "declared_problems", "declared_tasks"})


class StepForm(forms.Form):
    """A step, and the version of the draft that the person saw."""

    version = forms.IntegerField(min_value=0)

    name: str

    def step(self) -> Step:
        """The step that was asked for; only after `is_valid`."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        made: Step = STEPS_BY_NAME[self.name](**facts)
        return made

    @property
    def node(self) -> str:
        """The key of the node that the step changes, for showing the form there again."""
        fields = ("measure", "problem", "section") if self.name == "edit_measure" else ("problem", "section", "fact")
        return next((self.data[field] for field in fields if self.data.get(field)), "")


def _key() -> forms.CharField:
    return forms.CharField(max_length=60)


def _title() -> forms.CharField:
    return forms.CharField(label=_("标题"), max_length=TITLE_LENGTH, error_messages=REQUIRED)


class RetitleForm(StepForm):
    """A problem's title."""

    problem = _key()
    title = _title()


class SetNumberForm(StepForm):
    """A problem's number."""

    problem = _key()
    number = forms.IntegerField(
        label=_("序号"),
        min_value=1,
        max_value=99_999,
        required=False,
        error_messages={"invalid": _("序号应是一个整数。")},
    )


class SetStateForm(StepForm):
    """How far a problem has come."""

    problem = _key()
    state = forms.TypedChoiceField(
        label=_("状态"),
        choices=[("", _("原文未写")), *((state, STATE_NAMES[state]) for state in READ_STATES)],
        required=False,
        empty_value=None,
    )


class ProblemForm(StepForm):
    """A step that needs no more than the problem."""

    problem = _key()


class SplitAtMeasureForm(StepForm):
    """Where a problem is cut in two, and the title of the second."""

    problem = _key()
    measure = _key()
    title = _title()


class SplitAtOffsetForm(StepForm):
    """The same, at a sentence of the text."""

    problem = _key()
    offset = forms.IntegerField(
        label=_("从哪一句起"), min_value=0, error_messages={"required": _("请选择从哪一句起。")}
    )
    title = _title()


class MoveForm(StepForm):
    """Where a problem goes; `position` counts from 1 as people do."""

    problem = _key()
    section = _key()
    position = forms.IntegerField(label=_("第几个"), min_value=1, max_value=10_000, error_messages=REQUIRED)

    def clean_position(self) -> int:
        """Count from 0."""
        return int(self.cleaned_data["position"]) - 1


class AddForm(StepForm):
    """A problem that the reading missed, with its place in the text where it has one."""

    section = _key()
    position = forms.IntegerField(min_value=0, max_value=10_000)
    title = _title()
    number = forms.IntegerField(label=_("序号"), min_value=1, max_value=99_999, required=False)
    first = forms.IntegerField(min_value=0, required=False)
    last = forms.IntegerField(min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        """Join the two ends of the place."""
        facts = super().clean() or {}
        first, last = facts.pop("first", None), facts.pop("last", None)
        facts["span"] = (first, last) if first is not None and last is not None and first < last else None
        return facts


class RetitleSectionForm(StepForm):
    """An aspect's title."""

    section = _key()
    title = _title()


class AddSectionForm(StepForm):
    """A new aspect, at the end."""

    position = forms.IntegerField(min_value=0, max_value=10_000)
    label = forms.CharField(label=_("编号"), max_length=20, required=False, empty_value=None)
    title = _title()


class SectionForm(StepForm):
    """A step that needs no more than the aspect."""

    section = _key()


class EditMeasureForm(StepForm):
    """A measure's text."""

    measure = _key()
    text = forms.CharField(label=_("措施"), max_length=TEXT_LENGTH, error_messages=REQUIRED)


class SetHeaderForm(StepForm):
    """One fact about the round."""

    fact = forms.ChoiceField(choices=[(fact, fact) for fact in get_args(HeaderFact)])
    value = forms.CharField(label=_("内容"), max_length=500, required=False, empty_value=None)

    def clean_value(self) -> str | None:
        """The value in the form the fact takes.

        :raises ValidationError: for a day, count or kind that is none.
        """
        value: str | None = self.cleaned_data["value"]
        fact = self.cleaned_data.get("fact", "")
        if value is None:
            return None
        if fact in DATE_FACTS:
            return _day(value)
        if fact in COUNT_FACTS and not (value.isascii() and value.isdigit() and len(value) < 7):
            raise forms.ValidationError(_("请填写一个整数。"))
        if fact == "kind" and value not in get_args(Kind):
            raise forms.ValidationError(_("请从列出的种类中选一个。"))
        return value


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as fault:
        raise forms.ValidationError(_("日期请写成 2023-09-26 这样。")) from fault


FORMS: dict[str, type[StepForm]] = {
    "retitle": RetitleForm,
    "set_number": SetNumberForm,
    "set_state": SetStateForm,
    "merge": ProblemForm,
    "split_at_measure": SplitAtMeasureForm,
    "split_at_offset": SplitAtOffsetForm,
    "move": MoveForm,
    "drop": ProblemForm,
    "add": AddForm,
    "retitle_section": RetitleSectionForm,
    "add_section": AddSectionForm,
    "drop_section": SectionForm,
    "edit_measure": EditMeasureForm,
    "set_header": SetHeaderForm,
}


def step_form(name: str, data: Any) -> StepForm:
    """The bound form of a step.

    :raises KeyError: for a step that does not exist.
    """
    form = FORMS[name](data)
    form.name = name
    return form
