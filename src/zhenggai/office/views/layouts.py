"""Layouts that an office brings for its papers."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.forms.papers import LayoutForm
from zhenggai.office.oversight_pages import sent, tried
from zhenggai.office.paths import in_cycle
from zhenggai.oversight.layout_shapes import LayoutsPage
from zhenggai.oversight.operations.layouts import WrongLayout, add_layout, retire_layout
from zhenggai.oversight.queries.layouts import layout_file, layouts_page
from zhenggai.papers.layouts import Mistake
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

HERE = "papers"


@require_safe
@staff(Act.READ_CYCLE)
def layouts(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the layouts, the placeholders, and offer to bring one."""
    page = layouts_page(cycle_id=cycle_id, actor=request.actor)
    return _layouts(request, page, LayoutForm(page=page))


@require_POST
@staff(Act.PLAN)
def add(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Bring a layout; every mistake in it is told with its place."""
    page = layouts_page(cycle_id=cycle_id, actor=request.actor)
    form = LayoutForm(request.POST, request.FILES, page=page)
    mistakes: list[Mistake] = []

    def act() -> None:
        upload = form.cleaned_data["file"]
        try:
            add_layout(
                cycle_id=cycle_id,
                kind=form.cleaned_data["kind"],
                file=upload,
                name=cast("str", upload.name),
                actor=request.actor,
                at=now(),
            )
        except WrongLayout as refusal:
            mistakes.extend(refusal.mistakes)
            raise

    if not tried(form, act):
        return _layouts(request, page, form, mistakes=mistakes, status=422)
    messages.success(request, _("版式已收下。下载这种文稿时可以选它。"))
    return redirect("paper_layouts", cycle_id)


@require_POST
@staff(Act.PLAN)
def retire(request: StaffRequest, cycle_id: int, layout_id: int) -> HttpResponse:
    """Let a layout be used no more."""
    layout_file(layout_id=layout_id, cycle_id=cycle_id, actor=request.actor)
    version = number_in(request.POST, "version") or 0
    try:
        retire_layout(layout_id=layout_id, version=version, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, _("版式已停用，仍可下载查看。"))
    return redirect("paper_layouts", cycle_id)


@require_safe
@staff(Act.READ_CYCLE)
def file(request: StaffRequest, cycle_id: int, layout_id: int) -> FileResponse:
    """Hand out a layout as it was brought."""
    return sent(layout_file(layout_id=layout_id, cycle_id=cycle_id, actor=request.actor))


def _layouts(
    request: StaffRequest,
    page: LayoutsPage,
    form: LayoutForm,
    *,
    mistakes: list[Mistake] | None = None,
    status: int = 200,
) -> HttpResponse:
    told = [
        (sentence_of(Refusal(one.where, **one.facts)), sentence_of(Refusal(one.what, **one.facts)))
        for one in mistakes or ()
    ]
    facts = {
        "here": HERE,
        "path": in_cycle(page.cycle, (_("文稿"), reverse("papers", args=[page.cycle.id])), (_("自己的版式"), "")),
        "page": page,
        "cycle": page.cycle,
        "form": form,
        "mistakes": told,
    }
    return render(request, "office/paper_layouts.html", facts, status=status)
