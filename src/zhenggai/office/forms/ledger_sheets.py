"""The form that says what the columns of an office's own ledger mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.ledger_sheets.columns import USES, SheetMapping, guess_columns
from zhenggai.domain.registers.heads import MOST_LEVELS, SEARCHED_ROWS
from zhenggai.ledger.shapes.figures import SheetCard
from zhenggai.ledger.shapes.ledger_sheets import SheetPage

NONE = ("", "—")


class SheetMappingForm(forms.Form):
    """Sheet and head, and a column for each use."""

    sheet = forms.ChoiceField(label=gettext_lazy("工作表"), required=False)
    row = forms.IntegerField(label=gettext_lazy("表头在第几行"), min_value=1, max_value=SEARCHED_ROWS * 5)
    levels = forms.IntegerField(label=gettext_lazy("表头有几层"), min_value=1, max_value=MOST_LEVELS)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: SheetPage, card: SheetCard) -> None:
        self.card = card
        known = page.mapping
        mine = known is not None and known.sheet == card.name
        initial = {
            "version": page.version,
            "sheet": card.name,
            "row": (known.row if known and mine else card.row) + 1,
            "levels": known.levels if known and mine else card.levels,
        }
        super().__init__(data, initial=initial, auto_id="map-%s")
        self.fields["sheet"].choices = [(one.name, one.name or _("表")) for one in page.cards]  # type: ignore[attr-defined]
        guessed = dict(known.columns if known and mine else guess_columns(card.columns))
        columns = [NONE, *((column, column) for column in card.columns)]
        for use, word in USES.items():
            self.fields[use] = forms.ChoiceField(
                label=_(word), choices=columns, required=False, initial=guessed.get(use, "")
            )

    def uses(self) -> list[forms.BoundField]:
        """The fields of the columns."""
        return [self[use] for use in USES]

    def mapping(self) -> SheetMapping:
        """The mapping as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        columns = tuple((use, typed[use]) for use in USES if typed[use])
        return SheetMapping(typed["sheet"], typed["row"] - 1, typed["levels"], columns)
