"""When tasks run, and how far each unit has come."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.roles import Act
from zhenggai.domain.states import STATE_NAMES
from zhenggai.ledger.queries.leaders import list_leaders
from zhenggai.ledger.queries.schedule import schedule_page
from zhenggai.ledger.shapes.schedule import SchedulePage
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.office.schedule_charts import pictures_of, states_shown, unit_lines
from zhenggai.ui.charts import chart_svg
from zhenggai.ui.middleware import StaffRequest


@require_safe
@staff(Act.READ)
def schedule(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the schedule of a round."""
    page = _page(request, cycle_id)
    facts = {
        "here": "schedule",
        "path": in_cycle(page.cycle, (_("进度"), "")),
        "page": page,
        "cycle": page.cycle,
        "pictures": pictures_of(page),
        "state_names": tuple(STATE_NAMES[state] for state in states_shown(page.units)),
        "rows": unit_lines(page),
        "leaders": list_leaders(cycle_id=cycle_id, actor=request.actor, today=localdate()),
        "after": request.GET.get("after", ""),
    }
    return render(request, "office/schedule.html", facts)


@require_safe
@staff(Act.READ)
def picture(request: StaffRequest, cycle_id: int, name: str) -> HttpResponse:
    """Draw one picture of the schedule; the address carries a digest, so an old one is never shown."""
    wanted = pictures_of(_page(request, cycle_id)).get(name)
    if wanted is None:
        raise Http404
    spec = wanted.narrow if "narrow" in request.GET else wanted.wide
    response = HttpResponse(chart_svg(spec, folder=settings.HOME / "charts"), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return response


def _page(request: StaffRequest, cycle_id: int) -> SchedulePage:
    after = number_in(request.GET, "after") or 0
    return schedule_page(cycle_id=cycle_id, actor=request.actor, today=localdate(), after=after)
