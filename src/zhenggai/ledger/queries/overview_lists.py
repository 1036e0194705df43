"""The short lists of the dashboard of a cycle: what is near, what was promised, what cannot be measured."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.lights import Thresholds, light_of
from zhenggai.domain.states import CLOSED
from zhenggai.journal.repeated import ask_repeated
from zhenggai.ledger.citing import cite_values
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.queries.promise_rows import promise_row_of
from zhenggai.ledger.shapes import DeadlineRow, ProblemLink, PromiseRow

NEAREST = 10
MOST_LISTED = 100
_OVER = ", ".join(f"'{state}'" for state in CLOSED)
_WITH_PROBLEM = """FROM ledger_task task JOIN ledger_problem problem ON problem.id = task.problem_id
JOIN ledger_aspect aspect ON aspect.id = problem.aspect_id"""
_CITED = "aspect.label, problem.number, problem.label, problem.position"
_NEAREST = f"""SELECT task.id, problem.id, problem.title, task.deadline, task.unit_name, task.state, {_CITED} {_WITH_PROBLEM}
WHERE task.cycle_id = %s AND task.deadline IS NOT NULL AND task.state NOT IN ({_OVER})
ORDER BY task.deadline_rank, task.position LIMIT {NEAREST}"""
_BARE = f"""SELECT problem.id, problem.title, {_CITED} {_WITH_PROBLEM}
WHERE task.cycle_id = %s AND task.figures_count = 0 ORDER BY task.position LIMIT {MOST_LISTED}"""
_DATED = f"""SELECT promise.id, promise.text, promise.due, promise.due_text, promise.state, problem.id, problem.title
FROM ledger_promise promise LEFT JOIN ledger_problem problem ON problem.id = promise.problem_id
WHERE promise.cycle_id = %s AND promise.due > %s ORDER BY promise.due, promise.id LIMIT {MOST_LISTED}"""  # noqa: S608  words of ours


def nearest_deadlines(cycle: Cycle, *, today: date, lights: Thresholds) -> tuple[DeadlineRow, ...]:
    """The open tasks whose deadlines come first."""
    return tuple(
        DeadlineRow(
            task_id=pk,
            problem_id=problem_id,
            number=cite_values(cited),
            title=title,
            deadline=deadline,
            days_left=(deadline - today).days,
            unit=unit,
            light=light_of(state=state, deadline=deadline, today=today, thresholds=lights),
        )
        for pk, problem_id, title, deadline, unit, state, *cited in ask_repeated(_NEAREST, [cycle.pk])
    )


def promises_beyond(cycle: Cycle, *, today: date, reminders: tuple[int, ...]) -> tuple[PromiseRow, ...]:
    """What was promised for days after the report was published, everything dated where it was not."""
    rows = ask_repeated(_DATED, [cycle.pk, (cycle.published or date.min).isoformat()])
    return tuple(promise_row_of(*row, today=today, reminders=reminders) for row in rows)


def without_quantity(cycle: Cycle) -> tuple[ProblemLink, ...]:
    """The problems of tasks that have no figure."""
    return tuple(ProblemLink(pk, cite_values(cited), title) for pk, title, *cited in ask_repeated(_BARE, [cycle.pk]))
