"""Promises that outlive the cycle: on a list until somebody else declares them kept or broken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from drafts import TODAY
from people import GU, LI, NOON, SUN, WANG
from working import Work, a_work
from zhenggai.domain.promises import CannotPromise, PromiseWish, Said
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Actor, may
from zhenggai.domain.roles import Act, Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Promise, PromiseEvent
from zhenggai.ledger.operations.progress.promising import (
    PromiseChanged,
    add_promise,
    change_promise,
    extend_promise,
    judge_promise,
    note_promise,
)
from zhenggai.ledger.promising import promises_in_reach, thing_of_promise
from zhenggai.ledger.queries import overview
from zhenggai.ledger.queries.promises import list_promises, promise_page

DUE = date(2026, 12, 31)
SAID = Said(TODAY, "已交付 14 个小区。")
PROVEN = replace(SAID, evidence="验收单 14 份。")
FIRST = Actor(id=32, name="方正", role=Role.FIRST_RESPONSIBLE)


@pytest.fixture
def work(db: None) -> Work:
    return a_work(("2026年底前交付14个小区", DUE), ("后续将长期监测", None))


def read_one(work: Work) -> int:
    return Promise.objects.get(cycle_id=work.cycle, due=DUE).pk


def add(work: Work, *, actor: Actor | None = None, **wish: object) -> int:
    wanted = PromiseWish(**{"text": "2027年底前建成文体中心", "due": date(2027, 12, 31), **wish})
    return add_promise(cycle_id=work.cycle, wish=wanted, actor=actor or WANG, at=NOON)


def judge(promise: int, verdict: str = "kept", *, said: Said = PROVEN, version: int = 1, actor: Actor = SUN) -> None:
    judge_promise(promise_id=promise, version=version, verdict=verdict, said=said, actor=actor, at=NOON)


def extend(promise: int, days: int = 30, *, version: int = 1, actor: Actor = LI, reason: str = "雨季停工。") -> None:
    new = DUE + timedelta(days=days)
    extend_promise(promise_id=promise, version=version, new=new, reason=reason, actor=actor, at=NOON)


def page(promise: int, actor: Actor = WANG):
    return promise_page(promise_id=promise, actor=actor, today=TODAY)


def test_a_promise_that_was_read_belongs_to_the_task_of_its_problem(work: Work) -> None:
    promise = page(read_one(work)).promise

    assert (promise.task_id, promise.unit, promise.leader, promise.by_hand) == (
        work.task,
        "县水利局",
        "李建国",
        False,
    )
    assert (promise.state_name, promise.light.name) == ("未兑现", "normal")


def test_a_promise_is_written_down_by_hand(work: Work) -> None:
    number = add(work, unit="县财政局", leader="王副县长", task=1)

    promise = page(number).promise
    assert (promise.unit, promise.leader, promise.task_id, promise.by_hand) == (
        "县财政局",
        "王副县长",
        work.task,
        True,
    )
    entry = list_timeline(cycle=work.cycle).rows[0]
    assert entry.verb == "promise.add"


def test_a_unit_writes_down_promises_of_its_own_alone(work: Work) -> None:
    mine = add(work, actor=work.zhao)
    add(work, actor=work.zhao, task=1)

    assert page(mine).promise.unit == "县水利局"
    for wish in ({"unit": "县财政局"}, {"task": 2}):
        with pytest.raises(NotAllowed):
            add(work, actor=work.zhao, **wish)


@pytest.mark.parametrize(
    "wish", [{"text": ""}, {"text": "长" * 1001}, {"unit": "长" * 201}, {"task": 99}, {"leader": "\x00"}]
)
def test_a_promise_that_makes_no_sense_is_not_kept(work: Work, wish: dict[str, object]) -> None:
    before = Promise.objects.count()

    with pytest.raises(CannotPromise):
        add(work, **wish)

    assert Promise.objects.count() == before


def test_its_owner_changes_and_its_words_and_its_day_do_not(work: Work) -> None:
    number = read_one(work)
    wish = PromiseWish(text=Promise.objects.get(pk=number).text, due=DUE, task=1, unit="县财政局")

    change_promise(promise_id=number, version=1, wish=wish, actor=WANG, at=NOON)

    assert page(number).promise.unit == "县财政局"
    for other, words in ((replace(wish, text="别的"), "内容不能改"), (replace(wish, due=TODAY), "只能经批准延期")):
        with pytest.raises(CannotPromise, match=words):
            change_promise(promise_id=number, version=2, wish=other, actor=WANG, at=NOON)
    with pytest.raises(NotAllowed):
        change_promise(promise_id=number, version=2, wish=wish, actor=work.zhao, at=NOON)


def test_a_day_is_set_where_the_text_gave_none(work: Work) -> None:
    promise = Promise.objects.get(cycle_id=work.cycle, due=None)
    wish = PromiseWish(text=promise.text, due=DUE, task=1)

    change_promise(promise_id=promise.pk, version=1, wish=wish, actor=WANG, at=NOON)

    assert page(promise.pk).promise.due == DUE


def test_a_note_stays_and_the_promise_runs_on(work: Work) -> None:
    number = read_one(work)

    note_promise(promise_id=number, version=1, said=PROVEN, actor=work.zhao, at=NOON)

    found = page(number)
    assert [(event.did, event.what, event.evidence) for event in found.events] == [
        ("记下了办理情况", SAID.what, "验收单 14 份。")
    ]
    assert (found.promise.state, found.promise.version) == ("open", 2)


def test_an_extension_counts_and_keeps_the_first_day(work: Work) -> None:
    number = read_one(work)

    extend(number, 20)
    extend(number, 40, version=2)

    promise = page(number).promise
    assert (promise.due, promise.first_due, promise.extensions) == (DUE + timedelta(days=40), DUE, 2)
    assert (promise.state_name, promise.light.name) == ("已延期", "normal")
    assert [event.old_due for event in page(number).events] == [DUE + timedelta(days=20), DUE]


def test_a_long_extension_needs_a_higher_level(work: Work) -> None:
    number = read_one(work)

    with pytest.raises(CannotPromise, match="须由第一责任人审批"):
        extend(number, 91)
    extend(number, 91, actor=FIRST)


def test_who_made_a_promise_neither_extends_nor_judges_it(work: Work) -> None:
    number = read_one(work)
    insiders = [work.zhao, replace(WANG, unit_id=work.unit), replace(SUN, unit_id=work.unit)]

    for actor in insiders:
        with pytest.raises(NotAllowed):
            judge(number, actor=actor)
        with pytest.raises(NotAllowed):
            extend(number, actor=actor)

    assert not PromiseEvent.objects.exists()


@pytest.mark.parametrize(("verdict", "name"), [("kept", "已兑现"), ("broken", "失信")])
def test_a_verdict_settles_a_promise(work: Work, verdict: str, name: str) -> None:
    number = read_one(work)

    judge(number, verdict)

    found = page(number)
    assert (found.promise.state_name, found.open, found.may_judge) == (name, False, False)
    for call in (lambda: judge(number, version=2), lambda: extend(number, version=2)):
        with pytest.raises(CannotPromise, match="不再变动"):
            call()


def test_a_partly_kept_promise_runs_on_until_it_is_kept(work: Work) -> None:
    number = read_one(work)

    judge(number, "partly")
    judge(number, version=2)

    assert page(number).promise.state == "kept"
    assert [entry.verb for entry in list_timeline(cycle=work.cycle).rows[:2]] == ["promise.kept", "promise.partly"]


def test_kept_needs_a_proof(work: Work) -> None:
    with pytest.raises(CannotPromise, match="凭什么认定"):
        judge(read_one(work), said=SAID)


def test_a_promise_that_changed_meanwhile_is_not_overwritten(work: Work) -> None:
    number = read_one(work)
    judge(number, "partly")

    with pytest.raises(PromiseChanged):
        judge(number, "broken")


def test_what_happened_cannot_be_changed(work: Work) -> None:
    judge(read_one(work), "partly")

    with pytest.raises(DatabaseError), transaction.atomic():
        PromiseEvent.objects.update(what="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        PromiseEvent.objects.all().delete()


def test_the_list_is_narrowed_by_day_and_state(work: Work) -> None:
    hand = add(work, due=TODAY - timedelta(days=1))
    soon = add(work, due=TODAY + timedelta(days=9))
    judge(read_one(work), "broken")

    def ids(scope: str, state: str = "") -> list[int]:
        found = list_promises(cycle_id=work.cycle, actor=WANG, today=TODAY, scope=scope, state=state)
        return [row.id for row in found.rows]

    assert ids("beyond") == [hand, soon, read_one(work)]
    assert (ids("late"), ids("near"), len(ids("undated")), len(ids("all"))) == ([hand], [soon], 1, 4)
    assert ids("beyond", "broken") == [read_one(work)]
    assert ids("nonsense", "nonsense") == ids("beyond")


def test_the_list_goes_on_page_by_page_with_the_same_number_of_queries(work: Work, django_assert_num_queries) -> None:
    for place in range(5):
        add(work, due=DUE + timedelta(days=place // 2))
    seen: list[int] = []
    after = None
    while True:
        found = list_promises(cycle_id=work.cycle, actor=WANG, today=TODAY, scope="all", after=after, size=2)
        seen += [row.id for row in found.rows]
        after = found.after
        if after is None:
            break

    assert len(seen) == len(set(seen)) == 7
    with django_assert_num_queries(5):
        list_promises(cycle_id=work.cycle, actor=WANG, today=TODAY, scope="all")


def test_a_unit_sees_its_own_promises_alone_and_sql_agrees_with_the_rule(work: Work) -> None:
    add(work, unit="县财政局")
    add(work)
    add(work, task=2)
    actors = [WANG, LI, SUN, GU, work.zhao, work.qian, replace(SUN, unit_id=work.unit)]

    for actor in actors:
        in_sql = set(promises_in_reach(actor).values_list("pk", flat=True))
        by_rule = {one.pk for one in Promise.objects.all() if may(actor, Act.READ, thing_of_promise(one))}
        assert in_sql == by_rule, actor

    assert promises_in_reach(work.zhao).count() == 2
    assert promises_in_reach(work.qian).count() == 1
    with pytest.raises(NotAllowed):
        page(read_one(work), work.qian)


def test_the_overview_shows_how_a_promise_stands(work: Work) -> None:
    judge(read_one(work), "broken")

    row = overview(cycle_id=work.cycle, actor=WANG, today=TODAY).promises_beyond[0]

    assert (row.state_name, row.light.word) == ("失信", "失信")


def test_what_does_not_exist_is_said_to_be_unknown(db: None) -> None:
    with pytest.raises(NoSuchThing):
        page(999)
    with pytest.raises(NoSuchThing):
        judge(999)
    with pytest.raises(NoSuchThing):
        add_promise(cycle_id=999, wish=PromiseWish("x"), actor=WANG, at=NOON)


def test_of_verdicts_at_once_one_counts(committing_db) -> None:
    work = a_work(("2026年底前交付14个小区", DUE))
    number = read_one(work)

    def one(worker: int) -> object:
        try:
            return judge(number, ("kept", "broken")[worker % 2])
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(one, range(4)))

    assert found.count(None) == 1
    assert PromiseEvent.objects.count() == 1
    assert Entry.objects.filter(verb__in=("promise.kept", "promise.broken")).count() == 1
