"""Rounds of review: opening, answering, closing."""

from __future__ import annotations

from pathlib import PurePath

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.rights import Actor, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.files import path_of
from zhenggai.ledger.operations import issuing
from zhenggai.ledger.queries.issuing import review_page, review_scan
from zhenggai.ledger.shapes.issuing import ReviewPage
from zhenggai.office.access import staff
from zhenggai.office.forms.issuing import OpinionForm, remark_choices, remark_rows, remarks_in
from zhenggai.office.paths import in_cycle
from zhenggai.office.views.doing import refused
from zhenggai.ui.middleware import StaffRequest


@require_POST
@staff(Act.ISSUE)
def open_round(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Send the plan to its reviewers."""
    why = refused(lambda: issuing.open_review(cycle_id=cycle_id, actor=request.actor, at=now()))
    if why:
        messages.warning(request, why)
    else:
        messages.success(request, _("方案已送会审，会审单位可以填写意见了。"))
    return redirect("plan", cycle_id)


@require_safe
@staff(Act.READ_CYCLE)
def review(request: StaffRequest, cycle_id: int, review_id: int) -> HttpResponse:
    """Show a round with all that was said."""
    page = _found(request.actor, cycle_id, review_id)
    facts = {**_frame(page), "may_close": may_in_cycle(request.actor, Act.ISSUE, cycle_id)}
    return render(request, "office/review.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.REVIEW)
def answer(request: StaffRequest, cycle_id: int, review_id: int) -> HttpResponse:
    """Answer for a party; `more` asks for another row of remarks and keeps what was typed."""
    page = _found(request.actor, cycle_id, review_id)
    if request.method != "POST":
        return _answer_page(request, page, OpinionForm(parties=page.open_to, questions=page.questions))
    form = OpinionForm(request.POST, parties=page.open_to, questions=page.questions)
    if "more" in request.POST:
        return _answer_page(request, page, form, judged=False)
    if not form.is_valid():
        return _answer_page(request, page, form, status=422)
    paper = request.FILES.get("scan")

    def act() -> None:
        issuing.answer_review(
            review_id=review_id,
            party=form.cleaned_data["party"],
            opinion=form.opinion(remarks_in(request.POST)),
            actor=request.actor,
            at=now(),
            scan=paper.read() if paper else None,
            scan_name=PurePath(paper.name or "").name if paper else "",
        )

    why = refused(act)
    if why:
        form.add_error(None, why)
        return _answer_page(request, page, form, status=409)
    messages.success(request, _("会审意见已提交。"))
    return redirect("review", cycle_id, review_id)


@require_POST
@staff(Act.ISSUE)
def close(request: StaffRequest, cycle_id: int, review_id: int) -> HttpResponse:
    """End a round."""
    page = _found(request.actor, cycle_id, review_id)
    passed = request.POST.get("outcome") == "pass"
    why = refused(
        lambda: issuing.close_review(
            review_id=review_id,
            passed=passed,
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            at=now(),
        )
    )
    if why:
        messages.warning(request, why)
        facts = {**_frame(page), "may_close": True, "reason": request.POST.get("reason", "")}
        return render(request, "office/review.html", facts, status=409)
    said = _("会审已通过，可以印发。") if passed else _("方案已退回修改。改好以后再送一轮会审。")
    messages.success(request, said)
    return redirect("plan", cycle_id)


@require_safe
@staff(Act.READ_CYCLE)
def scan(request: StaffRequest, cycle_id: int, answer_id: int) -> HttpResponseBase:
    """Hand out the paper on which a party gave its opinion."""
    digest, name = review_scan(answer_id=answer_id, cycle_id=cycle_id)
    path = path_of(digest, folder=settings.FILES)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _found(actor: Actor, cycle_id: int, review_id: int) -> ReviewPage:
    page = review_page(review_id=review_id, actor=actor, today=localdate())
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _frame(page: ReviewPage) -> dict[str, object]:
    here = _("第 %(number)s 轮会审") % {"number": page.round.number}
    return {
        "here": "plan",
        "path": in_cycle(page.cycle, (_("方案"), reverse("plan", args=[page.cycle.id])), (here, "")),
        "page": page,
        "cycle": page.cycle,
    }


def _answer_page(
    request: StaffRequest, page: ReviewPage, form: OpinionForm, *, status: int = 200, judged: bool = True
) -> HttpResponse:
    if not judged:
        form.errors.clear()
    typed = request.POST if request.method == "POST" else request.GET
    facts = {
        **_frame(page),
        "form": form,
        "asked": form.asked(),
        "remarks": remark_rows(typed),
        "remark_fields": remark_choices(),
    }
    return render(request, "office/review_answer.html", facts, status=status)
