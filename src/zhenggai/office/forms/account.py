"""The log-in form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.Form):
    """Name and password; after `is_valid`, `account` is who they belong to."""

    login = forms.CharField(
        label=_("账号"),
        max_length=64,
        error_messages={"required": _("请填写账号。")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        error_messages={"required": _("请填写密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Find the account.

        :raises ValidationError: where name and password do not belong together, without saying which is wrong.
        """
        facts = super().clean() or {}
        if "login" in facts and "password" in facts:
            account = authenticate(self.request, login=facts["login"], password=facts["password"])
            if account is None:
                raise forms.ValidationError(_("账号或密码不对，请核对后重新填写。"))
            self.account = account
        return facts
