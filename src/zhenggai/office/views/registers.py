"""The pages of a register: its rows, what a workbook changed, the figures it gives."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import figures as operations
from zhenggai.ledger.queries.figures import may_keep_figures
from zhenggai.ledger.queries.heads import task_head
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.register_rows import register_page
from zhenggai.ledger.queries.registers import changes_page
from zhenggai.ledger.shapes.figures import RegisterPage
from zhenggai.office.access import staff
from zhenggai.office.forms.figures import CountForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.tabs import task_frame
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ)
def register(request: StaffRequest, cycle_id: int, task_id: int, register_id: int) -> HttpResponse:
    """Show the rows of a register; `count` opens the form of a figure over them."""
    frame = register_frame(request, cycle_id, task_id)
    asked = {name: request.GET.get(name, "") for name in ("state", "after", "before")}
    words, vanished = request.GET.get("q", ""), "vanished" in request.GET
    try:
        page = register_page(register_id=register_id, actor=request.actor, text=words, vanished=vanished, **asked)
    except BadKey as refusal:
        messages.warning(request, sentence_of(refusal))
        return redirect("register", cycle_id, task_id, register_id)
    form = CountForm(page=page) if "count" in request.GET else None
    return _page(request, frame, _of_task(page, task_id), form)


@require_POST
@staff(Act.KEEP_FIGURES)
def count(request: StaffRequest, cycle_id: int, task_id: int, register_id: int) -> HttpResponse:
    """Define a figure over the rows of a register."""
    frame = register_frame(request, cycle_id, task_id)
    page = _of_task(register_page(register_id=register_id, actor=request.actor), task_id)
    form = CountForm(request.POST, page=page)
    if not form.is_valid():
        return _page(request, frame, page, form, status=422)
    try:
        operations.count_register(register_id=register_id, wish=form.wish(), actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, frame, page, form, status=409)
    messages.success(request, _("数字已算出，每次导入都会重新计算。"))
    return redirect("register", cycle_id, task_id, register_id)


@require_safe
@staff(Act.READ)
def changes(request: StaffRequest, cycle_id: int, task_id: int, register_id: int, import_id: int) -> HttpResponse:
    """Show what a workbook changed, row by row."""
    frame = register_frame(request, cycle_id, task_id)
    page = changes_page(
        register_id=register_id,
        import_id=import_id,
        actor=request.actor,
        kind=request.GET.get("kind", ""),
        after=number_in(request.GET, "after") or 0,
    )
    if page.task_id != task_id:
        raise Http404
    return render(request, "office/register_changes.html", {**frame, "page": page})


def register_frame(request: StaffRequest, cycle_id: int, task_id: int) -> dict[str, object]:
    """The frame of a page below the figures of a task."""
    head = task_head(task_id=task_id, actor=request.actor, today=localdate())
    if head.cycle.id != cycle_id:
        raise Http404
    return {
        **task_frame(head, "figures"),
        "may_keep": may_keep_figures(task_id=task_id, actor=request.actor),
        "limit": settings.MAX_UPLOAD_BYTES // 1_000_000,
    }


def _of_task(page: RegisterPage, task_id: int) -> RegisterPage:
    if page.task_id != task_id:
        raise Http404
    return page


def _page(
    request: StaffRequest, frame: dict[str, object], page: RegisterPage, form: CountForm | None, *, status: int = 200
) -> HttpResponse:
    asked = {"state": page.state, "q": page.text, **({"vanished": "1"} if page.vanished else {})}
    query = urlencode({name: value for name, value in asked.items() if value})
    facts = {
        **frame,
        "page": page,
        "query": query,
        "count_form": form if frame["may_keep"] or status != HTTPStatus.OK else None,
    }
    return render(request, "office/register.html", facts, status=status)
