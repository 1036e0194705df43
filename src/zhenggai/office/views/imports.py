"""Receiving files."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NotAllowed, Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import receive_file
from zhenggai.ledger.queries import list_drafts
from zhenggai.office.access import staff
from zhenggai.office.paths import place
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def imports(request: StaffRequest) -> HttpResponse:
    """List what has been received, and take more."""
    facts = {
        "here": "imports",
        "path": place(_("导入")),
        "drafts": list_drafts(limit=100),
        "may_receive": may(request.actor, Act.RECEIVE),
        "may_adopt": may(request.actor, Act.ADOPT),
        "limit": settings.MAX_UPLOAD_BYTES // 1_000_000,
    }
    return render(request, "office/imports.html", facts)


@require_POST
@staff(Act.RECEIVE)
def upload(request: StaffRequest) -> HttpResponse:
    """Receive every file on its own; a bad one does not stop the others."""
    files = request.FILES.getlist("files")
    received = [draft for draft in (_receive(request, file) for file in files) if draft]
    if not files:
        messages.error(request, _("还没有选择文件。请先选择，再上传。"))
    if len(received) == len(files) == 1:
        return redirect("draft", received[0])
    if received:
        messages.success(request, _("收到 %(count)s 个文件，请逐个核对。") % {"count": len(received)})
    return redirect("imports")


def _receive(request: StaffRequest, file: UploadedFile[Any]) -> int | None:
    name = file.name or _("未命名文件")
    try:
        return receive_file(name=name, data=cast("BinaryIO", file.file), actor=request.actor, at=now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, _("%(name)s 没有收下：%(reason)s") % {"name": name, "reason": sentence_of(refusal)})
        return None
