"""A draft: what was read from a file, mended by a person, and accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.report import Kind
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger import operations
from zhenggai.ledger.queries import draft_preview
from zhenggai.ledger.shapes import DraftPreview
from zhenggai.office.access import staff
from zhenggai.office.draft_screen import Typed, changes_since, draft_screen
from zhenggai.office.forms.imports import AcceptForm, VersionForm
from zhenggai.office.forms.mending import FORMS, StepForm, step_form
from zhenggai.office.paths import in_imports
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def draft(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Show the text and the outline of a draft side by side."""
    return _page(request, draft_preview(draft_id=draft_id), edit=request.GET.get("edit", ""))


@require_POST
@staff(Act.MEND)
def mend(request: StaffRequest, draft_id: int, step: str) -> HttpResponse:
    """Apply one step; where it does not fit, show it again with all that was typed."""
    if step not in FORMS:
        raise Http404
    form = step_form(step, request.POST)
    if not form.is_valid():
        errors = [str(error) for found in form.errors.values() for error in found]
        return _refused(request, draft_id, form, errors, status=422)
    try:
        operations.mend_draft(
            draft_id=draft_id, version=form.cleaned_data["version"], step=form.step(), actor=request.actor, at=now()
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        return _refused(request, draft_id, form, [sentence_of(refusal)], status=409)
    messages.success(request, _("已保存，可以撤销。"))
    return _back(draft_id, form.node)


@require_POST
@staff(Act.MEND)
def undo(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Take back the last step."""
    return _move(request, draft_id, operations.undo_draft, said=_("已撤销一步，可以恢复。"))


@require_POST
@staff(Act.MEND)
def redo(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Put the step back that was taken back last."""
    return _move(request, draft_id, operations.redo_draft, said=_("已恢复一步。"))


@require_POST
@staff(Act.MEND)
def discard(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Put a draft away."""
    answer = _move(request, draft_id, operations.discard_draft, said=_("草稿已放弃，文件和记录仍然保留。"))
    return redirect("imports") if answer.status_code == HttpResponseRedirect.status_code else answer


@require_POST
@staff(Act.RECEIVE)
def read_again(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Read a kept file once more."""
    try:
        operations.read_draft(draft_id=draft_id, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    return redirect("draft", draft_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.ADOPT)
def accept(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Ask how the draft enters the ledger, then let it in."""
    preview = draft_preview(draft_id=draft_id)
    form = AcceptForm(request.POST if request.method == "POST" else None, seen_before=bool(preview.adopted_before))
    if not form.is_bound or not form.is_valid():
        return _accept_page(request, preview, form, status=422 if form.errors else 200)
    try:
        cycle_id = operations.adopt_draft(draft_id=draft_id, actor=request.actor, at=now(), **form.wish())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _accept_page(request, preview, form, status=409)
    messages.success(request, _("已收入台账。问题原文从现在起锁定。"))
    return redirect("dashboard", cycle_id)


def _accept_page(request: StaffRequest, preview: DraftPreview, form: AcceptForm, *, status: int) -> HttpResponse:
    path = in_imports((preview.draft.name, reverse("draft", args=[preview.draft.id])), (_("收入台账"), ""))
    facts = {"here": "imports", "path": path, "preview": preview, "form": form}
    return render(request, "office/accept.html", facts, status=status)


def _move(request: StaffRequest, draft_id: int, act: Callable[..., object], *, said: str) -> HttpResponse:
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        act(draft_id=draft_id, version=form.cleaned_data["version"], actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return _page(request, draft_preview(draft_id=draft_id), edit="", status=409)
    messages.success(request, said)
    return _back(draft_id, "")


def _refused(request: StaffRequest, draft_id: int, form: StepForm, errors: list[str], *, status: int) -> HttpResponse:
    typed = Typed(form.name, form.node, request.POST.dict(), tuple(errors))
    return _page(request, draft_preview(draft_id=draft_id), edit=form.node, typed=typed, status=status)


def _back(draft_id: int, node: str) -> HttpResponse:
    anchor = f"#o-{node}" if node else ""
    return HttpResponseRedirect(reverse("draft", args=[draft_id]) + anchor)


def _page(
    request: StaffRequest, preview: DraftPreview, *, edit: str, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    outline_only = bool(request.htmx) and request.htmx.target == "outline"
    typed = typed or Typed()
    seen = request.POST.get("version", "")
    facts = {
        "here": "imports",
        "path": in_imports((preview.draft.name, "")),
        "preview": preview,
        "draft": preview.draft,
        "screen": draft_screen(preview, edit=edit, typed=typed, with_text=not outline_only),
        "changes": changes_since(preview, int(seen)) if status == 409 and seen.isdigit() else (),
        "may_mend": may(request.actor, Act.MEND) and preview.draft.state == "ready",
        "may_receive": may(request.actor, Act.RECEIVE),
        "kinds": get_args(Kind),
    }
    part = "#outline" if outline_only else "#desk" if request.htmx else ""
    return render(request, f"office/draft.html{part}", facts, status=status)
