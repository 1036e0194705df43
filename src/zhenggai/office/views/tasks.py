"""The page of one task, and what is planned on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Actor, may
from zhenggai.domain.roles import Act
from zhenggai.domain.suggesting import Suggestion
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import task_page
from zhenggai.ledger.shapes import PlannedMeasure, TaskPage
from zhenggai.office.access import staff
from zhenggai.office.forms.planning import MeasureForm, PlaceForm, SeenForm, TaskForm
from zhenggai.office.tabs import task_frame
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

NEW = "new"


@require_safe
@staff(Act.READ)
def task(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show a task; `edit` opens the form of its plan, `measure` that of a measure or of a new one."""
    page = _found(request.actor, cycle_id, task_id)
    form = TaskForm(rules=page.rules, plan=page.plan) if "edit" in request.GET else None
    wanted = request.GET.get("measure", "")
    chosen = next((measure for measure in page.measures if str(measure.id) == wanted), None)
    measure_form = None
    if chosen or wanted == NEW:
        measure_form = MeasureForm(rules=page.rules, plan=chosen.plan if chosen else None)
    return _page(request, page, form=form, measure_form=measure_form, chosen=chosen)


@require_POST
@staff(Act.PLAN)
def plan(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Keep the plan of a task."""
    page = _found(request.actor, cycle_id, task_id)
    form = TaskForm(request.POST, rules=page.rules, plan=page.plan)
    if not form.is_valid():
        return _page(request, page, form=form, status=422)

    def act() -> None:
        planning.plan_task(
            task_id=task_id, version=form.cleaned_data["version"], plan=form.plan(), actor=request.actor, at=now()
        )

    refused = _refused(act)
    if refused:
        form.add_error(None, refused)
        return _page(request, _found(request.actor, cycle_id, task_id), form=form, status=409)
    messages.success(request, _("任务安排已保存。"))
    return _back(page)


@require_POST
@staff(Act.PLAN)
def take(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Take one of the suggestions into the plan."""
    page = _found(request.actor, cycle_id, task_id)
    form = SeenForm(request.POST)
    wanted = request.POST.get("suggestion", "")
    chosen = next((one for one in page.suggestions if f"{one.field}:{one.value}" == wanted), None)
    if chosen is None or not form.is_valid():
        raise Http404
    refused = _refused(
        lambda: planning.plan_task(
            task_id=task_id,
            version=form.cleaned_data["version"],
            plan=_with(page.plan, chosen),
            actor=request.actor,
            at=now(),
        )
    )
    return _said(request, page, refused, said=_("已采用建议：%(name)s。") % {"name": chosen.value})


@require_POST
@staff(Act.PLAN)
def add(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Put another measure into a task."""
    page = _found(request.actor, cycle_id, task_id)
    form = MeasureForm(request.POST, rules=page.rules)

    def act() -> None:
        planning.add_measure(
            task_id=task_id, version=form.cleaned_data["version"], plan=form.plan(), actor=request.actor, at=now()
        )

    return _kept(request, page, form, None, act, said=_("措施已添加。"))


@require_POST
@staff(Act.PLAN)
def change(request: StaffRequest, cycle_id: int, task_id: int, measure_id: int) -> HttpResponse:
    """Plan a measure anew."""
    page = _found(request.actor, cycle_id, task_id)
    chosen = _measure(page, measure_id)
    form = MeasureForm(request.POST, rules=page.rules, plan=chosen.plan)

    def act() -> None:
        planning.change_measure(
            measure_id=measure_id,
            version=form.cleaned_data["version"],
            plan=form.plan(),
            actor=request.actor,
            at=now(),
        )

    return _kept(request, page, form, chosen, act, said=_("措施已保存。"))


@require_POST
@staff(Act.PLAN)
def drop(request: StaffRequest, cycle_id: int, task_id: int, measure_id: int) -> HttpResponse:
    """Take a measure out of a task."""
    page = _found(request.actor, cycle_id, task_id)
    _measure(page, measure_id)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Http404
    refused = _refused(
        lambda: planning.drop_measure(
            measure_id=measure_id, version=form.cleaned_data["version"], actor=request.actor, at=now()
        )
    )
    return _said(request, page, refused, said=_("措施已删去，原来的文字留在记录里。"))


@require_POST
@staff(Act.PLAN)
def place(request: StaffRequest, cycle_id: int, task_id: int, measure_id: int) -> HttpResponse:
    """Give a measure another place."""
    page = _found(request.actor, cycle_id, task_id)
    _measure(page, measure_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Http404
    refused = _refused(
        lambda: planning.place_measure(
            measure_id=measure_id,
            version=form.cleaned_data["version"],
            position=form.cleaned_data["position"],
            actor=request.actor,
            at=now(),
        )
    )
    return _said(request, page, refused, said=_("措施顺序已调整。"))


def _with(plan: TaskPlan, suggestion: Suggestion) -> TaskPlan:
    if suggestion.field == "co_units":
        return replace(plan, co_units=(*plan.co_units, suggestion.value))
    return replace(plan, **{suggestion.field: suggestion.value})  # type: ignore[arg-type]  # both are texts


def _found(actor: Actor, cycle_id: int, task_id: int) -> TaskPage:
    page = task_page(task_id=task_id, actor=actor, today=localdate(), planning=may(actor, Act.PLAN))
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _measure(page: TaskPage, measure_id: int) -> PlannedMeasure:
    for measure in page.measures:
        if measure.id == measure_id:
            return measure
    raise Http404


def _refused(act: Callable[[], object]) -> str:
    """Do it; the sentence of the refusal, empty where it was done."""
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        return sentence_of(refusal)
    return ""


def _kept(
    request: StaffRequest,
    page: TaskPage,
    form: MeasureForm,
    chosen: PlannedMeasure | None,
    act: Callable[[], object],
    *,
    said: str,
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, page, measure_form=form, chosen=chosen, status=422)
    refused = _refused(act)
    if refused:
        form.add_error(None, refused)
        fresh = _found(request.actor, page.cycle.id, page.id)
        return _page(request, fresh, measure_form=form, chosen=chosen, status=409)
    messages.success(request, said)
    return _back(page, f"#measure-{chosen.position}" if chosen else "#measures")


def _said(request: StaffRequest, page: TaskPage, refused: str, *, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, refused)
        return _page(request, _found(request.actor, page.cycle.id, page.id), status=409)
    messages.success(request, said)
    return _back(page, "#measures")


def _back(page: TaskPage, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("task", args=[page.cycle.id, page.id]) + anchor)


def _page(
    request: StaffRequest,
    page: TaskPage,
    *,
    form: TaskForm | None = None,
    measure_form: MeasureForm | None = None,
    chosen: PlannedMeasure | None = None,
    status: int = 200,
) -> HttpResponse:
    head = page.head
    plans = may(request.actor, Act.PLAN)
    may_plan = plans and not head.signed_off
    # Whoever typed into a page that was opened before the end sees their words again, with the reason.
    forms = may_plan or (plans and status != HTTPStatus.OK)
    facts = {
        **task_frame(head, "plan"),
        "page": page,
        "may_plan": may_plan,
        "issue": page.issue,
        "may_ask": not head.signed_off and may(request.actor, Act.ASK_CHANGE, head.thing),
        "form": form if forms else None,
        "measure_form": measure_form if forms else None,
        "chosen": chosen,
    }
    return render(request, "office/task.html", facts, status=status)
