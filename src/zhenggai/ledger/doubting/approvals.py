"""What somebody decided to change of an issued plan: requests, extensions, stages, handovers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from zhenggai.domain.changing import AddWish, DropWish, MeasureWish, MergeWish, Wish, wish_of
from zhenggai.domain.issuing import FrozenTask
from zhenggai.domain.ledger_facts import Approved
from zhenggai.domain.planning import task_facts
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import ChangeRequest, Extension, HandoverItem, Task

SHAPES = ("split", "merge", "move")


def approvals_of(task_ids: Sequence[int], now: Mapping[int, FrozenTask]) -> dict[int, tuple[Approved, ...]]:
    """The changes of tasks that were decided on, in the order in which that was; five queries."""
    found: dict[int, list[Approved]] = defaultdict(list)
    requests = ChangeRequest.objects.filter(task_id__in=task_ids, state="approved").order_by("decided_at", "pk")
    for request in requests:
        found[request.task_id].extend(_of_request(request, now.get(request.task_id)))
    for task_id in _merged_into(task_ids, now):
        found[task_id].append(Approved("problems"))
    granted = Extension.objects.filter(task_id__in=task_ids, state="granted").order_by("decided_at", "pk")
    for extension in granted:
        found[extension.task_id].extend(_of_extension(extension, now.get(extension.task_id)))
    staged = Closing.objects.filter(task_id__in=task_ids, outcome="long_term", state="closed").order_by(
        "ended_at", "pk"
    )
    for closing in staged:
        found[closing.task_id].extend(_of_stages(now.get(closing.task_id)))
    handed = HandoverItem.objects.filter(task_id__in=task_ids, kind__in=("leader", "person"))
    for item in handed.exclude(accepted_at=None).order_by("accepted_at", "pk"):
        if item.task_id is not None:
            found[item.task_id].extend(_of_handover(item, now.get(item.task_id)))
    return {task: tuple(facts) for task, facts in found.items()}


def _merged_into(task_ids: Sequence[int], now: Mapping[int, FrozenTask]) -> Iterator[int]:
    """The tasks into which others were poured: the request is that of the other one, which is gone."""
    numbers = {now[pk].number: pk for pk in task_ids if pk in now}
    cycles = Task.objects.filter(pk__in=task_ids).values("cycle_id")
    merged = ChangeRequest.objects.filter(cycle_id__in=cycles, kind="merge", state="approved").order_by("pk")
    for wish in map(wish_of, map(json.loads, merged.values_list("wish", flat=True))):
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
