"""Forms of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhenggai.domain.roles import ROLE_NAMES, Role
from zhenggai.people.account_operations import Assignment

NEEDED = {"required": _("请填写这一项。")}


class AssignForm(forms.Form):
    """What an account is for, and in which unit."""

    role = forms.ChoiceField(label=_("角色"), error_messages=NEEDED)
    unit = forms.ChoiceField(label=_("单位"), required=False)

    def __init__(self, data: Any = None, *, units: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(data, **options)
        names = [(role.value, gettext(ROLE_NAMES[role])) for role in Role]
        self.fields["role"].choices = names  # type: ignore[attr-defined]
        choices = [("", "—"), *((str(pk), name) for pk, name in units)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def assignment(self) -> Assignment:
        """What was asked for; only after `is_valid`."""
        unit = self.cleaned_data["unit"]
        return Assignment(Role(self.cleaned_data["role"]), int(unit) if unit else None)


class AccountForm(AssignForm):
    """A new account."""

    login = forms.CharField(label=_("登录名"), max_length=64, error_messages=NEEDED)
    name = forms.CharField(label=_("姓名"), max_length=64, error_messages=NEEDED)
    password = forms.CharField(
        label=_("初始密码"),
        max_length=256,
        strip=False,
        error_messages=NEEDED,
        help_text=_("至少 10 个字符，当面或用别的办法告诉本人。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("login", "name", "role", "unit", "password")
