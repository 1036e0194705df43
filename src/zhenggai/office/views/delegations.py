"""One's own delegations: whom one lets act, and for whom one acts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries.appointing import delegations_page
from zhenggai.ledger.shapes.appointing import DelegationsPage
from zhenggai.office.access import staff
from zhenggai.office.forms.appointing import DelegationForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import place
from zhenggai.people.delegation_operations import delegate, end_delegation
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.WORK)
def delegations(request: StaffRequest) -> HttpResponse:
    """Show both, and to those whose word commits the form."""
    page = delegations_page(actor=request.actor, today=localdate())
    form = DelegationForm(takers=page.takers, acts=page.acts, initial={"starts": localdate()})
    return _page(request, page, form)


@require_POST
@staff(Act.DELEGATE)
def add(request: StaffRequest) -> HttpResponse:
    """Let somebody act for oneself."""
    page = delegations_page(actor=request.actor, today=localdate())
    form = DelegationForm(request.POST, takers=page.takers, acts=page.acts)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        delegate(wish=form.wish(), actor=request.actor, at=now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, page, form, status=409)
    messages.success(request, _("已委托。代您办理的每一件，记录里都写明“代”。"))
    return redirect("delegations")


@require_POST
@staff(Act.DELEGATE)
def end(request: StaffRequest, delegation_id: int) -> HttpResponse:
    """Take a delegation back."""
    page = delegations_page(actor=request.actor, today=localdate())
    if all(row.id != delegation_id for row in page.given):
        raise Http404
    version = number_in(request.POST, "version") or 0
    try:
        end_delegation(delegation_id=delegation_id, version=version, actor=request.actor, at=now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("已收回，马上生效。"))
    return redirect("delegations")


def _page(request: StaffRequest, page: DelegationsPage, form: DelegationForm, *, status: int = 200) -> HttpResponse:
    facts = {"here": "delegations", "path": place(_("委托")), "page": page, "form": form}
    return render(request, "office/delegations.html", facts, status=status)
