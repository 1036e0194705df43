"""Promises that outlive the cycle: the list, and the page of one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.promises import CannotPromise
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations.progress.promising import (
    PromiseChanged,
    add_promise,
    change_promise,
    extend_promise,
    judge_promise,
    note_promise,
)
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.promises import list_promises, promise_page
from zhenggai.ledger.shapes.promises import PromiseList, PromisePage
from zhenggai.office.access import staff
from zhenggai.office.forms.promises import LaterForm, NoteForm, OwnerForm, PromiseForm, VerdictForm
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

Forms = dict[str, forms.Form]


@require_safe
@staff(Act.READ)
def promises(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the promises of a cycle by their last day; `new` opens the form to write one down."""
    page = _list(request, cycle_id)
    form = PromiseForm(auto_id="promise-%s") if "new" in request.GET and page.may_add else None
    return _listed(request, page, form)


@require_POST
@staff(Act.REPORT)
def add(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Write a promise down by hand."""
    form = PromiseForm(request.POST, auto_id="promise-%s")
    if not form.is_valid():
        return _listed(request, _list(request, cycle_id), form, status=422)
    try:
        wish = form.wish(form.cleaned_data["text"])
        number = add_promise(cycle_id=cycle_id, wish=wish, actor=request.actor, at=now())
    except CannotPromise as refusal:
        _tell(form, refusal)
        return _listed(request, _list(request, cycle_id), form, status=422)
    messages.success(request, _("承诺已记下。"))
    return HttpResponseRedirect(reverse("promise", args=[cycle_id, number]))


@require_safe
@staff(Act.READ)
def promise(request: StaffRequest, cycle_id: int, promise_id: int) -> HttpResponse:
    """Show one promise, what happened to it, and what can be done."""
    page = _found(request, cycle_id, promise_id)
    return _page(request, page, _forms(page))


@require_POST
@staff(Act.PLAN)
def change(request: StaffRequest, cycle_id: int, promise_id: int) -> HttpResponse:
    """Say whose a promise is."""
    page = _found(request, cycle_id, promise_id, Act.PLAN)
    form = OwnerForm(request.POST, auto_id="owner-%s")

    def act() -> None:
        change_promise(
            promise_id=promise_id,
            version=form.cleaned_data["version"] or 0,
            wish=form.wish(page.promise.text, page.promise.due_text),
            actor=request.actor,
            at=now(),
        )

    return _done(request, page, form, "owner", act, said=_("承诺的归属已保存。"))


@require_POST
@staff(Act.REPORT)
def note(request: StaffRequest, cycle_id: int, promise_id: int) -> HttpResponse:
    """Note how far a promise has come."""
    page = _found(request, cycle_id, promise_id, Act.REPORT)
    form = NoteForm(request.POST, auto_id="note-%s")

    def act() -> None:
        version = form.cleaned_data["version"]
        note_promise(promise_id=promise_id, version=version, said=form.said(), actor=request.actor, at=now())

    return _done(request, page, form, "note", act, said=_("办理情况已记下。"))


@require_POST
@staff(Act.GRANT_EXTENSION)
def extend(request: StaffRequest, cycle_id: int, promise_id: int) -> HttpResponse:
    """Give a promise a later day."""
    page = _found(request, cycle_id, promise_id, Act.GRANT_EXTENSION)
    form = LaterForm(request.POST, auto_id="later-%s")

    def act() -> None:
        typed = form.cleaned_data
        extend_promise(
            promise_id=promise_id,
            version=typed["version"],
            new=typed["new"],
            reason=typed["reason"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, page, form, "later", act, said=_("承诺已延期，原来的期限留在记录里。"))


@require_POST
@staff(Act.JUDGE)
def judge(request: StaffRequest, cycle_id: int, promise_id: int) -> HttpResponse:
    """Declare a promise kept, partly kept or broken."""
    page = _found(request, cycle_id, promise_id, Act.JUDGE)
    form = VerdictForm(request.POST, auto_id="verdict-%s")

    def act() -> None:
        typed = form.cleaned_data
        judge_promise(
            promise_id=promise_id,
            version=typed["version"],
            verdict=typed["verdict"],
            said=form.said(),
            actor=request.actor,
            at=now(),
        )

    return _done(request, page, form, "verdict", act, said=_("认定已记下。"))


def _list(request: StaffRequest, cycle_id: int) -> PromiseList:
    query = request.GET
    try:
        return list_promises(
            cycle_id=cycle_id,
            actor=request.actor,
            today=localdate(),
            scope=query.get("scope", "beyond"),
            state=query.get("state", ""),
            after=query.get("after"),
        )
    except BadKey as fault:
        raise Http404 from fault


def _listed(request: StaffRequest, page: PromiseList, form: PromiseForm | None, *, status: int = 200) -> HttpResponse:
    chosen = {
        "scope": next(choice.value for choice in page.scopes if choice.chosen),
        "state": next(choice.value for choice in page.states if choice.chosen),
    }
    facts = {
        "here": "progress",
        "path": in_cycle(page.cycle, (_("进展"), reverse("progress", args=[page.cycle.id])), (_("承诺"), "")),
        "page": page,
        "cycle": page.cycle,
        "form": form,
        "chosen": chosen,
        "first": not request.GET.get("after"),
        "following": "?" + urlencode({**chosen, "after": page.after}) if page.after else "",
    }
    return render(request, "office/promises.html", facts, status=status)


def _found(request: StaffRequest, cycle_id: int, promise_id: int, act: Act = Act.READ) -> PromisePage:
    page = promise_page(promise_id=promise_id, actor=request.actor, today=localdate(), act=act)
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _forms(page: PromisePage) -> Forms:
    seen, today = {"version": page.promise.version}, localdate()
    owner = {
        **seen,
        "due": page.promise.due,
        "task": page.promise.task_number,
        "unit": page.promise.own_unit,
        "leader": page.promise.own_leader,
    }
    return {
        "owner": OwnerForm(initial=owner, auto_id="owner-%s"),
        "note": NoteForm(initial={**seen, "day": today}, auto_id="note-%s"),
        "later": LaterForm(initial=seen, auto_id="later-%s"),
        "verdict": VerdictForm(initial={**seen, "day": today}, auto_id="verdict-%s"),
    }


def _done(
    request: StaffRequest, page: PromisePage, form: forms.Form, name: str, act: Callable[[], None], *, said: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, page, _forms(page) | {name: form}, failed=form, status=422)
    try:
        act()
    except CannotPromise as refusal:
        _tell(form, refusal)
        return _page(request, page, _forms(page) | {name: form}, failed=form, status=422)
    except PromiseChanged as refusal:
        form.add_error(None, sentence_of(refusal))
        fresh = _found(request, page.cycle.id, page.promise.id)
        return _page(request, fresh, _forms(fresh) | {name: form}, failed=form, status=409)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("promise", args=[page.cycle.id, page.promise.id]))


def _tell(form: forms.Form, refusal: CannotPromise) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))


def _page(
    request: StaffRequest,
    page: PromisePage,
    found: Forms,
    *,
    failed: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    place = reverse("promises", args=[page.cycle.id])
    facts = {
        "here": "progress",
        "path": in_cycle(page.cycle, (_("承诺"), place), (_("第 %(number)s 项") % {"number": page.promise.id}, "")),
        "page": page,
        "cycle": page.cycle,
        "forms": found,
        "failed": failed,
    }
    return render(request, "office/promise.html", facts, status=status)
