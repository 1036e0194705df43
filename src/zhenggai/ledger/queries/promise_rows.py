"""The row of a promise on other pages than its own."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.promises import PROMISE_STATES, REMINDERS, light_of_promise
from zhenggai.ledger.models import Promise
from zhenggai.ledger.shapes import PromiseRow


def promise_row(promise: Promise, *, today: date) -> PromiseRow:
    """The row of a promise that was loaded with its problem."""
    problem = (promise.problem_id, promise.problem.title if promise.problem else None)
    columns = (promise.pk, promise.text, promise.due, promise.due_text, promise.state)
    return promise_row_of(*columns, *problem, today=today)


def promise_row_of(
    pk: int,
    text: str,
    due: date | None,
    due_text: str,
    state: str,
    problem_id: int | None,
    problem_title: str | None,
    *,
    today: date,
    reminders: tuple[int, ...] = REMINDERS,
) -> PromiseRow:
    """The row of a promise, from its columns and those of its problem."""
    return PromiseRow(
        id=pk,
        text=text,
        due=due,
        due_text=due_text or None,
        problem_id=problem_id,
        problem_title=problem_title,
        days_left=(due - today).days if due else None,
        state_name=PROMISE_STATES[state],
        light=light_of_promise(state=state, due=due, today=today, reminders=reminders),
    )
