"""A whole file becomes evidence: one entry, whether it came in pieces or with a plain form."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import get_default_timezone, is_naive, localtime, make_aware

from zhenggai.domain.closed import demand_open
from zhenggai.domain.evidence import CannotAttach, EvidenceWords, catalogue_number, demand_words, tidy_number
from zhenggai.domain.likeness import band_keys, telling
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.evidence_search import index_evidence
from zhenggai.ledger.likes import TEXT_KEYS
from zhenggai.ledger.models import Evidence, EvidenceMark, Measure, Task, Upload
from zhenggai.ledger.operations.evidence.examining import (
    Arrived,
    Infected,
    Looked,
    NoFile,
    arrived,
    look_at,
    plain_name,
)
from zhenggai.ledger.operations.evidence.holding import (
    attaching,
    cite_measures,
    find_measures,
    hold_open,
    link,
    tell_evidence,
    word_facts,
)
from zhenggai.ledger.operations.evidence.uploading import UploadGone, find_upload, path_of_upload, too_large
from zhenggai.ledger.previews import keep_thumb
from zhenggai.ledger.proving import evidence_in_reach
from zhenggai.ledger.standing import demand_task, things_of_tasks
from zhenggai.ledger.stores import store

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: a new piece of evidence, or with `again` one that was here and proves more now."""

    evidence_id: int
    number: str
    again: bool = False


def add_evidence(
    *,
    task_id: int,
    name: str,
    data: BinaryIO,
    words: EvidenceWords,
    measure_ids: Sequence[int],
    actor: Actor,
    at: datetime,
) -> Added:
    """Keep a file that came whole, as evidence for measures of a task and perhaps of others.

    :raises NotAllowed: where the actor may not attach to one of the tasks.
    :raises NoSuchThing: where the task or a measure does not exist.
    :raises TaskClosed: where one of the tasks is over.
    :raises FileTooLarge: above the limit of the settings.
    :raises CannotAttach: where the file or what is said of it may not come in.
    """
    demand(actor, Act.ATTACH)
    measures = _wanted(task_id, words, measure_ids, actor=actor, at=at)
    settings.UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=settings.UPLOADS, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            _copy(data, file)
        return _take_in(arrived(Path(path), name=plain_name(name)), words, measures, actor=actor, at=at)
    finally:
        Path(path).unlink(missing_ok=True)


def finish_upload(
    *,
    key: str,
    words: EvidenceWords,
    measure_ids: Sequence[int],
    actor: Actor,
    at: datetime,
    sha256: str = "",
) -> Added:
    """Turn a file whose pieces have all arrived into evidence; finishing twice is finishing once.

    :raises NotAllowed: where the actor may not attach to one of the tasks.
    :raises UploadGone: where there is no such upload of theirs.
    :raises TaskClosed: where one of the tasks is over.
    :raises CannotAttach: where pieces are missing, or the file or what is said of it may not come in.
    """
    demand(actor, Act.ATTACH)
    upload = find_upload(key, actor=actor)
    if upload.evidence is not None:
        return Added(upload.evidence.pk, upload.evidence.number)
    measures = _wanted(upload.task_id, words, measure_ids, actor=actor, at=at)
    if upload.received != upload.size:
        raise CannotAttach("《$name》还没有传完，请接着传。", name=upload.name)
    path = path_of_upload(key)
    try:
        file = arrived(path, name=upload.name)
        if sha256 and sha256.lower() != file.sha256:
            raise CannotAttach("《$name》在途中变了样，请重新上传。", name=upload.name)
        added = _take_in(file, words, measures, actor=actor, at=at, upload=upload)
    except FileNotFoundError as gone:
        return _finished_meanwhile(key, actor=actor, gone=gone)
    except NoFile:
        # It will not become evidence however often it is tried.
        Upload.objects.filter(pk=upload.pk).delete()
        path.unlink(missing_ok=True)
        raise
    path.unlink(missing_ok=True)
    return added


def _finished_meanwhile(key: str, *, actor: Actor, gone: FileNotFoundError) -> Added:
    upload = find_upload(key, actor=actor)
    if upload.evidence is None:
        raise UploadGone("这次上传已经失效，请重新选择文件。") from gone
    return Added(upload.evidence.pk, upload.evidence.number)


def _wanted(
    task_id: int, words: EvidenceWords, measure_ids: Sequence[int], *, actor: Actor, at: datetime
) -> list[Measure]:
    """The measures, once task, words and rights are in order."""
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    demand_task(actor, Act.ATTACH, task)
    measures = find_measures(measure_ids, actor=actor)
    demand_words(words, today=localtime(at).date())
    if measures[0].task.cycle_id != task.cycle_id:
        raise CannotAttach("一件佐证只能用于同一轮次的措施。")
    things = things_of_tasks({measure.task_id for measure in measures})
    for measure in measures:
        demand_open(attaching(actor, things[measure.task_id], kind=words.kind), measure.task.state)  # type: ignore[arg-type]
    # The number in the catalogue is that of the task where the file was brought, if it proves that task at all.
    return sorted(measures, key=lambda measure: measure.task_id != task_id)


def _copy(data: BinaryIO, file: BinaryIO) -> None:
    size = 0
    while piece := data.read(_PIECE):
        size += len(piece)
        if size > settings.MAX_EVIDENCE_BYTES:
            raise too_large()
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())


def _take_in(
    file: Arrived,
    words: EvidenceWords,
    measures: list[Measure],
    *,
    actor: Actor,
    at: datetime,
    upload: Upload | None = None,
) -> Added:
    known = _known(file, measures[0].task.cycle_id, actor=actor)
    if known is not None:
        return _use_again(known, measures, actor=actor, at=at, upload=upload)
    try:
        looked = look_at(file)
    except Infected as found:
        _note_infected(file, found, measures, actor=actor, at=at)
        raise
    store().keep(file.path, sha256=file.sha256)
    if looked.examined.thumb:
        keep_thumb(file.sha256, looked.examined.thumb)
    with transaction.atomic(durable=True):
        evidence = _create(looked, replace(words, number=tidy_number(words.number)), measures[0], actor=actor, at=at)
        hold_open(measures, kind=words.kind, actor=actor)
        link(evidence, measures, actor=actor, at=at)
        _settle(upload, evidence)
        facts = {"size": file.size, "sha256": file.sha256, **word_facts(words), "used_for": cite_measures(measures)}
        tell_evidence(evidence, actor=actor, verb="evidence.add", before={}, after=facts, at=at)
    return Added(evidence.pk, evidence.number)


def _known(file: Arrived, cycle_id: int, *, actor: Actor) -> Evidence | None:
    """The same content where the actor may see that it is here already."""
    same = evidence_in_reach(actor, cycle_id=cycle_id).filter(sha256=file.sha256, withdrawn_at=None)
    return same.order_by("pk").first()


def _use_again(
    evidence: Evidence, measures: list[Measure], *, actor: Actor, at: datetime, upload: Upload | None
) -> Added:
    with transaction.atomic(durable=True):
        # Whoever brings the same file at the same moment waits here.
        Evidence.objects.select_for_update().get(pk=evidence.pk)
        hold_open(measures, kind=evidence.kind, actor=actor)
        fresh = link(evidence, measures, actor=actor, at=at)
        _settle(upload, evidence)
        if fresh:
            used = {"used_for": cite_measures(fresh)}
            tell_evidence(evidence, actor=actor, verb="evidence.link", before={}, after=used, at=at)
    return Added(evidence.pk, evidence.number, again=True)


def _settle(upload: Upload | None, evidence: Evidence) -> None:
    if upload is not None and Upload.objects.filter(pk=upload.pk, evidence=None).update(evidence=evidence) != 1:
        raise UploadGone("这次上传已经办完，请刷新页面查看。")


def _create(looked: Looked, words: EvidenceWords, measure: Measure, *, actor: Actor, at: datetime) -> Evidence:
    file, seen = looked.file, looked.examined
    # Numbers of one task are given one after another.
    task = Task.objects.select_for_update(of=("self",)).select_related("problem__aspect").get(pk=measure.task_id)
    placed = Evidence.objects.filter(cycle_id=task.cycle_id, task_number=task.number)
    running = (placed.aggregate(last=Max("running"))["last"] or 0) + 1
    evidence = Evidence(
        cycle_id=task.cycle_id,
        task_number=task.number,
        running=running,
        number=catalogue_number(problem=cite_problem(task.problem)[:60], task=task.number, running=running),
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        type=seen.kind,
        kind=words.kind,
        document_number=words.number,
        dated=words.dated,
        description=words.description,
        openable=seen.openable,
        encrypted=seen.encrypted,
        ending_agrees=seen.ending_agrees,
        pages=seen.pages,
        taken_at=_instant(seen.shot.taken),
        latitude=seen.shot.latitude,
        longitude=seen.shot.longitude,
        coarse=seen.coarse or "",
        fine=seen.fine or "",
        words=seen.text or "",
        scan=looked.scan,
        uploaded_at=at,
        uploaded_by=actor.name,
        uploader_id=actor.id,
    )
    evidence.save(force_insert=True)
    EvidenceMark.objects.bulk_create(EvidenceMark(evidence=evidence, key=key) for key in marks_of(evidence))
    index_evidence([evidence])
    return evidence


def marks_of(evidence: Evidence) -> tuple[int, ...]:
    """The keys under which evidence that is nearly the same finds this piece."""
    pictures = band_keys(evidence.coarse) if telling(evidence.coarse) else ()
    texts = band_keys(evidence.words) if evidence.words else ()
    return (*pictures, *(TEXT_KEYS + key for key in texts))


def _instant(taken: datetime | None) -> datetime | None:
    """The moment on a camera's clock; without a zone it is taken to be ours."""
    if taken is None:
        return None
    try:
        return make_aware(taken, get_default_timezone()) if is_naive(taken) else taken.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _note_infected(file: Arrived, found: Infected, measures: list[Measure], *, actor: Actor, at: datetime) -> None:
    """Note that a file was turned away; it is the task's business, there is no evidence."""
    task = measures[0].task
    name = {"task": f"{cite_problem(task.problem)} 任务 {task.number}"}
    facts = {"file": file.name, "refused_file": file.sha256, "virus": str(found.facts["virus"])}
    with transaction.atomic(durable=True):
        journal.append(
            actor=actor,
            verb="evidence.infected",
            subject=Subject("task", task.pk),
            before=name,
            after={**name, **facts},
            why="",
            at=at,
            salt=fresh_salt(),
            cycle=task.cycle_id,
        )
