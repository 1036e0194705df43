"""What the pages of meetings and institutions have in common: a form on a page of its own, a change tried, a file sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.ledger.files import path_of
from zhenggai.ledger.shapes import CycleRow
from zhenggai.office.paths import Path, in_cycle
from zhenggai.oversight.shapes import PaperCard
from zhenggai.people.queries import list_unit_names
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form: `submit` says what will happen, `back` leads away from it, `version` is what is seen now."""

    here: str
    cycle: CycleRow
    path: Path
    title: str
    submit: str
    back: str
    version: int = 0
    words: str = ""


def form_page(request: StaffRequest, page: FormPage, form: forms.Form) -> HttpResponse:
    """Answer with the form; one that was sent and has errors says so in its status."""
    clashed = form.is_bound and bool(form.non_field_errors())
    status = (409 if clashed else 422) if form.is_bound else 200
    facts = {
        "here": page.here,
        "path": in_cycle(page.cycle, *page.path, (page.title, "")),
        "page": page,
        "form": form,
        "units": list_unit_names(limit=MOST_NAMES),
    }
    return render(request, "office/oversight_form.html", facts, status=status)


def tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form makes sense and what it asks for was done; a refusal becomes an error of the form.

    :raises NotAllowed: as the act does.
    :raises NoSuchThing: as the act does.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return False
    return True


def linked(request: StaffRequest, form: forms.Form, act: Callable[[], object], *, to: str) -> HttpResponse:
    """Keep links and lead back; a refusal is told there."""
    if tried(form, act):
        messages.success(request, _("关联已保存。"))
    else:
        for said in form.non_field_errors() or [_("关联没有保存，请再试一次。")]:
            messages.warning(request, str(said))
    return redirect(to)


def of_cycle(cycle: CycleRow, cycle_id: int) -> None:
    """Return where a thing stands in the cycle that its address names.

    :raises Http404: where it does not.
    """
    if cycle.id != cycle_id:
        raise Http404


def sent(paper: PaperCard) -> FileResponse:
    """The filed paper as a download, which no browser opens by itself."""
    try:
        content = path_of(paper.sha256, folder=settings.FILES).open("rb")
    except OSError as fault:
        raise NoSuchThing("文件不在了，请联系系统管理员。") from fault
    return FileResponse(
        content, as_attachment=True, filename=paper.name or _("未命名文件"), content_type="application/octet-stream"
    )
