"""Later dates: asked before the day, decided by who may, nothing forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from drafts import TODAY, end_tasks
from people import CHEN, GU, LI, NOON, SUN, WANG
from working import DEADLINE, Work, a_work
from zhenggai.domain.extensions import CannotExtend, ExtensionRules, Wish
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Extension, Measure, Task
from zhenggai.ledger.operations.planning import plan_task, set_rules
from zhenggai.ledger.operations.progress.extending import (
    ExtensionChanged,
    ask_extension,
    decide_extension,
    withdraw_extension,
)
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.queries import rules_page
from zhenggai.ledger.queries.extensions import extension_tab, list_extensions
from zhenggai.ledger.queries.heads import task_head

HEAD = Actor(id=31, name="高远", role=Role.GROUP_HEAD)
FIRST = Actor(id=32, name="方正", role=Role.FIRST_RESPONSIBLE)
STRANGER = Actor(id=33, name="林立", role=Role.LEADER)
LATER = DEADLINE + timedelta(days=20)
PAST = TODAY - timedelta(days=1)


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def ask(work: Work, new: date = LATER, *, actor: Actor | None = None, **wish: object) -> int:
    asked = Wish(new, "汛期不能施工。", **wish)
    return ask_extension(task_id=work.task, wish=asked, actor=actor or work.zhao, at=NOON)


def decide(extension: int, *, grant: bool = True, why: str = "", actor: Actor = LI) -> None:
    decide_extension(extension_id=extension, grant=grant, why=why, actor=actor, at=NOON)


def deadline(work: Work) -> date | None:
    return Task.objects.get(pk=work.task).deadline


def test_a_request_keeps_old_and_new_and_who_has_to_approve(work: Work) -> None:
    ask(work)

    row = extension_tab(task_id=work.task, actor=WANG, today=TODAY).rows[0]
    assert (row.old, row.new, row.days, row.level_name, row.state_name) == (DEADLINE, LATER, 20, "牵头领导", "待审批")
    assert deadline(work) == DEADLINE
    entry = list_timeline(cycle=work.cycle).rows[0]
    assert (entry.verb, entry.why) == ("extension.ask", "汛期不能施工。")


def test_granting_moves_the_day_in_one_entry_and_keeps_the_old_one(work: Work) -> None:
    extension = ask(work)
    before = Entry.objects.count()

    decide(extension)

    assert (deadline(work), Entry.objects.count()) == (LATER, before + 1)
    head = task_head(task_id=work.task, actor=WANG, today=TODAY)
    tab = extension_tab(task_id=work.task, actor=WANG, today=TODAY)
    assert (head.extensions, head.extended_days, tab.first_deadline) == (1, 20, DEADLINE)
    changes = [(one.label, one.before, one.after) for one in list_timeline(cycle=work.cycle).rows[0].changes]
    assert ("期限", DEADLINE.isoformat(), LATER.isoformat()) in changes


def test_measures_that_end_with_the_task_follow_it_and_others_do_not(work: Work) -> None:
    sooner = DEADLINE - timedelta(days=9)
    Measure.objects.filter(pk=work.measures[0]).update(deadline=DEADLINE)
    Measure.objects.filter(pk=work.measures[1]).update(deadline=sooner)

    decide(ask(work))

    assert [Measure.objects.get(pk=measure).deadline for measure in work.measures[:2]] == [LATER, sooner]


def test_measures_stay_where_they_were_asked_to(work: Work) -> None:
    Measure.objects.filter(pk=work.measure).update(deadline=DEADLINE)

    decide(ask(work, measures_follow=False))

    assert Measure.objects.get(pk=work.measure).deadline == DEADLINE


def test_a_refusal_is_kept_with_its_reason_and_changes_nothing(work: Work) -> None:
    extension = ask(work)
    with pytest.raises(CannotExtend, match="写原因"):
        decide(extension, grant=False)

    decide(extension, grant=False, why="理由不足。")

    row = extension_tab(task_id=work.task, actor=WANG, today=TODAY).rows[0]
    assert (row.state_name, row.why, row.decided_by, deadline(work)) == ("不批准", "理由不足。", "李建国", DEADLINE)
    assert list_timeline(cycle=work.cycle).rows[0].why == "理由不足。"


@pytest.mark.parametrize(
    ("days", "who"), [(30, {LI, HEAD, FIRST}), (31, {HEAD, FIRST}), (90, {HEAD, FIRST}), (91, {FIRST})]
)
def test_the_level_follows_the_length(work: Work, days: int, who: set[Actor]) -> None:
    extension = ask(work, DEADLINE + timedelta(days=days))
    refused = set()
    for actor in (LI, HEAD, FIRST):
        row = extension_tab(task_id=work.task, actor=actor, today=TODAY).rows[0]
        assert row.may_decide is (actor in who)
        if actor not in who:
            with pytest.raises(CannotExtend, match="须由"):
                decide(extension, actor=actor)
            refused.add(actor)

    decide(extension, actor=FIRST)

    assert refused == {LI, HEAD, FIRST} - who


def test_levels_and_count_are_rules_of_the_cycle(work: Work) -> None:
    rules = replace(rules_page(cycle_id=work.cycle).rules, extensions=ExtensionRules(5, 10, 1))
    set_rules(cycle_id=work.cycle, version=0, rules=rules, actor=WANG, at=NOON)

    decide(ask(work), actor=FIRST)

    with pytest.raises(CannotExtend, match="已延期 1 次"):
        ask(work, LATER + timedelta(days=1))
    assert "延期审批天数和次数" in [one.label for row in list_timeline(cycle=work.cycle).rows for one in row.changes]


def test_the_office_writes_down_what_was_decided_on_paper(work: Work) -> None:
    extension = ask(work)

    with pytest.raises(CannotExtend, match="依据"):
        decide(extension, actor=WANG)
    decide(extension, why="李建国3月1日签批。", actor=WANG)

    assert extension_tab(task_id=work.task, actor=WANG, today=TODAY).rows[0].why == "李建国3月1日签批。"


def test_who_asked_does_not_decide(work: Work) -> None:
    extension = ask(work, actor=WANG)

    with pytest.raises(CannotExtend, match="不能审批自己的申请"):
        decide(extension, why="签批", actor=WANG)
    decide(extension, why="李建国签批。", actor=CHEN)


def test_after_the_day_a_unit_cannot_ask_and_the_office_notes_it_as_late(db: None) -> None:
    work = a_work(deadline=PAST)

    with pytest.raises(CannotExtend, match="应在到期前提出"):
        ask(work)
    assert "应在到期前提出" in extension_tab(task_id=work.task, actor=work.zhao, today=TODAY).refusal
    with pytest.raises(CannotExtend, match="补记"):
        ask(work, actor=WANG)
    ask(work, actor=WANG, late_reason="来文在途。")

    row = extension_tab(task_id=work.task, actor=WANG, today=TODAY).rows[0]
    assert (row.late, row.late_reason) == (True, "来文在途。")
    assert list_timeline(cycle=work.cycle).rows[0].verb == "extension.note"


def test_only_one_request_waits_at_a_time_and_a_withdrawn_one_stays(work: Work) -> None:
    first = ask(work)
    with pytest.raises(CannotExtend, match="待审批"):
        ask(work)

    withdraw_extension(extension_id=first, actor=work.zhao, at=NOON)
    ask(work, LATER + timedelta(days=1))

    states = [row.state_name for row in extension_tab(task_id=work.task, actor=WANG, today=TODAY).rows]
    assert states == ["待审批", "已撤回"]
    with pytest.raises(ExtensionChanged, match="已撤回"):
        decide(first)


def test_a_task_with_another_day_by_now_is_not_moved(work: Work) -> None:
    extension = ask(work)
    task = Task.objects.get(pk=work.task)
    plan = replace(task_plan(task), deadline=DEADLINE + timedelta(days=3))
    plan_task(task_id=work.task, version=task.version, plan=plan, actor=WANG, at=NOON)

    with pytest.raises(ExtensionChanged, match="已有变化"):
        decide(extension)

    assert Extension.objects.get().state == "asked"
    decide(extension, grant=False, why="期限已另行调整。")


def test_an_extended_task_is_not_overwritten_by_an_older_form(work: Work) -> None:
    from zhenggai.ledger.operations.planning import TaskChanged

    task = Task.objects.get(pk=work.task)
    decide(ask(work))

    with pytest.raises(TaskChanged):
        plan_task(task_id=work.task, version=task.version, plan=task_plan(task), actor=WANG, at=NOON)


@pytest.mark.parametrize("actor", [LI, SUN, GU])
def test_only_the_leading_unit_and_the_office_ask(work: Work, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        ask(work, actor=actor)


def test_another_unit_neither_asks_nor_reads_nor_withdraws(work: Work) -> None:
    extension = ask(work)

    with pytest.raises(NotAllowed):
        ask(work, actor=work.qian)
    with pytest.raises(NotAllowed):
        withdraw_extension(extension_id=extension, actor=work.qian, at=NOON)
    with pytest.raises(NotAllowed):
        extension_tab(task_id=work.task, actor=work.qian, today=TODAY)
    assert list_extensions(cycle_id=work.cycle, actor=work.qian).total == 0


def test_nobody_decides_who_may_not(work: Work) -> None:
    extension = ask(work)

    for actor in (work.zhao, STRANGER, SUN, GU):
        with pytest.raises(NotAllowed):
            decide(extension, actor=actor)

    assert deadline(work) == DEADLINE


def test_a_done_task_needs_no_extension(work: Work) -> None:
    end_tasks(Task.objects.filter(pk=work.task))

    with pytest.raises(CannotExtend, match="已完成"):
        ask(work)


def test_the_list_of_who_decides_counts_and_goes_on_by_key(work: Work, django_assert_num_queries) -> None:
    for place in range(3):
        withdraw_extension(extension_id=ask(work, LATER + timedelta(days=place)), actor=work.zhao, at=NOON)
    waiting = ask(work)

    page = list_extensions(cycle_id=work.cycle, actor=LI)
    first = list_extensions(cycle_id=work.cycle, actor=LI, state="withdrawn", size=2)
    rest = list_extensions(cycle_id=work.cycle, actor=LI, state="withdrawn", after=first.after, size=2)

    assert [row.id for row in page.rows] == [waiting]
    assert page.rows[0].may_decide
    assert {choice.value: choice.count for choice in page.choices} == {
        "asked": 1,
        "granted": 0,
        "refused": 0,
        "withdrawn": 3,
        "all": 4,
    }
    assert (len(first.rows), len(rest.rows), rest.after) == (2, 1, None)
    with django_assert_num_queries(5):
        list_extensions(cycle_id=work.cycle, actor=LI, state="all")


def test_what_does_not_exist_is_said_to_be_unknown(db: None) -> None:
    with pytest.raises(NoSuchThing):
        decide(999)
    with pytest.raises(NoSuchThing):
        ask_extension(task_id=999, wish=Wish(LATER, "雨"), actor=WANG, at=NOON)


def _at_once(count: int, act) -> list[object]:
    def one(worker: int) -> object:
        try:
            return act(worker)
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_of_requests_at_once_one_is_kept(committing_db) -> None:
    work = a_work()

    found = _at_once(4, lambda _: ask(work))

    assert found.count(CannotExtend) == 3
    assert Extension.objects.count() == 1


def test_of_decisions_at_once_one_counts(committing_db) -> None:
    work = a_work()
    extension = ask(work)

    found = _at_once(4, lambda place: decide(extension, grant=place % 2 == 0, why="同意或不同意", actor=FIRST))

    task = Task.objects.get(pk=work.task)
    assert found.count(ExtensionChanged) == 3
    assert task.extensions_count == int(Extension.objects.get().state == "granted")
    assert Entry.objects.filter(verb__in=("extension.grant", "extension.refuse")).count() == 1
