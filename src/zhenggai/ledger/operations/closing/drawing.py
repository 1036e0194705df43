"""Drawing a sample that anybody can draw again."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from zhenggai.domain.closing_words import PURPOSES
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.sampling import Drawn, Unit, draw
from zhenggai.domain.staging import CannotClose
from zhenggai.domain.states import FINISHED
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.closing_models import Closing, Sample, SampleTask
from zhenggai.ledger.models import Cycle, Task
from zhenggai.ledger.ruling import rules_of

LONGEST_SEED = 64
MOST_PERCENT = 100


def draw_sample(*, cycle_id: int, purpose: str, percent: int, seed: str, actor: Actor, at: datetime) -> int:
    """Draw for visits among the applications that stood in no draw yet, or for a look back among what is closed.

    `seed` is randomness that the caller hands in and nobody chooses; frame and seed are kept, and whoever has both
    draws the same.

    :raises NotAllowed: unless the actor draws.
    :raises CannotClose: for less than the rules ask, or where there is nothing to draw from.
    """
    demand(actor, Act.DRAW)
    with transaction.atomic(durable=True):
        # Two draws of one round wait for one another, so that no application stands in both.
        cycle = Cycle.objects.select_for_update().filter(pk=cycle_id).first()
        if cycle is None:
            raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
        actor = acting(actor, Act.DRAW, Thing(cycle_id=cycle_id))
        _demand_draw(cycle_id, purpose, percent, seed)
        frame = _frame(cycle_id, purpose)
        if not frame:
            raise CannotClose("现在没有可抽的任务。")
        drawn = draw([Unit(task.number, task.risk == "high") for task in frame], seed=seed, percent=percent)
        sample = _keep(cycle, purpose, percent, seed, frame, drawn, actor=actor, at=at)
        journal.append(
            actor=actor,
            verb="closing.draw",
            subject=Subject("sample", sample.pk),
            before={},
            after={
                "sample": sample.number,
                "purpose": PURPOSES[purpose],
                "seed": seed,
                "percent": percent,
                "drawn_from": "、".join(str(task.number) for task in frame),
                "drawn": "、".join(map(str, drawn.numbers)),
            },
            why="",
            at=at,
            salt=fresh_salt(),
            cycle=cycle_id,
        )
    return sample.pk


def _demand_draw(cycle_id: int, purpose: str, percent: int, seed: str) -> None:
    least = rules_of(cycle_id=cycle_id).closing.sample_percent
    if purpose not in PURPOSES:
        raise CannotClose("没有这种抽样。")
    if not least <= percent <= MOST_PERCENT:
        raise CannotClose("抽查比例应在 $least% 到 100% 之间。", least=least)
    if not seed or len(seed) > LONGEST_SEED or not seed.isprintable():
        raise CannotClose("抽样种子不能用，请再试一次。")


def _frame(cycle_id: int, purpose: str) -> list[Task]:
    tasks = Task.objects.filter(cycle_id=cycle_id).order_by("number")
    if purpose == "look_back":
        return list(tasks.filter(state__in=FINISHED))
    waiting = Closing.objects.filter(state="open", outcome="done", samples=None)
    return list(tasks.filter(state="closing", closings__in=waiting))


def _keep(
    cycle: Cycle,
    purpose: str,
    percent: int,
    seed: str,
    frame: list[Task],
    drawn: Drawn,
    *,
    actor: Actor,
    at: datetime,
) -> Sample:
    last = Sample.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
    sample = Sample.objects.create(
        cycle=cycle,
        number=last + 1,
        purpose=purpose,
        seed=seed,
        percent=percent,
        frame=json.dumps([[task.number, task.pk, task.risk == "high"] for task in frame]),
        by_lot=json.dumps(drawn.by_lot),
        by_risk=json.dumps(drawn.by_risk),
        at=at,
        by=actor.name,
    )
    open_closings = Closing.objects.filter(task__in=frame, state="open", outcome="done")
    closings = dict(open_closings.values_list("task_id", "pk")) if purpose == "closing" else {}
    SampleTask.objects.bulk_create(
        SampleTask(sample=sample, task=task, closing_id=closings.get(task.pk), drawn=task.number in drawn.numbers)
        for task in frame
    )
    return sample
