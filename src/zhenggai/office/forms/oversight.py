"""Forms of meetings and institutions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.institutions import CHANGE_NAMES, OUTCOME_NAMES, InstitutionFacts, Issue, Review
from zhenggai.domain.meetings import LONGEST_LINE, LONGEST_TEXT, DecisionFacts, MeetingFacts
from zhenggai.domain.planning import names_in

MOST_LETTERS = 8000


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _unit(help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})
    return forms.CharField(
        label=gettext_lazy("单位"), max_length=LONGEST_LINE, required=False, help_text=help_text, widget=widget
    )


def _text(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_LETTERS if not required else LONGEST_TEXT,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Versioned(forms.Form):
    """A form that was opened on a version of what it changes; 0 for something new."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class MeetingForm(Versioned):
    """A meeting."""

    kind = forms.ChoiceField(label=gettext_lazy("会议类型"))
    held_on = _day(gettext_lazy("会议日期"), help_text=gettext_lazy("还没开的会写预定日期，到了那天才计数。"))
    topic = _text(gettext_lazy("议题"))
    place = forms.CharField(label=gettext_lazy("地点"), max_length=LONGEST_LINE, required=False)
    unit = _unit(gettext_lazy("哪个单位的会。党委（党组）或领导小组的会留空。"))
    attended = _text(gettext_lazy("出席"), required=False, help_text=gettext_lazy("姓名用顿号或换行隔开。"))
    absent = _text(gettext_lazy("缺席"), rows=2, required=False)
    minutes_number = forms.CharField(
        label=gettext_lazy("纪要文号"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=gettext_lazy("如“〔2026〕3号”。纪要文件在会议页上传。"),
    )

    def __init__(self, data: Any = None, *, kinds: Iterable[str], facts: MeetingFacts | None = None, **more: Any):
        super().__init__(data, initial={**_meeting_initial(facts), **more})
        own = [facts.kind] if facts else []
        self.fields["kind"] = forms.ChoiceField(
            label=_("会议类型"), choices=[(kind, kind) for kind in dict.fromkeys([*kinds, *own])]
        )

    def facts(self) -> MeetingFacts:
        """The meeting as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return MeetingFacts(
            kind=typed["kind"],
            held_on=typed["held_on"],
            topic=typed["topic"],
            place=typed["place"],
            unit=typed["unit"].strip(),
            attended=names_in(typed["attended"]),
            absent=names_in(typed["absent"]),
            minutes_number=typed["minutes_number"].strip(),
        )


class DecisionForm(Versioned):
    """Something that a meeting decided."""

    text = _text(gettext_lazy("议定事项"))
    unit = _unit(gettext_lazy("由哪个单位落实。"))
    due = _day(gettext_lazy("完成时限"), required=False)

    def facts(self) -> DecisionFacts:
        """The decision as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return DecisionFacts(typed["text"], typed["unit"].strip(), typed["due"])


class SettleForm(Versioned):
    """How a decision was carried out."""

    outcome = _text(gettext_lazy("落实情况"))


class WhyForm(Versioned):
    """Why something is withdrawn."""

    why = _text(gettext_lazy("原因"), help_text=gettext_lazy("例如“会议未召开”“重复登记”。"))


class ProblemForm(Versioned):
    """Under which problem a task is made of a decision."""

    problem = forms.ChoiceField(label=gettext_lazy("对应问题"))

    def __init__(self, data: Any = None, *, problems: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, initial=more)
        self.fields["problem"] = forms.TypedChoiceField(
            label=_("对应问题"), choices=[(str(pk), label) for pk, label in problems], coerce=int
        )


class PaperForm(Versioned):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("PDF、Word、Excel、WPS、OFD 或图片。换一份时，原来的一份仍在记录里。"),
    )


class InstitutionForm(Versioned):
    """An institution before it is issued."""

    name = forms.CharField(label=gettext_lazy("制度名称"), max_length=LONGEST_LINE)
    change = forms.ChoiceField(
        label=gettext_lazy("新建或修订"), choices=[(key, gettext_lazy(name)) for key, name in CHANGE_NAMES.items()]
    )
    unit = _unit(gettext_lazy("由哪个单位制定。党委（党组）制定的留空。"))
    review_on = _day(
        gettext_lazy("下次评估"), required=False, help_text=gettext_lazy("到了这一天，会列入制定单位的待办。")
    )
    note = _text(gettext_lazy("说明"), required=False)

    def __init__(self, data: Any = None, *, facts: InstitutionFacts | None = None, **more: Any) -> None:
        super().__init__(data, initial={**_institution_initial(facts), **more})

    def facts(self) -> InstitutionFacts:
        """The institution as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return InstitutionFacts(
            typed["name"].strip(), typed["change"], typed["unit"].strip(), typed["review_on"], typed["note"]
        )


class IssueForm(Versioned):
    """With which number and when an institution was issued."""

    doc_number = forms.CharField(label=gettext_lazy("文号"), max_length=LONGEST_LINE)
    issued_on = _day(gettext_lazy("印发日期"))
    effective_on = _day(gettext_lazy("施行日期"), required=False, help_text=gettext_lazy("留空即自印发之日起施行。"))
    trial_ends = _day(
        gettext_lazy("试行截止"), required=False, help_text=gettext_lazy("只有试行的制度才填，到期前会提醒评估。")
    )

    def issue(self) -> Issue:
        """The issue as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        issued: date = typed["issued_on"]
        return Issue(typed["doc_number"].strip(), issued, typed["effective_on"] or issued, typed["trial_ends"])


class ReviewForm(Versioned):
    """What came out of looking at an institution again."""

    on = _day(gettext_lazy("评估日期"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("评估结果"), choices=[(key, gettext_lazy(name)) for key, name in OUTCOME_NAMES.items()]
    )
    note = _text(gettext_lazy("评估意见"))
    trial_ends = _day(gettext_lazy("试行截止"), required=False, help_text=gettext_lazy("延长试行时写新的截止日期。"))
    review_on = _day(gettext_lazy("下次评估"), required=False)

    def review(self) -> Review:
        """The review as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return Review(typed["on"], typed["outcome"], typed["note"], typed["trial_ends"], typed["review_on"])


class AbolishForm(Versioned):
    """When and why an institution is in force no longer."""

    on = _day(gettext_lazy("废止日期"))
    why = _text(gettext_lazy("依据"))


def numbers_in(values: Iterable[str]) -> list[int]:
    """The ticked boxes as numbers; whatever is no number is left out."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= 18]


def _meeting_initial(facts: MeetingFacts | None) -> dict[str, Any]:
    if facts is None:
        return {}
    return {
        "kind": facts.kind,
        "held_on": facts.held_on,
        "topic": facts.topic,
        "place": facts.place,
        "unit": facts.unit,
        "attended": "、".join(facts.attended),
        "absent": "、".join(facts.absent),
        "minutes_number": facts.minutes_number,
    }


def _institution_initial(facts: InstitutionFacts | None) -> dict[str, Any]:
    if facts is None:
        return {}
    return {
        "name": facts.name,
        "change": facts.change,
        "unit": facts.unit,
        "review_on": facts.review_on,
        "note": facts.note,
    }
