"""What the plan of a round covers, and what it lacks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import coverage_page
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def coverage(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the matrix of problems, tasks and measures."""
    return _page(request, cycle_id)


@require_POST
@staff(Act.PLAN)
def reconcile(request: StaffRequest, cycle_id: int, what: str) -> HttpResponse:
    """Keep the reason for a difference."""
    reason = request.POST.get("reason", "")
    try:
        planning.reconcile_count(
            cycle_id=cycle_id,
            what=what,
            counted=number_in(request.POST, "counted") or 0,
            reason=reason,
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return _page(request, cycle_id, typed={what: reason}, status=409)
    messages.success(request, _("差别的原因已记下。"))
    return redirect("coverage", cycle_id)


def _page(
    request: StaffRequest, cycle_id: int, *, typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    only_holes = "holes" in request.GET
    page = coverage_page(cycle_id=cycle_id, only_holes=only_holes, after=number_in(request.GET, "after") or 0)
    facts = {
        "here": "plan",
        "path": in_cycle(page.cycle, (_("方案"), reverse("plan", args=[cycle_id])), (_("覆盖与缺项"), "")),
        "page": page,
        "cycle": page.cycle,
        "declared": [(row, (typed or {}).get(row.key, "")) for row in page.declared],
        "only_holes": only_holes,
        "may_plan": may(request.actor, Act.PLAN),
    }
    return render(request, "office/coverage.html", facts, status=status)
