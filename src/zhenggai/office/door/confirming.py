"""Showing once more who one is, before anything about the log-in changes."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateCodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from zhenggai.office.door.adapters import note_failure
from zhenggai.office.door.forms import CodeAgainForm, PasskeyAgainForm, PasswordAgainForm
from zhenggai.office.door.pages import Told, device_options
from zhenggai.people.factors import FACTOR_NAMES

# What the links to the other ways say, by where they lead.
WAYS = {
    "reauthenticate": gettext_lazy("改用密码"),
    "mfa_reauthenticate": gettext_lazy("改用动态码或恢复码"),
    "mfa_reauthenticate:webauthn": gettext_lazy("改用通行密钥"),
}


class Confirm(Told):
    """One way of confirming, and links to the others."""

    title = gettext_lazy("请再确认一次身份")
    template_name = "office/door/confirm.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Name the other ways in our words."""
        found = super().get_context_data(**facts)
        ways = found["reauthentication_alternatives"]
        others = [(WAYS[way["id"]], way["url"]) for way in ways]
        return {**found, "others": others, "form": facts.get("form") or found.get("form")}


class ConfirmByPassword(Confirm, ReauthenticateView):
    """Confirm by the password."""

    form_class = PasswordAgainForm


class ConfirmByCode(Confirm, ReauthenticateCodeView):
    """Confirm by a code of the app, or a recovery code."""

    form_class = CodeAgainForm


class ConfirmByPasskey(Confirm, ReauthenticateWebAuthnView):
    """Confirm by a passkey."""

    form_class = PasskeyAgainForm
    template_name = "office/door/confirm_passkey.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add what the device is asked for."""
        found = super().get_context_data(**facts)
        return {**found, "options": device_options(found["js_data"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, with the faults; the failure is noted."""
        note_failure(account_id=self.request.user.pk, way=FACTOR_NAMES["webauthn"])
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[no-any-return]
