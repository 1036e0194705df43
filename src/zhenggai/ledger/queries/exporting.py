"""The ledger from its first row to its last, as it is written into a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from zhenggai.domain.lights import Light, light_of
from zhenggai.domain.rights import Actor
from zhenggai.domain.states import STATE_NAMES, LedgerState
from zhenggai.ledger.citing import cite
from zhenggai.ledger.queries.filters import aspects_of, sift
from zhenggai.ledger.queries.keys import Order
from zhenggai.ledger.queries.listing import EVERYTHING
from zhenggai.ledger.queries.plain import as_text
from zhenggai.ledger.queries.rows import aspect_name_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import LedgerFilters, LedgerLine, SortKey

Shine = Callable[[LedgerState, date | None], Light]
# So many rows are in memory at a time.
ROWS_AT_ONCE = 500
_COLUMNS = (
    *("pk", "problem__number", "problem__label", "problem__position", "problem__title", "problem__description"),
    *("aspect__label", "aspect__title", "kind", "state", "unit_name", "leader", "deadline", "deadline_text"),
    *("measures_count", "figures_count", "doubts_count"),
)
_MEASURES = "SELECT task_id, marker, text FROM ledger_measure WHERE task_id IN ({tasks}) ORDER BY task_id, position"


def iter_ledger_rows(
    *,
    cycle_id: int,
    actor: Actor,
    today: date,
    filters: LedgerFilters = EVERYTHING,
    sort: SortKey = "number",
    descending: bool = False,
) -> Iterator[LedgerLine]:
    """Every row in the actor's reach that the filters leave, in order, a few hundred in memory at a time."""
    rules = rules_of(cycle_id=cycle_id)
    tasks = sift(cycle_id, actor, filters, aspects=aspects_of(cycle_id), today=today, lights=rules.lights).tasks
    rows = Order(sort, descending).apply(tasks).values_list(*_COLUMNS)
    kinds = dict(rules.kinds)

    @cache
    def light(state: LedgerState, deadline: date | None) -> Light:
        return light_of(state=state, deadline=deadline, today=today, thresholds=rules.lights)

    # Fetched past the mapper, which looks at each of a hundred thousand columns for itself.
    with connection.chunked_cursor() as cursor:
        cursor.execute(*as_text(rows))
        while piece := cursor.fetchmany(ROWS_AT_ONCE):
            yield from _lines(piece, kinds=kinds, light=light)


def _lines(piece: Sequence[Sequence[Any]], *, kinds: Mapping[str, str], light: Shine) -> Iterator[LedgerLine]:
    measures = _measures([row[0] for row in piece])
    for pk, number, label, position, title, description, mark, aspect, kind, state, unit, leader, day, *rest in piece:
        day_text, measures_count, figures, doubts = rest
        # By place, which takes half as long as by name.
        yield LedgerLine(
            pk,
            cite(aspect_label=mark, number=number, label=label, position=position),
            title,
            aspect_name_of(f"{mark}{aspect}"),
            description,
            "\n".join(measures.get(pk, ())),
            leader,
            unit,
            kinds[kind],
            day,
            day_text,
            STATE_NAMES[state],
            light(state, day),
            measures_count,
            figures,
            doubts,
        )


def _measures(task_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The measures of tasks as they are written, in order."""
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MEASURES.format(tasks=", ".join(map(str, task_ids))))
        for task_id, marker, text in cursor.fetchall():
            found.setdefault(task_id, []).append(f"{marker}{text}")
    return found
