"""Papers: what can be composed, one of them passage by passage, its versions and its file."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.jobs.confined import Unreadable
from zhenggai.jobs.typesetting import CannotTypeset
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.forms.papers import ComposeForm, PassageForm, ReturnForm
from zhenggai.office.oversight_pages import of_cycle, tried
from zhenggai.office.paths import in_cycle
from zhenggai.oversight.composing.writing import PaperForm
from zhenggai.oversight.operations import composing
from zhenggai.oversight.operations.refreshing import refresh_passage
from zhenggai.oversight.paper_shapes import PaperPage, PapersPage
from zhenggai.oversight.queries.composed import paper_file, paper_page, papers_page, versions_page
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

HERE = "papers"
TYPES: dict[PaperForm, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_safe
@staff(Act.READ_CYCLE)
def papers(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the papers of a round, and offer every kind."""
    page = papers_page(cycle_id=cycle_id, actor=request.actor, after=number_in(request.GET, "after") or 0)
    return _papers(request, page, ComposeForm(page=page))


@require_POST
@staff(Act.PLAN)
def compose(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Compose the paper of the button that was pressed, and open it."""
    page = papers_page(cycle_id=cycle_id, actor=request.actor)
    form = ComposeForm(request.POST, page=page)
    made: list[int] = []

    def act() -> None:
        made.append(composing.compose_paper(cycle_id=cycle_id, wish=form.wish(), actor=request.actor, at=now()))

    if not tried(form, act):
        return _papers(request, page, form, status=422)
    messages.success(request, _("文稿已生成。数字都来自台账，停在数字上可以看来源。"))
    return redirect("paper", cycle_id, made[0])


@require_safe
@staff(Act.READ_CYCLE)
def paper(request: StaffRequest, cycle_id: int, paper_id: int) -> HttpResponse:
    """Show a paper; `edit` opens one of its passages."""
    return _paper(request, _page(request, cycle_id, paper_id), edited=number_in(request.GET, "edit"))


@require_POST
@staff(Act.PLAN)
def edit(request: StaffRequest, cycle_id: int, paper_id: int, passage_id: int) -> HttpResponse:
    """Write a passage anew; what was typed stays where it cannot be kept."""
    _of_paper(_page(request, cycle_id, paper_id), passage_id)
    form = PassageForm(request.POST, auto_id="passage-%s")

    def act() -> None:
        composing.edit_passage(
            passage_id=passage_id,
            version=form.cleaned_data["version"],
            text=form.cleaned_data["text"],
            actor=request.actor,
            at=now(),
        )

    if tried(form, act):
        messages.success(request, _("这一段已保存。"))
        return redirect(f"{reverse('paper', args=[cycle_id, paper_id])}#passage-{passage_id}")
    return _paper(request, _page(request, cycle_id, paper_id), edited=passage_id, form=form, status=409)


@require_POST
@staff(Act.PLAN)
def refresh(request: StaffRequest, cycle_id: int, paper_id: int, passage_id: int) -> HttpResponse:
    """Take the figures that moved into a passage, as they were offered."""
    _of_paper(_page(request, cycle_id, paper_id), passage_id)
    version, offered = number_in(request.POST, "version") or 0, request.POST.get("offered", "")

    def act() -> None:
        refresh_passage(passage_id=passage_id, version=version, offered=offered, actor=request.actor, at=now())

    said = _("这一段的数字已换成台账现在的。文字里写的日期没有变，请核对。")
    return _moved(request, cycle_id, paper_id, act, said=said, at=f"#passage-{passage_id}")


@require_POST
@staff(Act.REVIEW)
def give_back(request: StaffRequest, cycle_id: int, paper_id: int) -> HttpResponse:
    """Give a paper back with the reason."""
    page = _page(request, cycle_id, paper_id)
    form = ReturnForm(request.POST, auto_id="return-%s")

    def act() -> None:
        typed = form.cleaned_data
        composing.return_paper(
            paper_id=paper_id, version=typed["version"], reason=typed["reason"], actor=request.actor, at=now()
        )

    if tried(form, act):
        messages.success(request, _("文稿已退回修改。"))
        return redirect("paper", cycle_id, paper_id)
    return _paper(request, page, returning=form, status=422)


@require_POST
@staff(Act.ISSUE)
def sign(request: StaffRequest, cycle_id: int, paper_id: int) -> HttpResponse:
    """Sign the paper as it was seen."""
    version, digest = number_in(request.POST, "version") or 0, request.POST.get("digest", "")

    def act() -> None:
        composing.sign_off(paper_id=paper_id, version=version, digest=digest, actor=request.actor, at=now())

    return _moved(request, cycle_id, paper_id, act, said=_("文稿已签发，文字不能再改。"))


@require_POST
@staff(Act.ISSUE)
def freeze(request: StaffRequest, cycle_id: int, paper_id: int) -> HttpResponse:
    """Freeze the signed paper for ever."""
    version = number_in(request.POST, "version") or 0

    def act() -> None:
        composing.freeze_paper(paper_id=paper_id, version=version, actor=request.actor, at=now())

    return _moved(request, cycle_id, paper_id, act, said=_("文稿已定稿，校验值已写入记录。"))


@require_safe
@staff(Act.READ_CYCLE)
def file(request: StaffRequest, cycle_id: int, paper_id: int) -> HttpResponse:
    """Send the paper as a Word file; `version` is one of those that were kept, `layout` one of the office's own."""
    try:
        return _sent(request, cycle_id, paper_id, "docx")
    except Unreadable:
        messages.warning(request, _("这份版式用不了，请换一份或重新上传。"))
        return redirect("paper", cycle_id, paper_id)


@require_safe
@staff(Act.READ_CYCLE)
def pages(request: StaffRequest, cycle_id: int, paper_id: int) -> HttpResponse:
    """Send the paper as PDF; where its pages cannot be set, say why on its page."""
    try:
        return _sent(request, cycle_id, paper_id, "pdf")
    except CannotTypeset as refusal:
        messages.warning(request, sentence_of(refusal))
        return redirect("paper", cycle_id, paper_id)


@require_safe
@staff(Act.READ_CYCLE)
def versions(request: StaffRequest, cycle_id: int, paper_id: int) -> HttpResponse:
    """Show what differs between two versions; without any named, from the first to what stands now."""
    old = number_in(request.GET, "old")
    page = versions_page(
        paper_id=paper_id, old=1 if old is None else old, new=number_in(request.GET, "new") or 0, actor=request.actor
    )
    of_cycle(page.cycle, cycle_id)
    facts = {
        "here": HERE,
        "path": in_cycle(
            page.cycle,
            (_("文稿"), reverse("papers", args=[cycle_id])),
            (page.title, reverse("paper", args=[cycle_id, paper_id])),
            (_("版本对比"), ""),
        ),
        "page": page,
        "cycle": page.cycle,
    }
    return render(request, "office/paper_versions.html", facts)


def _sent(request: StaffRequest, cycle_id: int, paper_id: int, form: PaperForm) -> HttpResponse:
    _page(request, cycle_id, paper_id)
    number = number_in(request.GET, "version") or 0
    layout = number_in(request.GET, "layout") or 0 if form == "docx" else 0
    found = paper_file(paper_id=paper_id, actor=request.actor, number=number, form=form, layout=layout)
    answer = HttpResponse(found.content, content_type=TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    return answer


def _papers(request: StaffRequest, page: PapersPage, form: ComposeForm, *, status: int = 200) -> HttpResponse:
    facts = {
        "here": HERE,
        "path": in_cycle(page.cycle, (_("文稿"), "")),
        "page": page,
        "cycle": page.cycle,
        "form": form,
    }
    return render(request, "office/papers.html", facts, status=status)


def _page(request: StaffRequest, cycle_id: int, paper_id: int) -> PaperPage:
    page = paper_page(paper_id=paper_id, actor=request.actor, now=now())
    of_cycle(page.cycle, cycle_id)
    return page


def _paper(
    request: StaffRequest,
    page: PaperPage,
    *,
    edited: int | None = None,
    form: PassageForm | None = None,
    returning: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    passage = next((row for row in page.passages if row.id == edited), None) if page.may_edit else None
    if passage is not None and form is None:
        form = PassageForm(initial={"version": passage.version, "text": passage.text}, auto_id="passage-%s")
    facts = {
        "here": HERE,
        "path": in_cycle(page.cycle, (_("文稿"), reverse("papers", args=[page.cycle.id])), (page.name, "")),
        "page": page,
        "cycle": page.cycle,
        "edited": passage,
        "form": form or returning,
        "passage_form": form,
        "return_form": returning or ReturnForm(initial={"version": page.version}, auto_id="return-%s"),
    }
    return render(request, "office/paper.html", facts, status=status)


def _of_paper(page: PaperPage, passage_id: int) -> None:
    if all(row.id != passage_id for row in page.passages):
        raise Http404


def _moved(
    request: StaffRequest, cycle_id: int, paper_id: int, act: Callable[[], None], *, said: str, at: str = ""
) -> HttpResponse:
    _page(request, cycle_id, paper_id)
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('paper', args=[cycle_id, paper_id])}{at}")
