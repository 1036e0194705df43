"""The office's calendar: where it departs from the state's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NotAllowed, Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import work
from zhenggai.ledger.queries.calendar import calendar_page
from zhenggai.office.access import staff
from zhenggai.office.forms.calendar import LocalDayForm
from zhenggai.office.paths import place
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def calendar(request: StaffRequest) -> HttpResponse:
    """List the exceptions."""
    return _page(request, LocalDayForm())


@require_POST
@staff(Act.PLAN)
def add(request: StaffRequest) -> HttpResponse:
    """Keep another exception."""
    form = LocalDayForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        work.add_local_day(day=form.local_day(), actor=request.actor, at=now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, form, status=409)
    messages.success(request, _("已记入日历，按工作日计算的灯和督促从现在起照此办理。"))
    return redirect("calendar")


@require_POST
@staff(Act.PLAN)
def drop(request: StaffRequest, day_id: int) -> HttpResponse:
    """Take an exception back."""
    work.drop_local_day(day_id=day_id, actor=request.actor, at=now())
    messages.success(request, _("已删去，这一天改按国家放假安排。"))
    return redirect("calendar")


def _page(request: StaffRequest, form: LocalDayForm, *, status: int = 200) -> HttpResponse:
    facts = {
        "here": "settings",
        "path": place(_("工作日历")),
        "page": calendar_page(today=localdate()),
        "form": form,
        "may_plan": may(request.actor, Act.PLAN),
    }
    return render(request, "office/calendar.html", facts, status=status)
