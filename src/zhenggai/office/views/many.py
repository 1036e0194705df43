"""Changing many tasks at once: choose, preview, do."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.planning import TaskChange
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import many_page
from zhenggai.ledger.shapes import ManyPage
from zhenggai.office.access import staff
from zhenggai.office.forms.many import ManyForm, tasks_in, versions_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

NOTHING = TaskChange()


@require_safe
@staff(Act.PLAN)
def choose(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the chosen tasks and the form of their change."""
    page = many_page(cycle_id=cycle_id, task_ids=tasks_in(request.GET), change=NOTHING)
    if not page.rows:
        messages.warning(request, _("请先在台账里勾选任务。"))
        return redirect("ledger", cycle_id)
    return _page(request, page, ManyForm(rules=page.rules))


@require_POST
@staff(Act.PLAN)
def preview(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what would change, and which tasks refuse."""
    return _preview(request, cycle_id, tasks_in(request.POST))


@require_POST
@staff(Act.PLAN)
def apply(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Change the tasks that were previewed; where one has changed meanwhile, show the preview anew."""
    versions = versions_in(request.POST)
    page = many_page(cycle_id=cycle_id, task_ids=list(versions), change=NOTHING)
    form = ManyForm(request.POST, rules=page.rules)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        planning.plan_many(cycle_id=cycle_id, versions=versions, change=form.change(), actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return _preview(request, cycle_id, list(versions), status=409)
    messages.success(request, _("已修改 %(count)d 项任务，记为一次操作。") % {"count": len(versions)})
    return redirect("ledger", cycle_id)


def _preview(request: StaffRequest, cycle_id: int, task_ids: Sequence[int], *, status: int = 200) -> HttpResponse:
    page = many_page(cycle_id=cycle_id, task_ids=task_ids, change=NOTHING)
    form = ManyForm(request.POST, rules=page.rules)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    shown = many_page(cycle_id=cycle_id, task_ids=task_ids, change=form.change())
    return _page(request, shown, form, previewed=True, status=status)


def _page(
    request: StaffRequest, page: ManyPage, form: ManyForm, *, previewed: bool = False, status: int = 200
) -> HttpResponse:
    refusals = {row.task_id: sentence_of(row.refusal) for row in page.rows if row.refusal}
    facts = {
        "here": "ledger",
        "path": in_cycle(page.cycle, (_("台账"), reverse("ledger", args=[page.cycle.id])), (_("一起修改"), "")),
        "page": page,
        "rows": [(row, refusals.get(row.task_id, "")) for row in page.rows],
        "form": form,
        "previewed": previewed,
    }
    return render(request, "office/many.html", facts, status=status)
