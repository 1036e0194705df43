"""Coming in through the house's own OpenID Connect provider. Imported only where one is set."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from zhenggai.domain.refusals import Refusal
from zhenggai.office.door.adapters import note_failure
from zhenggai.office.door.ways import WAYS
from zhenggai.people.sso import account_for
from zhenggai.ui.words import sentence_of

PROVIDER = "sso"
log = logging.getLogger(__name__)


class SsoAdapter(DefaultSocialAccountAdapter):
    """Nobody gets an account by being known elsewhere, unless a setting says so."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link who comes for the first time to the account of the same login name.

        :raises ImmediateHttpResponse: leading back to the log-in, where there is no such account, or where somebody
            asked for anything but a log-in, such as tying an identity to whoever is logged in.
        """
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(_back(request, _("统一认证没有完成，请重新登录。")))
        if sociallogin.is_existing:
            return
        claims = _claims(sociallogin.account.extra_data)
        login = str(claims.get(settings.SSO_CLAIM, "")).strip()
        try:
            account_for(
                login=login,
                name=str(claims.get("name", "")).strip(),
                opens=settings.SSO_OPENS_ACCOUNTS,
                link=partial(sociallogin.connect, request),
                at=now(),
            )
        except Refusal as refusal:
            note_failure(login=login, way=WAYS["socialaccount"])
            raise ImmediateHttpResponse(_back(request, sentence_of(refusal))) from refusal

    def on_authentication_error(self, request: HttpRequest, provider: Any, **facts: Any) -> None:
        """Lead back to the log-in; the log gets the kind of the fault and no word of what was sent.

        :raises ImmediateHttpResponse: always.
        """
        fault = facts.get("exception")
        log.warning("single sign-on failed: %s", type(fault).__name__ if fault else facts.get("error"))
        note_failure(way=WAYS["socialaccount"])
        raise ImmediateHttpResponse(_back(request, _("统一认证没有完成，请重新登录。")))


@require_POST
@login_not_required
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, from a page of our own: forms may lead nowhere else."""
    try:
        answer: HttpResponse = views.login(request, PROVIDER)
    except RequestException as fault:
        log.warning("the provider of the single sign-on does not answer: %s", type(fault).__name__)
        return _back(request, _("统一认证暂时连不上，请稍后再试，或用密码登录。"))
    if answer.status_code != 302:
        return answer
    facts = {"address": answer["Location"], "host": urlsplit(answer["Location"]).hostname}
    page = render(request, "office/door/sso.html", facts)
    page.headers["Refresh"] = f"0; url={facts['address']}"
    return page


@require_safe
@login_not_required
@never_cache
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let in who the provider vouches for."""
    answer: HttpResponse = views.callback(request, provider_id)
    return answer


def _claims(told: dict[str, Any]) -> dict[str, Any]:
    return {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}


def _back(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("login")
