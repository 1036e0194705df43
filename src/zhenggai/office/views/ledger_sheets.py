"""Ledgers that an office keeps in workbooks of its own: upload, columns, pairing, preview, taking."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations.workbooks.accepting import Accepted
from zhenggai.ledger.operations.workbooks.merging import accept_entries, ask_entries, keep_entries
from zhenggai.ledger.operations.workbooks.sheet_reporting import Beside
from zhenggai.ledger.operations.workbooks.sheets import drop_sheet, keep_sheet, map_sheet, pair_entry
from zhenggai.ledger.queries.ledger_sheets import sheet_page, sheets_page
from zhenggai.ledger.shapes.figures import SheetCard
from zhenggai.ledger.shapes.ledger_sheets import SheetPage
from zhenggai.office.access import staff
from zhenggai.office.forms.ledger_sheets import SheetMappingForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.PLAN)
def sheets(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the ledgers that were handed in, and take another."""
    page = sheets_page(cycle_id=cycle_id, actor=request.actor, after=number_in(request.GET, "after"))
    facts = {
        "here": "workbooks",
        "path": in_cycle(page.cycle, (_("电子表"), reverse("workbooks", args=[cycle_id])), (_("现成台账"), "")),
        "page": page,
        "cycle": page.cycle,
        "limit": settings.MAX_UPLOAD_BYTES // 1_000_000,
    }
    return render(request, "office/ledger_sheets.html", facts)


@require_POST
@staff(Act.PLAN)
def upload(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Take a workbook and go on to what its columns mean."""
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("还没有选择文件。请先选择，再上传。"))
        return redirect("ledger_sheets", cycle_id)
    try:
        number = keep_sheet(cycle_id=cycle_id, name=file.name or "", data=file.read(), actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("ledger_sheets", cycle_id)
    return redirect("ledger_sheet", cycle_id, number)


@require_safe
@staff(Act.PLAN)
def sheet(request: StaffRequest, cycle_id: int, sheet_id: int) -> HttpResponse:
    """Ask what the columns mean, and show the entries against the ledger as it is now."""
    page = _found(request, cycle_id, sheet_id)
    return _page(request, page, SheetMappingForm(page=page, card=_card(page, request.GET.get("sheet"))))


@require_POST
@staff(Act.PLAN)
def save(request: StaffRequest, cycle_id: int, sheet_id: int) -> HttpResponse:
    """Keep what the columns mean."""
    page = _found(request, cycle_id, sheet_id)
    form = SheetMappingForm(request.POST, page=page, card=_card(page, request.POST.get("sheet")))
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        map_sheet(
            sheet_id=sheet_id,
            version=form.cleaned_data["version"],
            mapping=form.mapping(),
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, page, form, status=409)
    return redirect("ledger_sheet", cycle_id, sheet_id)


@require_POST
@staff(Act.PLAN)
def pair(request: StaffRequest, cycle_id: int, sheet_id: int) -> HttpResponse:
    """Say of which task an entry speaks."""
    page = _found(request, cycle_id, sheet_id)
    number = number_in(request.POST, "task")
    if number is None:
        messages.error(request, _("请先选择对应哪项任务。"))
        return redirect("ledger_sheet", cycle_id, sheet_id)
    try:
        pair_entry(
            sheet_id=sheet_id,
            version=page.version,
            key=request.POST.get("key", ""),
            number=number,
            actor=request.actor,
            at=now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("ledger_sheet", cycle_id, sheet_id)


@require_POST
@staff(Act.PLAN)
def accept(request: StaffRequest, cycle_id: int, sheet_id: int) -> HttpResponse:
    """Take all that is new or changed."""
    _found(request, cycle_id, sheet_id)
    beside = _beside(request)
    try:
        outcome = accept_entries(sheet_id=sheet_id, keys=None, seen={}, actor=request.actor, at=now(), beside=beside)
        _say(request, outcome)
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("ledger_sheet", cycle_id, sheet_id)


@require_POST
@staff(Act.PLAN)
def choose(request: StaffRequest, cycle_id: int, sheet_id: int) -> HttpResponse:
    """Take single entries, ask for what they change, or keep what the ledger says."""
    _found(request, cycle_id, sheet_id)
    keys = request.POST.getlist("key")
    seen = dict(zip(keys, request.POST.getlist("seen"), strict=False))
    facts = {"sheet_id": sheet_id, "keys": keys, "actor": request.actor, "at": now()}
    try:
        if request.POST.get("choice") == "keep":
            count = keep_entries(**facts)  # type: ignore[arg-type]  # as they are named
            messages.success(request, _("%(count)s 行保留系统里的内容。") % {"count": count})
        elif request.POST.get("choice") == "ask":
            reason = request.POST.get("reason", "")
            _say(request, ask_entries(**facts, seen=seen, reason=reason), asked=True)  # type: ignore[arg-type]  # the same
        else:
            _say(request, accept_entries(**facts, seen=seen, beside=_beside(request)))  # type: ignore[arg-type]  # the same
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("ledger_sheet", cycle_id, sheet_id)


@require_POST
@staff(Act.PLAN)
def drop(request: StaffRequest, cycle_id: int, sheet_id: int) -> HttpResponse:
    """Put a workbook aside."""
    _found(request, cycle_id, sheet_id)
    try:
        drop_sheet(sheet_id=sheet_id, version=number_in(request.POST, "version") or 0, actor=request.actor, at=now())
        messages.success(request, _("这份现成台账已放弃，已收入的内容不变。"))
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("ledger_sheets", cycle_id)


def _beside(request: StaffRequest) -> Beside:
    """What the person says of reports where the ledger does not."""
    typed = request.POST
    return Beside(typed.get("next_step", ""), typed.get("explanation", ""), number_in(typed, "measure"))


def _found(request: StaffRequest, cycle_id: int, sheet_id: int) -> SheetPage:
    page = sheet_page(
        sheet_id=sheet_id,
        actor=request.actor,
        state=request.GET.get("state", ""),
        start=number_in(request.GET, "start") or 0,
    )
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _card(page: SheetPage, name: str | None) -> SheetCard:
    """The sheet of that name, else the one mapped before, else the first."""
    wanted = name if name is not None else page.mapping.sheet if page.mapping else ""
    return next((card for card in page.cards if card.name == wanted), page.cards[0])


def _page(request: StaffRequest, page: SheetPage, form: SheetMappingForm, *, status: int = 200) -> HttpResponse:
    above = (_("电子表"), reverse("workbooks", args=[page.cycle.id]))
    mine = (_("现成台账"), reverse("ledger_sheets", args=[page.cycle.id]))
    facts = {
        "here": "workbooks",
        "path": in_cycle(page.cycle, above, mine, (page.row.name, "")),
        "page": page,
        "cycle": page.cycle,
        "form": form,
        "sheet": form.card,
    }
    return render(request, "office/ledger_sheet.html", facts, status=status)


def _say(request: StaffRequest, outcome: Accepted, *, asked: bool = False) -> None:
    facts = {"taken": outcome.taken, "refused": outcome.refused, "conflicts": outcome.conflicts}
    whole = not (outcome.refused or outcome.conflicts)
    said = (
        _("按 %(taken)s 行提出了变更申请；%(refused)s 行没有提，原因写在行里。") % facts
        if asked
        else _("收入 %(taken)s 处；没有收 %(refused)s 处，原因写在行里；与系统里不同、等您选择的 %(conflicts)s 处。")
        % facts
    )
    messages.add_message(
        request, messages.SUCCESS if whole or (asked and not outcome.refused) else messages.WARNING, said
    )
