"""Institutions: the list, one of them, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.office.access import staff
from zhenggai.office.forms.oversight import (
    AbolishForm,
    InstitutionForm,
    IssueForm,
    PaperForm,
    ReviewForm,
    Versioned,
    numbers_in,
)
from zhenggai.office.oversight_pages import FormPage, form_page, linked, of_cycle, sent, tried
from zhenggai.office.paths import Path, in_cycle
from zhenggai.oversight import operations
from zhenggai.oversight.queries.institutions import institution_page, list_institutions, paper_of
from zhenggai.oversight.queries.links import institution_choices
from zhenggai.oversight.shapes import InstitutionPage
from zhenggai.ui.middleware import StaffRequest

HERE = "meetings"
MAX_TEXT = 100


@require_safe
@staff(Act.READ)
def institutions(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the institutions; `standing` and `q` filter, each count opens as its list."""
    page = list_institutions(
        cycle_id=cycle_id,
        actor=request.actor,
        today=localdate(),
        standing=request.GET.get("standing", ""),
        text=request.GET.get("q", "").replace("\0", "").strip()[:MAX_TEXT],
        after=request.GET.get("after") or None,
    )
    facts = {
        "here": HERE,
        "path": in_cycle(page.cycle, (_("制度"), "")),
        "page": page,
        "may_keep": may(request.actor, Act.KEEP_MEETINGS),
    }
    return render(request, "office/institutions.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def add(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Keep an institution that is to be made."""
    cycle = cycle_row(cycle_id=cycle_id)
    form = InstitutionForm(request.POST or None)
    kept: list[int] = []

    def act() -> None:
        kept.append(operations.add_institution(cycle_id=cycle_id, facts=form.facts(), actor=request.actor, at=now()))

    if request.method == "POST" and tried(form, act):
        messages.success(request, _("制度已登记为拟制定，印发后请登记文号和日期。"))
        return redirect("institution", cycle_id, kept[0])
    back = reverse("institutions", args=[cycle_id])
    return form_page(request, FormPage(HERE, cycle, ((_("制度"), back),), _("登记制度"), _("登记这项制度"), back), form)


@require_safe
@staff(Act.READ)
def institution(request: StaffRequest, cycle_id: int, institution_id: int) -> HttpResponse:
    """Show an institution."""
    page = _page(request, cycle_id, institution_id)
    path = in_cycle(page.cycle, *_above(page), (page.facts.name, ""))
    return render(request, "office/institution.html", {"here": HERE, "path": path, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def change(request: StaffRequest, cycle_id: int, institution_id: int) -> HttpResponse:
    """Correct the record of an institution."""
    page = _page(request, cycle_id, institution_id)
    form = InstitutionForm(request.POST or None, facts=page.facts)

    def act() -> None:
        operations.change_institution(
            institution_id=institution_id,
            version=form.cleaned_data["version"],
            facts=form.facts(),
            actor=request.actor,
            at=now(),
        )

    return _tried(request, page, form, act, title=_("修改制度"), submit=_("保存制度"), said=_("制度已保存。"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def issue(request: StaffRequest, cycle_id: int, institution_id: int) -> HttpResponse:
    """Record that it was issued."""
    page = _page(request, cycle_id, institution_id)
    form = IssueForm(request.POST or None)

    def act() -> None:
        operations.issue_institution(
            institution_id=institution_id,
            version=form.cleaned_data["version"],
            issue=form.issue(),
            actor=request.actor,
            at=now(),
        )

    said = _("印发已登记，从现在起计入已建立的制度。")
    return _tried(request, page, form, act, title=_("登记印发"), submit=_("登记为已印发"), said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def review(request: StaffRequest, cycle_id: int, institution_id: int) -> HttpResponse:
    """Record a review."""
    page = _page(request, cycle_id, institution_id)
    form = ReviewForm(request.POST or None, initial={"on": localdate()})

    def act() -> None:
        operations.review_institution(
            institution_id=institution_id,
            version=form.cleaned_data["version"],
            review=form.review(),
            actor=request.actor,
            at=now(),
        )

    return _tried(request, page, form, act, title=_("登记评估"), submit=_("登记评估结果"), said=_("评估已登记。"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def abolish(request: StaffRequest, cycle_id: int, institution_id: int) -> HttpResponse:
    """Record that it is in force no longer."""
    page = _page(request, cycle_id, institution_id)
    form = AbolishForm(request.POST or None, initial={"on": localdate()})

    def act() -> None:
        operations.abolish_institution(
            institution_id=institution_id,
            version=form.cleaned_data["version"],
            on=form.cleaned_data["on"],
            why=form.cleaned_data["why"],
            actor=request.actor,
            at=now(),
        )

    said = _("废止已登记，不再计入已建立的制度。")
    return _tried(request, page, form, act, title=_("登记废止"), submit=_("登记为已废止"), said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def file(request: StaffRequest, cycle_id: int, institution_id: int) -> HttpResponse:
    """File the text."""
    page = _page(request, cycle_id, institution_id)
    form = PaperForm(request.POST or None, request.FILES if request.method == "POST" else None)

    def act() -> None:
        upload = form.cleaned_data["file"]
        operations.file_institution(
            institution_id=institution_id,
            version=form.cleaned_data["version"],
            file=cast("BinaryIO", upload.file),
            name=upload.name,
            actor=request.actor,
            at=now(),
        )

    return _tried(request, page, form, act, title=_("归档文本"), submit=_("上传文本"), said=_("文本已归档。"))


@require_safe
@staff(Act.READ)
def paper(request: StaffRequest, cycle_id: int, institution_id: int) -> FileResponse:
    """Hand out the text."""
    return sent(paper_of(institution_id=institution_id, actor=request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def links(request: StaffRequest, cycle_id: int, institution_id: int) -> HttpResponse:
    """Say which tasks it serves and which measures it carries out."""
    page = _page(request, cycle_id, institution_id)
    if request.method == "POST":
        form = Versioned(request.POST)

        def act() -> None:
            operations.link_institution(
                institution_id=institution_id,
                version=form.cleaned_data["version"],
                task_ids=numbers_in(request.POST.getlist("task")),
                measure_ids=numbers_in(request.POST.getlist("measure")),
                actor=request.actor,
                at=now(),
            )

        return linked(request, form, act, to=_url(page))
    facts = {
        "here": HERE,
        "path": in_cycle(page.cycle, *_above(page), (page.facts.name, _url(page)), (_("关联任务和措施"), "")),
        "page": page,
        "choices": institution_choices(institution_id=institution_id, cycle_id=cycle_id, actor=request.actor),
        "title": _("这项制度对应哪些任务和措施"),
        "back": _url(page),
    }
    return render(request, "office/oversight_links.html", facts)


def _tried(
    request: StaffRequest,
    page: InstitutionPage,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    submit: str,
    said: str,
) -> HttpResponse:
    if request.method == "POST" and tried(form, act):
        messages.success(request, said)
        return redirect("institution", page.cycle.id, page.id)
    path = (*_above(page), (page.facts.name, _url(page)))
    frame = FormPage(HERE, page.cycle, path, title, submit, _url(page), page.version, page.facts.name)
    return form_page(request, frame, form)


def _page(request: StaffRequest, cycle_id: int, institution_id: int) -> InstitutionPage:
    page = institution_page(institution_id=institution_id, actor=request.actor, today=localdate())
    of_cycle(page.cycle, cycle_id)
    return page


def _above(page: InstitutionPage) -> Path:
    return ((_("制度"), reverse("institutions", args=[page.cycle.id])),)


def _url(page: InstitutionPage) -> str:
    return reverse("institution", args=[page.cycle.id, page.id])
