"""Extensions: the page of a task, and the list for who decides."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.extensions import CannotExtend, Wish
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations.progress.extending import (
    ExtensionChanged,
    ask_extension,
    decide_extension,
    withdraw_extension,
)
from zhenggai.ledger.queries.extensions import extension_tab, list_extensions
from zhenggai.ledger.shapes.extensions import ExtensionTab
from zhenggai.office.access import staff
from zhenggai.office.forms.extensions import ExtensionForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.office.tabs import task_frame
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ)
def extensions(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the extensions of a cycle, those that wait for a decision first."""
    query = request.GET
    after = number_in(query, "after")
    page = list_extensions(cycle_id=cycle_id, actor=request.actor, state=query.get("state", "asked"), after=after)
    facts = {
        "here": "progress",
        "path": in_cycle(page.cycle, (_("进展"), reverse("progress", args=[cycle_id])), (_("延期"), "")),
        "page": page,
        "cycle": page.cycle,
        "first": after is None,
        "following": "?" + urlencode({"state": query.get("state", "asked"), "after": page.after}) if page.after else "",
    }
    return render(request, "office/extensions.html", facts)


@require_safe
@staff(Act.READ)
def tab(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show the extensions of a task, and the form to ask for one."""
    page = _found(request, cycle_id, task_id)
    return _page(request, page, ExtensionForm(late=page.late) if page.may_ask else None)


@require_POST
@staff(Act.ASK_EXTENSION)
def ask(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Ask for a later date."""
    page = _found(request, cycle_id, task_id)
    form = ExtensionForm(request.POST, late=page.late)
    try:
        # A form that cannot be read is a wish for nothing: whether somebody may ask comes before what they typed.
        wish = form.wish() if form.is_valid() else Wish(None, "")
        ask_extension(task_id=task_id, wish=wish, actor=request.actor, at=now())
    except CannotExtend as refusal:
        if not form.errors:
            form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
        return _page(request, page, form, status=422)
    messages.success(request, _("延期申请已提出，等待审批。"))
    return _back(cycle_id, task_id)


@require_POST
@staff(Act.GRANT_EXTENSION)
def decide(request: StaffRequest, cycle_id: int, task_id: int, extension_id: int) -> HttpResponse:
    """Grant or refuse a later date."""
    grant = request.POST.get("decision") == "grant"
    why = request.POST.get("why", "").strip()
    try:
        decide_extension(extension_id=extension_id, grant=grant, why=why, actor=request.actor, at=now())
    except (CannotExtend, ExtensionChanged) as refusal:
        return _refused(request, cycle_id, task_id, refusal)
    messages.success(request, _("已批准延期，任务的期限已改。") if grant else _("已记下不批准和原因。"))
    return _back(cycle_id, task_id)


@require_POST
@staff(Act.ASK_EXTENSION)
def withdraw(request: StaffRequest, cycle_id: int, task_id: int, extension_id: int) -> HttpResponse:
    """Take a request back."""
    try:
        withdraw_extension(extension_id=extension_id, actor=request.actor, at=now())
    except ExtensionChanged as refusal:
        return _refused(request, cycle_id, task_id, refusal)
    messages.success(request, _("延期申请已撤回。"))
    return _back(cycle_id, task_id)


def _found(request: StaffRequest, cycle_id: int, task_id: int) -> ExtensionTab:
    page = extension_tab(task_id=task_id, actor=request.actor, today=localdate())
    if page.head.cycle.id != cycle_id:
        raise Http404
    return page


def _refused(request: StaffRequest, cycle_id: int, task_id: int, refusal: Refusal) -> HttpResponse:
    messages.warning(request, sentence_of(refusal))
    page = _found(request, cycle_id, task_id)
    return _page(request, page, ExtensionForm(late=page.late) if page.may_ask else None, status=409)


def _back(cycle_id: int, task_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("task_extensions", args=[cycle_id, task_id]))


def _page(request: StaffRequest, page: ExtensionTab, form: ExtensionForm | None, *, status: int = 200) -> HttpResponse:
    refusal = sentence_of(Refusal(page.refusal, **page.refusal_facts)) if page.refusal else ""
    facts = {**task_frame(page.head, "extensions"), "page": page, "form": form, "refusal": refusal}
    return render(request, "office/task_extensions.html", facts, status=status)
