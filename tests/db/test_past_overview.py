"""The overview of a past instant says what the overview said at that instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from closing import a_ready_work, closed, ma, the_task
from people import LI, NOON, SUN, WANG
from working import Work
from zhenggai.domain.past_overview import PastOverview, moved_figures, moved_groups
from zhenggai.domain.staging import StageWish
from zhenggai.domain.states import STATES, LedgerState
from zhenggai.ledger.as_of import ledger_as_of
from zhenggai.ledger.models import Cycle, Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.planning import merge_task, set_rules
from zhenggai.ledger.past_overview import overview_of_rows
from zhenggai.ledger.queries import overview
from zhenggai.ledger.ruling import rules_of

DAY = timedelta(days=1)
# Behind every deadline of the round.
LATER = 400


def then(work: Work, at: datetime) -> PastOverview:
    return ledger_as_of(cycle_id=work.cycle, at=at, actor=SUN).overview


def past_figures(found: PastOverview) -> dict[str, Any]:
    return {
        "tasks": found.account.total,
        "problems": found.problems,
        "measures": found.measures,
        "late": found.late,
        "undated": found.undated,
        "strict": found.rates.strict,
        "broad": found.rates.broad,
        "stated": found.rates.stated,
        "by_state": found.rates.by_state,
        "aspects": [(group.name, group.account.total, group.account.strict) for group in found.aspects],
    }


def dashboard_figures(work: Work, at: datetime) -> dict[str, Any]:
    found = overview(cycle_id=work.cycle, actor=SUN, today=localdate(at))
    finished = [STATES.index(state) for state in ("done", "stable")]
    return {
        "tasks": found.tasks,
        "problems": found.problems,
        "measures": found.measures,
        "late": found.late,
        "undated": found.undated,
        "strict": found.rates.strict,
        "broad": found.rates.broad,
        "stated": found.rates.stated,
        "by_state": tuple(zip(STATES, found.states, strict=True)),
        "aspects": [
            (aspect.name, aspect.total, sum(aspect.states[place] for place in finished)) for aspect in found.aspects
        ],
    }


def a_life(work: Work) -> Iterator[datetime]:
    """A task is closed, opened again, goes on for long; another is poured into it; and in the end everything is late."""
    closed(work)
    yield NOON
    at = NOON + DAY
    acts.reopen_task(
        task_id=work.task, version=the_task(work).version, cause="relapse", what="河道又堵", actor=SUN, at=at
    )
    yield at
    stages = (StageWish("复查", date(2026, 6, 30)),)
    asked = acts.ask_long_term(
        task_id=work.task,
        version=the_task(work).version,
        reason="常年管护",
        stages=stages,
        actor=ma(work),
        at=NOON + 2 * DAY,
    )
    yield NOON + 2 * DAY
    acts.decide_long_term(closing_id=asked, version=1, approve=True, why="", actor=LI, at=NOON + 3 * DAY)
    yield NOON + 3 * DAY
    other = Task.objects.filter(cycle=work.cycle).exclude(pk=work.task).get()
    merge_task(task_id=other.pk, version=other.version, into=the_task(work).number, actor=WANG, at=NOON + 4 * DAY)
    yield NOON + 4 * DAY
    yield NOON + LATER * DAY


@pytest.mark.django_db
@pytest.mark.parametrize("declared", [None, 3])
def test_the_overview_of_every_instant_says_what_the_dashboard_said_then(declared: int | None) -> None:
    work = a_ready_work()
    if declared:
        _declare(work, declared)

    said = {at: dashboard_figures(work, at) for at in a_life(work)}

    assert {at: past_figures(then(work, at)) for at in said} == said
    assert len({str(one) for one in said.values()}) >= 4
    assert max(one["late"] for one in said.values()) == 1
    assert {one["strict"].whole for one in said.values()} == ({declared} if declared else {2, 1})


def _declare(work: Work, count: int) -> None:
    """The feedback itself counts so many; somebody writes of the round, and the journal is told of it again."""

    Cycle.objects.filter(pk=work.cycle).update(declared_tasks=count)
    set_rules(cycle_id=work.cycle, version=0, rules=rules_of(cycle_id=work.cycle), actor=WANG, at=NOON)


@pytest.mark.django_db
def test_what_stands_in_the_tables_today_does_not_matter() -> None:
    work = a_ready_work()
    closed(work)
    before = then(work, NOON)

    Task.objects.filter(pk=work.task).update(state="stable", unit_name="另一个单位", deadline=None)
    Cycle.objects.update(declared_tasks=99)

    assert then(work, NOON) == before


@pytest.mark.django_db
def test_two_instants_tell_how_every_figure_moved() -> None:
    work = a_ready_work()
    instants = list(a_life(work))
    first, second = then(work, instants[0]), then(work, instants[3])

    moved = {one.label: one[1:] for one in moved_figures(first, second)}
    unit = the_task(work).unit_name
    units = {
        group.name: {one.label: one[1:] for one in group.figures} for group in moved_groups(first.units, second.units)
    }

    assert moved["完成"] == ("1", "0", "−1")
    assert moved["长期坚持"] == ("0", "1", "+1")
    assert moved["严格口径"] == ("1 / 2", "0 / 2", "−1")
    assert moved["宽口径"] == ("1 / 2", "1 / 2", "+0")
    assert moved["严格口径完成率"] == ("50.0%", "0.0%", "−50.0")
    assert moved["宽口径完成率"] == ("50.0%", "50.0%", "0.0")
    assert units[unit]["完成"] == ("1", "0", "−1")


def a_row(state: LedgerState, **facts: object) -> dict[str, object]:
    return {"aspect_id": 1, "unit_name": "县水利局", "state": state, "deadline": None, "measures": [], **facts}


def test_where_the_journal_had_not_spoken_of_the_round_the_tasks_are_the_denominator_and_that_is_said() -> None:
    rows = {"task/1": a_row("done"), "task/2": a_row("ongoing", deadline="2026-03-01"), "task/3": None}

    found = overview_of_rows(rows, cycle_id=5, today=date(2026, 3, 2))

    assert (found.told, found.rates.stated, found.aspects, found.problems) == (False, False, (), None)
    assert (found.account.total, found.rates.strict.part, found.rates.strict.whole, found.late) == (2, 0, 2, 1)


def test_a_group_that_is_gone_moves_to_nothing() -> None:
    before = overview_of_rows({"task/1": a_row("ongoing")}, cycle_id=5, today=date(2026, 3, 2))
    after = overview_of_rows({"task/1": a_row("ongoing", unit_name="县财政局")}, cycle_id=5, today=date(2026, 3, 2))

    moved = {group.name: group.figures[0][1:] for group in moved_groups(before.units, after.units)}

    assert moved == {"县财政局": ("0", "1", "+1"), "县水利局": ("1", "0", "−1")}
