"""Workbooks of a cycle: handing out, taking back, looking at what came back."""

from __future__ import annotations

import secrets
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations.workbooks.accepting import Accepted, accept_returns, accept_rows, keep_rows
from zhenggai.ledger.operations.workbooks.exporting import ExportWish, export_to_units, export_workbook
from zhenggai.ledger.operations.workbooks.receiving import drop_workbook, receive_workbooks
from zhenggai.ledger.queries.workbook_files import answer_file, export_file
from zhenggai.ledger.queries.workbooks import return_page, workbooks_page
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.papers.unit_book import unit_book
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

MEMORY_BYTES = 8_000_000
EVERY_UNIT = "units"
SAID = gettext_lazy("收入 %(taken)s 行；没有收 %(refused)s 行，原因写在行里；两边都改过、等您选择的 %(conflicts)s 行。")


@require_safe
@staff(Act.REPORT)
def workbooks(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show who got a workbook and who gave it back, and the files that came."""
    page = workbooks_page(
        cycle_id=cycle_id,
        actor=request.actor,
        state=request.GET.get("state", ""),
        after=number_in(request.GET, "after"),
    )
    facts = {
        "here": "workbooks",
        "path": in_cycle(page.cycle, (_("电子表"), "")),
        "page": page,
        "cycle": page.cycle,
        "limit": settings.MAX_UPLOAD_BYTES // 1_000_000,
    }
    return render(request, "office/workbooks.html", facts)


@require_POST
@staff(Act.REPORT)
def export(request: StaffRequest, cycle_id: int) -> HttpResponseBase:
    """Hand out a workbook, or those of all units in one parcel."""
    kind, _mark, value = request.POST.get("whom", "").partition(":")
    try:
        if kind == EVERY_UNIT:
            made = export_to_units(cycle_id=cycle_id, codes=_codes(), actor=request.actor, at=now())
            return _parcel(request, made)
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
        wish = ExportWish(kind, number=number, name=value)
        one = export_workbook(cycle_id=cycle_id, wish=wish, code=next(_codes()), actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return redirect("workbooks", cycle_id)
    return _file(request, one)


@require_safe
@staff(Act.REPORT)
def file(request: StaffRequest, cycle_id: int, workbook_id: int) -> HttpResponseBase:
    """Hand out a workbook once more, as it was."""
    return _file(request, workbook_id)


@require_POST
@staff(Act.REPORT)
def upload(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Take files that came back."""
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("还没有选择文件。请先选择，再上传。"))
        return redirect("workbooks", cycle_id)
    if any((one.size or 0) > settings.MAX_UPLOAD_BYTES for one in files):
        messages.error(request, _("有文件超过大小上限，一个也没有收。请拆分后再上传。"))
        return redirect("workbooks", cycle_id)
    try:
        numbers = receive_workbooks(
            cycle_id=cycle_id,
            files=[(one.name or "", one.read()) for one in files],
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("workbooks", cycle_id)
    if len(numbers) == 1:
        return redirect("workbook_return", cycle_id, numbers[0])
    messages.success(request, _("收到 %(count)s 份，请看下面每一份的结果。") % {"count": len(numbers)})
    return redirect("workbooks", cycle_id)


@require_POST
@staff(Act.REPORT)
def accept_all(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Take all that is new or changed in every file."""
    try:
        _say(request, accept_returns(cycle_id=cycle_id, actor=request.actor, at=now()))
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("workbooks", cycle_id)


@require_safe
@staff(Act.REPORT)
def returned(request: StaffRequest, cycle_id: int, returned_id: int) -> HttpResponse:
    """Show a file that came back against the ledger as it is now."""
    page = return_page(
        return_id=returned_id,
        actor=request.actor,
        state=request.GET.get("state", ""),
        start=number_in(request.GET, "start") or 0,
    )
    if page.cycle.id != cycle_id:
        raise Http404
    facts = {
        "here": "workbooks",
        "path": in_cycle(page.cycle, (_("电子表"), reverse("workbooks", args=[cycle_id])), (page.line.name, "")),
        "page": page,
        "cycle": page.cycle,
    }
    return render(request, "office/workbook_return.html", facts)


@require_POST
@staff(Act.REPORT)
def accept(request: StaffRequest, cycle_id: int, returned_id: int) -> HttpResponse:
    """Take all of a file that is new or changed."""
    try:
        _say(request, accept_rows(return_id=returned_id, keys=None, seen={}, actor=request.actor, at=now()))
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("workbook_return", cycle_id, returned_id)


@require_POST
@staff(Act.REPORT)
def choose(request: StaffRequest, cycle_id: int, returned_id: int) -> HttpResponse:
    """Take single rows, or keep what the ledger says."""
    keys = request.POST.getlist("row")
    seen = dict(zip(keys, request.POST.getlist("seen"), strict=False))
    try:
        if request.POST.get("choice") == "keep":
            count = keep_rows(return_id=returned_id, keys=keys, actor=request.actor, at=now())
            messages.success(request, _("%(count)s 行保留系统里的内容。") % {"count": count})
        else:
            _say(request, accept_rows(return_id=returned_id, keys=keys, seen=seen, actor=request.actor, at=now()))
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("workbook_return", cycle_id, returned_id)


@require_POST
@staff(Act.REPORT)
def drop(request: StaffRequest, cycle_id: int, returned_id: int) -> HttpResponse:
    """Put a file aside."""
    version = number_in(request.POST, "version") or 0
    try:
        drop_workbook(return_id=returned_id, version=version, actor=request.actor, at=now())
        messages.success(request, _("这份表已放弃，其中没有收入的内容不会再收。"))
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("workbooks", cycle_id)


@require_safe
@staff(Act.REPORT)
def answer(request: StaffRequest, cycle_id: int, returned_id: int) -> HttpResponseBase:
    """Hand out the answer to a file: refused cells marked, with the reasons."""
    name, content = answer_file(return_id=returned_id, actor=request.actor, say=sentence_of)
    return FileResponse(unit_book(content), as_attachment=True, filename=name)


def _codes() -> Iterator[str]:
    while True:
        yield secrets.token_hex(8)


def _file(request: StaffRequest, number: int) -> FileResponse:
    name, content = export_file(export_id=number, actor=request.actor)
    return FileResponse(unit_book(content), as_attachment=True, filename=name)


def _parcel(request: StaffRequest, numbers: tuple[int, ...]) -> FileResponse:
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - handed to the answer
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as parcel:
        for number in numbers:
            name, content = export_file(export_id=number, actor=request.actor)
            with unit_book(content) as book:
                parcel.writestr(name, book.read())
    target.seek(0)
    name = _("各单位整改工作表-%(day)s.zip") % {"day": localdate().isoformat()}
    return FileResponse(target, as_attachment=True, filename=name)


def _say(request: StaffRequest, outcome: Accepted) -> None:
    facts = {"taken": outcome.taken, "refused": outcome.refused, "conflicts": outcome.conflicts}
    level = messages.SUCCESS if not (outcome.refused or outcome.conflicts) else messages.WARNING
    messages.add_message(request, level, SAID % facts)
