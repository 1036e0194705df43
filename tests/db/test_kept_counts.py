"""What is counted beside a ledger is kept from page to page, and is always what would be counted now."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from attempts import attempts, things_of_a_task
from closing import apply, the_task
from drafts import TODAY
from people import LI, NOON, SUN, WANG
from standing import a_unit
from working import DONE, ONGOING, Work, a_work, hand_in
from zhenggai.domain.extensions import Wish
from zhenggai.domain.planning import MeasurePlan
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger import kept_counts
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.count_models import KeptCounts
from zhenggai.ledger.kept_counts import Question, Rows, counted_once, forget_counts
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.doubting.looking import look_again
from zhenggai.ledger.operations.naming import settle_unit_name
from zhenggai.ledger.operations.progress.commenting import add_comment
from zhenggai.ledger.operations.progress.extending import ask_extension, decide_extension
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.queries import list_ledger, overview
from zhenggai.ledger.shapes import LedgerFilters, LedgerPage, Overview

Try = tuple[str, Callable[[], object]]
LEADER = Actor(id=88, name="李建国", role=Role.LEADER)
SHOWN = (
    LedgerFilters(),
    LedgerFilters(states=("ongoing",)),
    LedgerFilters(units=("县水利局",)),
    LedgerFilters(deadline="late"),
    LedgerFilters(kinds=("limited",), states=("not_started", "done")),
    LedgerFilters(text="排查"),
)


@pytest.fixture
def however_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are kept of small rounds, too."""
    monkeypatch.setattr(kept_counts, "FEWEST", 0)


def _pages(cycle: int, people: tuple[Actor, ...]) -> list[LedgerPage | Overview]:
    return [
        overview(cycle_id=cycle, actor=WANG, today=TODAY),
        *(list_ledger(cycle_id=cycle, actor=actor, today=TODAY, filters=shown) for actor in people for shown in SHOWN),
    ]


def _elsewhere(work: Work) -> Iterator[Try]:
    """What happens to tasks beside the work on one of them."""
    other = Task.objects.filter(cycle_id=work.cycle).exclude(pk=work.task)[0]

    def version(pk: int) -> int:
        return Task.objects.get(pk=pk).version

    def plan(**facts: object) -> None:
        changed = replace(task_plan(Task.objects.get(pk=other.pk)), **facts)  # type: ignore[arg-type]
        planning.plan_task(task_id=other.pk, version=version(other.pk), plan=changed, actor=WANG, at=NOON)

    def split() -> None:
        ids = list(Measure.objects.filter(task=other).order_by("position").values_list("pk", flat=True)[:1])
        planning.split_task(task_id=other.pk, version=version(other.pk), measure_ids=ids, actor=WANG, at=NOON)

    def merge() -> None:
        last = Task.objects.filter(cycle_id=work.cycle).latest("pk")
        planning.merge_task(task_id=last.pk, version=last.version, into=other.pk, actor=WANG, at=NOON)

    def end_application() -> None:
        closing = Closing.objects.get(pk=apply(work))
        acts.return_closing(closing_id=closing.pk, version=closing.version, why="缺页", actor=SUN, at=NOON)

    def settle() -> None:
        a_unit("县水务中心")
        settle_unit_name(name="水务站", unit="县水务中心", actor=WANG, at=NOON)

    def extend() -> None:
        wish = Wish(the_task(work).deadline + timedelta(days=9), "汛期不能施工。")
        extension = ask_extension(task_id=work.task, wish=wish, actor=work.zhao, at=NOON)
        decide_extension(extension_id=extension, grant=True, why="", actor=LI, at=NOON)

    yield "unit", lambda: plan(unit="水务站")
    yield "settle", settle
    yield "co-units", lambda: plan(co_units=("县水利局",))
    yield "leader and day", lambda: plan(leader="李建国", deadline=date(2026, 1, 31))
    yield (
        "measure",
        lambda: planning.add_measure(
            task_id=other.pk,
            version=version(other.pk),
            plan=MeasurePlan("再查一遍。", unit="县水利局"),
            actor=WANG,
            at=NOON,
        ),
    )
    yield "split", split
    yield "merge", merge
    yield "apply and return", end_application
    yield "extension", extend
    yield "look", lambda: look_again(cycle_id=work.cycle, actor=WANG, at=NOON)
    yield (
        "comment",
        lambda: add_comment(task_id=work.task, text="请补记录。", reply_to=None, actor=WANG, at=NOON),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_after_every_change_in_whatever_order_what_is_kept_is_what_would_be_counted(
    db: None, however_few: None, seed: int
) -> None:
    things = things_of_a_task()
    work, people = things.work, (WANG, things.work.zhao, LEADER)
    steps = [*attempts(things, "late-0001"), *_elsewhere(work)]
    random.Random(seed).shuffle(steps)
    _pages(work.cycle, people)

    for name, step in steps:
        try:
            step()
        except Refusal:
            continue
        kept = _pages(work.cycle, people)
        forget_counts()
        assert _pages(work.cycle, people) == kept, name


def test_what_is_kept_is_not_counted_again_until_something_happens(
    db: None, however_few: None, django_assert_num_queries: Callable[..., object]
) -> None:
    work = a_work()
    ask = Question(work.cycle, "how many")

    first = counted_once(ask, lambda: [["all", "", 2, 0, 0, 0]], size=len)
    add_comment(task_id=work.task, text="请补记录。", reply_to=None, actor=WANG, at=NOON)
    with django_assert_num_queries(1):
        assert counted_once(ask, _never, size=len) == first

    task = the_task(work)
    planning.plan_task(
        task_id=task.pk, version=task.version, plan=replace(task_plan(task), leader="孙悦"), actor=WANG, at=NOON
    )
    assert counted_once(ask, lambda: [["all", "", 3, 0, 0, 0]], size=len) == [["all", "", 3, 0, 0, 0]]


def test_a_report_that_begins_a_task_is_noticed_and_the_next_one_changes_nothing(db: None, however_few: None) -> None:
    work = a_work()
    ask = Question(work.cycle, "how many")
    counted_once(ask, lambda: [["all", "", 1, 0, 0, 0]], size=len)

    hand_in(work, ONGOING)
    begun = counted_once(ask, lambda: [["all", "", 2, 0, 0, 0]], size=len)
    hand_in(work, DONE, token="form-0002")

    assert begun == counted_once(ask, _never, size=len) == [["all", "", 2, 0, 0, 0]]


def test_after_many_entries_that_changed_nothing_it_is_known_up_to_the_last(
    db: None, however_few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_counts, "MOST_PASSED", 1)
    work = a_work()
    ask = Question(work.cycle, "how many")
    rows = counted_once(ask, lambda: [["all", "", 1, 0, 0, 0]], size=len)
    before = KeptCounts.objects.get().upto

    for _ in range(2):
        add_comment(task_id=work.task, text="请补记录。", reply_to=None, actor=WANG, at=NOON)

    assert counted_once(ask, _never, size=len) == rows
    assert KeptCounts.objects.get().upto == before + 2


def test_a_round_of_few_tasks_is_counted_each_time(db: None) -> None:
    work = a_work()

    _pages(work.cycle, (WANG, work.zhao))

    assert not KeptCounts.objects.exists()


def test_questions_that_share_a_slot_push_each_other_out_and_are_answered_rightly(
    db: None, however_few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = a_work()
    apart = _pages(work.cycle, (WANG, work.zhao, work.qian))
    assert KeptCounts.objects.count() > 1
    forget_counts()
    monkeypatch.setattr(kept_counts, "SLOTS", 1)

    for _ in range(2):
        assert _pages(work.cycle, (WANG, work.zhao, work.qian)) == apart

    assert KeptCounts.objects.count() == 1


@pytest.mark.parametrize("first", ["count", "write"])
def test_a_writer_at_the_same_time_leaves_no_wrong_count_behind(
    committing_db: None, however_few: None, first: str
) -> None:
    work = a_work()
    ask = Question(work.cycle, "how many are not begun")

    def count() -> Rows:
        return [["all", "", Task.objects.filter(cycle_id=work.cycle, state="not_started").count(), 0, 0, 0]]

    def count_while_somebody_writes() -> Rows:
        before = count()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_write, work).result()
        return before if first == "count" else count()

    counted_once(ask, count_while_somebody_writes, size=len)

    assert counted_once(ask, count, size=len) == count() != [["all", "", 2, 0, 0, 0]]


def test_whoever_keeps_an_older_count_after_a_newer_one_does_no_harm(committing_db: None, however_few: None) -> None:
    work = a_work()
    ask = Question(work.cycle, "how many are not begun")

    def count() -> Rows:
        return [["all", "", Task.objects.filter(cycle_id=work.cycle, state="not_started").count(), 0, 0, 0]]

    def overtaken() -> Rows:
        old = count()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_write, work).result()
            pool.submit(_closed, lambda: counted_once(ask, count, size=len)).result()
        return old

    counted_once(ask, overtaken, size=len)

    assert counted_once(ask, count, size=len) == count()


def test_who_reads_while_somebody_writes_is_answered_and_waits_for_nobody(
    committing_db: None, however_few: None
) -> None:
    work = a_work()
    ask = Question(work.cycle, "how many")

    def while_the_database_is_held() -> Rows:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(_closed, lambda: counted_once(ask, lambda: [["all", "", 1, 0, 0, 0]], size=len)).result()

    with transaction.atomic():
        Task.objects.filter(pk=work.task).update(comments_count=1)
        assert while_the_database_is_held() == [["all", "", 1, 0, 0, 0]]


def _write(work: Work) -> None:
    _closed(lambda: hand_in(work, ONGOING))


def _closed(act: Callable[[], Rows]) -> Rows:
    try:
        return act()
    finally:
        connection.close()


def _never() -> Rows:
    raise AssertionError("counted again")
