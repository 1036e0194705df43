"""Binding the evidence of a task, a unit or a whole round for an on-site check, and taking a whole round out."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.binders import STATE_WORDS, BinderPart, CannotBind, read_part
from zhenggai.domain.roles import Act
from zhenggai.journal.keys import UnusableKey
from zhenggai.journal.sealing import CannotSeal
from zhenggai.keeping.rounds.leaving import take_out
from zhenggai.ledger.operations.binding import bind_evidence
from zhenggai.ledger.queries.binder import binder_page
from zhenggai.ledger.stores.faults import StoreUnreachable
from zhenggai.office.access import staff
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

PART_GROUPS = {
    "task": gettext_lazy("一项任务"),
    "unit": gettext_lazy("一个单位"),
    "leader": gettext_lazy("一位牵头领导"),
    "aspect": gettext_lazy("一个方面"),
}


@require_safe
@staff(Act.READ)
def binder(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what a binder of the wanted part would hold, and let it be exported."""
    wanted = request.GET.get("part", "")
    try:
        part = read_part(wanted)
        page = binder_page(cycle_id=cycle_id, part=part, actor=request.actor, today=localdate())
    except CannotBind as refusal:
        messages.warning(request, sentence_of(refusal))
        part = BinderPart()
        page = binder_page(cycle_id=cycle_id, part=part, actor=request.actor, today=localdate())
    facts = {
        "here": "evidence",
        "path": in_cycle(page.cycle, (_("佐证"), reverse("evidence_list", args=[cycle_id])), (_("佐证材料卷"), "")),
        "page": page,
        "cycle": page.cycle,
        "binder": page.binder,
        "part": part.key,
        "groups": [(PART_GROUPS[kind], choices) for kind, choices in page.choices],
        "gaps": [(piece, STATE_WORDS[piece.state]) for piece in (*page.lacking, *page.left_out)],
    }
    return render(request, "office/binder.html", facts)


@require_POST
@staff(Act.READ)
def export(request: StaffRequest, cycle_id: int) -> HttpResponseBase:
    """Send the binder as it is packed, piece by piece."""
    wanted = request.POST.get("part", "")
    try:
        bound = bind_evidence(cycle_id=cycle_id, part=read_part(wanted), actor=request.actor, at=now())
    except (CannotBind, CannotSeal, UnusableKey, StoreUnreachable) as refusal:
        messages.warning(request, sentence_of(refusal))
        back = redirect("binder", cycle_id)
        back["Location"] += f"?{urlencode({'part': wanted})}"
        return back
    return _streamed(bound.name, bound.stream)


@require_POST
@staff(Act.ISSUE)
def take_round_out(request: StaffRequest, cycle_id: int) -> HttpResponseBase:
    """Send everything of the round as it is packed."""
    try:
        leaving = take_out(cycle_id=cycle_id, actor=request.actor, at=now())
    except (CannotSeal, UnusableKey, StoreUnreachable) as refusal:
        messages.warning(request, sentence_of(refusal))
        return redirect("settings", cycle_id)
    return _streamed(leaving.name, leaving.stream)


def _streamed(name: str, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    # Said, so that nothing on the way packs it anew or waits for its end.
    answer["Content-Encoding"] = "identity"
    answer["X-Accel-Buffering"] = "no"
    return answer
