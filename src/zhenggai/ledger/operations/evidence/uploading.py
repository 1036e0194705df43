"""A file on its way, piece by piece. Pieces are no change of the ledger and leave no entry; what becomes of them does."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from zhenggai.domain.closed import demand_open
from zhenggai.domain.evidence import CannotAttach
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand, may
from zhenggai.domain.roles import Act
from zhenggai.ledger.files import FileTooLarge
from zhenggai.ledger.models import Task, Upload
from zhenggai.ledger.operations.evidence.examining import plain_name
from zhenggai.ledger.standing import demand_task, thing_of_task

MOST_AT_ONCE = 200
LARGEST_PIECE = 16_000_000
_PIECE = 1 << 18


class WrongOffset(Refusal):
    """A piece that does not begin where the file ends so far; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__("已收到 $offset 字节，请从那里接着传。", offset=offset)
        self.offset = offset


class UploadGone(NoSuchThing):
    """An upload that was swept, dropped or never begun, or is somebody else's."""


def begin_upload(*, task_id: int, name: str, size: int, actor: Actor, at: datetime) -> str:
    """Make room for a file and return the key under which its pieces are sent.

    :raises NotAllowed: where the actor may not attach to the task.
    :raises NoSuchThing: where there is no such task.
    :raises TaskClosed: where the task is over.
    :raises FileTooLarge: above the limit of the settings.
    :raises CannotAttach: for an empty file, or where too many are under way.
    """
    demand(actor, Act.ATTACH)
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    demand_task(actor, Act.ATTACH, task)
    watching = may(actor, Act.VISIT, thing_of_task(task))
    demand_open("photo" if watching else "attach", task.state)  # type: ignore[arg-type]  # a constraint keeps it
    if size > settings.MAX_EVIDENCE_BYTES:
        raise too_large()
    if size < 1:
        raise CannotAttach("《$name》是空文件（0 字节），请检查后重新上传。", name=plain_name(name))
    if Upload.objects.filter(account_id=actor.id, evidence=None).count() >= MOST_AT_ONCE:
        raise CannotAttach("没有传完的文件太多了，请先传完或取消一些。")
    sweep_uploads(now=at)
    key = secrets.token_urlsafe(24)
    path_of_upload(key).touch(mode=0o600)
    with transaction.atomic(durable=True):
        Upload.objects.create(
            key=key,
            account_id=actor.id,
            task_id=task_id,
            name=plain_name(name),
            size=size,
            begun_at=at,
            touched_at=at,
        )
    return key


def append_piece(*, key: str, offset: int, data: BinaryIO, actor: Actor, at: datetime) -> int:
    """Put a piece at the end of what has arrived and return how much that is now.

    The piece is taken in whole before it counts, so that a broken line loses this piece and no other.

    :raises NotAllowed: where the actor may not attach anything.
    :raises UploadGone: where there is no such upload of theirs.
    :raises WrongOffset: where the piece does not begin at the end.
    :raises FileTooLarge: where the file would become longer than it was said to be.
    """
    demand(actor, Act.ATTACH)
    upload = find_upload(key, actor=actor)
    if upload.received != offset:
        raise WrongOffset(upload.received)
    most = min(upload.size - offset, LARGEST_PIECE)
    piece = path_of_upload(f"{key}.{secrets.token_hex(4)}")
    try:
        length = _take_in(piece, data, most=most)
        with transaction.atomic(durable=True):
            mine = Upload.objects.filter(pk=upload.pk, received=offset, evidence=None)
            if mine.update(received=offset + length, touched_at=at) != 1:
                raise WrongOffset(find_upload(key, actor=actor).received)
            _join(piece, path_of_upload(key), offset)
    finally:
        piece.unlink(missing_ok=True)
    return offset + length


def drop_upload(*, key: str, actor: Actor, at: datetime) -> None:
    """Give up a file that is under way.

    :raises NotAllowed: where the actor may not attach anything.
    :raises UploadGone: where there is no such upload of theirs.
    """
    demand(actor, Act.ATTACH)
    upload = find_upload(key, actor=actor)
    Upload.objects.filter(pk=upload.pk, evidence=None).delete()
    path_of_upload(key).unlink(missing_ok=True)


def sweep_uploads(*, now: datetime) -> int:
    """Throw away what has lain unfinished for longer than the settings allow; how many files that was."""
    cutoff = now - timedelta(days=settings.UPLOAD_DAYS)
    keys = list(Upload.objects.filter(touched_at__lt=cutoff).values_list("key", flat=True)[:1000])
    for key in keys:
        path_of_upload(key).unlink(missing_ok=True)
    Upload.objects.filter(key__in=keys).delete()
    # Pieces of a process that was killed belong to nobody.
    for path in settings.UPLOADS.iterdir() if settings.UPLOADS.exists() else ():
        if path.stat().st_mtime < cutoff.timestamp():
            path.unlink(missing_ok=True)
    return len(keys)


def find_upload(key: str, *, actor: Actor) -> Upload:
    """An upload of the actor's own.

    :raises UploadGone: where there is none of that key.
    """
    found = Upload.objects.filter(key=key, account_id=actor.id).first() if key else None
    if found is None:
        raise UploadGone("这次上传已经失效，请重新选择文件。")
    return found


def path_of_upload(key: str) -> Path:
    """Where the pieces of an upload are put together."""
    folder: Path = settings.UPLOADS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / key


def too_large() -> FileTooLarge:
    """The refusal for a file above the limit."""
    return FileTooLarge(
        "文件超过 $limit MB，请拆分或压缩图片后再上传。", limit=settings.MAX_EVIDENCE_BYTES // 1_000_000
    )


def _take_in(path: Path, data: BinaryIO, *, most: int) -> int:
    size = 0
    with path.open("wb") as file:
        while piece := data.read(_PIECE):
            size += len(piece)
            if size > most:
                raise FileTooLarge("这一段比说好的长，请重新上传这个文件。")
            file.write(piece)
    return size


def _join(piece: Path, whole: Path, offset: int) -> None:
    """Write the piece at its place; a write that was broken off before is simply written over."""
    with piece.open("rb") as source, whole.open("r+b") as target:
        target.seek(offset)
        while part := source.read(_PIECE):
            target.write(part)
        target.truncate()
        target.flush()
        os.fsync(target.fileno())
