"""A visit on site, filled in where one stands."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import evidence
from zhenggai.ledger.queries.closing import closing_tab
from zhenggai.ledger.shapes.closing import ClosingTab
from zhenggai.office.access import staff
from zhenggai.office.forms.closing import VisitForm
from zhenggai.office.tabs import task_frame
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.VISIT)
def visit(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show the form of a visit, or keep the visit with the photos that were taken there."""
    page = closing_tab(task_id=task_id, actor=request.actor, today=localdate(), act=Act.VISIT)
    if page.head.cycle.id != cycle_id:
        raise Http404
    if request.method != "POST":
        return _form(request, page, VisitForm(initial={"token": uuid4().hex}, auto_id="visit-%s"))
    form = VisitForm(request.POST, auto_id="visit-%s")
    if not form.is_valid():
        return _form(request, page, form, status=422)
    try:
        photos = _photos(request, page, form)
        acts.record_visit(
            task_id=task_id,
            facts=form.facts(),
            photo_ids=photos,
            token=form.cleaned_data["token"],
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _form(request, page, form, status=409)
    messages.success(request, _("现场核查已记下，照片 %(count)s 张。") % {"count": len(photos)})
    return HttpResponseRedirect(reverse("task_closing", args=[cycle_id, task_id]) + "#visits")


def _photos(request: StaffRequest, page: ClosingTab, form: VisitForm) -> list[int]:
    """Keep the photos as evidence for the first measure; a photo that was sent before is that one."""
    measure = page.view.measures[0].id if page.view.measures else 0
    return [_photo(request, page.head.id, measure, file, form) for file in request.FILES.getlist("photos")]


def _photo(request: StaffRequest, task_id: int, measure: int, file: Any, form: VisitForm) -> int:
    words = EvidenceWords(
        kind="video" if (file.content_type or "").startswith("video/") else "photo",
        dated=form.cleaned_data["visited_on"],
        description=_("现场核查照片"),
    )
    added = evidence.add_evidence(
        task_id=task_id,
        name=file.name or "photo.jpg",
        data=file,
        words=words,
        measure_ids=[measure],
        actor=request.actor,
        at=now(),
    )
    return added.evidence_id


def _form(request: StaffRequest, page: ClosingTab, form: VisitForm, *, status: int = 200) -> HttpResponse:
    facts = {**task_frame(page.head, "closing"), "page": page, "form": form}
    return render(request, "office/visit.html", facts, status=status)
