"""The dashboard of a round, and its charts."""

from __future__ import annotations

from typing import get_args

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.report import Severity
from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries import overview
from zhenggai.ledger.shapes import Overview
from zhenggai.office.access import staff
from zhenggai.office.burn_charts import burn_chart
from zhenggai.office.dashboard_account import account_line
from zhenggai.office.dashboard_charts import Chart, charts_of
from zhenggai.office.paths import in_cycle
from zhenggai.ui.charts import chart_svg
from zhenggai.ui.middleware import StaffRequest


@require_safe
@staff(Act.READ)
def dashboard(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show where a round stands today; who sees only their own tasks is led to them."""
    if not may_in_cycle(request.actor, Act.READ_CYCLE, cycle_id):
        return redirect("ledger", cycle_id)
    found = overview(cycle_id=cycle_id, actor=request.actor, today=localdate())
    facts = {
        "here": "dashboard",
        "path": in_cycle(found.cycle, (_("总览"), "")),
        "overview": found,
        "cycle": found.cycle,
        "charts": _charts(found),
        "account": account_line(found),
        "doubts": [(severity, found.doubts.get(severity, 0)) for severity in get_args(Severity)],
        "relations_all": found.relations_held + found.relations_broken,
    }
    return render(request, "office/dashboard.html", facts)


@require_safe
@staff(Act.READ_CYCLE)
def chart(request: StaffRequest, cycle_id: int, name: str) -> HttpResponse:
    """Draw one chart of the dashboard; the address carries a digest, so an old picture is never shown."""
    found = overview(cycle_id=cycle_id, actor=request.actor, today=localdate())
    wanted = next((chart for chart in _charts(found) if chart.name == name), None)
    if wanted is None:
        raise Http404
    spec = wanted.draw("narrow" in request.GET)
    response = HttpResponse(chart_svg(spec, folder=settings.HOME / "charts"), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return response


def _charts(found: Overview) -> tuple[Chart, ...]:
    left = burn_chart(found.left)
    return (*charts_of(found), left) if left else charts_of(found)
