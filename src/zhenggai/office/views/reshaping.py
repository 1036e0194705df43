"""Splitting, merging and moving tasks, and taking that back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import problems_to_choose, task_page
from zhenggai.ledger.shapes import TaskPage
from zhenggai.office.access import staff
from zhenggai.office.forms.planning import SeenForm
from zhenggai.office.forms.reshaping import MergeForm, chosen_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.PLAN)
def reshape(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show the ways to reshape a task."""
    return _page(request, _found(request.actor, cycle_id, task_id))


@require_POST
@staff(Act.PLAN)
def split(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Make a task of some measures."""

    def act(version: int) -> int:
        return planning.split_task(
            task_id=task_id,
            version=version,
            measure_ids=chosen_in(request.POST, "measure"),
            actor=request.actor,
            at=now(),
        )

    return _done(request, cycle_id, task_id, act, said=_("已拆出新任务，可以撤销。"))


@require_POST
@staff(Act.PLAN)
def merge(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Put a task into another one."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("请写明并入哪一项任务的任务号。"))
        return _page(request, _found(request.actor, cycle_id, task_id), status=422)

    def act(version: int) -> int:
        return planning.merge_task(
            task_id=task_id, version=version, into=form.cleaned_data["into"], actor=request.actor, at=now()
        )

    return _done(request, cycle_id, task_id, act, said=_("任务已并入这一项，可以撤销。"))


@require_POST
@staff(Act.PLAN)
def move(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Let a task answer other problems."""

    def act(version: int) -> int:
        planning.move_task(
            task_id=task_id,
            version=version,
            problem_ids=chosen_in(request.POST, "problem"),
            actor=request.actor,
            at=now(),
        )
        return task_id

    return _done(request, cycle_id, task_id, act, said=_("任务对应的问题已改，可以撤销。"))


@require_POST
@staff(Act.PLAN)
def undo(request: StaffRequest, cycle_id: int, task_id: int, step_id: int) -> HttpResponse:
    """Take a step back."""
    page = _found(request.actor, cycle_id, task_id)
    if step_id not in [step.id for step in page.steps]:
        raise Http404
    try:
        planning.undo_step(step_id=step_id, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return _page(request, page, status=409)
    messages.success(request, _("已撤销。"))
    return redirect("problem", cycle_id, page.problems[0].id)


def _found(actor: Actor, cycle_id: int, task_id: int) -> TaskPage:
    page = task_page(task_id=task_id, actor=actor, today=localdate())
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _done(request: StaffRequest, cycle_id: int, task_id: int, act: Callable[[int], int], *, said: str) -> HttpResponse:
    page = _found(request.actor, cycle_id, task_id)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        shown = act(form.cleaned_data["version"])
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return _page(request, _found(request.actor, cycle_id, task_id), status=409)
    messages.success(request, said)
    return redirect("task", page.cycle.id, shown)


def _page(request: StaffRequest, page: TaskPage, *, status: int = 200) -> HttpResponse:
    answered = {link.id for link in page.problems}
    picked = set(chosen_in(request.POST, "measure"))
    chosen = set(chosen_in(request.POST, "problem")) or answered
    problems = problems_to_choose(cycle_id=page.cycle.id)
    here = (_("任务 %(number)s") % {"number": page.number}, reverse("task", args=[page.cycle.id, page.id]))
    facts = {
        "here": "ledger",
        "path": in_cycle(
            page.cycle, (_("台账"), reverse("ledger", args=[page.cycle.id])), here, (_("拆分、合并、移动"), "")
        ),
        "page": page,
        "cycle": page.cycle,
        "into": request.POST.get("into", ""),
        "measures": [(measure, measure.id in picked) for measure in page.measures],
        "problems": [(link, link.id in chosen) for link in problems],
    }
    return render(request, "office/reshape.html", facts, status=status)
