"""Requests that add, drop and place measures, split and merge tasks, and what is issued anew of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drafts import TODAY
from issuing import (
    LATER,
    MEASURE,
    PLAN,
    UNIT,
    an_issued_cycle,
    asked,
    group_head,
    tasks_of,
    the_leader,
    unit_head,
)
from people import NOON, SUN, WANG
from zhenggai.domain.changing import (
    AddWish,
    DropWish,
    MergeWish,
    MoveWish,
    PlaceWish,
    PlanWish,
    SplitWish,
    Wish,
)
from zhenggai.domain.rights import Actor
from zhenggai.ledger.frozen import freeze
from zhenggai.ledger.models import Acceptance, Measure, PlanIssue, Problem, Task
from zhenggai.ledger.operations import issuing
from zhenggai.ledger.queries.changes import requests_page, task_changes

pytestmark = pytest.mark.django_db
LATE_PLAN = replace(PLAN, deadline=date(2026, 9, 30))


def version_of(task: int) -> int:
    return Task.objects.get(pk=task).version


def measures_of(task: int) -> list[int]:
    return list(Measure.objects.filter(task_id=task).order_by("position").values_list("pk", flat=True))


LATE_WISH = PlanWish(LATE_PLAN)


def ask(task: int, wish: Wish = LATE_WISH, *, actor: Actor = WANG, reason: str = "汛期推迟") -> int:
    return issuing.ask_change(task_id=task, version=version_of(task), wish=wish, reason=reason, actor=actor, at=NOON)


def approve(request: int, *, actor: Actor | None = None) -> None:
    issuing.decide_change(request_id=request, approve=True, answer="", actor=actor or group_head(), at=LATER)


def test_measures_are_added_dropped_and_placed_by_request():
    first = tasks_of(an_issued_cycle())[0]
    one, two = measures_of(first)

    approve(ask(first, AddWish(MEASURE)))
    approve(ask(first, PlaceWish(two, 1)))
    approve(ask(first, DropWish(one)))

    assert [measure.text for measure in Measure.objects.filter(task_id=first).order_by("position")] == [
        "完成排查。",
        MEASURE.text,
    ]


def test_tasks_are_split_merged_and_moved_by_request():
    cycle = an_issued_cycle()
    first, second, third = tasks_of(cycle)
    problem = Problem.objects.filter(cycle_id=cycle).order_by("-position").first()

    approve(ask(first, SplitWish((measures_of(first)[1],))))
    approve(ask(second, MergeWish(Task.objects.get(pk=third).number)))
    approve(ask(third, MoveWish((problem.pk,))))

    numbers = list(Task.objects.filter(cycle_id=cycle).order_by("number").values_list("number", flat=True))
    new = Task.objects.get(cycle_id=cycle, number=4)
    assert numbers == [1, 3, 4]
    assert [problem.pk] == [one.pk for one in Task.objects.get(pk=third).problems.all()]
    assert set(Acceptance.objects.filter(task=new).values_list("side", flat=True)) == {"leader", "unit"}
    assert not Acceptance.objects.filter(task_id=second).exclude(state="replaced").exists()


def test_who_is_new_to_a_task_is_asked_to_accept_it():
    cycle = an_issued_cycle()
    first = tasks_of(cycle)[0]
    issuing.accept_task(acceptance_id=asked(cycle, "leader"), actor=the_leader(), at=NOON)

    approve(ask(first, PlanWish(replace(PLAN, leader="副县长李某"))))

    rows = Acceptance.objects.filter(task_id=first).exclude(state="replaced").order_by("side")
    assert [(row.name, row.state) for row in rows] == [("副县长李某", "waiting"), (UNIT, "waiting")]


def test_a_plan_is_issued_anew_with_the_changes_and_the_old_version_stays():
    cycle = an_issued_cycle()
    approve(ask(tasks_of(cycle)[0]))

    issuing.reissue_plan(
        cycle_id=cycle,
        version=1,
        document_number="云发〔2026〕9号",
        day=TODAY,
        digest=freeze(cycle).digest,
        actor=WANG,
        at=NOON,
    )

    assert list(PlanIssue.objects.order_by("number").values_list("number", "document_number")) == [
        (1, "云发〔2026〕5号"),
        (2, "云发〔2026〕9号"),
    ]
    assert task_changes(task_id=tasks_of(cycle)[0], actor=WANG, today=TODAY, now=NOON).differing == 0


def test_the_list_of_requests_says_what_each_reader_may_do():
    cycle = an_issued_cycle()
    ask(tasks_of(cycle)[0], actor=unit_head())

    def may(actor: Actor) -> tuple[bool, bool]:
        (row,) = requests_page(cycle_id=cycle, actor=actor).rows
        return row.may_decide, row.may_withdraw

    assert (may(group_head()), may(the_leader()), may(WANG), may(SUN)) == (
        (True, False),
        (False, False),
        (False, True),
        (False, False),
    )
