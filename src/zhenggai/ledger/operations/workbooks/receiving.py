"""Workbooks come back: kept, read, recognised by the code they carry; nothing of them holds before it is accepted."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction
from django.db.models import F

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.workbooks.base import Base, TakenBook, taken_to_json
from zhenggai.domain.workbooks.taking import Grid, code_in, take_book
from zhenggai.jobs.returned import Unreadable, grids_confined, unpack_confined
from zhenggai.ledger.arrived import came_here
from zhenggai.ledger.files import keep_content
from zhenggai.ledger.models import Cycle, WorkbookExport, WorkbookFile, WorkbookReturn, WorkbookTaken
from zhenggai.ledger.operations.issuing.telling import tell_cycle
from zhenggai.ledger.workbooks.holding import Compared, WorkbookChanged, base_of, return_held, thing_of

LONGEST_NAME = 255
MOST_FILES = 1_000
BOOKS = (".xlsx", ".xlsm", ".xls", ".et")
NO_CODE = "这份表里没有导出时的表号，认不出是哪一次导出的：请用系统导出的电子表填写，不要把内容复制到新建的表里。"
FROM_ELSEWHERE = "这份电子表是轮次迁入以前发出的，行标识对不上了，请重新导出一份再填。"
OTHER_CYCLE = "这份表是别的轮次的，请到那个轮次交回。"
NOT_YOURS = "这份表是给“$label”的，您不能代为交回。"
NO_BOOK = "《$name》里没有 Excel 工作簿。"

File = tuple[str, bytes]
Grids = Sequence[Grid]
Reader = Callable[[Sequence[File]], Sequence[tuple[Grid, ...] | Unreadable]]


class TooManyFiles(Refusal):
    """More files at once than anybody sends."""


@dataclass(slots=True)
class _Book:
    """A workbook that arrived: its name, the parcel it came in, and the files that lay beside it."""

    name: str
    data: bytes
    parcel: str = ""
    beside: list[tuple[str, str, int]] = field(default_factory=list)
    fault: Refusal | Unreadable | None = None
    export: WorkbookExport | None = None
    base: Base | None = None
    taken: TakenBook | None = None


def receive_workbooks(
    *, cycle_id: int, files: Sequence[File], actor: Actor, at: datetime, read: Reader = grids_confined
) -> tuple[int, ...]:
    """Keep workbooks and parcels of them, read them, and return the numbers under which they can be looked at.

    What cannot be read or recognised is kept with its reason.

    :raises NotAllowed: unless the actor reports for anybody in the cycle.
    :raises NoSuchThing: where there is no such cycle.
    :raises TooManyFiles: beyond a thousand.
    """
    demand(actor, Act.REPORT)
    if not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    books = [book for name, data in files for book in _books_of(name, data)]
    if len(books) > MOST_FILES:
        raise TooManyFiles("一次最多交回 $most 份，请分几次。", most=MOST_FILES)
    readable = [book for book in books if book.fault is None]
    for book, found in zip(readable, read([(book.name, book.data) for book in readable]), strict=True):
        if isinstance(found, Unreadable):
            book.fault = found
        else:
            _recognise(book, found, cycle_id=cycle_id, actor=actor)
    with transaction.atomic(durable=True):
        numbers = [_keep(book, cycle_id, actor=actor, at=at) for book in books]
        unread = [book.name for book in books if book.fault is not None]
        acted = _acting(actor, books)
        after = {
            "workbook_files": "、".join(book.name for book in books)[:2000],
            "workbook_unreadable": "、".join(unread),
        }
        tell_cycle(cycle_id, actor=acted, verb="workbook.receive", before={}, after=after, at=at)
    return tuple(numbers)


def drop_workbook(*, return_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Put a returned file aside; it stays, and nothing more of it is taken.

    :raises NotAllowed: where it is another unit's.
    :raises WorkbookChanged: where somebody else dealt with it since.
    """
    demand(actor, Act.REPORT)
    with transaction.atomic(durable=True):
        returned = return_held(return_id, actor=actor)
        mine = WorkbookReturn.objects.filter(pk=return_id, version=version).exclude(state="dropped")
        if mine.update(state="dropped", version=F("version") + 1) != 1:
            raise WorkbookChanged("这份表已被别人处理过，请重新打开看现在的情况。")
        thing = thing_of(returned.export) if returned.export else Thing(cycle_id=returned.cycle_id)
        acted = acting(actor, Act.REPORT, thing) if returned.export else actor
        before = {"workbook": returned.name}
        tell_cycle(returned.cycle_id, actor=acted, verb="workbook.drop", before=before, after={}, at=at)


def _books_of(name: str, data: bytes) -> Iterable[_Book]:
    plain = PurePosixPath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "电子表.xlsx"
    if not plain.lower().endswith(".zip"):
        return [_Book(plain, data)]
    settings.UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.UPLOADS, prefix=".parcel-") as folder:
        try:
            return _of_parcel(plain, data, Path(folder))
        except Unreadable as fault:
            return [_Book(plain, data, fault=fault)]


def _of_parcel(parcel: str, data: bytes, folder: Path) -> list[_Book]:
    members = unpack_confined(data, name=parcel, folder=folder)
    books, beside = [], []
    for member in members:
        name = PurePosixPath(member.path).name
        if name.lower().endswith(BOOKS):
            books.append((member.path, _Book(name[-LONGEST_NAME:], member.place.read_bytes(), parcel)))
        if member.size:
            with member.place.open("rb") as content:
                kept = keep_content(content, folder=settings.FILES, limit=settings.MAX_UPLOAD_BYTES)
            beside.append((member.path, kept.sha256, kept.size))
    if not books:
        return [_Book(parcel, data, fault=Refusal(NO_BOOK, name=parcel))]
    for path, book in books:
        book.beside = _near(beside, str(PurePosixPath(path).parent))
    return [book for _path, book in books]


def _near(files: Sequence[tuple[str, str, int]], folder: str) -> list[tuple[str, str, int]]:
    """The files of a parcel as a workbook names them: of its own folder first; two of one name elsewhere name neither."""
    own = [one for one in files if str(PurePosixPath(one[0]).parent) == folder]
    named = {PurePosixPath(one[0]).name for one in own}
    digests: dict[str, set[str]] = {}
    for path, digest, _size in files:
        digests.setdefault(PurePosixPath(path).name, set()).add(digest)
    others = [one for one in files if (name := PurePosixPath(one[0]).name) not in named and len(digests[name]) == 1]
    return [*own, *others]


def _recognise(book: _Book, grids: Grids, *, cycle_id: int, actor: Actor) -> None:
    code = code_in(grids)
    export = WorkbookExport.objects.filter(code=code).select_related("cycle").first() if code else None
    if export is None:
        book.fault = Refusal(NO_CODE)
    elif export.cycle_id != cycle_id:
        book.fault = Refusal(OTHER_CYCLE)
    elif came_here("ledger.workbookexport", export.pk):
        book.fault = Refusal(FROM_ELSEWHERE)
    else:
        try:
            demand(actor, Act.REPORT, thing_of(export))
        except Refusal:
            book.fault = Refusal(NOT_YOURS, label=export.label)
            return
        book.base = base_of(export)
        book.export, book.taken = export, take_book(grids, book.base)


def _keep(book: _Book, cycle_id: int, *, actor: Actor, at: datetime) -> int:
    kept = keep_content(book.data, folder=settings.FILES, limit=settings.MAX_UPLOAD_BYTES)
    known = WorkbookReturn.objects.filter(cycle_id=cycle_id, sha256=kept.sha256, export=book.export).first()
    if known is not None and book.export is not None and _brings_nothing_new(book, known):
        return known.pk
    returned = WorkbookReturn.objects.create(
        cycle_id=cycle_id,
        export=book.export,
        name=book.name,
        parcel=book.parcel,
        sha256=kept.sha256,
        size=kept.size,
        state="unreadable" if book.fault else "open",
        fault_pattern=book.fault.pattern if book.fault else "",
        fault_facts=json.dumps({key: str(fact) for key, fact in book.fault.facts.items()} if book.fault else {}),
        received_at=at,
        received_by=actor.name,
        receiver_id=actor.id,
    )
    WorkbookFile.objects.bulk_create(
        WorkbookFile(returned=returned, path=path, sha256=digest, size=size) for path, digest, size in book.beside
    )
    if book.taken is not None and book.export is not None:
        WorkbookTaken.objects.create(returned=returned, content=taken_to_json(book.taken))
        counts = Compared(returned, book.export, book.base, book.taken).counts()
        returned.counts = json.dumps(counts)
        returned.state = "open" if any(counts.get(name) for name in ("new", "changed", "conflict")) else "settled"
        returned.save(update_fields=("counts", "state"))
    return returned.pk


def _brings_nothing_new(book: _Book, known: WorkbookReturn) -> bool:
    kept = set(WorkbookFile.objects.filter(returned=known).values_list("path", "sha256"))
    return {(path, digest) for path, digest, _size in book.beside} <= kept


def _acting(actor: Actor, books: Sequence[_Book]) -> Actor:
    """The actor as they hand in: for somebody, where all of it was handed in for one."""
    found = [acting(actor, Act.REPORT, thing_of(book.export)) for book in books if book.export is not None]
    return found[0] if found and len({one.on_behalf for one in found}) == 1 else actor
