"""What the door asks for."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from zhenggai.office.door.adapters import note_failure
from zhenggai.people.factors import FACTOR_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

_CODE = FACTOR_NAMES["totp"]
# A code fits for the half minute before and after its own.
_CODE_FITS_SECONDS = 90


def password_field(label: Words, *, autocomplete: str, required: Words) -> forms.CharField:
    """A password that is never shown again."""
    return forms.CharField(
        label=label,
        max_length=256,
        strip=False,
        error_messages={"required": required},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def code_field(label: Words, *, help_text: Words = "") -> forms.CharField:
    """A code of digits."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(
        label=label,
        max_length=32,
        help_text=help_text,
        error_messages={"required": _("请填写验证码。")},
        widget=forms.TextInput(attrs=attributes),
    )


class EntranceForm(LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = forms.CharField(
            label=_("账号"),
            max_length=64,
            error_messages={"required": _("请填写账号。")},
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
        )
        password = password_field(_("密码"), autocomplete="current-password", required=_("请填写密码。"))
        self.fields = {"login": login, "password": password}


class OwnPasswordForm(ChangePasswordForm):
    """The password of now, and the next one twice."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        judged = self.fields["password1"]
        judged.label, judged.help_text = _("新密码"), _("至少 10 个字符，不能全是数字，不能太常见。")
        judged.error_messages["required"] = _("请填写新密码。")
        judged.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        self.fields = {
            "oldpassword": password_field(
                _("现在的密码"), autocomplete="current-password", required=_("请填写现在的密码。")
            ),
            "password1": judged,
            "password2": password_field(_("再填一遍"), autocomplete="new-password", required=_("请再填一遍新密码。")),
        }

    def clean(self) -> dict[str, Any]:
        """Compare both, in our words."""
        facts: dict[str, Any] = forms.Form.clean(self) or {}
        if "password1" in facts and "password2" in facts and facts["password1"] != facts["password2"]:
            self.add_error("password2", _("两次填写的新密码不一样。"))
        return facts


class PasswordAgainForm(ReauthenticateForm):
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = password_field(_("密码"), autocomplete="current-password", required=_("请填写密码。"))
        again.widget.attrs["autofocus"] = True
        self.fields = {"password": again}


class FreshCode:
    """A code that fits is used up for as long as it would fit."""

    def clean_code(self) -> str:
        """Judge the code.

        :raises ValidationError: where it does not fit or was used before.
        """
        account_id: int = self.user.pk  # type: ignore[attr-defined]
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if not cache.add(f"zhenggai:used-code:{account_id}:{normalize_user_code(code)}", "yes", _CODE_FITS_SECONDS):
                raise get_adapter().validation_error("incorrect_code")
        except forms.ValidationError as fault:
            if fault.code == "incorrect_code":
                note_failure(account_id=account_id, way=_CODE)
            raise
        return code


class SecondStepForm(FreshCode, AuthenticateForm):
    """A code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"code": code_field(_("验证码"), help_text=_("动态码应用上的 6 位数字，或一个恢复码。"))}


class CodeAgainForm(FreshCode, ReauthenticateCodeForm):
    """A code, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"code": code_field(_("验证码"), help_text=_("动态码应用上的 6 位数字，或一个恢复码。"))}


class AddCodeForm(ActivateTOTPForm):
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"code": code_field(_("应用上显示的 6 位数字"))}


@contextmanager
def well_formed() -> Iterator[None]:
    """Read what a browser says a device has answered; allauth expects its shape and falls over any other.

    :raises ValidationError: where it has another shape.
    """
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, struct.error) as fault:
        raise get_adapter().validation_error("incorrect_code") from fault


class ShownPasskey:
    """What a device answers to a wish for proof."""

    def clean_credential(self) -> Any:
        """Find the passkey that was shown.

        :raises ValidationError: where it is none of this person's.
        """
        with well_formed():
            return super().clean_credential()  # type: ignore[misc]


class SecondStepPasskeyForm(ShownPasskey, AuthenticateWebAuthnForm):
    """A passkey, after the password."""


class PasskeyEntranceForm(ShownPasskey, LoginWebAuthnForm):
    """A passkey, in place of the password."""


class PasskeyAgainForm(ShownPasskey, ReauthenticateWebAuthnForm):
    """A passkey, once more."""


class AddPasskeyForm(AddWebAuthnForm):
    """A name for a passkey and what the browser made of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length = _("名称"), 64
        name.help_text = _("写一个认得出的名称，如“办公室电脑”“我的手机”。")
        alone.label, alone.initial = _("以后不输密码，直接用它登录"), True
        alone.help_text = _("需要设备支持指纹、人脸或 PIN。")

    def clean(self) -> dict[str, Any]:
        """Judge what the device made.

        :raises ValidationError: where it is no passkey for this house.
        """
        with well_formed():
            return super().clean()  # type: ignore[no-any-return]
