"""What every request of somebody logged in passes through: their session is seen, and a second step comes first."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import sync_only_middleware
from django.utils.timezone import now

from zhenggai.people.factors import must_add_factor
from zhenggai.people.sessions import see_session
from zhenggai.ui.middleware import Answer

# Seldom enough to leave the database alone, often enough to tell today from yesterday.
SEEN_SECONDS = 300
_SEEN = "zhenggai.seen"
# What somebody who still has to add a second step may use.
BEFORE_SECOND_STEP = frozenset(
    {
        "second_step_first",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "login",
        "logout",
        "set_language",
        "account_help",
    }
)


def mark_seen(request: HttpRequest) -> None:
    """Say in the session itself that it was just seen, so that the next requests need not ask the database."""
    request.session[_SEEN] = int(time.time())


@sync_only_middleware
def seen_session(get_response: Answer) -> Answer:
    """Remember when and from where a session was last used, every five minutes at most."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if getattr(request, "actor", None) and time.time() - request.session.get(_SEEN, 0) > SEEN_SECONDS:
            mark_seen(request)
            see_session(
                key=request.session.session_key or "",
                address=get_adapter().get_client_ip(request),
                agent=request.headers.get("User-Agent", ""),
                at=now(),
            )
        return get_response(request)

    return answer


@sync_only_middleware
def second_step_first(get_response: Answer) -> Answer:
    """Lead who has to add a second step to where it is added, before anything else."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if actor is None or not must_add_factor(actor=actor, roles=settings.TWO_STEP_ROLES):
            return get_response(request)
        if request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/") or _is_open(request):
            return get_response(request)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("second_step_first")})
        return redirect("second_step_first")

    return answer


def _is_open(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).url_name in BEFORE_SECOND_STEP
    except Resolver404:
        return False
