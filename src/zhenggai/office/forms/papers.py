"""Forms of papers: what is to be composed, a passage, a return."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.papers.names import PART_KINDS
from zhenggai.domain.papers.words import LONGEST_PASSAGE
from zhenggai.oversight.composing.gathering import Part
from zhenggai.oversight.layout_shapes import LayoutsPage
from zhenggai.oversight.operations.composing import LONGEST_REASON, PaperWish
from zhenggai.oversight.paper_shapes import PapersPage

LONGEST_WHY = 500
ROWS = 8


class ComposeForm(forms.Form):
    """A paper that somebody wants: its kind is the button that was pressed."""

    kind = forms.ChoiceField(widget=forms.HiddenInput)
    part = forms.ChoiceField(
        label=gettext_lazy("范围"),
        required=False,
        help_text=gettext_lazy("销号申请表、核查表选一项任务；督办单、提醒函、工作提示选一个单位、领导或一项任务。"),
    )
    as_of = forms.DateTimeField(
        label=gettext_lazy("台账截至"),
        required=False,
        help_text=gettext_lazy("留空是现在；写过去的时刻，按当时的台账生成。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
    period = forms.ChoiceField(
        label=gettext_lazy("报告期"),
        required=False,
        help_text=gettext_lazy("选了，就按那个月结写：通报的各单位表和数字取自冻结的数。"),
    )
    document_number = forms.CharField(
        label=gettext_lazy("发文字号"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("如 云发〔2026〕5号，可以留空。"),
    )
    copies_to = forms.CharField(
        label=gettext_lazy("抄送"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("写在末页版记里，如 市委巡察办，县委各部门；可以留空。"),
    )
    printed_by = forms.CharField(
        label=gettext_lazy("印发机关"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("写在末页版记里，如 县委办公室；可以留空。"),
    )
    withheld = forms.MultipleChoiceField(
        label=gettext_lazy("不公开的问题"), required=False, widget=forms.CheckboxSelectMultiple
    )
    withheld_why = forms.CharField(
        label=gettext_lazy("不公开的依据"),
        required=False,
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, page: PapersPage) -> None:
        super().__init__(data, auto_id="compose-%s")
        self.fields["kind"].choices = [(row.key, row.name) for row in page.kinds]  # type: ignore[attr-defined]
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            ("", _(PART_KINDS[""])),
            *(
                (_(PART_KINDS[kind]), [(one.value, one.label) for one in choices])
                for kind, choices in page.parts
                if choices
            ),
        ]
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", _("不按报告期")),
            *((one.value, one.label) for one in page.periods),
        ]
        self.fields["withheld"].choices = [(one.value, one.label) for one in page.problems]  # type: ignore[attr-defined]

    def wish(self) -> PaperWish:
        """What was asked for; only after `is_valid`."""
        typed = self.cleaned_data
        kind, _colon, value = typed["part"].partition(":")
        as_of = typed["as_of"]
        if as_of is not None and as_of.tzinfo is None:
            as_of = make_aware(as_of, get_current_timezone())
        public = typed["kind"] == "public"
        return PaperWish(
            kind=typed["kind"],
            part=Part(kind, value),
            as_of=as_of,
            withheld=frozenset(int(key) for key in typed["withheld"]) if public else frozenset(),
            withheld_why=typed["withheld_why"] if public else "",
            document_number=typed["document_number"],
            copies_to=typed["copies_to"],
            printed_by=typed["printed_by"],
            period=int(typed["period"]) if typed["period"] else None,
        )


class PassageForm(forms.Form):
    """A passage with its figures as locked fields."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("文字"),
        required=False,
        max_length=LONGEST_PASSAGE * 2,
        help_text=gettext_lazy("⟦ ⟧ 里是数字，可以移动、可以删去，不能改写；新的数字请先登记到台账。"),
        widget=forms.Textarea(attrs={"rows": ROWS}),
    )


class LayoutForm(forms.Form):
    """A layout for a kind of paper."""

    kind = forms.ChoiceField(label=gettext_lazy("哪种文稿"))
    file = forms.FileField(label=gettext_lazy("版式文件"), help_text=gettext_lazy("Word 文件（.docx），最大 20 MB。"))

    def __init__(self, data: Any = None, files: Any = None, *, page: LayoutsPage) -> None:
        super().__init__(data, files, auto_id="layout-%s")
        self.fields["kind"].choices = list(page.kinds)  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """Giving a paper back."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("退回的原因"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
