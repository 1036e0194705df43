"""Files of evidence handed out, and what a page shows of them. Nothing a stranger wrote is ever opened as a page of ours."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.roles import Act
from zhenggai.ledger.queries.evidence import evidence_file, evidence_page, evidence_shown, evidence_thumb
from zhenggai.ledger.shapes.evidence import EvidenceFile
from zhenggai.ledger.stores import store
from zhenggai.office.access import staff
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest

SANDBOX = "sandbox; default-src 'none'"
# What a file holds never changes; whether somebody may see it does, so it is asked for again each time.
PICTURE_HEADERS = {"Cache-Control": "private, no-cache", "Content-Security-Policy": SANDBOX}
_RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")


@require_safe
@staff(Act.READ)
def file(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponseBase:
    """Hand out the file as it was brought, whole or the bytes that are asked for."""
    found = evidence_file(cycle_id=cycle_id, evidence_id=evidence_id, actor=request.actor)
    wanted = _range(request.headers.get("Range", ""), found.size)
    if wanted is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    first, last = wanted
    whole = last - first + 1 == found.size
    answer = StreamingHttpResponse(
        store().stream(found.sha256, first=first, last=last), status=200 if whole else 206, content_type=found.media
    )
    for name, value in _headers(found, length=last - first + 1).items():
        answer[name] = value
    if not whole:
        answer["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    return answer


@require_safe
@staff(Act.READ)
def thumb(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponse:
    """The small picture."""
    picture = evidence_thumb(cycle_id=cycle_id, evidence_id=evidence_id, actor=request.actor)
    return HttpResponse(picture, content_type="image/jpeg", headers=PICTURE_HEADERS)


@require_safe
@staff(Act.READ)
def preview(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponse:
    """What can be shown of the file: alone on a page, or for the page that asks for a part."""
    page = evidence_page(evidence_id=evidence_id, actor=request.actor)
    if page.cycle.id != cycle_id:
        raise Http404
    shown = evidence_shown(cycle_id=cycle_id, evidence_id=evidence_id, actor=request.actor)
    catalogue = (_("佐证"), reverse("evidence_list", args=[cycle_id]))
    own = (page.row.number, reverse("evidence", args=[cycle_id, evidence_id]))
    facts = {
        "here": "evidence",
        "path": in_cycle(page.cycle, catalogue, own, (_("预览"), "")),
        "page": page,
        "row": page.row,
        "shown": shown,
        "numbers": range(1, len(shown.pages) + 1),
    }
    template = "office/evidence_preview.html#shown" if request.htmx else "office/evidence_preview.html"
    return render(request, template, facts)


@require_safe
@staff(Act.READ)
def page_picture(request: StaffRequest, cycle_id: int, evidence_id: int, number: int) -> HttpResponse:
    """One page of the preview as a picture."""
    pages = evidence_shown(cycle_id=cycle_id, evidence_id=evidence_id, actor=request.actor).pages
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/jpeg", headers=PICTURE_HEADERS)


def _headers(found: EvidenceFile, *, length: int) -> dict[str, str]:
    return {
        "Content-Length": str(length),
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name) or "attachment",
        "Content-Security-Policy": SANDBOX,
        "Accept-Ranges": "bytes",
        "ETag": f'"{found.sha256}"',
        # Said, so that nothing on the way packs it anew: lengths and ranges are those of the file itself.
        "Content-Encoding": "identity",
    }


def _range(header: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte that are asked for; None where the file has none of them."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == (None, None):
        return 0, size - 1
    first, last = match.groups()
    if first is None:
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (begin, end) if begin <= end else None
