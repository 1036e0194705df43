"""The form of what an office sets about closing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zhenggai.domain.closing_rules import ALWAYS_ASKED, STEPS, ClosingRules
from zhenggai.domain.gate_conditions import CONDITION_NAMES
from zhenggai.domain.workflow import OPTIONAL

WAIVABLE = {key: name for key, name in CONDITION_NAMES.items() if key not in ALWAYS_ASKED}
NUMBERS = ("sample_percent", "call_percent", "watch_months", "stage_months", "post_years")
RUSH = ("rush_days", "rush_percent", "rush_minutes", "rush_count")


def _several(label: Any, names: dict[str, str], help_text: Any) -> forms.MultipleChoiceField:
    choices = [(key, gettext_lazy(name)) for key, name in names.items()]
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, required=False, help_text=help_text)


def _number(label: Any, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, help_text=help_text)


class ClosingRulesForm(forms.Form):
    """Who signs, what is asked, what is drawn, how long is watched."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    chain = _several(gettext_lazy("签字链"), STEPS, gettext_lazy("按这个次序签；单位自验不能少。"))
    asked = _several(
        gettext_lazy("要求的销号条件"),
        WAIVABLE,
        gettext_lazy(
            "去掉的条件不再要求，谁去掉的留在记录里。措施办完、疑点处置、核验回避、现场核查总是要求，不能去掉。"
        ),
    )
    used = _several(gettext_lazy("用到的环节"), OPTIONAL, gettext_lazy("去掉的，任务页上不再出现。"))
    sample_percent = _number(gettext_lazy("现场抽查比例（%）"), 100, gettext_lazy("不少于 10。"))
    call_percent = _number(gettext_lazy("名册回访比例（%）"), 100)
    watch_months = _number(gettext_lazy("监测期（月）"), 60)
    stage_months = _number(gettext_lazy("阶段目标最长几个月"), 12)
    post_years = _number(gettext_lazy("曾在责任单位任职，几年内回避核验"), 50)
    rush_days = _number(gettext_lazy("到期前几天内销号算突击"), 366)
    rush_percent = _number(gettext_lazy("占比达到多少算突击（%）"), 100)
    rush_minutes = _number(gettext_lazy("一人几分钟内"), 1440)
    rush_count = _number(gettext_lazy("签满几件算突击"), 1000)

    def __init__(self, data: Any = None, *, rules: ClosingRules, version: int) -> None:
        self.rules = rules
        initial = {
            **{name: getattr(rules, name) for name in (*NUMBERS, *RUSH)},
            "version": version,
            "chain": list(rules.chain),
            "asked": [key for key in WAIVABLE if key not in rules.waived],
            "used": [key for key in OPTIONAL if key not in rules.without],
        }
        super().__init__(data, initial=initial, auto_id="closing-%s")

    def own_rules(self) -> ClosingRules:
        """The rules as they were typed; only after `is_valid`."""
        typed = self.cleaned_data
        numbers = {name: typed[name] for name in (*NUMBERS, *RUSH)}
        return replace(
            self.rules,
            chain=tuple(step for step in STEPS if step in typed["chain"]),
            waived=tuple(key for key in WAIVABLE if key not in typed["asked"]),
            without=tuple(key for key in OPTIONAL if key not in typed["used"]),
            **numbers,
        )
