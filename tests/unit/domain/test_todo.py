"""What waits for whom, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from zhenggai.domain.lights import Thresholds
from zhenggai.domain.rights import Actor, Office
from zhenggai.domain.roles import Role
from zhenggai.domain.todo import (
    DUTY_KINDS,
    GROUP_NAMES,
    GROUPS,
    KIND_NAMES,
    VERBS_OF_KINDS,
    WAIT_KINDS,
    Door,
    Duty,
    WorkItem,
    counted,
    group_of,
    in_order,
    office_for,
)

TODAY = date(2026, 3, 2)
DUTY = Duty(
    "task",
    1,
    7,
    "补齐记录",
    "（一）1 任务 1",
    TODAY,
    Door("task", (7, 1)),
    1,
    5,
    "县水利局",
    frozenset({5, 6}),
    "李建国",
)


def somebody(role: Role, **facts: object) -> Actor:
    return Actor(9, "某人", role, offices=(Office(role, **facts),))


def test_every_kind_and_group_has_its_words():
    assert set(KIND_NAMES) == set(VERBS_OF_KINDS) == {*DUTY_KINDS, *WAIT_KINDS}
    assert set(GROUP_NAMES) == set(GROUPS)


@pytest.mark.parametrize(
    ("actor", "mine"),
    [
        (somebody(Role.UNIT_CLERK, own=frozenset({5})), True),
        (somebody(Role.UNIT_HEAD, own=frozenset({6})), True),
        (somebody(Role.UNIT_CLERK, own=frozenset({8}), units=frozenset({5, 8})), False),
        (somebody(Role.UNIT_CLERK, own=frozenset({5}), cycle_id=8), False),
        (somebody(Role.UNIT_CLERK, own=frozenset({5}), cycle_id=7), True),
        (somebody(Role.LEADER, names=frozenset({"李建国"})), True),
        (somebody(Role.LEADER, names=frozenset({"王敏"})), False),
        (somebody(Role.OFFICE_CLERK), False),
        (somebody(Role.SUPERVISOR, own=frozenset({5})), False),
    ],
)
def test_a_duty_falls_to_its_unit_and_its_leader(actor, mine):
    assert (office_for(actor, DUTY) is not None) is mine


def test_what_is_no_units_falls_to_the_office():
    house = replace(DUTY, unit_id=None, units=frozenset(), leader="")

    assert office_for(somebody(Role.OFFICE_CLERK), house)
    assert not office_for(somebody(Role.UNIT_CLERK, own=frozenset({5})), house)


def test_a_duty_that_is_ones_own_is_not_done_for_somebody_else():
    own, lent = Office(Role.UNIT_CLERK, own=frozenset({5})), Office(Role.LEADER, names=frozenset({"李建国"}))
    actor = Actor(9, "某人", Role.UNIT_CLERK, offices=(replace(lent, on_behalf="李建国"), own))

    assert office_for(actor, DUTY) == own


@pytest.mark.parametrize(("ahead", "group"), [(-1, "late"), (0, "today"), (1, "soon"), (10, "soon"), (11, None)])
def test_a_duty_stands_by_its_day(ahead, group):
    duty = replace(DUTY, due=TODAY + timedelta(days=ahead))

    assert group_of(duty, today=TODAY, lights=Thresholds()) == group


def test_lines_stand_by_group_then_by_day():
    def line(group: str, due: date | None = None) -> WorkItem:
        return WorkItem(group, "task", 7, "", "", Door("task", (7, 1)), due)

    lines = in_order(
        [line("soon", TODAY), line("accept"), line("late", TODAY), line("late", TODAY - timedelta(days=3))]
    )

    assert [item.group for item in lines] == ["late", "late", "accept", "soon"]
    assert lines[0].due < lines[1].due
    assert counted(lines) == {"late": 2, "accept": 1, "soon": 1}
