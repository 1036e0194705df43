"""Forms of the auditor's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CHECKPOINT = 100_000


class KeptForm(forms.Form):
    """A checkpoint that was kept elsewhere, where there is one."""

    kept = forms.FileField(
        label=_("保存的存证点文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("可以不选。选了，就同时核对它之前的记录一条没有改、没有少。"),
    )

    def clean_kept(self) -> str | None:
        """The checkpoint's text, when the file is as small as checkpoints are; None without a file."""
        file = self.cleaned_data["kept"]
        if file is None:
            return None
        if file.size > LONGEST_CHECKPOINT:
            raise forms.ValidationError(_("存证点只有几行字，这个文件太大，可能选错了。"))
        return str(file.read().decode("utf-8", errors="replace")).replace("\r\n", "\n")


class EntryForm(forms.Form):
    """Which entry to prove."""

    number = forms.IntegerField(
        label=_("记录编号"),
        min_value=1,
        max_value=1 << 62,
        error_messages={"required": _("请填写记录编号。"), "invalid": _("编号应当是一个整数。")},
        help_text=_("“全部记录”里每条都写着“第几号”。只能给账号、单位和人员方面的记录出证明。"),
    )


class ProofForm(forms.Form):
    """A proof that somebody handed over."""

    proof = forms.FileField(
        label=_("证明文件"),
        allow_empty_file=True,
        error_messages={"required": _("还没有选择证明文件。")},
        help_text=_("别人交来的 .json 证明。这里用本系统的公钥核对。"),
    )
