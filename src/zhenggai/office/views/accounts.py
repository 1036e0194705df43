"""Accounts: opened and closed by one administrator, assigned by another, looked on by the third."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Actor, may
from zhenggai.domain.roles import Act
from zhenggai.journal.queries import list_trail
from zhenggai.office.access import staff
from zhenggai.office.forms.accounts import AccountForm, AssignForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import place
from zhenggai.people.account_operations import assign_role, close_account, reopen_account
from zhenggai.people.account_queries import account_row, list_accounts
from zhenggai.people.operations import create_account
from zhenggai.people.unit_queries import list_units
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

ENTRIES = 50


class Switch(Protocol):
    """An operation that closes or reopens an account."""

    def __call__(self, *, account_id: int, actor: Actor, at: datetime) -> None:
        """Do it, or refuse."""


@require_safe
@staff(Act.LIST_ACCOUNTS)
def accounts(request: StaffRequest) -> HttpResponse:
    """List every account, closed ones last."""
    facts = {
        "here": "accounts",
        "path": place(_("账号")),
        "accounts": list_accounts(),
        "own": request.actor.id,
        "may_keep": may(request.actor, Act.KEEP_ACCOUNTS),
        "may_assign": may(request.actor, Act.ASSIGN_ROLES),
    }
    return render(request, "office/accounts.html", facts)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_ACCOUNTS)
def add(request: StaffRequest) -> HttpResponse:
    """Open an account."""
    units = dict(_units())
    form = AccountForm(request.POST if request.method == "POST" else None, units=units.items())
    if form.is_valid():
        told, wish = form.cleaned_data, form.assignment()
        unit = units[wish.unit_id] if wish.unit_id else None
        try:
            create_account(
                login=told["login"],
                name=told["name"],
                role=wish.role,
                unit=unit,
                password=told["password"],
                actor=request.actor,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("账号“%(login)s”已开通。") % {"login": told["login"]})
            return redirect("accounts")
    return _form_page(request, form, title=_("开通账号"), submit=_("开通这个账号"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.ASSIGN_ROLES)
def assign(request: StaffRequest, account_id: int) -> HttpResponse:
    """Say what an account is for and in which unit."""
    account = account_row(account_id=account_id)
    initial = {"role": account.role.value, "unit": str(account.unit_id or "")}
    form = AssignForm(request.POST if request.method == "POST" else None, units=_units(), initial=initial)
    if form.is_valid():
        try:
            assign_role(account_id=account_id, assignment=form.assignment(), actor=request.actor, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("“%(name)s”的角色已保存。") % {"name": account.name})
            return redirect("accounts")
    title = _("给 %(name)s 分配角色") % {"name": account.name}
    return _form_page(request, form, title=title, submit=_("保存角色"))


@require_POST
@staff(Act.KEEP_ACCOUNTS)
def close(request: StaffRequest, account_id: int) -> HttpResponse:
    """Let nobody log in by this account any more."""
    return _switched(request, account_id, close_account, _("账号“%(login)s”已停用，历史都在。"))


@require_POST
@staff(Act.KEEP_ACCOUNTS)
def reopen(request: StaffRequest, account_id: int) -> HttpResponse:
    """Let somebody log in by this account again."""
    return _switched(request, account_id, reopen_account, _("账号“%(login)s”已恢复。"))


@require_safe
@staff(Act.READ_JOURNAL)
def trail(request: StaffRequest) -> HttpResponse:
    """Show every entry to who looks on, without what the work is about."""
    timeline = list_trail(before=number_in(request.GET, "before"), limit=ENTRIES)
    facts = {"here": "trail", "path": place(_("全部记录")), "timeline": timeline}
    return render(request, "office/trail.html", facts)


def _switched(request: StaffRequest, account_id: int, operation: Switch, said: str) -> HttpResponse:
    account = account_row(account_id=account_id)
    try:
        operation(account_id=account_id, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, said % {"login": account.login})
    return redirect("accounts")


def _units() -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in list_units()]


def _form_page(request: StaffRequest, form: forms.Form, *, title: str, submit: str) -> HttpResponse:
    path = ((_("账号"), reverse("accounts")), (title, ""))
    facts = {"here": "accounts", "path": path, "form": form, "title": title, "submit": submit}
    return render(request, "office/people_form.html", facts, status=422 if form.errors else 200)
