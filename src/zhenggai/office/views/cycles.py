"""Rounds: the way in, the list, and the record of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.rights import may
from zhenggai.domain.roles import OF_UNITS, Act, Role
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.queries import list_cycles
from zhenggai.ledger.queries.cycles import newest_cycles
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.office.access import ANYBODY, staff
from zhenggai.office.forms.pages import entry_in
from zhenggai.office.paths import in_cycle, place
from zhenggai.office.shell import cycle_place, first_place
from zhenggai.ui.middleware import StaffRequest

ENTRIES = 50
# Whose day begins with what waits for them.
BEGIN_WITH_WORK = OF_UNITS | {Role.LEADER}


@require_safe
@staff(ANYBODY)
def home(request: StaffRequest) -> HttpResponse:
    """Lead to the newest round, or say how the first one comes about; lead others to where their work is."""
    if not may(request.actor, Act.READ):
        return redirect(first_place(request.actor))
    found = newest_cycles(actor=request.actor, limit=1)
    if found and request.actor.role in BEGIN_WITH_WORK:
        return redirect("work")
    if found:
        return redirect(cycle_place(request.actor, found[0]))
    return render(request, "office/welcome.html", {"here": "dashboard", "path": place(_("总览"))})


@require_safe
@staff(Act.READ)
def cycles(request: StaffRequest) -> HttpResponse:
    """List the rounds, newest first."""
    return render(request, "office/cycles.html", {"cycles": list_cycles(actor=request.actor), "path": place(_("轮次"))})


@require_safe
@staff(Act.READ_CYCLE)
def journal(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show who did what when in a round, newest first."""
    cycle = cycle_row(cycle_id=cycle_id)
    timeline = list_timeline(cycle=cycle.id, before=entry_in(request.GET, "before"), limit=ENTRIES)
    path = in_cycle(cycle, (_("记录"), ""))
    return render(
        request, "office/journal.html", {"here": "journal", "path": path, "cycle": cycle, "timeline": timeline}
    )
