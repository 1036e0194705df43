"""Forms of a cycle's settings, made from the rules in force."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.appointing import MOST_HEADS
from zhenggai.domain.calendar import COUNTINGS
from zhenggai.domain.deciding import CHANGE_GROUPS, DECIDERS
from zhenggai.domain.extensions import ExtensionRules
from zhenggai.domain.ladder import LONGEST_WAIT, Ladder
from zhenggai.domain.lights import Thresholds
from zhenggai.domain.quantities.tolerance import Tolerance
from zhenggai.domain.rules import REVIEW_QUESTIONS, Names, Rules
from zhenggai.ledger.shapes import RulesPage

LONGEST_NAME = 40
MOST_DAYS = 366
WAIT: dict[str, Any] = {"min_value": 0, "max_value": LONGEST_WAIT, "required": False}
_BETWEEN_DAYS = re.compile(r"[、,，;；\s]+")


class PresetForm(forms.Form):
    """Which preset a cycle goes by."""

    version = forms.IntegerField(min_value=0)
    preset = forms.ChoiceField(label=gettext_lazy("规则版本"))

    def __init__(self, data: Any = None, *, page: RulesPage) -> None:
        super().__init__(data, initial={"preset": page.rules.preset}, auto_id="preset-%s")
        choices = forms.ChoiceField(
            label=_("规则版本"),
            choices=[(name, _(label)) for name, label in page.presets],
            help_text=_("换一套规则，以前自行修改的日期、名称和天数不再保留。"),
        )
        self.fields["preset"] = choices


class RulesForm(forms.Form):
    """An office's own dates, names, lights and reviewers."""

    version = forms.IntegerField(min_value=0)
    near = forms.IntegerField(
        label=gettext_lazy("黄灯：到期前几天起为临期"), min_value=0, max_value=MOST_DAYS, required=True
    )
    urgent = forms.IntegerField(
        label=gettext_lazy("紧迫：到期前几天起"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("过了期限即为逾期（红灯）。"),
    )
    counting = forms.ChoiceField(
        label=gettext_lazy("天数的算法"),
        choices=[(key, gettext_lazy(name)) for key, name in COUNTINGS.items()],
        help_text=gettext_lazy("工作日按国务院放假安排和本单位的日历计算。"),
    )
    before = forms.CharField(
        label=gettext_lazy("到期前几天提醒责任人"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("自然日，用顿号隔开，如 30、7、1。留空即不提前提醒。"),
    )
    person = forms.IntegerField(
        label=gettext_lazy("到期后几个工作日提醒责任人"),
        help_text=gettext_lazy("0 即到期当天。留空即没有这一步。"),
        **WAIT,
    )
    unit_head = forms.IntegerField(label=gettext_lazy("到期后几个工作日告知单位负责人"), **WAIT)
    leader = forms.IntegerField(label=gettext_lazy("到期后几个工作日告知牵头领导"), **WAIT)
    office = forms.IntegerField(label=gettext_lazy("到期后几个工作日告知整改办"), **WAIT)
    meetings = forms.CharField(
        label=gettext_lazy("会议类型"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        help_text=gettext_lazy("一行一种。已登记的会议不受影响。"),
    )
    leader_grants = forms.IntegerField(
        label=gettext_lazy("延期几天以内由牵头领导批准"), min_value=0, max_value=MOST_DAYS
    )
    head_grants = forms.IntegerField(
        label=gettext_lazy("延期几天以内由领导小组组长批准"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("更长的由第一责任人批准。"),
    )
    most_extensions = forms.IntegerField(label=gettext_lazy("一项任务最多延期几次"), min_value=0, max_value=99)
    hours = forms.IntegerField(
        label=gettext_lazy("认领时限（小时）"),
        min_value=1,
        max_value=8760,
        help_text=gettext_lazy("印发之后，责任单位和牵头领导应在这段时间内认领。"),
    )
    about = forms.IntegerField(label=gettext_lazy("数字写“约”“近”，允许相差百分之几"), min_value=0, max_value=50)
    over = forms.IntegerField(
        label=gettext_lazy("数字写“余”“多”，不到几个整数位"),
        min_value=1,
        max_value=9,
        help_text=gettext_lazy("1 即不到下一个整数：2200 余为 2200 以上、2300 以下。"),
    )
    handover = forms.IntegerField(
        label=gettext_lazy("交接时限（小时）"),
        min_value=1,
        max_value=8760,
        help_text=gettext_lazy("离任、调岗之后，接手人应在这段时间内接收。过时报整改办和牵头领导。"),
    )
    heads = forms.IntegerField(
        label=gettext_lazy("领导小组组长人数"),
        min_value=1,
        max_value=MOST_HEADS,
        help_text=gettext_lazy("实行双组长的填 2。工作组只有一位组长。"),
    )
    stuck = forms.IntegerField(
        label=gettext_lazy("几天没有进展算停滞"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("牵头领导的页面按这个天数列出卡住的任务。"),
    )
    reviewers = forms.CharField(
        label=gettext_lazy("会审单位"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("一行一个。"),
    )

    questions = forms.CharField(
        label=gettext_lazy("会审要回答的问题"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("一行一个，会审单位逐一答是或否。留空即会审四问。"),
    )
    review = forms.ChoiceField(
        label=gettext_lazy("印发前须会审"),
        choices=[("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))],
        required=False,
    )

    def __init__(self, data: Any = None, *, page: RulesPage) -> None:
        self.rules = page.rules
        super().__init__(data, initial=_initial(page.rules))
        for group, _level in page.rules.deciders:
            self.fields[f"decider-{group}"] = forms.ChoiceField(
                label=_(CHANGE_GROUPS[group]),
                choices=[(key, _(name)) for key, name in DECIDERS.items()],
                required=False,
            )
        for row in page.stages:
            usual = row.usual.isoformat() if row.usual else _("反馈日期未知")
            self.fields[f"stage-{row.key}"] = forms.DateField(
                label=_(row.name),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                help_text=_("按规则是 %(day)s。留空即按规则。") % {"day": usual},
            )
        for group, names in _groups(page.rules):
            for key, name in names:
                self.fields[f"{group}-{key}"] = forms.CharField(label=_(name), max_length=LONGEST_NAME)

    def group(self, prefix: str) -> list[forms.BoundField]:
        """The fields of a group, in order."""
        return [self[name] for name in self.fields if name.startswith(f"{prefix}-")]

    def own_rules(self) -> Rules:
        """The rules as they were typed; only after `is_valid`."""
        typed = self.cleaned_data
        stages = tuple(replace(stage, own=typed[f"stage-{stage.key}"]) for stage in self.rules.stages)
        return replace(
            self.rules,
            stages=stages,
            lights=Thresholds(near=typed["near"], urgent=typed["urgent"], counting=typed["counting"]),
            ladder=Ladder(typed["before"], typed["person"], typed["unit_head"], typed["leader"], typed["office"]),
            ladder_steps=self._names("step", self.rules.ladder_steps),
            meeting_types=_lines(typed["meetings"]),
            extensions=ExtensionRules(typed["leader_grants"], typed["head_grants"], typed["most_extensions"]),
            tolerance=Tolerance(about=typed["about"], over=typed["over"]),
            acceptance_hours=typed["hours"],
            handover_hours=typed["handover"],
            leading_heads=typed["heads"],
            stuck_days=typed["stuck"],
            groups=self._names("body", self.rules.groups),
            reviewers=_lines(typed["reviewers"]),
            questions=_lines(typed["questions"]) or REVIEW_QUESTIONS,
            review_required=typed["review"] != "no",
            deciders=tuple((group, typed[f"decider-{group}"] or level) for group, level in self.rules.deciders),
            lists=self._names("list", self.rules.lists),
            kinds=self._names("kind", self.rules.kinds),
            measure_classes=self._names("class", self.rules.measure_classes),
            evidence_kinds=self._names("evidence", self.rules.evidence_kinds),
            papers=self._names("paper", self.rules.papers),
        )

    def clean_before(self) -> tuple[int, ...]:
        """The days ahead of a deadline, the farthest first."""
        words = [word for word in _BETWEEN_DAYS.split(self.cleaned_data["before"]) if word]
        if not all(word.isascii() and word.isdigit() and len(word) < 4 for word in words):
            raise forms.ValidationError(_("请写天数，用顿号隔开，如 30、7、1。"))
        return tuple(sorted((int(word) for word in words), reverse=True))

    def _names(self, group: str, names: Names) -> Names:
        return tuple((key, self.cleaned_data[f"{group}-{key}"]) for key, _name in names)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(name for line in text.splitlines() if (name := line.strip()))


def _groups(rules: Rules) -> Iterable[tuple[str, Names]]:
    return (
        ("list", rules.lists),
        ("kind", rules.kinds),
        ("class", rules.measure_classes),
        ("evidence", rules.evidence_kinds),
        ("paper", rules.papers),
        ("step", rules.ladder_steps),
        ("body", rules.groups),
    )


def _initial(rules: Rules) -> dict[str, Any]:
    return {
        "handover": rules.handover_hours,
        "heads": rules.leading_heads,
        "stuck": rules.stuck_days,
        "near": rules.lights.near,
        "urgent": rules.lights.urgent,
        "counting": rules.lights.counting,
        "before": "、".join(str(days) for days in rules.ladder.before),
        "person": rules.ladder.person,
        "unit_head": rules.ladder.unit_head,
        "leader": rules.ladder.leader,
        "office": rules.ladder.office,
        "meetings": "\n".join(rules.meeting_types),
        "leader_grants": rules.extensions.leader,
        "head_grants": rules.extensions.group_head,
        "most_extensions": rules.extensions.most,
        "about": rules.tolerance.about,
        "over": rules.tolerance.over,
        "hours": rules.acceptance_hours,
        "reviewers": "\n".join(rules.reviewers),
        "questions": "\n".join(rules.questions),
        "review": "yes" if rules.review_required else "no",
        **{f"decider-{group}": level for group, level in rules.deciders},
        **{f"stage-{stage.key}": stage.own for stage in rules.stages},
        **{f"{group}-{key}": name for group, names in _groups(rules) for key, name in names},
    }
