"""Draws: the list, and one with its frame, drawn again to be seen."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhenggai.domain.closing_words import PURPOSES
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may_in_cycle, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.sampling import Unit, draw, rank_of
from zhenggai.domain.states import FINISHED
from zhenggai.ledger.closing_models import Closing, Reopening, Sample, SampleTask, Visit
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.closing_rows import named
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes.closing import FrameRow, SamplePage, SampleRow, SamplesPage
from zhenggai.ledger.standing import whole_cycle

MOST_LISTED = 200
SHOWN_RANK = 12


def samples_page(*, cycle_id: int, actor: Actor) -> SamplesPage:
    """The draws of a round, newest first.

    :raises NoSuchThing: where there is no such round.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    _demand_whole(actor, cycle_id)
    cycle, visited = cycle_row(cycle_id=cycle_id), _visited(cycle_id)
    tasks = Task.objects.filter(cycle_id=cycle_id)
    waiting = Closing.objects.filter(cycle_id=cycle_id, state="open", outcome="done", samples=None)
    closed = Closing.objects.filter(cycle_id=cycle_id, state="closed", outcome="done")
    return SamplesPage(
        cycle=cycle,
        rows=tuple(_row(sample, visited) for sample in _samples(cycle_id)[:MOST_LISTED]),
        waiting=waiting.count(),
        finished=tasks.filter(state__in=FINISHED).count(),
        percent=rules_of(cycle_id=cycle_id).closing.sample_percent,
        reopened=Reopening.objects.filter(task__cycle_id=cycle_id).values("task").distinct().count(),
        ever_closed=closed.values("task").distinct().count(),
        may_draw=may_in_cycle(actor, Act.DRAW, cycle_id),
    )


def sample_page(*, cycle_id: int, sample_id: int, actor: Actor) -> SamplePage:
    """One draw with its frame in the order of the ranks.

    :raises NoSuchThing: where the round has none of that number.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    _demand_whole(actor, cycle_id)
    sample = _samples(cycle_id).filter(pk=sample_id).first()
    if sample is None:
        raise NoSuchThing("没有编号为 $id 的抽样。", id=sample_id)
    frame = [Unit(number, risky) for number, _, risky in json.loads(sample.frame)]
    again = draw(frame, seed=sample.seed, percent=sample.percent)
    kept = (tuple(json.loads(sample.by_lot)), tuple(json.loads(sample.by_risk)))
    return SamplePage(
        cycle=cycle_row(cycle_id=cycle_id),
        row=_row(sample, _visited(cycle_id)),
        seed=sample.seed,
        rows=tuple(_frame(sample, set(kept[0]), set(kept[1]))),
        replays=(again.by_lot, again.by_risk) == kept,
        numbers=again.numbers,
    )


def _demand_whole(actor: Actor, cycle_id: int) -> None:
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)


def _samples(cycle_id: int) -> QuerySet[Sample]:
    found = Sample.objects.filter(cycle_id=cycle_id).annotate(
        size=Count("tasks"), drawn_count=Count("tasks", filter=Q(tasks__drawn=True))
    )
    return found.order_by("-number")


def _visited(cycle_id: int) -> dict[int, int]:
    """How many of what was drawn has been visited since, by draw."""
    since = Visit.objects.filter(task=OuterRef("task"), at__gte=OuterRef("sample__at"))
    rows = SampleTask.objects.filter(Exists(since), sample__cycle_id=cycle_id, drawn=True)
    return dict(rows.order_by().values_list("sample").annotate(n=Count("pk")).values_list("sample", "n"))


def _row(sample: Sample, visited: Mapping[int, int]) -> SampleRow:
    return SampleRow(
        id=sample.pk,
        number=sample.number,
        purpose_name=PURPOSES[sample.purpose],
        at=sample.at,
        by=sample.by,
        percent=sample.percent,
        size=getattr(sample, "size", 0),
        drawn=getattr(sample, "drawn_count", 0),
        visited=visited.get(sample.pk, 0),
    )


def _frame(sample: Sample, by_lot: set[int], by_risk: set[int]) -> list[FrameRow]:
    stood = SampleTask.objects.filter(sample=sample).select_related("task__problem__aspect")
    seen = Visit.objects.filter(task__samples__sample=sample, at__gte=sample.at)
    visited = set(seen.values_list("task_id", flat=True))
    ranked = sorted(stood, key=lambda row: rank_of(row.task.number, seed=sample.seed))
    return [
        FrameRow(
            place=place,
            rank=rank_of(row.task.number, seed=sample.seed)[:SHOWN_RANK],
            task_id=row.task_id,
            task_number=row.task.number,
            name=named(row.task),
            title=row.task.problem.title,
            unit=row.task.unit_name,
            by_lot=row.task.number in by_lot,
            by_risk=row.task.number in by_risk,
            visited=row.task_id in visited,
        )
        for place, row in enumerate(ranked, start=1)
    ]
