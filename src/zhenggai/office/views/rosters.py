"""Rosters: the template, the upload, the preview, and what is accepted of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.domain.roster_compare import LINE_STATES
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_people
from zhenggai.papers.roster_book import roster_template
from zhenggai.people.roster_operations import accept_roster, keep_roster
from zhenggai.people.unit_queries import list_kinds, list_rosters, roster_preview
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def rosters(request: StaffRequest) -> HttpResponse:
    """Take a roster, and list those that came before."""
    file = request.FILES.get("file") if request.method == "POST" else None
    refused = request.method == "POST"
    if file is None and refused:
        messages.error(request, _("还没有选择文件。请先选择，再上传。"))
    if file is not None:
        try:
            roster_id = keep_roster(name=file.name or "", data=file.read(), actor=request.actor, at=now())
        except Refusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            return redirect("roster", roster_id)
    facts = {
        "here": "people",
        "path": in_people(None, (_("导入名册"), "")),
        "rosters": list_rosters(),
        "limit": settings.MAX_UPLOAD_BYTES // 1_000_000,
    }
    return render(request, "office/rosters.html", facts, status=422 if refused else 200)


@require_safe
@staff(Act.KEEP_PEOPLE)
def roster(request: StaffRequest, roster_id: int) -> HttpResponse:
    """Show what a roster would change now, line by line."""
    state = next((name for name in LINE_STATES if name == request.GET.get("state")), None)
    preview = roster_preview(roster_id=roster_id, state=state, page=number_in(request.GET, "page") or 1)
    path = in_people(None, (_("导入名册"), reverse("rosters")), (preview.roster.name, ""))
    facts = {"here": "people", "path": path, "preview": preview, "state": state}
    return render(request, "office/roster.html", facts)


@require_POST
@staff(Act.KEEP_PEOPLE)
def accept(request: StaffRequest, roster_id: int) -> HttpResponse:
    """Write what can be taken: all of it, or one line."""
    line = number_in(request.POST, "line")
    try:
        counts = accept_roster(
            roster_id=roster_id, lines=None if line is None else {line}, actor=request.actor, at=now()
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        told = {"new": counts.new, "changed": counts.changed, "refused": counts.refused}
        messages.success(request, _("收入新增 %(new)s 条、变更 %(changed)s 条；%(refused)s 条没有收入。") % told)
    return redirect("roster", roster_id)


@require_safe
@staff(Act.KEEP_PEOPLE)
def template(request: StaffRequest) -> HttpResponseBase:
    """Hand out an empty roster that shows its columns."""
    book = roster_template(kinds=[kind.name for kind in list_kinds()])
    return FileResponse(book, as_attachment=True, filename=_("单位与人员名册模板.xlsx"))
