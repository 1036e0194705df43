"""The ledger: one dense table whose whole state is its address."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries import BadKey, iter_ledger_rows, list_ledger
from zhenggai.office import ledger_export
from zhenggai.office.access import staff
from zhenggai.office.forms.ledger import read_wish
from zhenggai.office.ledger_links import address_with, ledger_links
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest

PAGE_SIZE = 50
DENSITY = "density"
DENSE = "dense"
A_YEAR = 31_536_000


@require_safe
@staff(Act.READ)
def ledger(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the page of the ledger that the address asks for."""
    wish = read_wish(request.GET)
    try:
        page = list_ledger(
            cycle_id=cycle_id, actor=request.actor, today=localdate(), size=PAGE_SIZE, **wish.question(), **wish.place()
        )
    except BadKey:
        messages.warning(request, _("网址中的翻页位置已失效，已回到第一页。"))
        return redirect(request.path + address_with(request.GET))
    facts = {
        "here": "ledger",
        "path": in_cycle(page.cycle, (_("台账"), "")),
        "page": page,
        "wish": wish,
        "links": ledger_links(request.GET, wish, page),
        "may_plan": may_in_cycle(request.actor, Act.PLAN, cycle_id),
        "dense": request.COOKIES.get(DENSITY) == DENSE,
    }
    return render(request, "office/ledger.html#table" if request.htmx else "office/ledger.html", facts)


@require_POST
@staff(Act.READ)
def density(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Remember how close the rows stand, on this browser."""
    back = redirect("ledger", cycle_id)
    back["Location"] += "?" + QueryDict(request.POST.get("query", "")).urlencode()
    back.set_cookie(
        DENSITY, request.POST.get("density", ""), max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
    )
    return back


@require_safe
@staff(Act.READ)
def export(request: StaffRequest, cycle_id: int) -> HttpResponseBase:
    """Hand out what the address shows as a workbook, every page of it."""
    wish = read_wish(request.GET)
    rows = iter_ledger_rows(cycle_id=cycle_id, actor=request.actor, today=localdate(), **wish.question())
    book = ledger_export.workbook(rows, hidden=wish.hidden)
    answer = FileResponse(
        book, as_attachment=True, filename=_("整改台账-%(day)s.xlsx") % {"day": localdate().isoformat()}
    )
    # Said, so that nothing on the way packs it anew: a workbook is packed already, and its length is told.
    answer["Content-Encoding"] = "identity"
    return answer
