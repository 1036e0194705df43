"""The dictionary of scopes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import figures as operations
from zhenggai.ledger.queries.figures import scopes_page
from zhenggai.office.access import staff
from zhenggai.office.forms.figures import ScopeForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import place
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ)
def scopes(request: StaffRequest) -> HttpResponse:
    """List the terms; `term` opens the form of the next version of one of them."""
    wanted = number_in(request.GET, "term")
    chosen = next((card for card in scopes_page(actor=request.actor) if card.id == wanted), None)
    if chosen is None:
        return _page(request, ScopeForm(), None)
    initial: dict[str, object] = {"definition": chosen.versions[0].definition, "version": chosen.latest}
    return _page(request, ScopeForm(initial=initial, known=True), chosen.id)


@require_POST
@staff(Act.PLAN)
def add(request: StaffRequest) -> HttpResponse:
    """Put a term into the dictionary."""
    form = ScopeForm(request.POST)
    return _kept(
        request,
        form,
        None,
        lambda: operations.add_scope(
            name=form.cleaned_data["name"],
            definition=form.cleaned_data["definition"],
            valid_from=form.cleaned_data["valid_from"],
            actor=request.actor,
            at=now(),
        ),
    )


@require_POST
@staff(Act.PLAN)
def change(request: StaffRequest, term_id: int) -> HttpResponse:
    """Write the next version of a term."""
    if term_id not in {card.id for card in scopes_page(actor=request.actor)}:
        raise Http404
    form = ScopeForm(request.POST, known=True)
    return _kept(
        request,
        form,
        term_id,
        lambda: operations.change_scope(
            term_id=term_id,
            version=form.cleaned_data["version"] or 0,
            definition=form.cleaned_data["definition"],
            valid_from=form.cleaned_data["valid_from"],
            actor=request.actor,
            at=now(),
        ),
    )


def _kept(request: StaffRequest, form: ScopeForm, term_id: int | None, act: Callable[[], object]) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, term_id, status=422)
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, form, term_id, status=409)
    messages.success(request, _("口径已写入字典。"))
    return redirect("scopes")


def _page(request: StaffRequest, form: ScopeForm, chosen_id: int | None, *, status: int = 200) -> HttpResponse:
    cards = scopes_page(actor=request.actor)
    facts = {
        "here": "figures",
        "path": place(_("口径字典")),
        "cards": cards,
        "form": form,
        "chosen": next((card for card in cards if card.id == chosen_id), None),
        "may_plan": may(request.actor, Act.PLAN),
    }
    return render(request, "office/scopes.html", facts, status=status)
