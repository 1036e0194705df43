"""Bringing files: all at once with a plain form, or each piece by piece where scripts run."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import evidence as operations
from zhenggai.ledger.queries.evidence import alike_evidence, task_evidence, upload_row
from zhenggai.ledger.queries.heads import task_in_cycle
from zhenggai.office.access import staff
from zhenggai.office.evidence_words import alike_sentences
from zhenggai.office.forms.evidence import UploadForm
from zhenggai.office.views.evidence import task_page
from zhenggai.office.views.evidence_facts import PIECE, form_of_task
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

SOME_ALIKES = 3
LONGEST_COUNT = 15


@require_POST
@staff(Act.ATTACH)
def add(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Take every file of a plain form on its own; a bad one does not stop the others."""
    task_in_cycle(task_id, cycle_id=cycle_id, actor=request.actor, act=Act.ATTACH)
    form = form_of_task(task_evidence(task_id=task_id, actor=request.actor, today=localdate()), request.POST)
    files = [*request.FILES.getlist("files"), *request.FILES.getlist("shots")]
    if not files:
        form.add_error(None, _("还没有选择文件。请先选择，再上传。"))
    if not form.is_valid():
        return task_page(request, cycle_id, task_id, form=form, status=422)
    for file in files:
        _add(request, task_id, form, file)
    return HttpResponseRedirect(reverse("task_evidence", args=[cycle_id, task_id]) + "#proofs")


def _add(request: StaffRequest, task_id: int, form: UploadForm, file: UploadedFile[Any]) -> None:
    name = file.name or _("未命名文件")
    try:
        added = operations.add_evidence(
            task_id=task_id,
            name=name,
            data=cast("BinaryIO", file.file),
            words=form.words(),
            measure_ids=form.measure_ids(),
            actor=request.actor,
            at=now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, _("%(name)s 没有收下：%(reason)s") % {"name": name, "reason": sentence_of(refusal)})
        return
    messages.success(request, _taken(name, added))
    for sentence in _alike(request, added):
        messages.warning(request, f"{name}：{sentence}")


@require_POST
@staff(Act.ATTACH)
def begin(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Make room for a file that will come in pieces."""
    task_in_cycle(task_id, cycle_id=cycle_id, actor=request.actor, act=Act.ATTACH)
    size = request.POST.get("size", "")
    if not _is_count(size):
        raise Http404
    try:
        key = operations.begin_upload(
            task_id=task_id, name=request.POST.get("name", ""), size=int(size), actor=request.actor, at=now()
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        return JsonResponse({"error": sentence_of(refusal)}, status=409)
    return JsonResponse({"offset": 0, "piece": PIECE, **_addresses(cycle_id, key)}, status=201)


@require_http_methods(["GET", "HEAD", "PATCH"])
@staff(Act.ATTACH)
def piece(request: StaffRequest, cycle_id: int, upload_key: str) -> HttpResponse:
    """Say how far an upload has come; or take its next piece, which begins at the byte that the header names."""
    if request.method != "PATCH":
        row = upload_row(key=upload_key, actor=request.actor)
        return JsonResponse(
            {"offset": row.received, "size": row.size, "piece": PIECE, **_addresses(cycle_id, upload_key)}
        )
    offset = request.headers.get("Upload-Offset", "")
    if not _is_count(offset):
        raise Http404
    try:
        arrived = operations.append_piece(
            key=upload_key, offset=int(offset), data=cast("BinaryIO", request), actor=request.actor, at=now()
        )
    except (NotAllowed, NoSuchThing):
        raise
    except operations.WrongOffset as refusal:
        return JsonResponse({"error": sentence_of(refusal), "offset": refusal.offset}, status=409)
    except Refusal as refusal:
        return JsonResponse({"error": sentence_of(refusal)}, status=413)
    except UnreadablePostError:
        # The line broke; nobody is there to read the answer.
        return JsonResponse({}, status=400)
    return JsonResponse({"offset": arrived})


@require_POST
@staff(Act.ATTACH)
def finish(request: StaffRequest, cycle_id: int, task_id: int, upload_key: str) -> HttpResponse:
    """Turn an upload into evidence and say where the like of it is used already."""
    task_in_cycle(task_id, cycle_id=cycle_id, actor=request.actor, act=Act.ATTACH)
    name = upload_row(key=upload_key, actor=request.actor).name
    form = form_of_task(task_evidence(task_id=task_id, actor=request.actor, today=localdate()), request.POST)
    if not form.is_valid():
        faults = [text for errors in form.errors.values() for text in errors]
        return JsonResponse({"error": "".join(str(text) for text in faults)}, status=422)
    try:
        added = operations.finish_upload(
            key=upload_key,
            words=form.words(),
            measure_ids=form.measure_ids(),
            sha256=request.POST.get("sha256", ""),
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        return JsonResponse({"error": sentence_of(refusal)}, status=409)
    return JsonResponse(
        {
            "said": _taken(name, added),
            "number": added.number,
            "url": reverse("evidence", args=[cycle_id, added.evidence_id]),
            "alike": _alike(request, added),
        }
    )


@require_POST
@staff(Act.ATTACH)
def drop(request: StaffRequest, cycle_id: int, task_id: int, upload_key: str) -> HttpResponse:
    """Give up an upload that is under way."""
    task_in_cycle(task_id, cycle_id=cycle_id, actor=request.actor, act=Act.ATTACH)
    operations.drop_upload(key=upload_key, actor=request.actor, at=now())
    messages.success(request, _("已取消这次上传。"))
    return HttpResponseRedirect(reverse("task_evidence", args=[cycle_id, task_id]))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_COUNT


def _addresses(cycle_id: int, key: str) -> dict[str, str]:
    return {"key": key, "url": reverse("upload_piece", args=[cycle_id, key])}


def _taken(name: str, added: operations.Added) -> str:
    facts = {"name": name, "number": added.number}
    if added.again:
        return _("%(name)s 已经收过，编号 %(number)s，没有另存一份，只添上所选的措施。") % facts
    return _("%(name)s 已收下，编号 %(number)s。") % facts


def _alike(request: StaffRequest, added: operations.Added) -> list[str]:
    found = alike_evidence(evidence_id=added.evidence_id, actor=request.actor)
    return alike_sentences(found[:SOME_ALIKES])
