"""Going there and asking people: visits on site and calls back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhenggai.domain.closed import demand_open
from zhenggai.domain.closing_words import CALL_RESULTS
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.staging import CannotClose
from zhenggai.domain.visiting import CallFacts, VisitFacts, demand_call, demand_visit
from zhenggai.ledger.closing_models import CallBack, Closing, Visit, VisitPhoto
from zhenggai.ledger.models import Evidence, Task
from zhenggai.ledger.operations.closing.holding import ClosingChanged, find_task
from zhenggai.ledger.operations.planning.holding import tell_task
from zhenggai.ledger.standing import acting_on_task
from zhenggai.ledger.still_open import demand_still_open, hold_state

MOST_PHOTOS = 30
_TOKEN = re.compile(r"[0-9A-Za-z-]{8,40}")


def record_visit(
    *, task_id: int, facts: VisitFacts, photo_ids: Sequence[int], token: str, actor: Actor, at: datetime
) -> int:
    """Keep a visit with the photos that the visitor took there, and return it; the same token again is the same visit.

    :raises NotAllowed: unless the actor visits and belongs to no unit of the task.
    :raises TaskClosed: where the task is no longer needed.
    :raises CannotClose: where the visit lacks something, or a photo is not the visitor's own of this task.
    """
    demand(actor, Act.VISIT)
    with transaction.atomic(durable=True):
        task = find_task(task_id)
        actor = acting_on_task(actor, Act.VISIT, task)
        state = hold_state(task.pk)
        earlier = _kept_before(token, task, actor)
        if earlier is not None:
            return earlier
        demand_open("visit", state)
        demand_visit(facts, today=localdate(at))
        photos = _photos(task, photo_ids, actor=actor)
        visit = Visit.objects.create(
            task=task,
            closing=open_closing(task),
            day=facts.day,
            place=facts.place.strip(),
            met=facts.met.strip(),
            passed=facts.passed,
            found=facts.found.strip(),
            token=token,
            at=at,
            by=actor.name,
            by_id=actor.id,
        )
        VisitPhoto.objects.bulk_create(VisitPhoto(visit=visit, evidence=photo) for photo in photos)
        tell_task(
            task,
            actor=actor,
            verb="closing.visit",
            before={},
            after={
                "day": facts.day.isoformat(),
                "place": visit.place,
                "passed": "到位" if facts.passed else "没有到位",
                "photos": "、".join(photo.number for photo in photos),
            },
            why=visit.found,
            at=at,
        )
    return visit.pk


def record_call_back(*, task_id: int, facts: CallFacts, actor: Actor, at: datetime) -> int:
    """Keep what somebody said whom a list names, and return it; a later answer of the same person counts.

    :raises NotAllowed: unless the actor visits and belongs to no unit of the task.
    :raises TaskClosed: where the task is no longer needed.
    :raises CannotClose: where the call lacks something.
    """
    demand(actor, Act.VISIT)
    with transaction.atomic(durable=True):
        task = find_task(task_id)
        actor = acting_on_task(actor, Act.VISIT, task)
        demand_still_open("visit", [task.pk])
        demand_call(facts, today=localdate(at))
        call = CallBack.objects.create(
            task=task,
            closing=open_closing(task),
            roster=facts.roster.strip(),
            who=facts.who.strip(),
            result=facts.result,
            said=facts.said.strip(),
            day=facts.day,
            at=at,
            by=actor.name,
            by_id=actor.id,
        )
        tell_task(
            task,
            actor=actor,
            verb="closing.call",
            before={},
            after={"roster": call.roster, "called": call.who, "call_result": CALL_RESULTS[call.result]},
            why=call.said,
            at=at,
        )
    return call.pk


def open_closing(task: Task) -> Closing | None:
    """The application to close that is under way, if any."""
    return Closing.objects.filter(task=task, state="open", outcome="done").first()


def _kept_before(token: str, task: Task, actor: Actor) -> int | None:
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise CannotClose("表单已失效，请刷新页面再填。")
    found = Visit.objects.filter(token=token).first()
    if found is None:
        return None
    if (found.task_id, found.by_id) != (task.pk, actor.id):
        raise ClosingChanged("表单已失效，请刷新页面再填。")
    return found.pk


def _photos(task: Task, photo_ids: Sequence[int], *, actor: Actor) -> list[Evidence]:
    wanted = sorted(set(photo_ids))
    if len(wanted) > MOST_PHOTOS:
        raise CannotClose("一次核查最多 $most 张照片。", most=MOST_PHOTOS)
    mine = Evidence.objects.filter(
        pk__in=wanted, uploader_id=actor.id, withdrawn_at=None, uses__measure__task=task, uses__ended_at=None
    )
    found = list(mine.distinct().order_by("pk"))
    if [photo.pk for photo in found] != wanted:
        raise CannotClose("核查照片应由核查人本人上传到这项任务。")
    if any(photo.kind not in ("photo", "video") for photo in found):
        raise CannotClose("核查照片应当是照片或视频。")
    return found
