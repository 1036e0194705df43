"""Forms of closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.closing_words import CALL_RESULTS, CAUSES
from zhenggai.domain.staging import LONGEST_REASON, LONGEST_TARGET, StageWish
from zhenggai.domain.visiting import CENTS, LONGEST_NAME, LONGEST_VOUCHER, CallFacts, VisitFacts

# As many stages as the form offers at once.
STAGES_OFFERED = 4
A_DAY = {"type": "date"}


def _words(label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_REASON})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST_REASON, **options)


def _name(label: Any, *, known: str = "", **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"list": known, "autocomplete": "off"} if known else {})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST_NAME, **options)


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"), **options)


class SeenForm(forms.Form):
    """The version that the person saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ApplyForm(SeenForm):
    """Applying, with the head's own word that it is true."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    statement = _words(
        gettext_lazy("整改情况说明"),
        rows=5,
        help_text=gettext_lazy("改了什么、改到什么程度、凭什么说改好了。签字的人先看这一段。"),
    )
    truth = forms.BooleanField(
        label=gettext_lazy("本单位承诺：所报整改情况和佐证材料真实、完整，整改措施已经落实到位。"),
        error_messages={"required": gettext_lazy("请勾选真实性承诺；这就是您的签字。")},
    )


class ReasonForm(SeenForm):
    """A reason that has to be given."""

    why = _words(gettext_lazy("原因"))


class DecisionForm(SeenForm):
    """Granting, or refusing with a reason."""

    decision = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
    why = _words(gettext_lazy("意见"), required=False, help_text=gettext_lazy("不批准的，必须写明原因。"))


class LongTermForm(ReasonForm):
    """Why a task becomes long-term, and by which stages it goes on."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].label = _("转长期坚持的理由")
        for place in range(1, STAGES_OFFERED + 1):
            self.fields[f"target-{place}"] = forms.CharField(
                label=_("第 %(n)s 个阶段的目标") % {"n": place}, max_length=LONGEST_TARGET, required=place == 1
            )
            self.fields[f"due-{place}"] = _day(_("第 %(n)s 个阶段的期限") % {"n": place}, required=place == 1)

    def stages(self) -> tuple[StageWish, ...]:
        """The stages as they were typed; only after `is_valid`."""
        typed = [
            (self.cleaned_data[f"target-{place}"], self.cleaned_data[f"due-{place}"])
            for place in range(1, STAGES_OFFERED + 1)
        ]
        return tuple(StageWish(target, due) for target, due in typed if due is not None)

    def clean(self) -> dict[str, Any]:
        """A stage has both a target and a day."""
        typed = super().clean() or {}
        for place in range(2, STAGES_OFFERED + 1):
            target, due = typed.get(f"target-{place}"), typed.get(f"due-{place}")
            if bool(target) != bool(due) and not self.errors:
                self.add_error(f"due-{place}", _("阶段目标和期限要写全。"))
        return typed


class ReopenForm(SeenForm):
    """Why a task is open again."""

    cause = forms.ChoiceField(
        label=gettext_lazy("原因类别"), choices=[(key, gettext_lazy(name)) for key, name in CAUSES.items()]
    )
    what = _words(gettext_lazy("发现了什么"))


class PointForm(SeenForm):
    """To which task of an earlier round a new one points."""

    old = forms.IntegerField(label=gettext_lazy("更早轮次的任务"), min_value=1)
    why = _words(gettext_lazy("认定为同一问题的理由"), rows=2)

    def __init__(self, *args: Any, olds: tuple[tuple[int, str], ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["old"].widget = forms.Select(choices=[("", _("请选择")), *olds])


class StageForm(forms.Form):
    """That a stage was reached."""

    on = _day(gettext_lazy("验收日期"), initial=localdate)
    reached = _words(gettext_lazy("验收意见"), rows=2)


class CallForm(forms.Form):
    """A call back to somebody on a list."""

    roster = _name(gettext_lazy("哪份名册"), known="rosters")
    who = _name(gettext_lazy("问了谁"), help_text=gettext_lazy("名册上的姓名或编号。"))
    result = forms.ChoiceField(
        label=gettext_lazy("回访结果"), choices=[(key, gettext_lazy(name)) for key, name in CALL_RESULTS.items()]
    )
    said = _words(
        gettext_lazy("对方怎么说"), rows=2, required=False, help_text=gettext_lazy("对方否认的，必须写明原话。")
    )
    called_on = _day(gettext_lazy("回访日期"), initial=localdate)

    def facts(self) -> CallFacts:
        """What was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return CallFacts(typed["roster"], typed["who"], typed["result"], typed["called_on"], typed["said"])


class VoucherForm(forms.Form):
    """The sum that a voucher shows."""

    evidence = forms.IntegerField(label=gettext_lazy("哪张凭证"), min_value=1)
    number = forms.CharField(label=gettext_lazy("凭证号"), max_length=LONGEST_VOUCHER)
    amount = forms.DecimalField(label=gettext_lazy("金额（元）"), max_digits=16, decimal_places=CENTS)

    def __init__(self, *args: Any, vouchers: tuple[tuple[int, str], ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evidence"].widget = forms.Select(choices=[("", _("请选择")), *vouchers])


class VisitForm(forms.Form):
    """A visit on site, filled in on a phone."""

    token = forms.CharField(max_length=40, widget=forms.HiddenInput)
    visited_on = _day(gettext_lazy("核查日期"), initial=localdate)
    place = _name(gettext_lazy("地点"), required=False)
    met = _name(gettext_lazy("现场见到谁"), required=False)
    found = _words(gettext_lazy("现场看到的情况"), help_text=gettext_lazy("看到什么写什么，与所报不符的写清楚。"))
    passed = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[("yes", gettext_lazy("改到位了")), ("no", gettext_lazy("没有改到位"))],
        widget=forms.RadioSelect,
    )

    def facts(self) -> VisitFacts:
        """What was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return VisitFacts(
            day=typed["visited_on"],
            found=typed["found"],
            passed=typed["passed"] == "yes",
            place=typed["place"],
            met=typed["met"],
        )


class MeetingForm(forms.Form):
    """The meeting that decides by list."""

    meeting_id = forms.TypedChoiceField(label=gettext_lazy("会议"), required=False, coerce=int, empty_value=None)
    meeting = _name(gettext_lazy("会议名称"), required=False, help_text=gettext_lazy("没有登记过的会议，在这里写。"))
    held_on = _day(gettext_lazy("会议日期"), initial=localdate)

    def __init__(self, *args: Any, meetings: tuple[tuple[int, str], ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.meetings = {str(pk): name for pk, name in meetings}
        self.fields["meeting_id"].choices = [("", _("没有登记过")), *meetings]  # type: ignore[attr-defined]

    def name(self) -> str:
        """What the meeting is called; only after `is_valid`."""
        return self.cleaned_data["meeting"] or self.meetings.get(str(self.cleaned_data["meeting_id"]), "")


class DrawForm(forms.Form):
    """How much is drawn, and what for."""

    purpose = forms.ChoiceField(choices=[("closing", "closing"), ("look_back", "look_back")])
    percent = forms.IntegerField(label=gettext_lazy("比例（%）"), min_value=1, max_value=100)
