"""A round that was exported elsewhere: uploaded, looked at, paired and brought in."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.chain.errors import Unproved
from zhenggai.chain.notes import Verifier, parse_verifier
from zhenggai.domain.refusals import NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.keeping.rounds.arriving import take_in
from zhenggai.keeping.rounds.examining import Examined, examine_round, refused
from zhenggai.keeping.rounds.pairing import KIND_NAMES
from zhenggai.keeping.rounds.waiting import clear_away, laid_ready, lay_ready
from zhenggai.office.access import staff
from zhenggai.office.forms.arrivals import ArrivalForm, RoundFileForm
from zhenggai.office.paths import in_imports
from zhenggai.office.round_tables import counted_tables
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.ADOPT)
def arrival(request: StaffRequest) -> HttpResponse:
    """Take a file, and show what the one that was uploaded would bring."""
    found, fault = _examined(request, _given_key(request, request.GET.get("key", "")))
    form = ArrivalForm(initial={"key": request.GET.get("key", "")}, pairs=found.pairs) if found else None
    return _page(request, found=found, form=form, fault=fault, status=409 if fault else 200)


@require_POST
@staff(Act.ADOPT)
def receive(request: StaffRequest) -> HttpResponse:
    """Receive a file."""
    form = RoundFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, upload=form, status=422)
    try:
        lay_ready(data=cast("BinaryIO", form.cleaned_data["file"].file), actor=request.actor)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error("file", sentence_of(refusal))
        return _page(request, upload=form, status=409)
    return redirect("arrival")


@require_POST
@staff(Act.ADOPT)
def bring(request: StaffRequest) -> HttpResponse:
    """Bring the uploaded round in."""
    path = laid_ready(actor=request.actor)
    if path is None:
        return redirect("arrival")
    verifier = _given_key(request, request.POST.get("key", ""))
    found, fault = _examined(request, verifier)
    if found is None:
        return _page(request, fault=fault, status=409)
    form = ArrivalForm(request.POST, pairs=found.pairs)
    if not form.is_valid():
        return _page(request, found=found, form=form, status=422)
    try:
        arrived = take_in(
            path=path,
            answers=form.answers(),
            again=form.cleaned_data["again"],
            actor=request.actor,
            at=now(),
            verifier=verifier,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, found=found, form=form, status=409)
    clear_away(actor=request.actor)
    messages.success(request, _("已迁入：%(rows)s 行，原件 %(files)s 个，原来的记录 %(entries)s 条。") % {
        "rows": arrived.rows, "files": arrived.files, "entries": arrived.entries,
    })  # fmt: skip
    return redirect("dashboard", arrived.cycle_id)


@require_POST
@staff(Act.ADOPT)
def drop(request: StaffRequest) -> HttpResponse:
    """Throw the uploaded file away."""
    clear_away(actor=request.actor)
    messages.success(request, _("已放弃这份文件，什么都没有迁入。"))
    return redirect("arrival")


def _examined(request: StaffRequest, verifier: Verifier | None) -> tuple[Examined | None, str]:
    path = laid_ready(actor=request.actor)
    if path is None:
        return None, ""
    try:
        return examine_round(path=path, answers={}, actor=request.actor, verifier=verifier), ""
    except NotAllowed:
        raise
    except Refusal as refusal:
        return None, sentence_of(refusal)


def _given_key(request: HttpRequest, text: str) -> Verifier | None:
    if not text.strip():
        return None
    try:
        return parse_verifier(text.strip())
    except Unproved as fault:
        messages.warning(request, sentence_of(refused(fault)))
        return None


def _page(
    request: StaffRequest,
    *,
    found: Examined | None = None,
    form: ArrivalForm | None = None,
    upload: RoundFileForm | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    facts = {
        "here": "imports",
        "path": in_imports((_("迁入轮次"), "")),
        "found": found,
        "exported": parse_datetime(found.checked.about["exported_at"]) if found else None,
        "tables": counted_tables(found.tables) if found else (),
        "form": form,
        "upload": upload or RoundFileForm(),
        "fault": fault,
        "kinds": KIND_NAMES,
        "limit": settings.MAX_EVIDENCE_BYTES // 1_000_000,
    }
    return render(request, "office/arrival.html", facts, status=status)
