"""Forms of planning: a task and a measure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.planning import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_TIMES,
    PERIODS,
    RISKS,
    TERMS,
    MeasurePlan,
    TaskPlan,
    names_in,
)
from zhenggai.domain.rules import Names, Rules

A_DAY = {"type": "date"}


def _chosen(names: Names) -> list[tuple[str, str]]:
    return [("", _("未定")), *((key, _(name)) for key, name in names)]


def _text(label: Any, *, rows: int = 2, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST_TEXT, **{"required": False, **options})


def _name(label: Any, *, known: str = "", **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"list": known, "autocomplete": "off"} if known else {})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST_NAME, **{"required": False, **options})


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"))


class TaskForm(forms.Form):
    """What is planned of a task."""

    version = forms.IntegerField(min_value=0)
    target = _text(gettext_lazy("整改目标"), rows=3, help_text=gettext_lazy("改到什么程度算改好，能量化的写数字。"))
    kind = forms.ChoiceField(label=gettext_lazy("整改类型"))
    leader = _name(gettext_lazy("牵头领导"), known="leaders")
    unit = _name(gettext_lazy("牵头单位"), known="units")
    co_units = _text(gettext_lazy("配合单位"), help_text=gettext_lazy("几个单位之间用顿号。"))
    person = _name(gettext_lazy("责任人"))
    deadline = _day(gettext_lazy("期限"))
    standard = _text(gettext_lazy("验收标准"), rows=3)
    risk = forms.ChoiceField(label=gettext_lazy("风险"), required=False)

    def __init__(self, data: Any = None, *, rules: Rules, plan: TaskPlan) -> None:
        super().__init__(data, initial=_task_initial(plan), auto_id="task-%s")
        self.fields["kind"] = forms.ChoiceField(
            label=_("整改类型"), choices=[(key, _(name)) for key, name in rules.kinds]
        )
        self.fields["risk"] = forms.ChoiceField(label=_("风险"), choices=_chosen(tuple(RISKS.items())), required=False)

    def plan(self) -> TaskPlan:
        """The plan as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return TaskPlan(
            target=typed["target"],
            kind=typed["kind"],
            leader=typed["leader"],
            unit=typed["unit"],
            co_units=names_in(typed["co_units"]),
            person=typed["person"],
            deadline=typed["deadline"],
            standard=typed["standard"],
            risk=typed["risk"],
        )


class MeasureForm(forms.Form):
    """What is planned of a measure."""

    version = forms.IntegerField(min_value=0)
    text = _text(
        gettext_lazy("措施内容"), required=True, error_messages={"required": gettext_lazy("措施内容不能为空。")}
    )
    measure_class = forms.ChoiceField(label=gettext_lazy("措施类别"), required=False)
    term = forms.ChoiceField(label=gettext_lazy("当下改或长久立"), required=False)
    unit = _name(gettext_lazy("负责单位"), known="units")
    deliverable = _name(gettext_lazy("交付物"), help_text=gettext_lazy("办完以后交出什么：文件、名册、凭证……"))
    deadline = _day(gettext_lazy("期限"))
    per = forms.ChoiceField(label=gettext_lazy("频次"), required=False)
    times = forms.IntegerField(
        label=gettext_lazy("次数"),
        required=False,
        min_value=1,
        max_value=MOST_TIMES,
        help_text=gettext_lazy("写了“定期”“持续”“适时”“常态化”的，必须写明多长时间几次。"),
    )

    def __init__(self, data: Any = None, *, rules: Rules, plan: MeasurePlan | None = None) -> None:
        super().__init__(data, initial=_measure_initial(plan), auto_id="measure-%s")
        for name, label, names in (
            ("measure_class", _("措施类别"), rules.measure_classes),
            ("term", _("当下改或长久立"), tuple(TERMS.items())),
            ("per", _("频次"), tuple(PERIODS.items())),
        ):
            self.fields[name] = forms.ChoiceField(label=label, choices=_chosen(names), required=False)

    def plan(self) -> MeasurePlan:
        """The plan as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return MeasurePlan(
            text=typed["text"],
            measure_class=typed["measure_class"],
            unit=typed["unit"],
            deliverable=typed["deliverable"],
            deadline=typed["deadline"],
            term=typed["term"],
            times=typed["times"],
            per=typed["per"],
        )


class PlaceForm(forms.Form):
    """Another place for a measure."""

    version = forms.IntegerField(min_value=0)
    position = forms.IntegerField(min_value=1)


class SeenForm(forms.Form):
    """The version that the person saw."""

    version = forms.IntegerField(min_value=0)


def _task_initial(plan: TaskPlan) -> dict[str, Any]:
    return {
        "target": plan.target,
        "kind": plan.kind,
        "leader": plan.leader,
        "unit": plan.unit,
        "co_units": "、".join(plan.co_units),
        "person": plan.person,
        "deadline": plan.deadline,
        "standard": plan.standard,
        "risk": plan.risk,
    }


def _measure_initial(plan: MeasurePlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {
        "text": plan.text,
        "measure_class": plan.measure_class,
        "term": plan.term,
        "unit": plan.unit,
        "deliverable": plan.deliverable,
        "deadline": plan.deadline,
        "per": plan.per,
        "times": plan.times,
    }
