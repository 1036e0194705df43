"""Appointments of a cycle, and whose an account is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Thing, may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import appointing as operations
from zhenggai.ledger.queries.appointing import (
    appointment_row,
    appointments_page,
    group_name,
    persons_to_choose,
)
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.office.access import staff
from zhenggai.office.forms.appointing import AccountPersonForm, AppointForm, EndForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.people.account_operations import link_person
from zhenggai.people.account_queries import account_row, likely_persons
from zhenggai.people.unit_queries import list_units
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def appointments(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List who is what in a cycle, and who was."""
    page = appointments_page(cycle_id=cycle_id, actor=request.actor, today=localdate())
    facts = {
        "here": "bodies",
        "path": in_cycle(page.cycle, (_("任命"), "")),
        "tab": "appointments",
        "cycle": page.cycle,
        "whole": True,
        "page": page,
        "may_appoint": may(request.actor, Act.APPOINT, Thing(cycle_id=cycle_id)),
        "may_everywhere": may(request.actor, Act.APPOINT, Thing()),
    }
    return render(request, "office/appointments.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.APPOINT)
def add(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Appoint somebody outside the groups."""
    return _appoint(request, cycle_id, group_id=None, leading=None, title=_("任命"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.APPOINT)
def seat(request: StaffRequest, cycle_id: int, group_id: int) -> HttpResponse:
    """Give somebody a seat in a group."""
    name, leading = group_name(group_id=group_id, cycle_id=cycle_id)
    return _appoint(request, cycle_id, group_id=group_id, leading=leading, title=_("%(name)s：选人") % {"name": name})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.APPOINT)
def end(request: StaffRequest, cycle_id: int, appointment_id: int) -> HttpResponse:
    """Give an appointment its last day."""
    row = appointment_row(appointment_id=appointment_id, actor=request.actor, today=localdate())
    if row.cycle_id not in (None, cycle_id):
        raise Http404
    initial = {"version": row.version, "ends": localdate()}
    form = EndForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_appointment(
                appointment_id=appointment_id,
                version=form.cleaned_data["version"],
                ends=form.cleaned_data["ends"],
                why=form.cleaned_data["why"],
                actor=request.actor,
                at=now(),
            )
        except (NotAllowed, NoSuchThing):
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已免去。留下的事项列在“交接”里，历史都在。"))
            return redirect("groups" if row.place and not row.names else "appointments", cycle_id)
    title = _("免去 %(name)s（%(role)s）") % {"name": row.person, "role": _(row.role_name)}
    return _form_page(request, cycle_id, form, title=title, submit=_("免去这项任命"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_ACCOUNTS)
def account_person(request: StaffRequest, account_id: int) -> HttpResponse:
    """Say whose an account is; who has the same name is offered first."""
    account = account_row(account_id=account_id)
    form = AccountPersonForm(
        request.POST if request.method == "POST" else None,
        persons=persons_to_choose(today=localdate()),
        suggested=frozenset(likely_persons(account_id=account_id)),
        initial={"person": str(account.person_id or "")},
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["person"]
        try:
            link_person(account_id=account_id, person_id=int(wanted) if wanted else None, actor=request.actor, at=now())
        except (NotAllowed, NoSuchThing):
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已写明账号“%(login)s”是谁的。") % {"login": account.login})
            return redirect("accounts")
    title = _("账号“%(login)s”是谁的") % {"login": account.login}
    path = ((_("账号"), reverse("accounts")), (title, ""))
    facts = {"here": "accounts", "path": path, "form": form, "title": title, "submit": _("保存")}
    return render(request, "office/people_form.html", facts, status=422 if form.errors else 200)


def _appoint(
    request: StaffRequest, cycle_id: int, *, group_id: int | None, leading: bool | None, title: str
) -> HttpResponse:
    form = AppointForm(
        request.POST if request.method == "POST" else None,
        persons=persons_to_choose(today=localdate()),
        units=[(unit.id, unit.name) for unit in list_units()],
        leading=leading,
        initial={"starts": localdate(), "person": str(number_in(request.GET, "person") or "")},
    )
    if leading is None and not may(request.actor, Act.APPOINT, Thing()):
        del form.fields["everywhere"]
    if request.method == "POST" and form.is_valid():
        wish = form.wish(cycle_id=cycle_id, group_id=group_id)
        try:
            operations.appoint(wish=wish, actor=request.actor, at=now())
        except (NotAllowed, NoSuchThing):
            raise
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("任命已记下，从所填的日子起生效。"))
            return redirect("appointments" if group_id is None else "groups", cycle_id)
    return _form_page(request, cycle_id, form, title=title, submit=_("任命"))


def _form_page(
    request: StaffRequest, cycle_id: int, form: AppointForm | EndForm, *, title: str, submit: str
) -> HttpResponse:
    path = in_cycle(cycle_row(cycle_id=cycle_id), (_("任命"), reverse("appointments", args=[cycle_id])), (title, ""))
    facts = {"here": "bodies", "path": path, "form": form, "title": title, "submit": submit}
    return render(request, "office/people_form.html", facts, status=422 if form.errors else 200)
