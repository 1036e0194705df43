"""What somebody decided to change of an issued plan: requests, extensions, stages, handovers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from zhenggai.domain.changing import AddWish, DropWish, MeasureWish, MergeWish, Wish, wish_of
from zhenggai.domain.issuing import FrozenTask
from zhenggai.domain.ledger_facts import Approved
from zhenggai.domain.planning import task_facts
from zhenggai.journal.one_statement import Columns, Question, ask_apart
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import ChangeRequest, Extension, HandoverItem, Task

SHAPES = ("split", "merge", "move")


@dataclass(frozen=True, slots=True)
class Decided:
    """Rows that change an issued plan; `merged` are requests of tasks that are gone."""

    requests: Sequence[ChangeRequest]
    merged: Sequence[Mapping[str, Any]]
    extensions: Sequence[Extension]
    staged: Sequence[Closing]
    handed: Sequence[HandoverItem]


def decided_questions(of: Callable[[str], Q]) -> dict[str, Question]:
    """What to ask of the tables of `Decided`, but for what closing knows."""
    cycles = Task.objects.filter(of("pk")).values("cycle_id")
    merged = ChangeRequest.objects.filter(cycle_id__in=cycles, kind="merge", state="approved")
    handed = HandoverItem.objects.filter(of("task"), kind__in=("leader", "person"))
    return {
        "requests": ChangeRequest.objects.filter(of("task"), state="approved"),
        "merged": Columns(merged, ("id", "wish")),
        "extensions": Extension.objects.filter(of("task"), state="granted"),
        "handed": handed.exclude(accepted_at=None),
    }


def approvals_of(task_ids: Sequence[int], now: Mapping[int, FrozenTask]) -> dict[int, tuple[Approved, ...]]:
    """The changes of tasks that were decided on, in the order in which that was; five queries."""
    staged = Closing.objects.filter(task_id__in=task_ids, outcome="long_term", state="closed")
    found = ask_apart(decided_questions(lambda path: Q(**{f"{path}__in": task_ids})))
    return approvals_among(Decided(**found, staged=list(staged)), now)


def approvals_among(rows: Decided, now: Mapping[int, FrozenTask]) -> dict[int, tuple[Approved, ...]]:
    """The same, by the rows that tell it; `now` are the tasks that are asked about."""
    found: dict[int, list[Approved]] = defaultdict(list)
    for request in sorted(rows.requests, key=lambda one: _when(one.decided_at, one.pk)):
        found[request.task_id].extend(_of_request(request, now.get(request.task_id)))
    for task_id in _merged_into(rows.merged, now):
        found[task_id].append(Approved("problems"))
    for extension in sorted(rows.extensions, key=lambda one: _when(one.decided_at, one.pk)):
        found[extension.task_id].extend(_of_extension(extension, now.get(extension.task_id)))
    for closing in sorted(rows.staged, key=lambda one: _when(one.ended_at, one.pk)):
        found[closing.task_id].extend(_of_stages(now.get(closing.task_id)))
    for item in sorted(rows.handed, key=lambda one: _when(one.accepted_at, one.pk)):
        if item.task_id is not None:
            found[item.task_id].extend(_of_handover(item, now.get(item.task_id)))
    return {task: tuple(facts) for task, facts in found.items()}


def _when(decided: datetime | None, number: int) -> tuple[datetime, int]:
    return (decided or datetime.min.replace(tzinfo=UTC), number)


def _merged_into(merged: Sequence[Mapping[str, Any]], now: Mapping[int, FrozenTask]) -> Iterator[int]:
    """The tasks into which others were poured: the request is that of the other one, which is gone."""
    numbers = {task.number: pk for pk, task in now.items()}
    for row in sorted(merged, key=lambda one: one["id"]):
        wish = wish_of(json.loads(row["wish"]))
        if isinstance(wish, MergeWish) and wish.into in numbers:
            yield numbers[wish.into]


def _of_request(request: ChangeRequest, task: FrozenTask | None) -> Iterator[Approved]:
    if request.kind in SHAPES:
        yield Approved("problems")
        return
    wish = wish_of(json.loads(request.wish))
    measure_id = _measure_of(wish, task)
    if isinstance(wish, AddWish):
        yield Approved("added", measure_id=measure_id)
        return
    if isinstance(wish, DropWish):
        yield Approved("dropped", measure_id=measure_id)
        return
    for fact, value in json.loads(request.after)["facts"].items():
        yield Approved(fact, "" if value is None else str(value), measure_id)


def _measure_of(wish: Wish, task: FrozenTask | None) -> int:
    """The key of the measure that a wish is about; one that was added is known by its words."""
    if isinstance(wish, MeasureWish | DropWish):
        return wish.measure_id
    if isinstance(wish, AddWish) and task is not None:
        return next((one.id for one in task.measures if one.plan.text == wish.plan.text), 0)
    return 0


def _of_extension(extension: Extension, task: FrozenTask | None) -> Iterator[Approved]:
    yield Approved("deadline", extension.new.isoformat())
    if extension.measures_follow and task is not None:
        for measure in task.measures:
            if measure.plan.deadline is not None and measure.plan.deadline <= extension.new:
                yield Approved("deadline", extension.new.isoformat(), measure.id)


def _of_stages(task: FrozenTask | None) -> Iterator[Approved]:
    """Long-term work was granted: its last day is that of the stage under way, and its kind follows."""
    if task is not None:
        facts = task_facts(task.plan)
        for fact in ("deadline", "kind"):
            yield Approved(fact, str(facts[fact] or ""))


def _of_handover(item: HandoverItem, task: FrozenTask | None) -> Iterator[Approved]:
    if task is not None:
        yield Approved(item.kind, task.plan.leader if item.kind == "leader" else task.plan.person)
