"""The list of cycles."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connection

from zhenggai.domain.rights import Actor, may
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries.plain import as_text
from zhenggai.ledger.queries.rows import cycles_with_counts, to_counted_cycle
from zhenggai.ledger.shapes import CountedCycle, CycleName
from zhenggai.ledger.standing import cycles_in_reach

NEWEST = ("-adopted_at", "-pk")
# Whoever is at work at the same time finds their question ready.
MOST_KEPT = 500


def list_cycles(*, actor: Actor) -> tuple[CountedCycle, ...]:
    """Every cycle that the actor sees or that holds something for them, the one adopted last first."""
    if not may(actor, Act.READ):
        return ()
    found = cycles_with_counts().filter(pk__in=cycles_in_reach(actor).order_by().values("pk"))
    return tuple(to_counted_cycle(cycle) for cycle in found.order_by(*NEWEST))


def newest_cycles(*, actor: Actor, limit: int, beside: int | None = None) -> tuple[CycleName, ...]:
    """The names of the cycles adopted last among those of `list_cycles`, at most `limit` of them, and of the one `beside` them."""
    if not may(actor, Act.READ):
        return ()
    with connection.cursor() as cursor:
        cursor.execute(*_newest(actor, limit))
        found = [CycleName(*row) for row in cursor.fetchall()]
    if beside is not None and beside not in {one.id for one in found}:
        found += [CycleName(*row) for row in cycles_in_reach(actor).filter(pk=beside).values_list("pk", "title")]
    return tuple(found)


@lru_cache(maxsize=MOST_KEPT)
def _newest(actor: Actor, limit: int) -> tuple[str, tuple[Any, ...]]:
    """The question as text: every page asks it, and it follows from who asks alone."""
    reached = cycles_in_reach(actor).order_by(*NEWEST).values_list("pk", "title")[:limit]
    statement, values = as_text(reached)
    return statement, tuple(values)
