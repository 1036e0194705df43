"""Workbooks of a register: upload, what the columns mean, preview, acceptance."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import figures as operations
from zhenggai.ledger.queries.registers import import_page
from zhenggai.ledger.shapes.figures import ImportPage, SheetCard
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.forms.registers import MappingForm
from zhenggai.office.views.registers import register_frame
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_POST
@staff(Act.KEEP_FIGURES)
def upload(request: StaffRequest, cycle_id: int, task_id: int, register_id: int) -> HttpResponse:
    """Take a workbook and go on to what its columns mean."""
    register_frame(request, cycle_id, task_id)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("还没有选择文件。请先选择，再上传。"))
        return redirect("register", cycle_id, task_id, register_id)
    try:
        number = operations.keep_register_file(
            register_id=register_id, name=file.name or "", data=cast("BinaryIO", file), actor=request.actor, at=now()
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("register", cycle_id, task_id, register_id)
    return redirect("register_import", cycle_id, task_id, register_id, number)


@require_safe
@staff(Act.READ)
def mapping(request: StaffRequest, cycle_id: int, task_id: int, register_id: int, import_id: int) -> HttpResponse:
    """Ask what the columns of a workbook mean, and show what it would change."""
    frame = register_frame(request, cycle_id, task_id)
    page = _found(request, task_id, register_id, import_id)
    return _page(request, frame, page, MappingForm(page=page, sheet=_sheet(page, request.GET.get("sheet"))))


@require_POST
@staff(Act.KEEP_FIGURES)
def save(request: StaffRequest, cycle_id: int, task_id: int, register_id: int, import_id: int) -> HttpResponse:
    """Keep what the columns mean and look what would change."""
    frame = register_frame(request, cycle_id, task_id)
    page = _found(request, task_id, register_id, import_id)
    form = MappingForm(request.POST, page=page, sheet=_sheet(page, request.POST.get("sheet")))
    if not form.is_valid():
        return _page(request, frame, page, form, status=422)
    try:
        operations.map_import(
            import_id=import_id,
            version=form.cleaned_data["version"],
            mapping=form.mapping(),
            as_of=form.cleaned_data["as_of"],
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, frame, page, form, status=409)
    return redirect("register_import", cycle_id, task_id, register_id, import_id)


@require_POST
@staff(Act.KEEP_FIGURES)
def accept(request: StaffRequest, cycle_id: int, task_id: int, register_id: int, import_id: int) -> HttpResponse:
    """Take the workbook."""
    register_frame(request, cycle_id, task_id)
    page = _found(request, task_id, register_id, import_id)
    try:
        taken = operations.accept_import(
            import_id=page.id, version=number_in(request.POST, "version") or 0, actor=request.actor, at=now()
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return redirect("register_import", cycle_id, task_id, register_id, import_id)
    said = _("清单已收入：新增 %(new)s 行，变更 %(changed)s 行，不再出现 %(vanished)s 行。数字和算式已重新计算。")
    messages.success(
        request, said % {"new": taken.new, "changed": taken.changed + taken.returned, "vanished": taken.vanished}
    )
    return redirect("register", cycle_id, task_id, register_id)


@require_POST
@staff(Act.KEEP_FIGURES)
def drop(request: StaffRequest, cycle_id: int, task_id: int, register_id: int, import_id: int) -> HttpResponse:
    """Put the workbook aside."""
    register_frame(request, cycle_id, task_id)
    page = _found(request, task_id, register_id, import_id)
    try:
        operations.drop_import(
            import_id=page.id, version=number_in(request.POST, "version") or 0, actor=request.actor, at=now()
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, _("这次导入已放弃，清单没有变化。"))
    return redirect("register", cycle_id, task_id, register_id)


def _found(request: StaffRequest, task_id: int, register_id: int, import_id: int) -> ImportPage:
    page = import_page(register_id=register_id, import_id=import_id, actor=request.actor)
    if page.task_id != task_id:
        raise Http404
    return page


def _sheet(page: ImportPage, name: str | None) -> SheetCard:
    """The sheet of that name, else the one mapped before, else the first."""
    wanted = name if name is not None else page.mapping.sheet if page.mapping else ""
    return next((sheet for sheet in page.sheets if sheet.name == wanted), page.sheets[0])


def _page(
    request: StaffRequest, frame: dict[str, object], page: ImportPage, form: MappingForm, *, status: int = 200
) -> HttpResponse:
    is_open = page.state in {"received", "mapped"}
    facts = {**frame, "page": page, "sheet": form.card, "form": form if frame["may_keep"] and is_open else None}
    return render(request, "office/register_import.html", facts, status=status)
