"""Coming in and going out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhenggai.domain.roles import ROLE_NAMES
from zhenggai.office.door.adapters import note_failure
from zhenggai.office.door.forms import EntranceForm, PasskeyEntranceForm, SecondStepForm, SecondStepPasskeyForm
from zhenggai.office.door.pages import device_options
from zhenggai.people.factors import FACTOR_NAMES, list_factors
from zhenggai.people.operations import DEMO_PASSWORD, DEMO_PEOPLE

PASSKEY = FACTOR_NAMES["webauthn"]


@dataclass(frozen=True, slots=True)
class DemoCard:
    """A person of the demonstration, as the log-in page lists them."""

    name: str
    post: str
    login: str


class Entrance(LoginView):
    """Ask for name and password, then lead to the second step or to where the person wanted to go."""

    form_class = EntranceForm
    template_name = "office/login.html"

    def form_invalid(self, form: EntranceForm) -> HttpResponse:
        """The page again, with the faults."""
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add where the person wanted to go, and who may be tried out."""
        own = {"next": self.get_next_url() or "", "demo_people": _demo_people(), "demo_password": DEMO_PASSWORD}
        return {**super().get_context_data(**facts), **own, "sso": bool(settings.SSO_ISSUER)}


class SecondStep(AuthenticateView):
    """Ask for a code or a passkey after the password."""

    form_class = SecondStepForm
    webauthn_form_class = SecondStepPasskeyForm
    template_name = "office/door/second_step.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add what the device is asked for, where the person has a passkey."""
        found = super().get_context_data(**facts)
        passkeys = bool(list_factors(account_id=self.stage.login.user.pk).passkeys)
        return {**found, "passkeys": passkeys, "options": device_options(found["js_data"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, with the faults; a failed passkey is noted like a wrong password."""
        if "credential" in form.errors:
            note_failure(account_id=self.stage.login.user.pk, way=PASSKEY)
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer


class PasskeyEntrance(LoginWebAuthnView):
    """Let somebody in who shows a passkey, to where they wanted to go."""

    form_class = PasskeyEntranceForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in, unless the account is closed."""
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, authenticator, login)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the log-in, with a sentence; the failure is noted."""
        note_failure(way=PASSKEY)
        answer: HttpResponse = super().form_invalid(form)
        return answer


@require_POST
@login_not_required
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session and forget what the browser kept of its pages."""
    logout(request, show_message=False)
    response = redirect("login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _demo_people() -> tuple[DemoCard, ...]:
    """Who may be tried out; nobody unless this is a demonstration."""
    people = DEMO_PEOPLE if settings.DEMO else ()
    return tuple(DemoCard(person.name, ROLE_NAMES[person.role], person.login) for person in people)
