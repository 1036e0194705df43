"""Logging in and out."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zhenggai import __version__
from zhenggai.domain.roles import ROLE_NAMES
from zhenggai.office.forms.account import LoginForm
from zhenggai.office.paths import place
from zhenggai.people.operations import DEMO_PASSWORD, DEMO_PEOPLE


@dataclass(frozen=True, slots=True)
class DemoCard:
    """A person of the demonstration, as the log-in page lists them."""

    name: str
    post: str
    login: str


@sensitive_post_parameters("password")
@login_not_required
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, then lead to where the person wanted to go."""
    wanted = _own_address(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(wanted)
    form = LoginForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login(request, form.account)
        return HttpResponseRedirect(wanted)
    facts = {"form": form, "next": wanted, "demo_people": _demo_people(), "demo_password": DEMO_PASSWORD}
    return render(request, "office/login.html", facts, status=422 if form.errors else 200)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session and forget what the browser kept of its pages."""
    logout(request)
    response = redirect("login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say which version this is."""
    return render(request, "office/about.html", {"version": __version__, "path": place(_("关于本软件"))})


def _demo_people() -> tuple[DemoCard, ...]:
    """Who may be tried out; nobody unless this is a demonstration."""
    people = DEMO_PEOPLE if settings.DEMO else ()
    return tuple(DemoCard(person.name, ROLE_NAMES[person.role], person.login) for person in people)


def _own_address(request: HttpRequest) -> str:
    """The address asked for before the log-in, as long as it is on this host."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("home")
