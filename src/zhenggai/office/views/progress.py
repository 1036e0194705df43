"""Progress: the page of a task, the form of a report, the list of measures to report on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.closed import TaskClosed, is_open
from zhenggai.domain.progress import CannotReport
from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations.progress.drafting import save_draft
from zhenggai.ledger.operations.progress.judging import accept_progress, return_progress
from zhenggai.ledger.operations.progress.reporting import ReportChanged, correct_progress, report_progress
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.progress import check_report, progress_tab, report_sheet
from zhenggai.ledger.queries.to_report import list_to_report
from zhenggai.ledger.shapes.progress import ReportCheck, ReportSheet
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.forms.progress import ReportForm
from zhenggai.office.paths import in_cycle
from zhenggai.office.tabs import task_frame
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ)
def to_report(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the measures that somebody reports on."""
    query = request.GET
    try:
        page = list_to_report(
            cycle_id=cycle_id,
            actor=request.actor,
            today=localdate(),
            state=query.get("state", "open"),
            after=query.get("after"),
        )
    except BadKey as fault:
        raise Http404 from fault
    facts = {
        "here": "progress",
        "path": in_cycle(page.cycle, (_("进展"), "")),
        "page": page,
        "cycle": page.cycle,
        "may_report": may_in_cycle(request.actor, Act.REPORT, cycle_id),
        "first": not query.get("after"),
        "following": "?" + urlencode({"state": query.get("state", "open"), "after": page.after}) if page.after else "",
    }
    return render(request, "office/to_report.html", facts)


@require_safe
@staff(Act.READ)
def tab(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show what was reported on a task's measures; `whole` names a measure of which all is shown."""
    return _tab(request, cycle_id, task_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.REPORT)
def report(request: StaffRequest, cycle_id: int, task_id: int, measure_id: int) -> HttpResponse:
    """Show the form of a report with the person's draft in it, or hand the report in."""
    sheet = _sheet(request, cycle_id, task_id, measure_id)
    if request.method != "POST" and not is_open("report", sheet.head.state):
        return redirect("task_progress", cycle_id, task_id)
    if request.method != "POST":
        initial = {"day": localdate(), "claims": "ongoing", **sheet.draft_texts, "token": sheet.token or uuid4().hex}
        return _form(request, sheet, ReportForm(initial=initial))

    def act(form: ReportForm) -> object:
        token = form.cleaned_data["token"]
        return report_progress(measure_id=measure_id, report=form.report(), token=token, actor=request.actor, at=now())

    return _handed_in(request, sheet, act, said=_("进展已提交。"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.REPORT)
def correct(request: StaffRequest, cycle_id: int, task_id: int, measure_id: int, report_id: int) -> HttpResponse:
    """Show the form of a correction with the report in it, or hand the correction in."""
    sheet = _sheet(request, cycle_id, task_id, measure_id, correct=report_id, newest=request.method == "POST")
    if request.method != "POST" and not is_open("report", sheet.head.state):
        return redirect("task_progress", cycle_id, task_id)
    if request.method != "POST" and sheet.corrected:
        said = sheet.corrected.report
        initial = {name: getattr(said, name) for name in said.__slots__} | {"token": uuid4().hex}
        return _form(request, sheet, ReportForm(initial=initial))

    def act(form: ReportForm) -> object:
        token = form.cleaned_data["token"]
        return correct_progress(
            report_id=report_id,
            report=form.report(),
            token=token,
            computed=sheet.computed,
            actor=request.actor,
            at=now(),
        )

    return _handed_in(request, sheet, act, said=_("更正已提交，原来的报告留在下面。"))


@require_POST
@staff(Act.REPORT)
def check(request: StaffRequest, cycle_id: int, task_id: int, measure_id: int) -> HttpResponse:
    """Say what would be noticed in the report as it is typed: a part for scripts, else the whole page."""
    sheet = _sheet(request, cycle_id, task_id, measure_id)
    form = ReportForm(request.POST)
    form.is_valid()
    found = _check(request, sheet, form)
    if request.htmx:
        return render(request, "office/parts/report_check.html", {"check": found})
    return _form(request, sheet, ReportForm(initial=request.POST.dict()), found)


@require_POST
@staff(Act.REPORT)
def draft(request: StaffRequest, cycle_id: int, task_id: int, measure_id: int) -> HttpResponse:
    """Keep what was typed; scripts are told in JSON whether it was."""
    at = now()
    kept = save_draft(
        measure_id=measure_id,
        texts=request.POST.dict(),
        token=request.POST.get("token", ""),
        actor=request.actor,
        at=at,
    )
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"kept": kept, "at": at.isoformat()})
    if kept:
        messages.success(request, _("草稿已保存，在别的设备上也能接着填。"))
    return HttpResponseRedirect(reverse("progress_report", args=[cycle_id, task_id, measure_id]))


@require_POST
@staff(Act.JUDGE)
def judge(request: StaffRequest, cycle_id: int, task_id: int, report_id: int) -> HttpResponse:
    """Accept a report, or return it with a reason."""
    try:
        if request.POST.get("judgement") == "accept":
            accept_progress(report_id=report_id, actor=request.actor, at=now())
            messages.success(request, _("报告已审定。"))
        else:
            reason = request.POST.get("reason", "").strip()
            return_progress(report_id=report_id, reason=reason, actor=request.actor, at=now())
            messages.success(request, _("报告已退回，责任单位会看到原因。"))
    except (CannotReport, ReportChanged, TaskClosed) as refusal:
        messages.warning(request, sentence_of(refusal))
        return _tab(request, cycle_id, task_id, status=409, typed=request.POST.get("reason", ""), about=report_id)
    return HttpResponseRedirect(reverse("task_progress", args=[cycle_id, task_id]) + f"#report-{report_id}")


def _tab(
    request: StaffRequest, cycle_id: int, task_id: int, *, status: int = 200, typed: str = "", about: int = 0
) -> HttpResponse:
    whole = number_in(request.GET, "whole")
    page = progress_tab(task_id=task_id, actor=request.actor, today=localdate(), whole=whole)
    if page.head.cycle.id != cycle_id:
        raise Http404
    facts = {**task_frame(page.head, "progress"), "page": page, "typed": typed.strip(), "about": about}
    facts["kept"] = [(_("退回的原因"), typed.strip())] if typed.strip() else []
    return render(request, "office/task_progress.html", facts, status=status)


def _sheet(
    request: StaffRequest,
    cycle_id: int,
    task_id: int,
    measure_id: int,
    *,
    correct: int | None = None,
    newest: bool = False,
) -> ReportSheet:
    sheet = report_sheet(measure_id=measure_id, actor=request.actor, today=localdate(), correct=correct, newest=newest)
    if (sheet.head.cycle.id, sheet.head.id) != (cycle_id, task_id):
        raise Http404
    return sheet


def _handed_in(
    request: StaffRequest, sheet: ReportSheet, act: Callable[[ReportForm], object], *, said: str
) -> HttpResponse:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, sheet, form, status=422)
    try:
        act(form)
    except CannotReport as fault:
        for one in (fault, *fault.others):
            form.add_error(one.field or None, sentence_of(one))
        return _form(request, sheet, form, _check(request, sheet, form), status=422)
    except (ReportChanged, TaskClosed) as refusal:
        form.add_error(None, sentence_of(refusal))
        return _form(request, sheet, form, status=409)
    messages.success(request, said)
    place = reverse("task_progress", args=[sheet.head.cycle.id, sheet.head.id])
    return HttpResponseRedirect(f"{place}#measure-{sheet.position}")


def _check(request: StaffRequest, sheet: ReportSheet, form: ReportForm) -> ReportCheck:
    return check_report(
        measure_id=sheet.measure_id,
        report=form.report(),
        actor=request.actor,
        today=localdate(),
        correcting=sheet.corrected is not None,
    )


def _form(
    request: StaffRequest,
    sheet: ReportSheet,
    form: ReportForm,
    found: ReportCheck | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    facts = {**task_frame(sheet.head, "progress"), "sheet": sheet, "form": form, "check": found}
    return render(request, "office/report.html", facts, status=status)
