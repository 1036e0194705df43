"""The same questions as bare SQL, rows and count, over the connection of this process: what no page can be quicker than."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction

from zhenggai.domain.rights import Actor
from zhenggai.ledger.search import matching_tasks

ROW = """SELECT t.id, t.number, p.title, p.number, a.label, a.title, t.kind, t.state, t.unit_name, t.leader, t.deadline,
t.measures_count, t.figures_count, t.doubts_count"""
JOINED = "FROM ledger_task t JOIN ledger_problem p ON p.id = t.problem_id JOIN ledger_aspect a ON a.id = t.aspect_id"
MOVE = "UPDATE ledger_task SET state = 'closing', version = version + 1 WHERE id = %s AND version = %s"
APPLY = """INSERT INTO ledger_closing (task_id, cycle_id, number, outcome, state, came_from, statement, unit_name, applied_at,
applied_by, applied_by_id, ended_by, why, digest, stable_by, version)
VALUES (%s, %s, 1, 'done', 'open', 'ongoing', '已办', '', %s, '马骏', 3, '', '', '', '', 1)"""
SIGN = """INSERT INTO ledger_signature (closing_id, step, by_id, "by", role, on_behalf, digest, at)
VALUES (%s, 'unit', 3, '马骏', 'unit_head', '', 'x', %s)"""
SAY = """INSERT INTO ledger_comment (task_id, author_id, author, unit_name, text, at)
VALUES (%s, 2, '赵晓峰', '第1单位', '到现场看过，请补上清运的票据。', %s)"""
Question = Callable[[], object]


def milliseconds(question: Question, *, times: int) -> float:
    """The median of asking so many times; one turn goes uncounted."""
    found = []
    for _ in range(times + 1):
        start = time.perf_counter()
        question()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found[1:])


def ledger_rows(cycle: int, actor: Actor) -> Question:
    """Fifty open tasks of the actor's units, the nearest deadline first, and how many there are."""
    units = sorted(actor.offices[0].units)
    where = f"WHERE t.cycle_id = %s AND t.state = 'ongoing' AND {_own(units)}"
    return lambda: (
        _all(f"{ROW} {JOINED} {where} ORDER BY t.deadline_rank, t.position LIMIT 50", [cycle, cycle, *units]),
        _all(f"SELECT count(*) FROM ledger_task t {where}", [cycle, cycle, *units]),
    )


def search_rows(cycle: int, actor: Actor, text: str) -> Question:
    """Fifty tasks of the actor's units whose words match, and how many there are."""
    units, words = sorted(actor.offices[0].units), matching_tasks(text, cycle_id=cycle)
    # As the product asks: each word for itself, because planners guess badly how many tasks several words leave.
    found = " INTERSECT ".join(word.sql for word in words)
    where = f"WHERE t.cycle_id = %s AND t.id IN ({found}) AND {_own(units)}"
    known = [cycle, *(value for word in words for value in word.params), cycle, *units]
    return lambda: (
        _all(f"{ROW} {JOINED} {where} ORDER BY t.position LIMIT 50", known),
        _all(f"SELECT count(*) FROM ledger_task t {where}", known),
    )


def task_rows(task: int) -> Question:
    """A task, its problems, its measures, its latest entries and how many measures it has."""
    return lambda: (
        _all("SELECT * FROM ledger_task WHERE id = %s", [task]),
        _all("SELECT p.* FROM ledger_problem p JOIN ledger_taskproblem x ON x.problem_id = p.id WHERE x.task_id = %s", [task]),
        _all("SELECT * FROM ledger_measure WHERE task_id = %s ORDER BY position", [task]),
        _all("SELECT * FROM journal_entry WHERE subject_kind = 'task' AND subject_id = %s ORDER BY sequence DESC LIMIT 50", [task]),
        _all("SELECT count(*) FROM ledger_measure WHERE task_id = %s", [task]),
    )  # fmt: skip


def dashboard_rows(cycle: int, today: date) -> Question:
    """Tasks by aspect and state, what is late, the nearest ten, promises, doubts, equations and the latest entries."""
    open_ones = "cycle_id = %s AND state NOT IN ('done', 'stable', 'not_applicable')"
    return lambda: (
        _all("SELECT aspect_id, state, count(*), sum(measures_count) FROM ledger_task WHERE cycle_id = %s GROUP BY 1, 2", [cycle]),
        _all(f"SELECT count(*) FROM ledger_task WHERE {open_ones} AND deadline < %s", [cycle, str(today)]),
        _all(f"SELECT id, deadline FROM ledger_task WHERE {open_ones} AND deadline IS NOT NULL ORDER BY deadline_rank, position LIMIT 10", [cycle]),
        _all("SELECT id, number FROM ledger_task WHERE cycle_id = %s AND figures_count = 0 ORDER BY position LIMIT 100", [cycle]),
        _all("SELECT * FROM ledger_promise WHERE cycle_id = %s AND due IS NOT NULL ORDER BY due, id LIMIT 100", [cycle]),
        _all("SELECT severity, count(*) FROM ledger_doubt WHERE cycle_id = %s GROUP BY 1", [cycle]),
        _all("SELECT holds, count(*) FROM ledger_relation WHERE cycle_id = %s GROUP BY 1", [cycle]),
        _all("SELECT * FROM journal_entry WHERE cycle_id = %s ORDER BY sequence DESC LIMIT 8", [cycle]),
    )  # fmt: skip


def export_rows(cycle: int) -> Question:
    """Every task of a round with its measures, and how many there are."""
    return lambda: (
        _all(f"{ROW}, p.description {JOINED} WHERE t.cycle_id = %s ORDER BY t.position", [cycle]),
        _all("SELECT m.* FROM ledger_measure m JOIN ledger_task t ON t.id = m.task_id WHERE t.cycle_id = %s", [cycle]),
        _all("SELECT count(*) FROM ledger_task WHERE cycle_id = %s", [cycle]),
    )


def said_row(task: int) -> Question:
    """The least that a comment writes: its row."""

    def say() -> None:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM ledger_task WHERE id = %s", [task])
            cursor.execute(SAY, [task, datetime.now(UTC)])

    return say


def moved_rows(tasks: Iterator[int]) -> Question:
    """The least that a signed move writes: the row, if nobody moved it since, the application and the signature."""

    def move() -> None:
        task, at = next(tasks), datetime.now(UTC)
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SELECT version, cycle_id FROM ledger_task WHERE id = %s", [task])
            version, cycle = cursor.fetchone()
            cursor.execute(MOVE, [task, version])
            cursor.execute(APPLY, [task, cycle, at])
            cursor.execute("SELECT id FROM ledger_closing WHERE task_id = %s", [task])
            cursor.execute(SIGN, [cursor.fetchone()[0], at])

    return move


def _own(units: Sequence[int]) -> str:
    places = ", ".join(["%s"] * len(units))
    return f"t.id IN (SELECT task_id FROM ledger_taskunit WHERE cycle_id = %s AND unit_id IN ({places}))"


def _all(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
