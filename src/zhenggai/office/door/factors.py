"""One's own second steps: seen, added, removed."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from zhenggai.domain.roles import Act
from zhenggai.office.access import staff
from zhenggai.office.door.adapters import FactorAdapter
from zhenggai.office.door.codes import qr_path
from zhenggai.office.door.forms import AddCodeForm, AddPasskeyForm
from zhenggai.office.door.pages import Told, device_options
from zhenggai.office.paths import place
from zhenggai.people.entries import own_change
from zhenggai.people.factors import FACTOR_NAMES, list_factors, must_add_factor
from zhenggai.people.queries import has_password
from zhenggai.ui.middleware import StaffRequest

CODE, PASSKEY = FACTOR_NAMES["totp"], FACTOR_NAMES["webauthn"]


@require_safe
@staff(Act.KEEP_OWN_LOGIN)
def account(request: StaffRequest) -> HttpResponse:
    """Show how one logs in."""
    facts = {
        "path": place(_("登录与安全")),
        "factors": list_factors(account_id=request.actor.id),
        "needed": request.actor.role in settings.TWO_STEP_ROLES,
        "has_password": has_password(account_id=request.actor.id),
    }
    return render(request, "office/door/account.html", facts)


@require_safe
@staff(Act.KEEP_OWN_LOGIN)
def first(request: StaffRequest) -> HttpResponse:
    """Say why a second step has to be added before anything else, and how."""
    if not must_add_factor(actor=request.actor, roles=settings.TWO_STEP_ROLES):
        return redirect("home")
    return render(request, "office/door/first.html", {"path": place(_("设置两步验证"))})


class AddCode(Told, ActivateTOTPView):
    """Add an app that makes codes."""

    title = gettext_lazy("添加动态码")
    form_class = AddCodeForm
    template_name = "office/door/add_code.html"

    def form_valid(self, form: AddCodeForm) -> HttpResponse:
        """Keep the app's secret and note the new factor."""
        with own_change("account.add_factor", actor=self.request.actor, at=now(), after={"way": CODE}):
            answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("动态码已添加。下次登录时，输完密码再输动态码。"))
        return answer

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add the picture that the app reads, and the secret for typing."""
        found = super().get_context_data(**facts)
        size, path = qr_path(found["totp_url"])
        secret = found["form"].secret
        groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
        return {**found, "qr_size": size, "qr_path": path, "secret": " ".join(groups)}


class RemoveCode(Told, DeactivateTOTPView):
    """Give the app up."""

    title = gettext_lazy("停用动态码")
    template_name = "office/door/remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Forget the app's secret and note it."""
        with own_change("account.remove_factor", actor=self.request.actor, at=now(), before={"way": CODE}):
            answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("动态码已停用。"))
        return answer


class AddPasskey(Told, AddWebAuthnView):
    """Add a passkey."""

    title = gettext_lazy("添加通行密钥")
    form_class = AddPasskeyForm
    template_name = "office/door/add_passkey.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Keep the form with its faults, which allauth's page would lose."""
        found = {"form": self.get_form(), **super().get_context_data(**facts), **facts}
        return {**found, "options": device_options(found["js_data"])}

    def form_valid(self, form: AddPasskeyForm) -> HttpResponse:
        """Keep the passkey and note it."""
        after = {"way": PASSKEY, "name": form.cleaned_data["name"]}
        with own_change("account.add_factor", actor=self.request.actor, at=now(), after=after):
            answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("通行密钥“%(name)s”已添加。") % {"name": after["name"]})
        return answer


class RemovePasskey(Told, RemoveWebAuthnView):
    """Give a passkey up."""

    title = gettext_lazy("停用通行密钥")
    template_name = "office/door/remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Forget the passkey and note it, unless it is the last factor that the role needs."""
        passkey: Authenticator = self.get_object()
        adapter = FactorAdapter()
        if not adapter.can_delete_authenticator(passkey):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        before = {"way": PASSKEY, "name": passkey.wrap().name}
        with own_change("account.remove_factor", actor=self.request.actor, at=now(), before=before):
            answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("通行密钥“%(name)s”已停用。") % {"name": before["name"]})
        return answer

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Name the passkey."""
        return {**super().get_context_data(**facts), "name": self.get_object().wrap().name}


class RecoveryCodes(Told, ViewRecoveryCodesView):
    """Show recovery codes, once."""

    title = gettext_lazy("恢复码")
    template_name = "office/door/codes.html"


class RenewCodes(Told, GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones fit no longer."""

    title = gettext_lazy("重新生成恢复码")
    template_name = "office/door/renew_codes.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Make them and note it."""
        with own_change("account.renew_codes", actor=self.request.actor, at=now()):
            answer: HttpResponse = super().form_valid(form)
        return answer
