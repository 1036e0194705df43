"""The way of a plan: where it stands, its versions, and issuing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import issuing
from zhenggai.ledger.queries.issuing import compare_page, plan_page, version_page
from zhenggai.ledger.shapes.issuing import PlanPage
from zhenggai.office.access import staff
from zhenggai.office.forms.issuing import IssueForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.office.views.doing import refused
from zhenggai.ui.middleware import StaffRequest


@require_safe
@staff(Act.READ_CYCLE)
def plan(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show where the plan stands and the next step."""
    page = plan_page(cycle_id=cycle_id, actor=request.actor, now=now(), today=localdate())
    facts = {
        "here": "plan",
        "path": in_cycle(page.cycle, (_("方案"), "")),
        "page": page,
        "cycle": page.cycle,
        "tab": "plan",
        "may_issue": may_in_cycle(request.actor, Act.ISSUE, cycle_id),
    }
    return render(request, "office/plan.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.ISSUE)
def issue(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what would be issued, and issue it."""
    page = plan_page(cycle_id=cycle_id, actor=request.actor, now=now(), today=localdate())
    if request.method != "POST":
        form = IssueForm(initial={"day": localdate()})
        return _issue_page(request, page, form)
    form = IssueForm(request.POST)
    if not form.is_valid():
        return _issue_page(request, page, form, status=422)
    typed = form.cleaned_data
    facts = {
        "cycle_id": cycle_id,
        "document_number": typed["document_number"],
        "day": typed["day"],
        "digest": typed["digest"],
        "actor": request.actor,
        "at": now(),
    }

    def act() -> None:
        if typed["version"]:
            issuing.reissue_plan(version=typed["version"], **facts)
        else:
            issuing.issue_plan(**facts)

    why = refused(act)
    if why:
        form.add_error(None, why)
        fresh = plan_page(cycle_id=cycle_id, actor=request.actor, now=now(), today=localdate())
        return _issue_page(request, fresh, form, status=409)
    messages.success(
        request,
        _("方案已印发（%(document)s），牵头领导和牵头单位可以认领了。") % {"document": typed["document_number"]},
    )
    return redirect("plan", cycle_id)


@require_safe
@staff(Act.READ_CYCLE)
def version(request: StaffRequest, cycle_id: int, key: str) -> HttpResponse:
    """Show a version of the plan; `all` shows the whole of it for printing."""
    page = version_page(
        cycle_id=cycle_id, key=key, after=number_in(request.GET, "after") or 0, whole="all" in request.GET
    )
    facts = {
        "here": "plan",
        "path": in_cycle(page.cycle, (_("方案"), reverse("plan", args=[cycle_id])), (_("全文"), "")),
        "page": page,
        "cycle": page.cycle,
    }
    return render(request, "office/plan_version.html", facts)


@require_safe
@staff(Act.READ_CYCLE)
def compare(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what differs between two versions; without any named, from the last one to what stands now."""
    old = request.GET.get("old", "") or "now"
    page = compare_page(
        cycle_id=cycle_id,
        old=old,
        new=request.GET.get("new", "") or "now",
        after=number_in(request.GET, "after") or 0,
    )
    facts = {
        "here": "plan",
        "path": in_cycle(page.cycle, (_("方案"), reverse("plan", args=[cycle_id])), (_("对比"), "")),
        "page": page,
        "cycle": page.cycle,
    }
    return render(request, "office/plan_compare.html", facts)


def _issue_page(request: StaffRequest, page: PlanPage, form: IssueForm, *, status: int = 200) -> HttpResponse:
    facts = {
        "here": "plan",
        "path": in_cycle(page.cycle, (_("方案"), reverse("plan", args=[page.cycle.id])), (_("印发"), "")),
        "page": page,
        "cycle": page.cycle,
        "form": form,
        "version": page.issues[0].number if page.issues else 0,
        "ready": page.refusal is None and (bool(page.issues) or page.stage == "passed" or not _reviewed(page)),
    }
    return render(request, "office/plan_issue.html", facts, status=status)


def _reviewed(page: PlanPage) -> bool:
    """Whether the plan has to pass a review first."""
    return page.rules.review_required and bool(page.rules.reviewers)
