"""Forms of evidence: bringing files, saying what they are, linking, withdrawing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.evidence import LONGEST_DESCRIPTION, LONGEST_NUMBER, EvidenceWords
from zhenggai.domain.rules import Names
from zhenggai.ledger.shapes.evidence import EvidenceFilters

A_DAY = {"type": "date"}
LONGEST_SEARCH = 100


class WordsForm(forms.Form):
    """What is said of one file, or of several at once."""

    kind = forms.ChoiceField(label=gettext_lazy("佐证类型"))
    number = forms.CharField(
        label=gettext_lazy("文号"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=gettext_lazy("红头文件、决定书、制度写文号，凭证写凭证号；年份的括号会自动写成〔〕。"),
    )
    dated = forms.DateField(
        label=gettext_lazy("材料日期"), required=False, widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    description = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("能证明什么：哪次会、哪笔钱、哪个地点。"),
    )

    def __init__(self, data: Any = None, *, kinds: Names, **options: Any) -> None:
        super().__init__(data, **{"auto_id": "words-%s", **options})
        self.fields["kind"] = forms.ChoiceField(
            label=_("佐证类型"), choices=[("", _("请选择")), *((key, _(name)) for key, name in kinds)]
        )

    def words(self) -> EvidenceWords:
        """What was typed; only after `is_valid`."""
        typed = self.cleaned_data
        return EvidenceWords(typed["kind"], typed["number"], typed["dated"], typed["description"])


class UploadForm(WordsForm):
    """Files for measures of a task, with what is said of all of them."""

    measures = forms.MultipleChoiceField(
        label=gettext_lazy("用于哪条措施"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选择佐证用于哪条措施。")},
    )

    def __init__(self, data: Any = None, *, kinds: Names, measures: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(data, kinds=kinds, **options)
        choices = [(str(pk), text) for pk, text in measures]
        self.fields["measures"].choices = choices  # type: ignore[attr-defined]  # a choice field has them
        self.order_fields(["measures", "kind", "number", "dated", "description"])

    def measure_ids(self) -> list[int]:
        """The chosen measures; only after `is_valid`."""
        return [int(pk) for pk in self.cleaned_data["measures"]]


class DescribeForm(WordsForm):
    """Something else that is said of a piece of evidence."""

    version = forms.IntegerField(min_value=1)


class WithdrawForm(forms.Form):
    """Why a piece of evidence is withdrawn."""

    version = forms.IntegerField(min_value=1)
    why = forms.CharField(
        label=gettext_lazy("撤下的原因"),
        max_length=LONGEST_DESCRIPTION,
        help_text=gettext_lazy("编号、文件和记录都保留，不再算作佐证。"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="withdraw-%s")


class UnlinkForm(forms.Form):
    """Why a piece of evidence no longer proves a measure."""

    measure = forms.IntegerField(min_value=1)
    why = forms.CharField(label=gettext_lazy("原因"), max_length=LONGEST_DESCRIPTION)


class LinkForm(forms.Form):
    """More measures that a piece of evidence proves."""

    measures = forms.TypedMultipleChoiceField(
        label=gettext_lazy("用于哪条措施"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选择佐证用于哪条措施。")},
    )

    def __init__(self, data: Any = None, *, measures: Iterable[tuple[int, str]]) -> None:
        super().__init__(data, auto_id="link-%s")
        choices = [(str(pk), text) for pk, text in measures]
        self.fields["measures"].choices = choices  # type: ignore[attr-defined]  # a choice field has them


def read_filters(asked: Any) -> EvidenceFilters:
    """What an address narrows the catalogue to."""
    return EvidenceFilters(
        text=asked.get("text", "").strip()[:LONGEST_SEARCH],
        kind=asked.get("kind", "")[:16],
        state=asked.get("state", "")[:16],
    )
