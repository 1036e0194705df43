"""Changes of what was issued: the tab of a task, asking, deciding, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.changing import WISH_NAMES
from zhenggai.domain.rights import Actor, may, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import issuing
from zhenggai.ledger.queries import problems_to_choose, task_page
from zhenggai.ledger.queries.changes import requests_page, task_changes
from zhenggai.ledger.queries.reaching import demand_do
from zhenggai.ledger.shapes import PlannedMeasure, TaskPage
from zhenggai.office.access import staff
from zhenggai.office.forms.issuing import AskForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.forms.reshaping import chosen_in
from zhenggai.office.forms.wishing import WishForm, about_measures, wish_form, wish_in
from zhenggai.office.paths import in_cycle
from zhenggai.office.tabs import task_frame
from zhenggai.office.views.doing import refused
from zhenggai.ui.middleware import StaffRequest


@require_safe
@staff(Act.READ)
def changes(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show a task as it was issued beside what stands, and every request."""
    page = task_changes(task_id=task_id, actor=request.actor, today=localdate(), now=now())
    head = page.head
    if head.cycle.id != cycle_id:
        raise Http404
    facts = {
        **task_frame(head, "changes"),
        "page": page,
        "may_ask": not head.signed_off and may(request.actor, Act.ASK_CHANGE, head.thing),
        "next": request.path,
    }
    return render(request, "office/task_changes.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.ASK_CHANGE)
def ask(request: StaffRequest, cycle_id: int, task_id: int, wish: str) -> HttpResponse:
    """Ask for a change: of the plan, of a measure, or of the shape of a task."""
    if wish not in WISH_NAMES:
        raise Http404
    page = _found(request.actor, cycle_id, task_id)
    demand_do(request.actor, Act.ASK_CHANGE, task_id=task_id)
    chosen = _measure(page, number_in(request.GET, "measure")) if about_measures(wish) else None
    if request.method != "POST":
        return _ask_page(request, page, wish, wish_form(wish, page, chosen), AskForm(auto_id="ask-%s"), chosen)
    form, reason = wish_form(wish, page, chosen, request.POST), AskForm(request.POST, auto_id="ask-%s")
    if not all([reason.is_valid(), form is None or form.is_valid()]):
        return _ask_page(request, page, wish, form, reason, chosen, status=422)

    def act() -> None:
        issuing.ask_change(
            task_id=task_id,
            version=reason.cleaned_data["version"],
            wish=wish_in(wish, form, request.POST, chosen.id if chosen else 0),
            reason=reason.cleaned_data["reason"],
            actor=request.actor,
            at=now(),
        )

    why = refused(act)
    if why:
        reason.add_error(None, why)
        fresh = _found(request.actor, cycle_id, task_id)
        return _ask_page(request, fresh, wish, form, reason, chosen, status=409)
    messages.success(request, _("变更申请已提出，批准以后才会生效。"))
    return redirect("task_changes", cycle_id, task_id)


@require_safe
@staff(Act.READ_CYCLE)
def requests(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the requests of a cycle."""
    page = requests_page(
        cycle_id=cycle_id,
        actor=request.actor,
        state=request.GET.get("state", "asked"),
        before=number_in(request.GET, "before"),
    )
    facts = {
        "here": "plan",
        "path": in_cycle(page.cycle, (_("方案"), reverse("plan", args=[cycle_id])), (_("变更"), "")),
        "page": page,
        "cycle": page.cycle,
        "tab": "changes",
        "decides": may_in_cycle(request.actor, Act.DECIDE_CHANGE, cycle_id),
        "next": request.get_full_path(),
    }
    return render(request, "office/requests.html", facts)


@require_POST
@staff(Act.DECIDE_CHANGE)
def decide(request: StaffRequest, cycle_id: int, request_id: int) -> HttpResponse:
    """Approve or refuse a request."""
    approve = request.POST.get("outcome") == "approve"
    why = refused(
        lambda: issuing.decide_change(
            request_id=request_id,
            approve=approve,
            answer=request.POST.get("answer", ""),
            actor=request.actor,
            at=now(),
        )
    )
    if why:
        messages.warning(request, why)
    else:
        messages.success(request, _("变更已批准，台账已按新的内容执行。") if approve else _("已答复不批准。"))
    return _back(request, cycle_id)


@require_POST
@staff(Act.ASK_CHANGE)
def withdraw(request: StaffRequest, cycle_id: int, request_id: int) -> HttpResponse:
    """Take a request back."""
    why = refused(lambda: issuing.withdraw_change(request_id=request_id, actor=request.actor, at=now()))
    if why:
        messages.warning(request, why)
    else:
        messages.success(request, _("变更申请已撤回。"))
    return _back(request, cycle_id)


def _back(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """To the page that the form stood on, where it was one of this cycle."""
    wanted, home = request.POST.get("next", ""), f"/cycles/{cycle_id}/"
    if wanted.startswith(home) and "//" not in wanted and "\\" not in wanted:
        return HttpResponseRedirect(wanted)
    name = "requests" if may_in_cycle(request.actor, Act.READ_CYCLE, cycle_id) else "acceptances"
    return redirect(name, cycle_id)


def _found(actor: Actor, cycle_id: int, task_id: int) -> TaskPage:
    page = task_page(task_id=task_id, actor=actor, today=localdate())
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _measure(page: TaskPage, measure_id: int | None) -> PlannedMeasure:
    for measure in page.measures:
        if measure.id == measure_id:
            return measure
    raise Http404


def _ask_page(
    request: StaffRequest,
    page: TaskPage,
    wish: str,
    form: WishForm | None,
    reason: AskForm,
    chosen: PlannedMeasure | None,
    *,
    status: int = 200,
) -> HttpResponse:
    head = page.head
    picked, answered = set(chosen_in(request.POST, "measure")), {link.id for link in page.problems}
    ticked = set(chosen_in(request.POST, "problem")) or answered
    facts = {
        **task_frame(head, "changes"),
        "page": page,
        "wish": wish,
        "wish_name": WISH_NAMES[wish],
        "form": form,
        "reason": reason,
        "chosen": chosen,
        "into": request.POST.get("into", ""),
        "measures": [(measure, measure.id in picked) for measure in page.measures],
        "problems": [(link, link.id in ticked) for link in problems_to_choose(cycle_id=page.cycle.id)]
        if wish == "move" and may(request.actor, Act.READ_CYCLE)
        else [(link, True) for link in page.problems],
    }
    return render(request, "office/change_ask.html", facts, status=status)
