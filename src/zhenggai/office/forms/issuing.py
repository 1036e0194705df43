"""Forms of reviewing, issuing, changing and accepting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.issuing import HOW_TO_WRITE, LONGEST_DOCUMENT_NUMBER
from zhenggai.domain.planning import LONGEST_NAME, LONGEST_TEXT
from zhenggai.domain.reviewing import MOST_REMARKS, REMARK_FIELDS, Answer, Opinion, Remark

FEWEST_REMARKS = 2


class IssueForm(forms.Form):
    """Number and day of the document; `digest` is of the plan that was seen, `version` of the one in force."""

    version = forms.IntegerField(min_value=0)
    digest = forms.CharField(max_length=64)
    document_number = forms.CharField(
        label=gettext_lazy("文号"),
        max_length=LONGEST_DOCUMENT_NUMBER,
        help_text=gettext_lazy(HOW_TO_WRITE),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = forms.DateField(
        label=gettext_lazy("印发日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ReasonForm(forms.Form):
    """A reason that has to be given."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class AskForm(ReasonForm):
    """The reason of a request, with the version of the task that was seen."""

    version = forms.IntegerField(min_value=0)


class ReassignForm(ReasonForm):
    """Whom a task is given to instead."""

    name = forms.CharField(label=gettext_lazy("改派给"), max_length=LONGEST_NAME)


class OpinionForm(forms.Form):
    """What a party says: an answer to each question, remarks on fields of tasks, and the outcome."""

    party = forms.ChoiceField(label=gettext_lazy("会审单位"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[("agree", gettext_lazy("同意")), ("return", gettext_lazy("退回修改"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("总的意见"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("退回的，请写明理由。"),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, parties: Sequence[str], questions: Sequence[str]
    ) -> None:
        super().__init__(data, files, initial={"party": parties[0] if parties else ""}, auto_id="opinion-%s")
        self.questions = tuple(questions)
        self.fields["party"] = forms.ChoiceField(label=_("会审单位"), choices=[(name, name) for name in parties])
        for place, question in enumerate(questions, start=1):
            self.fields[f"yes-{place}"] = forms.ChoiceField(
                label=_(question), choices=[("yes", _("是")), ("no", _("否"))], widget=forms.RadioSelect
            )
            self.fields[f"why-{place}"] = forms.CharField(
                label=_("说明（答“否”必填）"),
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def asked(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each question: the answer and its words."""
        places = range(1, len(self.questions) + 1)
        return [(self[f"yes-{place}"], self[f"why-{place}"]) for place in places]

    def opinion(self, remarks: tuple[Remark, ...]) -> Opinion:
        """The opinion as it was typed; only after `is_valid`."""
        typed = self.cleaned_data
        places = range(1, len(self.questions) + 1)
        return Opinion(
            answers=tuple(Answer(typed[f"yes-{place}"] == "yes", typed[f"why-{place}"]) for place in places),
            agrees=typed["outcome"] == "agree",
            words=typed["words"],
            remarks=remarks,
        )


def remark_rows(query: QueryDict) -> list[dict[str, str]]:
    """The remarks as they were typed, with at least a few empty rows; a row more where one was asked for."""
    columns = [query.getlist(name) for name in ("remark-task", "remark-field", "remark-words")]
    rows = [
        {"task": task, "field": field, "words": words}
        for task, field, words in zip(*columns, strict=False)
        if task.strip() or words.strip()
    ][:MOST_REMARKS]
    if query.get("task") and not rows:
        rows = [{"task": query.get("task", ""), "field": "", "words": ""}]
    empty = max(1, FEWEST_REMARKS - len(rows))
    return [*rows, *({"task": "", "field": "", "words": ""} for _row in range(empty))]


def remarks_in(query: QueryDict) -> tuple[Remark, ...]:
    """The remarks that were typed; what is no number stands for a task that is not there."""
    return tuple(
        Remark(_number(row["task"]), row["field"], row["words"])
        for row in remark_rows(query)
        if row["task"].strip() or row["words"].strip()
    )


def remark_choices() -> list[tuple[str, str]]:
    """What a remark may be about, in words."""
    return [(key, _(name)) for key, name in REMARK_FIELDS.items()]


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else 0
