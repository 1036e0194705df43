"""Handovers: what somebody left open, and who takes it over."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Thing, may, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.operations import appointing
from zhenggai.ledger.queries.appointing import persons_to_choose
from zhenggai.ledger.queries.handovers import handover_page, handovers_page
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.shapes.appointing import HandoverPage
from zhenggai.office.access import staff
from zhenggai.office.forms.appointing import AcceptForm, DropForm, LeftoversForm, SuccessorForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.TAKE_OVER)
def handovers(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the handovers of a cycle that concern the actor."""
    try:
        after = request.GET.get("after", "")
        page = handovers_page(cycle_id=cycle_id, actor=request.actor, when=now(), after=after)
    except BadKey as fault:
        raise Http404 from fault
    facts = {
        "here": "bodies",
        "path": in_cycle(page.cycle, (_("交接"), "")),
        "tab": "handovers",
        "cycle": page.cycle,
        "whole": may_in_cycle(request.actor, Act.READ_CYCLE, cycle_id),
        "page": page,
        "may_appoint": may(request.actor, Act.APPOINT, Thing(cycle_id=cycle_id)),
    }
    return render(request, "office/handovers.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.APPOINT)
def add(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List by hand what somebody leaves open."""
    persons = persons_to_choose(today=localdate())
    initial = {"person": str(number_in(request.GET, "person") or "")}
    form = LeftoversForm(request.POST if request.method == "POST" else None, persons=persons, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            number = appointing.list_leftovers(
                person_id=int(form.cleaned_data["person"]),
                cycle_id=cycle_id,
                why=form.cleaned_data["why"],
                actor=request.actor,
                at=now(),
            )
        except (NotAllowed, NoSuchThing):
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已列出待交接的事项，请指定接手人。"))
            return redirect("handover", cycle_id, number)
    title = _("列出待交接的事项")
    path = in_cycle(cycle_row(cycle_id=cycle_id), (_("交接"), reverse("handovers", args=[cycle_id])), (title, ""))
    facts = {"here": "bodies", "path": path, "form": form, "title": title, "submit": _("列出这个人的事项")}
    return render(request, "office/people_form.html", facts, status=422 if form.errors else 200)


@require_safe
@staff(Act.TAKE_OVER)
def handover(request: StaffRequest, cycle_id: int, handover_id: int) -> HttpResponse:
    """Show a handover, to the successor with the form that takes over."""
    return _page(request, _found(request, cycle_id, handover_id))


@require_POST
@staff(Act.APPOINT)
def name(request: StaffRequest, cycle_id: int, handover_id: int) -> HttpResponse:
    """Say who is to take over."""
    page = _found(request, cycle_id, handover_id)
    form = SuccessorForm(request.POST, persons=persons_to_choose(today=localdate()))

    def act() -> None:
        appointing.name_successor(
            handover_id=handover_id,
            version=form.cleaned_data["version"],
            person_id=int(form.cleaned_data["person"]),
            actor=request.actor,
            at=now(),
        )

    return _done(request, page, form, act, said=_("已指定接手人，请本人登录后接收。"), named=form)


@require_POST
@staff(Act.APPOINT)
def drop(request: StaffRequest, cycle_id: int, handover_id: int) -> HttpResponse:
    """Say why nothing has to be handed over."""
    page = _found(request, cycle_id, handover_id)
    form = DropForm(request.POST)

    def act() -> None:
        typed = form.cleaned_data
        appointing.drop_handover(
            handover_id=handover_id, version=typed["version"], why=typed["why"], actor=request.actor, at=now()
        )

    return _done(request, page, form, act, said=_("已写明不必交接。"), dropped=form)


@require_POST
@staff(Act.TAKE_OVER)
def accept(request: StaffRequest, cycle_id: int, handover_id: int) -> HttpResponse:
    """Take over what was ticked."""
    page = _found(request, cycle_id, handover_id)
    form = AcceptForm(request.POST, items=page.items)

    def act() -> None:
        appointing.accept_handover(
            handover_id=handover_id,
            version=form.cleaned_data["version"],
            item_ids=[int(item) for item in form.cleaned_data["items"]],
            remark=form.cleaned_data["remark"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, page, form, act, said=_("已接收，这些任务从现在起由您负责。"), taken=form)


def _found(request: StaffRequest, cycle_id: int, handover_id: int) -> HandoverPage:
    page = handover_page(handover_id=handover_id, actor=request.actor, when=now())
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _done(
    request: StaffRequest,
    page: HandoverPage,
    form: forms.Form,
    act: Callable[[], None],
    *,
    said: str,
    named: SuccessorForm | None = None,
    dropped: DropForm | None = None,
    taken: AcceptForm | None = None,
) -> HttpResponse:
    status = 422
    if form.is_valid():
        try:
            act()
        except (NotAllowed, NoSuchThing):
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
            status = 409
        else:
            messages.success(request, said)
            return redirect("handover", page.cycle.id, page.row.id)
    fresh = _found(request, page.cycle.id, page.row.id)
    return _page(request, fresh, named=named, dropped=dropped, taken=taken, status=status)


def _page(
    request: StaffRequest,
    page: HandoverPage,
    *,
    named: SuccessorForm | None = None,
    dropped: DropForm | None = None,
    taken: AcceptForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row, cycle_id = page.row, page.cycle.id
    may_appoint = may(request.actor, Act.APPOINT, Thing(cycle_id=cycle_id)) and row.done_at is None
    seen = {"version": row.version}
    if may_appoint and named is None:
        initial = {**seen, "person": str(row.successor_id or "")}
        named = SuccessorForm(persons=persons_to_choose(today=localdate()), initial=initial)
    title = _("%(name)s 的交接") % {"name": row.giver}
    facts = {
        "here": "bodies",
        "path": in_cycle(page.cycle, (_("交接"), reverse("handovers", args=[cycle_id])), (title, "")),
        "title": title,
        "page": page,
        "cycle": page.cycle,
        "may_appoint": may_appoint,
        "named": named if may_appoint else None,
        "dropped": (dropped or DropForm(initial=seen)) if may_appoint else None,
        "taken": (taken or AcceptForm(items=page.items, initial=seen)) if page.mine and not row.done_at else None,
        "form": taken or named or dropped,
        "timeline": list_timeline(subjects=(Subject("handover", row.id),)),
    }
    return render(request, "office/handover.html", facts, status=status)
