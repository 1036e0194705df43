"""Pages of a register, what its rows cannot give, and who reaches it."""

from __future__ import annotations

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import NOON, SUN, WANG, ZHAO
from tallies import MAPPING, a_register, companies, counted, hand_in, take
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.registers.totals import CannotCount
from zhenggai.ledger.operations import figures
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.register_rows import register_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(db: None) -> int:
    return first_task(a_cycle(a_report([Finding("僵尸企业清理不彻底的问题")])))


@pytest.fixture
def register(task: int) -> int:
    return a_register(task)


def page_of(register: int, **asked: object):
    return register_page(register_id=register, actor=WANG, **asked)


def test_pages_go_forwards_and_back_and_a_filter_leaves_what_it_says(register):
    take(register, companies(60, 60, 5))

    first = page_of(register)
    second = page_of(register, after=first.after)
    back = page_of(register, before=second.before)
    assert [row.key for row in back.rows] == [row.key for row in first.rows]
    assert (len(first.rows), second.rows[0].key, first.matching) == (50, "C00051", 125)
    assert page_of(register, state="唤醒").matching == len(page_of(register, state="唤醒").rows) == 5
    assert [row.key for row in page_of(register, text="第7公司").rows] == ["C00007"]
    assert page_of(register, text="飞碟").rows == ()


@pytest.mark.parametrize("key", ["x", "1", "1-", "-1-1", "9" * 50])
def test_a_page_key_that_is_none_is_refused(register, key):
    with pytest.raises(BadKey):
        page_of(register, after=key)


@pytest.mark.parametrize(
    "wish",
    [
        figures.CountWish("全部", "median"),
        figures.CountWish("已退出", "count", ("没有",)),
        figures.CountWish("欠税", "sum"),
        figures.CountWish("欠税", "sum", column="企业名称"),
    ],
)
def test_a_count_that_the_rows_cannot_give_is_refused(register, wish):
    take(register, companies(1, 1, 0))

    with pytest.raises(CannotCount):
        figures.count_register(register_id=register, wish=wish, actor=WANG, at=NOON)


def test_an_empty_register_gives_no_figure_and_one_that_is_not_there_nothing(register):
    with pytest.raises(CannotCount, match="先导入"):
        counted(register, "全部")
    with pytest.raises(NoSuchThing):
        counted(99, "全部")


def test_a_page_costs_the_same_however_many_rows_there_are(register, django_assert_max_num_queries):
    take(register, companies(60, 60, 5))
    counted(register, "全部")

    with django_assert_max_num_queries(16):
        page_of(register)


@pytest.mark.parametrize("actor", [ZHAO, SUN])
def test_who_does_not_keep_the_task_hands_nothing_in(register, actor):
    upload = hand_in(register, companies(1, 0, 0))
    facts = {"actor": actor, "at": NOON}

    for attempt in (
        lambda: hand_in(register, companies(1, 0, 0), actor=actor),
        lambda: figures.map_import(import_id=upload, version=1, mapping=MAPPING, as_of=TODAY, **facts),
        lambda: figures.accept_import(import_id=upload, version=1, **facts),
        lambda: figures.drop_import(import_id=upload, version=1, **facts),
        lambda: figures.count_register(register_id=register, wish=figures.CountWish("全部", "count"), **facts),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_zhao_of_another_unit_sees_no_register(register):
    with pytest.raises(NotAllowed):
        register_page(register_id=register, actor=ZHAO)
