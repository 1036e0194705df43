"""The page of one problem."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.roles import Act
from zhenggai.ledger.queries import problem_page
from zhenggai.office.access import staff
from zhenggai.office.paths import in_cycle
from zhenggai.office.problem_marks import tasks_with_figures
from zhenggai.ui.middleware import StaffRequest


@require_safe
@staff(Act.READ)
def problem(request: StaffRequest, cycle_id: int, problem_id: int) -> HttpResponse:
    """Show a problem with all that hangs on it."""
    page = problem_page(problem_id=problem_id, actor=request.actor, today=localdate())
    if page.cycle.id != cycle_id:
        raise Http404
    ledger = (_("台账"), reverse("ledger", args=[cycle_id]))
    path = in_cycle(page.cycle, ledger, (page.number, ""))
    facts = {"here": "ledger", "path": path, "page": page, "cycle": page.cycle, "tasks": tasks_with_figures(page)}
    return render(request, "office/problem.html", facts)
