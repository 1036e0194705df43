"""The form of a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zhenggai.domain.comments import LONGEST_COMMENT


class CommentForm(forms.Form):
    """What somebody wants to say."""

    text = forms.CharField(
        label=gettext_lazy("意见"),
        max_length=LONGEST_COMMENT,
        help_text=gettext_lazy("写@和姓名可以叫某个人看，他会在待办里看到。发表以后不能改，只能撤回。"),
        error_messages={"required": gettext_lazy("请写意见。")},
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_COMMENT}),
    )
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="comment-%s", **options)
