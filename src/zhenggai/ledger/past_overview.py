"""The overview of a round from the rows that the journal left by an instant, and from nothing that stands there today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from zhenggai.domain.past_overview import PastOverview, TaskThen, past_overview
from zhenggai.domain.rates import stated_count
from zhenggai.ledger.queries.rows import aspect_name_of

Rows = Mapping[str, Any]


def overview_of_rows(rows: Rows, *, cycle_id: int, today: date) -> PastOverview:
    """What the overview counted when these were the rows of the round."""
    cycle = rows.get(f"cycle/{cycle_id}")
    return past_overview(
        tuple(_tasks(rows)),
        today=today,
        stated=stated_count(tasks=cycle["declared_tasks"], problems=cycle["declared_problems"]) if cycle else None,
        problems=sum(1 for _ in _of_kind(rows, "problem")) or None,
        aspects=_aspects(cycle),
        told=cycle is not None,
    )


def _tasks(rows: Rows) -> Iterator[TaskThen]:
    granted = [row for _, row in _of_kind(rows, "closing") if row["state"] == "closed"]
    ended = {how: {row["task_id"] for row in granted if row["outcome"] == how} for how in ("done", "long_term")}
    for key, row in _of_kind(rows, "task"):
        yield TaskThen(
            aspect=row["aspect_id"],
            unit=row["unit_name"],
            state=row["state"],
            deadline=date.fromisoformat(row["deadline"]) if row["deadline"] else None,
            measures=len(row["measures"]),
            gated=key in ended["done"],
            staged=key in ended["long_term"],
        )


def _aspects(cycle: Mapping[str, Any] | None) -> dict[int, str]:
    """The names of the aspects by their numbers, in order."""
    told = sorted(cycle["aspects"], key=lambda one: one["position"]) if cycle else ()
    return {one["id"]: aspect_name_of(f"{one['label']}{one['title']}") for one in told}


def _of_kind(rows: Rows, kind: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The things of a kind that were there, by number."""
    for name, row in rows.items():
        begin, _, number = name.partition("/")
        if begin == kind and row:
            yield int(number), row
