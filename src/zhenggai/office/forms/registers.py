"""The form that says what the columns of a workbook mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.registers.heads import MOST_LEVELS, SEARCHED_ROWS
from zhenggai.domain.registers.mapping import LONGEST_STATE, Mapping
from zhenggai.ledger.shapes.figures import ImportPage, SheetCard

AMOUNTS = 3
NONE = ("", "—")


class MappingForm(forms.Form):
    """Sheet, head, key, name, state, amounts and the day on which it all stands; then the words of the states."""

    as_of = forms.DateField(
        label=gettext_lazy("清单截止日"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("清单反映的是哪一天的情况。"),
    )
    keys = forms.MultipleChoiceField(
        label=gettext_lazy("关键列"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("能认出每一行的编号，再次导入时按它对应。一列不够就选几列。"),
    )
    name = forms.ChoiceField(label=gettext_lazy("名称列"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("状态列"), required=False, help_text=gettext_lazy("按它分类计数。"))
    sheet = forms.ChoiceField(label=gettext_lazy("工作表"), required=False)
    row = forms.IntegerField(label=gettext_lazy("表头在第几行"), min_value=1, max_value=SEARCHED_ROWS * 5)
    levels = forms.IntegerField(label=gettext_lazy("表头有几层"), min_value=1, max_value=MOST_LEVELS)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: ImportPage, sheet: SheetCard) -> None:
        self.page, self.card = page, sheet
        super().__init__(data, initial=_initial(page, sheet), auto_id="map-%s")
        columns = [(column, column) for column in sheet.columns]
        self.fields["keys"].choices = columns  # type: ignore[attr-defined]
        for name in ("name", "state"):
            self.fields[name].choices = [NONE, *columns]  # type: ignore[attr-defined]
        self.fields["sheet"].choices = [(card.name, card.name or _("表")) for card in page.sheets]  # type: ignore[attr-defined]
        self._add_amounts([NONE, *columns])
        self._add_states()

    def _add_amounts(self, columns: Sequence[tuple[str, str]]) -> None:
        known = self.page.mapping.amounts if self.page.mapping else ()
        for place in range(1, AMOUNTS + 1):
            column, unit = known[place - 1] if place <= len(known) else ("", "")
            self.fields[f"amount_{place}"] = forms.ChoiceField(
                label=_("金额列 %(place)s") % {"place": place}, choices=columns, required=False, initial=column
            )
            self.fields[f"unit_{place}"] = forms.CharField(
                label=_("金额列 %(place)s 的单位") % {"place": place}, max_length=20, required=False, initial=unit
            )

    def _add_states(self) -> None:
        """A field for each word of the column of states, once a preview has found them."""
        known = dict(self.page.mapping.states) if self.page.mapping else {}
        values = self.page.preview.values if self.page.preview else ()
        for place, value in enumerate(values, start=1):
            self.fields[f"state_{place}"] = forms.CharField(
                label=value or _("（空白）"), max_length=LONGEST_STATE, required=False, initial=known.get(value, value)
            )

    def states(self) -> list[forms.BoundField]:
        """The fields of the words of states."""
        return [self[name] for name in self.fields if name.startswith("state_")]

    def amounts(self) -> list[forms.BoundField]:
        """The fields of the amounts."""
        return [self[name] for name in self.fields if name.startswith(("amount_", "unit_"))]

    def mapping(self) -> Mapping:
        """The mapping as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        values = self.page.preview.values if self.page.preview else ()
        same = self.page.mapping is not None and self.page.mapping.state == typed["state"]
        own = {value: typed.get(f"state_{place}", "") for place, value in enumerate(values, start=1)} if same else {}
        remembered = dict(self.page.mapping.states) if self.page.mapping and same else {}
        states = {**remembered, **own}
        pairs = ((typed[f"amount_{place}"], typed[f"unit_{place}"].strip()) for place in range(1, AMOUNTS + 1))
        return Mapping(
            sheet=typed["sheet"],
            row=typed["row"] - 1,
            levels=typed["levels"],
            keys=tuple(typed["keys"]),
            name=typed["name"],
            state=typed["state"],
            amounts=tuple((column, unit) for column, unit in pairs if column),
            states=tuple((value, state) for value, state in states.items() if state and state != value),
        )


def _initial(page: ImportPage, sheet: SheetCard) -> dict[str, object]:
    known = page.mapping
    mine = known is not None and known.sheet == sheet.name
    return {
        "as_of": page.as_of,
        "version": page.version,
        "sheet": sheet.name,
        "row": (known.row if known and mine else sheet.row) + 1,
        "levels": known.levels if known and mine else sheet.levels,
        "keys": list(known.keys) if known else _likely(sheet, ("代码", "编号", "序号", "证号"))[:1],
        "name": known.name if known else next(iter(_likely(sheet, ("名称", "姓名", "企业", "项目"))), ""),
        "state": known.state if known else next(iter(_likely(sheet, ("状态", "结果", "处置", "情况"))), ""),
    }


def _likely(sheet: SheetCard, words: Sequence[str]) -> list[str]:
    return [column for word in words for column in sheet.columns if word in column]
