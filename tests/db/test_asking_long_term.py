"""Long-term work is asked for at any time: from the issue of the plan until the task is being closed, and a refusal leads back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from closing import ZHOU, a_ready_work, apply, closed, put
from closing import ma as head_of_the_unit
from drafts import TODAY
from issuing import (
    LATER,
    LEADER,
    PLAN,
    a_whole_cycle,
    an_issued_cycle,
    asked,
    group_head,
    tasks_of,
    the_leader,
    unit_head,
)
from people import LI, NOON, WANG
from working import ONGOING, Work
from zhenggai.domain.extensions import Wish
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor, Office
from zhenggai.domain.roles import Role
from zhenggai.domain.signing import CannotSign
from zhenggai.domain.staging import StageWish
from zhenggai.domain.workflow import MoveRefused
from zhenggai.journal.models import Entry
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import Extension, Measure, Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.issuing import accept_task
from zhenggai.ledger.operations.planning import plan_task
from zhenggai.ledger.operations.progress.extending import ExtensionChanged, ask_extension, decide_extension
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.queries.closing import closing_tab
from zhenggai.ledger.queries.extensions import extension_tab
from zhenggai.oversight.queries.work import my_work

pytestmark = pytest.mark.django_db
STAGES = (StageWish("每月巡查一遍", TODAY + timedelta(days=150)), StageWish("再查一遍", TODAY + timedelta(days=300)))


def issued(task: int) -> None:
    """Nothing happens after the issue."""


def accepted(task: int) -> None:
    """The unit accepts it."""
    cycle = Task.objects.values_list("cycle_id", flat=True).get(pk=task)
    accept_task(acceptance_id=asked(cycle, "unit"), actor=unit_head(), at=LATER)


def ongoing(task: int) -> None:
    """The unit reports for the first time."""
    measure = Measure.objects.filter(task=task).order_by("position")[0]
    report_progress(measure_id=measure.pk, report=ONGOING, token="first-0001", actor=WANG, at=NOON)


def extending(task: int) -> None:
    """The unit asks for a later date."""
    ongoing(task)
    ask_extension(task_id=task, wish=Wish(PLAN.deadline + timedelta(days=20), "汛期不能施工。"), actor=WANG, at=NOON)


FROM = {issued: "not_started", accepted: "not_started", ongoing: "ongoing", extending: "ongoing"}
EVERYWHERE = pytest.mark.parametrize("get_there", FROM, ids=lambda get_there: get_there.__name__)


def a_task(get_there: Callable[[int], None] = issued) -> int:
    task = tasks_of(an_issued_cycle(1))[0]
    get_there(task)
    return task


def ask(task: int, *, actor: Actor | None = None) -> int:
    version = Task.objects.values_list("version", flat=True).get(pk=task)
    head = actor or unit_head()
    return acts.ask_long_term(
        task_id=task, version=version, reason="河道要常年管护", stages=STAGES, actor=head, at=LATER
    )


def decide(closing: int, *, approve: bool, why: str = "") -> None:
    acts.decide_long_term(closing_id=closing, version=1, approve=approve, why=why, actor=group_head(), at=LATER)


def state(task: int) -> str:
    return Task.objects.values_list("state", flat=True).get(pk=task)


def may_ask(task: int, actor: Actor | None = None) -> bool:
    return closing_tab(task_id=task, actor=actor or unit_head(), today=TODAY).rights.ask_long_term


@EVERYWHERE
def test_it_is_asked_for_and_granted_from_every_state_after_the_issue(get_there: Callable[[int], None]) -> None:
    task = a_task(get_there)
    assert may_ask(task)

    closing = ask(task)

    assert state(task) == FROM[get_there]
    assert not may_ask(task)
    decide(closing, approve=True)
    assert state(task) == "long_term"
    assert Task.objects.get(pk=task).deadline == STAGES[0].due


@EVERYWHERE
def test_a_refusal_leaves_the_task_where_it_came_from_and_it_may_be_asked_for_again(
    get_there: Callable[[int], None],
) -> None:
    task = a_task(get_there)

    decide(ask(task), approve=False, why="期限内改得完")

    assert state(task) == FROM[get_there]
    assert Task.objects.get(pk=task).deadline == PLAN.deadline
    assert Extension.objects.filter(state="asked").exists() is (get_there is extending)
    assert ask(task)


@EVERYWHERE
def test_who_asked_may_take_it_back_and_the_task_stands_where_it_stood(get_there: Callable[[int], None]) -> None:
    task = a_task(get_there)

    acts.withdraw_closing(closing_id=ask(task), version=1, actor=unit_head(), at=LATER)

    assert state(task) == FROM[get_there]
    assert may_ask(task)


def test_a_first_report_while_it_is_asked_for_begins_the_task_and_the_wish_is_still_decided() -> None:
    task = a_task()
    closing = ask(task)

    ongoing(task)

    assert state(task) == "ongoing"
    decide(closing, approve=True)
    assert state(task) == "long_term"


def test_a_later_date_is_still_decided_while_long_term_work_is_asked_for() -> None:
    task = a_task(extending)
    closing, extension = ask(task), Extension.objects.get().pk

    decide_extension(extension_id=extension, grant=True, why="", actor=the_leader(), at=LATER)

    assert Task.objects.get(pk=task).deadline == PLAN.deadline + timedelta(days=20)
    decide(closing, approve=True)
    assert Extension.objects.get().state == "granted"


def test_granted_long_term_work_sets_a_later_date_aside_that_was_asked_for_and_says_why() -> None:
    task = a_task(extending)

    decide(ask(task), approve=True)

    row = extension_tab(task_id=task, actor=WANG, today=TODAY).rows[0]
    assert (row.state, row.why) == ("withdrawn", "任务已批准转长期坚持，期限按阶段目标，不再另批延期。")
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.verb, f'"extension/{row.id}"' in entry.body) == ("closing.grant", True)
    with pytest.raises(ExtensionChanged, match="这份申请已撤回"):
        decide_extension(extension_id=row.id, grant=True, why="", actor=the_leader(), at=LATER)


def test_while_the_plan_is_drafted_the_kind_says_it_and_nobody_asks() -> None:
    task = tasks_of(a_whole_cycle(1))[0]

    with pytest.raises(MoveRefused, match="方案还没有印发，不必申请：在任务的“安排”页把类型定为“长期整改”就行"):
        ask(task)

    assert not may_ask(task)
    assert Closing.objects.count() == 0
    found = Task.objects.get(pk=task)
    plan = replace(task_plan(found), kind="long_term")
    plan_task(task_id=task, version=found.version, plan=plan, actor=WANG, at=NOON)
    assert Task.objects.get(pk=task).kind == "long_term"


def _long(work: Work, actor: Actor) -> int:
    version = Task.objects.values_list("version", flat=True).get(pk=work.task)
    return acts.ask_long_term(task_id=work.task, version=version, reason="常年", stages=STAGES, actor=actor, at=NOON)


def test_a_task_that_is_being_closed_takes_its_application_back_first() -> None:
    work = a_ready_work()
    ma = head_of_the_unit(work)
    closing = apply(work)

    with pytest.raises(MoveRefused, match="这项任务正在申请销号：请先撤回销号申请，再提出这一项。"):
        _long(work, ma)
    assert not may_ask(work.task, ma)

    acts.withdraw_closing(closing_id=closing, version=1, actor=ma, at=NOON)
    assert _long(work, ma)


@pytest.mark.parametrize(
    ("states", "words"),
    [(("long_term",), "长期坚持"), (("not_applicable",), "不再适用"), (("closing", "done", "stable"), "已稳定")],
)
def test_what_is_over_or_goes_on_for_long_already_is_not_asked_for(states: tuple[str, ...], words: str) -> None:
    work = a_ready_work()
    put(work.task, *states)

    with pytest.raises(MoveRefused, match=f"任务现在是“{words}”，不能“申请转长期坚持”"):
        _long(work, head_of_the_unit(work))
    assert not may_ask(work.task, head_of_the_unit(work))


def test_a_closed_task_is_not_asked_for() -> None:
    work = a_ready_work()
    closed(work)

    with pytest.raises(MoveRefused, match="任务现在是“已完成”"):
        _long(work, head_of_the_unit(work))


def test_what_is_no_longer_needed_sets_a_later_date_aside_as_well() -> None:
    work = a_ready_work()
    task = Task.objects.get(pk=work.task)
    ask_extension(task_id=task.pk, wish=Wish(task.deadline + timedelta(days=9), "汛期不能施工。"), actor=WANG, at=NOON)
    closing = acts.ask_not_applicable(
        task_id=task.pk,
        version=Task.objects.get(pk=task.pk).version,
        reason="河道已移交",
        actor=head_of_the_unit(work),
        at=NOON,
    )

    acts.decide_not_applicable(closing_id=closing, version=1, approve=True, why="", actor=ZHOU, at=NOON)

    assert Extension.objects.get().state == "withdrawn"


@pytest.mark.parametrize("who", [WANG, LI, ZHOU], ids=lambda who: who.role)
def test_only_the_head_of_the_leading_unit_asks(who: Actor) -> None:
    task = a_task()

    assert not may_ask(task, who)
    with pytest.raises(NotAllowed):
        ask(task, actor=who)


def test_who_asked_and_leads_the_task_as_well_is_not_offered_the_decision() -> None:
    task = a_task()
    head = unit_head()
    both = replace(
        head,
        offices=(
            Office(Role.UNIT_HEAD, own=frozenset({head.unit_id}), units=frozenset({head.unit_id})),
            Office(Role.LEADER, names=frozenset({LEADER})),
        ),
    )
    closing = ask(task, actor=both)

    assert not closing_tab(task_id=task, actor=both, today=TODAY).rights.decide
    assert closing_tab(task_id=task, actor=the_leader(), today=TODAY).rights.decide
    with pytest.raises(CannotSign, match="自己提出的申请不能自己批准"):
        acts.decide_long_term(closing_id=closing, version=1, approve=True, why="", actor=both, at=LATER)


@EVERYWHERE
def test_it_waits_for_who_decides_wherever_the_task_stands(get_there: Callable[[int], None]) -> None:
    task = a_task(get_there)

    ask(task)

    groups = my_work(actor=group_head(), today=TODAY, now=LATER).groups
    waiting = [item.what for group in groups for item in group.items if item.door.name == "task_closing"]
    assert waiting == ["转长期坚持：河道要常年管护"]
