"""The ledger: filtered, sorted and paged by the database, always with the same number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from zhenggai.domain.rights import Actor
from zhenggai.domain.states import STATES
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.filters import filtered_tasks, list_choices, searched_tasks
from zhenggai.ledger.queries.keys import Order
from zhenggai.ledger.queries.rows import found_cycle, ledger_row, to_cycle_row
from zhenggai.ledger.ruling import rules_of, rules_of_found
from zhenggai.ledger.shapes import CycleRow, LedgerExportRow, LedgerFilters, LedgerFoot, LedgerPage, LedgerRow, SortKey
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle

EVERYTHING = LedgerFilters()
LARGEST_PAGE = 500
ROWS_AT_ONCE = 500


def list_ledger(
    *,
    cycle_id: int,
    actor: Actor,
    today: date,
    filters: LedgerFilters = EVERYTHING,
    sort: SortKey = "number",
    descending: bool = False,
    after: str | None = None,
    before: str | None = None,
    size: int = 50,
) -> LedgerPage:
    """One page of a ledger, of the tasks in the actor's reach; `after` and `before` are keys that an earlier page gave.

    :raises NoSuchThing: where there is no such cycle, or it holds nothing for the actor.
    :raises BadKey: for a key that no page of this sort gave.
    """
    loaded = found_cycle(cycle_id=cycle_id)
    cycle, rules = to_cycle_row(loaded), rules_of_found(loaded)
    order = Order(sort, descending)
    searched = searched_tasks(cycle_id=cycle_id, text=filters.text, actor=actor)
    tasks = filtered_tasks(searched, filters=filters, today=today, lights=rules.lights)
    found = _fetch(tasks, order, after=after, before=before, size=max(1, min(size, LARGEST_PAGE)))
    foot = _foot(tasks)
    place = _first_place(tasks, order, found, at_start=not after and not before)
    return LedgerPage(
        cycle=cycle,
        rows=tuple(ledger_row(task, today=today, rules=rules) for task in found),
        before=order.key_of(found[0]) if found and place > 1 else None,
        after=order.key_of(found[-1]) if found and place + len(found) <= foot.tasks else None,
        first_place=place,
        total=foot.tasks,
        all=_all(cycle, actor),
        foot=foot,
        choices=list_choices(searched, cycle_id=cycle_id, filters=filters, today=today, rules=rules),
    )


def iter_ledger_rows(
    *,
    cycle_id: int,
    actor: Actor,
    today: date,
    filters: LedgerFilters = EVERYTHING,
    sort: SortKey = "number",
    descending: bool = False,
) -> Iterator[LedgerExportRow]:
    """Every row in the actor's reach that the filters leave, in order, a few hundred in memory at a time."""
    rules = rules_of(cycle_id=cycle_id)
    searched = searched_tasks(cycle_id=cycle_id, text=filters.text, actor=actor)
    wanted = filtered_tasks(searched, filters=filters, today=today, lights=rules.lights)
    tasks = _shown(wanted).prefetch_related("measures")
    for task in Order(sort, descending).apply(tasks).iterator(chunk_size=ROWS_AT_ONCE):
        yield _export_row(task, ledger_row(task, today=today, rules=rules))


def _all(cycle: CycleRow, actor: Actor) -> int:
    """How many tasks of the cycle the actor may see; counted only where that is not every one."""
    if whole_cycle(actor, cycle.id):
        return cycle.tasks
    return tasks_in_reach(actor, cycle_id=cycle.id).count()


def _fetch(tasks: QuerySet[Task], order: Order, *, after: str | None, before: str | None, size: int) -> list[Task]:
    backwards = before is not None
    key = before if backwards else after
    if key:
        tasks = tasks.filter(order.beyond(key, backwards=backwards))
    found = list(order.apply(_shown(tasks), backwards=backwards)[:size])
    return found[::-1] if backwards else found


def _shown(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.select_related("problem", "aspect").defer("problem__pieces", "problem__extra", "problem__responsible")


def _first_place(tasks: QuerySet[Task], order: Order, found: list[Task], *, at_start: bool) -> int:
    if at_start or not found:
        return 1
    return tasks.filter(order.beyond(order.key_of(found[0]), backwards=True)).count() + 1


def _foot(tasks: QuerySet[Task]) -> LedgerFoot:
    sums = tasks.aggregate(
        tasks=Count("pk"),
        measures=Sum("measures_count", default=0),
        figures=Sum("figures_count", default=0),
        doubts=Sum("doubts_count", default=0),
        **{f"is_{state}": Count("pk", filter=Q(state=state)) for state in STATES},
    )
    return LedgerFoot(
        tasks=sums["tasks"],
        measures=sums["measures"],
        figures=sums["figures"],
        doubts=sums["doubts"],
        states=tuple(sums[f"is_{state}"] for state in STATES),
    )


def _export_row(task: Task, row: LedgerRow) -> LedgerExportRow:
    measures = sorted(task.measures.all(), key=lambda measure: measure.position)
    return LedgerExportRow(
        row=row,
        description=task.problem.description,
        measures=tuple(f"{measure.marker}{measure.text}" for measure in measures),
    )
