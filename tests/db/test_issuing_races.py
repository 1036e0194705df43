"""Several people issuing, reviewing, deciding and accepting at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from django.db import connection

from issuing import (
    PLAN,
    a_whole_cycle,
    an_issued_cycle,
    answer_for,
    asked,
    group_head,
    issue,
    passed_review,
    tasks_of,
    unit_head,
)
from people import NOON, WANG
from zhenggai.domain.changing import PlanWish
from zhenggai.domain.refusals import Refusal
from zhenggai.journal.models import Entry
from zhenggai.ledger.frozen import freeze, thaw
from zhenggai.ledger.models import Acceptance, ChangeRequest, PlanIssue, PlanReview, ReviewAnswer, Task
from zhenggai.ledger.operations import issuing, planning


def raced(act: Callable[[int], object], times: int = 3) -> list[object]:
    """What each of several at once got: what it was told, or the refusal."""

    def one(place: int) -> object:
        try:
            return act(place)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def refused(results: list[object]) -> int:
    return sum(isinstance(result, Refusal) for result in results)


def test_two_who_issue_at_once_make_one_version(committing_db):
    cycle = a_whole_cycle()
    passed_review(cycle)

    results = raced(lambda place: issue(cycle, number=f"云发〔2026〕{place + 5}号"))

    assert PlanIssue.objects.count() == 1
    assert refused(results) == 2
    assert Acceptance.objects.count() == 6


def test_two_who_open_a_round_at_once_open_one(committing_db):
    cycle = a_whole_cycle()

    results = raced(lambda place: issuing.open_review(cycle_id=cycle, actor=WANG, at=NOON))

    assert PlanReview.objects.count() == 1
    assert refused(results) == 2


def test_a_party_that_answers_twice_at_once_is_heard_once(committing_db):
    review = issuing.open_review(cycle_id=a_whole_cycle(), actor=WANG, at=NOON)

    results = raced(lambda place: answer_for(review, "宣传部"))

    assert ReviewAnswer.objects.count() == 1
    assert refused(results) == 2


def test_planning_while_issuing_never_slips_past_the_frozen_version(committing_db):
    cycle = a_whole_cycle()
    passed_review(cycle)
    first = tasks_of(cycle)[0]
    plan = replace(PLAN, person="吴某")

    def act(place: int) -> object:
        if place:
            return issue(cycle)
        return planning.plan_task(task_id=first, version=2, plan=plan, actor=WANG, at=NOON)

    raced(act, 2)

    issued = PlanIssue.objects.first()
    if issued is None:
        assert Task.objects.get(pk=first).person == "吴某"
    else:
        assert thaw(issued.frozen, cycle_id=cycle) == freeze(cycle).plan


def test_two_deciders_at_once_decide_once(committing_db):
    cycle = an_issued_cycle()
    first = tasks_of(cycle)[0]
    wish = PlanWish(replace(PLAN, deadline=date(2026, 9, 30)))
    request = issuing.ask_change(task_id=first, version=2, wish=wish, reason="汛期推迟", actor=WANG, at=NOON)

    results = raced(
        lambda place: issuing.decide_change(
            request_id=request, approve=place != 1, answer="不同意", actor=group_head(id=50 + place), at=NOON
        )
    )

    kept = ChangeRequest.objects.get()
    assert refused(results) == 2
    assert Entry.objects.filter(verb__in=("change.approve", "change.refuse")).count() == 1
    assert (Task.objects.get(pk=first).deadline == date(2026, 9, 30)) is (kept.state == "approved")


def test_the_same_request_asked_twice_at_once_is_kept_once(committing_db):
    cycle = an_issued_cycle()
    first = tasks_of(cycle)[0]
    wish = PlanWish(replace(PLAN, person="吴某"))

    results = raced(
        lambda place: issuing.ask_change(task_id=first, version=2, wish=wish, reason="调整", actor=WANG, at=NOON)
    )

    assert ChangeRequest.objects.count() == 1
    assert refused(results) == 2


def test_a_task_accepted_and_refused_at_once_has_one_answer(committing_db):
    key = asked(an_issued_cycle(), "unit")

    def act(place: int) -> None:
        if place:
            issuing.refuse_task(acceptance_id=key, reason="不属我局职责", actor=unit_head(), at=NOON)
        else:
            issuing.accept_task(acceptance_id=key, actor=unit_head(), at=NOON)

    results = raced(act)

    assert refused(results) == 2
    assert Entry.objects.filter(verb__in=("task.accept", "task.refuse")).count() == 1
