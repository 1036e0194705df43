"""What is counted beside a page of the ledger, in one statement: the choices of every filter, the foot, and how many there are at all.

What was counted is kept until something changes it (`ledger.kept_counts`); where somebody searches by words, only how many
there are at all.

The statement is written here and not by the mapper, because the same few conditions would be put together a dozen times for
every page. Where somebody sees part of a cycle, that part is found once and counted many times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from zhenggai.journal.repeated import ask_plainly
from zhenggai.ledger.counting import Counts
from zhenggai.ledger.kept_counts import Question, Rows, counted_once
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.plain import as_text

# The columns that filters ask about and choices are counted by.
COLUMNS = (
    "aspect_id",
    "aspect_position",
    "state_rank",
    "kind",
    "unit_name",
    "leader",
    "deadline_rank",
    "doubts_count",
    "measures_count",
    "figures_count",
)
_FOOT = """SELECT 'foot', CAST(state_rank AS text), count(*), sum(measures_count), sum(figures_count), sum(doubts_count)
FROM mine"""
_OF_TASKS = ", ".join(f"ledger_task.{column}" for column in COLUMNS)
_NUMBERS = 'SELECT "ledger_task"."id" AS "pk"'
_ALL = "SELECT 'all', '', count(*), 0, 0, 0 FROM"
_SIGNS = {"gte": ">=", "lte": "<=", "lt": "<", "gt": ">"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row must be for one filter: a column, how it compares, and with what."""

    column: str
    lookup: str
    value: Any

    def q(self) -> Q:
        """The condition for the mapper."""
        return Q(**{f"{self.column}__{self.lookup}": self.value})

    def sql(self, values: list[Any]) -> str:
        """The condition as text; what fills its places is added to `values`."""
        if self.lookup == "in":
            values += self.value
            return f"{self.column} IN ({', '.join(['%s'] * len(self.value))})" if self.value else "1 = 0"
        values.append(self.value.isoformat() if isinstance(self.value, date) else self.value)
        return f"{self.column} {_SIGNS[self.lookup]} {_place(self.value)}"


@dataclass(frozen=True, slots=True)
class Foot:
    """How many tasks are in a state, and what they add up to."""

    tasks: int
    measures: int
    figures: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts of each choice by the name of its filter, the foot by the rank of the state, and all tasks in reach."""

    choices: Mapping[str, Counts]
    foot: Mapping[int, Foot]
    all: int


@dataclass(frozen=True, slots=True)
class By:
    """How the choices of a filter are counted: by an expression, of the rows that this asks for beside the other filters."""

    expression: str
    asked: tuple[Asked, ...] = ()


def tallied(
    reached: QuerySet[Task],
    searched: QuerySet[Task],
    *,
    filters: Mapping[str, Sequence[Asked]],
    choices: Mapping[str, By],
    cycle_id: int,
    today: date,
) -> Tallies:
    """Count the tasks of a cycle in reach, those that the search found by every choice under all other filters, and what all filters leave."""
    alone = reached is searched
    try:
        statement, values = _statement(searched, alone=alone, filters=filters, choices=choices)
    except EmptyResultSet:
        # Somebody without a unit, say: nothing is in reach, and there is nothing to ask.
        return Tallies({name: {} for name in choices}, {}, 0)
    if not alone:
        return _told([*_counted(statement, values), *_whole(reached, cycle_id=cycle_id)], choices)
    question = Question(cycle_id, f"{statement} {values} {today}")
    return _told(counted_once(question, lambda: _counted(statement, values), size=_all), choices)


def _whole(reached: QuerySet[Task], *, cycle_id: int) -> Rows:
    """How many there are at all, kept for itself: a search asks for few of many."""
    whole, values = as_text(reached.order_by().values_list("pk"))
    statement = f"{_ALL} ({whole}) whole"
    return counted_once(Question(cycle_id, f"{statement} {values}"), lambda: _counted(statement, values), size=_all)


def _statement(
    searched: QuerySet[Task],
    *,
    alone: bool,
    filters: Mapping[str, Sequence[Asked]],
    choices: Mapping[str, By],
) -> tuple[str, list[Any]]:
    values: list[Any] = []
    source = _source("mine", searched, values)
    parts = [_choices(name, by, _others(filters, name), values) for name, by in choices.items()]
    parts.append(f"{_FOOT} {_where(_others(filters, ''), values)} GROUP BY 2")
    parts += [f"{_ALL} mine"] if alone else []
    return f"WITH {source} {' UNION ALL '.join(parts)}", values


def _counted(statement: str, values: Sequence[Any]) -> Rows:
    return [[part, value, *map(int, numbers)] for part, value, *numbers in ask_plainly(statement, values)]


def _all(rows: Rows) -> int:
    return int(next(row[2] for row in rows if row[0] == "all"))


def _choices(name: str, by: By, others: Iterable[Asked], values: list[Any]) -> str:
    where = _where((*by.asked, *others), values)
    return f"SELECT '{name}', CAST({by.expression} AS text), count(*), 0, 0, 0 FROM mine {where} GROUP BY 2"  # noqa: S608  names of ours and placeholders


def _source(name: str, tasks: QuerySet[Task], values: list[Any]) -> str:
    """The rows that are counted, named; a database looks at such a list once, however often it is named."""
    statement, params = tasks.order_by().values_list("pk").query.sql_with_params()
    values += params
    # The mapper would look at each column for itself.
    return f"{name} AS (SELECT {_OF_TASKS} {statement.removeprefix(_NUMBERS)})"


def _others(filters: Mapping[str, Sequence[Asked]], name: str) -> Iterable[Asked]:
    return (asked for other, some in filters.items() if other != name for asked in some)


def _where(asked: Iterable[Asked], values: list[Any]) -> str:
    conditions = [one.sql(values) for one in asked]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _place(value: object) -> str:
    return "CAST(%s AS date)" if isinstance(value, date) and connection.vendor == "postgresql" else "%s"


def _told(rows: Iterable[Sequence[Any]], choices: Mapping[str, By]) -> Tallies:
    found: dict[str, Counts] = {name: {} for name in choices}
    foot: dict[int, Foot] = {}
    everything = 0
    for part, value, tasks, measures, figures, doubts in rows:
        if part == "foot":
            foot[int(value)] = Foot(tasks, measures, figures, doubts)
        elif part == "all":
            everything = tasks
        else:
            found[part][value] = tasks
    return Tallies(found, foot, everything)
