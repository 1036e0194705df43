"""The ledger: filtered, sorted and paged by the database, always with the same number of queries."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from zhenggai.domain.rights import Actor
from zhenggai.domain.states import STATES
from zhenggai.journal.one_statement import OneStatement, Question
from zhenggai.journal.repeated import ask_plainly
from zhenggai.ledger.models import Aspect, Task
from zhenggai.ledger.queries.filters import CHOICES, choices_of, sift
from zhenggai.ledger.queries.keys import Order
from zhenggai.ledger.queries.plain import as_text
from zhenggai.ledger.queries.rows import PAGE_OF_ROWS, RowValues, cycle_among, cycle_question, row_of, to_cycle_row
from zhenggai.ledger.queries.tallies import Tallies, tallied
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.shapes import LedgerFilters, LedgerFoot, LedgerPage, SortKey

EVERYTHING = LedgerFilters()
LARGEST_PAGE = 500


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
    answers = _STATEMENT.ask(cycle_id)
    loaded, aspects = cycle_among(answers, cycle_id), sorted(answers["aspects"], key=lambda one: one.position)
    rules, by_key = rules_of_found(loaded), {aspect.pk: aspect for aspect in aspects}
    order = Order(sort, descending)
    sifted = sift(cycle_id, actor, filters, aspects=aspects, today=today, lights=rules.lights)
    tasks = sifted.tasks
    found = _fetch(tasks, order, after=after, before=before, size=max(1, min(size, LARGEST_PAGE)))
    counts = tallied(
        sifted.reached, sifted.searched, filters=sifted.asked, choices=CHOICES, cycle_id=cycle_id, today=today
    )
    foot = _foot(counts)
    place = _first_place(tasks, order, found, at_start=not after and not before)
    return LedgerPage(
        cycle=to_cycle_row(loaded),
        rows=tuple(row_of(task, by_key[task.aspect_id], today=today, rules=rules) for task in found),
        before=order.key_of(found[0]) if found and place > 1 else None,
        after=order.key_of(found[-1]) if found and place + len(found) <= foot.tasks else None,
        first_place=place,
        total=foot.tasks,
        all=counts.all,
        foot=foot,
        choices=choices_of(counts.choices, aspects=aspects, filters=filters, today=today, rules=rules),
    )


def _fetch(tasks: QuerySet[Task], order: Order, *, after: str | None, before: str | None, size: int) -> list[RowValues]:
    backwards = before is not None
    key = before if backwards else after
    if key:
        tasks = tasks.filter(order.beyond(key, backwards=backwards))
    page, values = as_text(order.apply(tasks, backwards=backwards).values_list("pk")[:size])
    statement = PAGE_OF_ROWS.format(page=page, order=order.sql(backwards=backwards))
    found = [RowValues(*row) for row in ask_plainly(statement, values)]
    return found[::-1] if backwards else found


def _questions(cycle_id: int) -> dict[str, Question]:
    return {**cycle_question(cycle_id), "aspects": Aspect.objects.filter(cycle=cycle_id)}


_STATEMENT = OneStatement(_questions)


def _first_place(tasks: QuerySet[Task], order: Order, found: list[RowValues], *, at_start: bool) -> int:
    if at_start or not found:
        return 1
    return tasks.filter(order.beyond(order.key_of(found[0]), backwards=True)).count() + 1


def _foot(counts: Tallies) -> LedgerFoot:
    parts = counts.foot.values()
    return LedgerFoot(
        tasks=sum(part.tasks for part in parts),
        measures=sum(part.measures for part in parts),
        figures=sum(part.figures for part in parts),
        doubts=sum(part.doubts for part in parts),
        states=tuple(counts.foot[rank].tasks if rank in counts.foot else 0 for rank in range(len(STATES))),
    )
