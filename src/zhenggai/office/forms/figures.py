"""Forms of figures, equations, indicators, registers and scopes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.figures import LONGEST_NAME, FigurePlan, IndicatorPlan
from zhenggai.domain.indicators import DIRECTIONS
from zhenggai.domain.quantities.amounts import MARKS
from zhenggai.domain.registers.totals import COUNTED_NAMES
from zhenggai.domain.relations import EQUATIONS
from zhenggai.ledger.operations.figures import CountWish
from zhenggai.ledger.shapes.figures import FiguresPage, Option, RegisterPage
from zhenggai.ledger.shapes.problems import FigureRow

LONGEST_TEXT = 1000
PARTS = 8
NONE = ("", "—")


def _day(label: Any, *, required: bool = True, **facts: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **facts)


def _choices(options: Sequence[Option]) -> list[tuple[str, str]]:
    return [NONE, *((str(option.id), option.label) for option in options)]


def _number(text: str) -> int | None:
    return int(text) if text else None


class FigureForm(forms.Form):
    """A figure with all it must say."""

    scope = forms.CharField(
        label=gettext_lazy("数的是什么"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("例如：全县已退出市场的“僵尸”企业。"),
    )
    digits = forms.CharField(
        label=gettext_lazy("数值"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    word = forms.CharField(
        label=gettext_lazy("单位"),
        max_length=20,
        help_text=gettext_lazy("如 户、个、万元、亩、%、百分点。百分点不是百分比。"),
    )
    mark = forms.ChoiceField(
        label=gettext_lazy("确数还是约数"),
        choices=[(key, gettext_lazy(name)) for key, name in MARKS.items()],
        required=False,
    )
    until = _day(gettext_lazy("截止日，或统计期的最后一天"))
    since = _day(gettext_lazy("统计期的第一天"), required=False, help_text=gettext_lazy("时点数不填。"))
    scope_version = forms.ChoiceField(label=gettext_lazy("口径字典"), required=False)
    origin = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("哪份材料、哪个系统或哪个单位提供。"),
    )
    measure = forms.ChoiceField(label=gettext_lazy("属于哪条措施"), required=False)

    def __init__(self, data: Any = None, *, page: FiguresPage, figure: FigureRow | None = None) -> None:
        super().__init__(data, initial=_initial(figure), auto_id="figure-%s")
        self.fields["scope_version"].choices = _choices(page.scopes)  # type: ignore[attr-defined]
        self.fields["measure"].choices = _choices(page.measures)  # type: ignore[attr-defined]

    def plan(self) -> FigurePlan:
        """The figure as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return FigurePlan(
            digits=typed["digits"],
            word=typed["word"],
            scope=typed["scope"],
            until=typed["until"],
            since=typed["since"],
            mark=typed["mark"],
            origin=typed["origin"],
            scope_version=_number(typed["scope_version"]),
            measure=_number(typed["measure"]),
        )


class CorrectionForm(FigureForm):
    """A figure in the place of another one, and why."""

    why = forms.CharField(label=gettext_lazy("更正的原因"), max_length=LONGEST_TEXT)


class RelationForm(forms.Form):
    """An equation: its kind, its left side, and its right side in order."""

    kind = forms.ChoiceField(
        label=gettext_lazy("算式"),
        choices=[(kind, gettext_lazy(equation.name)) for kind, equation in EQUATIONS.items()],
    )
    total = forms.ChoiceField(label=gettext_lazy("等号左边"), help_text=gettext_lazy("合计、差、比例、增长率或总数。"))

    def __init__(self, data: Any = None, *, page: FiguresPage) -> None:
        super().__init__(data, auto_id="relation-%s")
        choices = _choices(page.related)
        self.fields["total"].choices = choices  # type: ignore[attr-defined]
        for place in range(1, PARTS + 1):
            self.fields[f"part_{place}"] = forms.ChoiceField(
                label=_("等号右边第 %(place)s 个") % {"place": place},
                choices=choices,
                required=place == 1,
                help_text=_("比例先写分子、再写分母；增长先写本期、再写基期。") if place == 1 else "",
            )

    def parts(self) -> list[int]:
        """The right side; only after `is_valid`."""
        typed = (self.cleaned_data[f"part_{place}"] for place in range(1, PARTS + 1))
        return [int(part) for part in typed if part]


class IndicatorForm(forms.Form):
    """An indicator from its baseline to its target."""

    name = forms.CharField(label=gettext_lazy("指标名称"), max_length=LONGEST_NAME)
    unit = forms.CharField(label=gettext_lazy("单位"), max_length=20)
    direction = forms.ChoiceField(
        label=gettext_lazy("方向"), choices=[(key, gettext_lazy(name)) for key, name in DIRECTIONS.items()]
    )
    baseline = forms.CharField(label=gettext_lazy("基期值"), max_length=40)
    baseline_day = _day(gettext_lazy("基期日"))
    target = forms.CharField(label=gettext_lazy("目标值"), max_length=40)
    target_day = _day(gettext_lazy("目标日"))
    scope_version = forms.ChoiceField(label=gettext_lazy("口径字典"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("属于哪条措施"), required=False)

    def __init__(self, data: Any = None, *, page: FiguresPage) -> None:
        super().__init__(data, auto_id="indicator-%s")
        self.fields["scope_version"].choices = _choices(page.scopes)  # type: ignore[attr-defined]
        self.fields["measure"].choices = _choices(page.measures)  # type: ignore[attr-defined]

    def plan(self) -> IndicatorPlan:
        """The indicator as it was typed; only after `is_valid`."""
        typed = dict(self.cleaned_data)
        version, measure = _number(typed.pop("scope_version")), _number(typed.pop("measure"))
        return IndicatorPlan(**typed, scope_version=version, measure=measure)


class ReadingForm(forms.Form):
    """What an indicator reads on a day."""

    digits = forms.CharField(
        label=gettext_lazy("读数"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    day = _day(gettext_lazy("日期"), help_text=gettext_lazy("同一天再记一次即为更正，原来的读数留着。"))
    origin = forms.CharField(label=gettext_lazy("来源"), max_length=LONGEST_TEXT)

    def __init__(self, data: Any = None, *, indicator_id: int) -> None:
        super().__init__(data, auto_id=f"reading-{indicator_id}-%s")


class RegisterForm(forms.Form):
    """An empty register."""

    name = forms.CharField(
        label=gettext_lazy("清单名称"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("例如：“僵尸”企业明细。建好以后上传 Excel。"),
    )
    row_unit = forms.CharField(
        label=gettext_lazy("一行是一"), max_length=20, help_text=gettext_lazy("如 户、个、人、宗。")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="register-%s")


class CountForm(forms.Form):
    """A figure over the rows of a register."""

    name = forms.CharField(
        label=gettext_lazy("数字的名称"), max_length=LONGEST_NAME, help_text=gettext_lazy("例如：已退出市场。")
    )
    what = forms.ChoiceField(
        label=gettext_lazy("算什么"), choices=[(key, gettext_lazy(name)) for key, name in COUNTED_NAMES.items()]
    )
    states = forms.MultipleChoiceField(
        label=gettext_lazy("数哪些状态"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一个都不选就是全部。"),
    )
    column = forms.ChoiceField(label=gettext_lazy("金额列"), required=False)
    places = forms.IntegerField(
        label=gettext_lazy("比例的小数位数"), min_value=0, max_value=4, initial=2, required=False
    )
    scope_version = forms.ChoiceField(label=gettext_lazy("口径字典"), required=False)

    def __init__(self, data: Any = None, *, page: RegisterPage) -> None:
        super().__init__(data, auto_id="count-%s")
        states = [(total.state, total.state or "—") for total in page.register.states]
        self.fields["states"].choices = states  # type: ignore[attr-defined]
        columns = [NONE, *((column, f"{column}（{unit}）") for column, unit in page.amount_columns)]
        self.fields["column"].choices = columns  # type: ignore[attr-defined]
        self.fields["scope_version"].choices = _choices(page.scopes)  # type: ignore[attr-defined]

    def wish(self) -> CountWish:
        """The count as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return CountWish(
            name=typed["name"],
            what=typed["what"],
            states=tuple(typed["states"]),
            column=typed["column"],
            places=2 if typed["places"] is None else typed["places"],
            scope_version=_number(typed["scope_version"]),
        )


class ScopeForm(forms.Form):
    """A term of the dictionary, or with `version` the next version of one."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=LONGEST_NAME)
    definition = forms.CharField(
        label=gettext_lazy("口径说明"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("包括什么，不包括什么，从哪里取数。"),
    )
    valid_from = _day(gettext_lazy("启用日期"))
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: dict[str, object] | None = None, known: bool = False) -> None:
        super().__init__(data, initial=initial, auto_id="scope-%s")
        if known:
            del self.fields["name"]


def _initial(figure: FigureRow | None) -> dict[str, object]:
    if figure is None:
        return {}
    return {
        "scope": figure.scope,
        "until": figure.until,
        "since": figure.since,
        "origin": figure.origin,
        "word": figure.word,
    }
