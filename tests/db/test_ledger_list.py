"""The ledger's list: the database filters, sorts and pages exactly as Python would, with a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import GU, WANG, ZHAO
from zhenggai.domain.lights import PRESET
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.states import CLOSED, READ_STATES, STATES
from zhenggai.ledger import queries
from zhenggai.ledger.models import Aspect, Task
from zhenggai.ledger.queries.filters import WINDOWS
from zhenggai.ledger.queries.keys import SORT_FIELDS
from zhenggai.ledger.shapes import DEADLINE_WINDOWS, SORT_KEYS, LedgerFilters

UNITS = ("", "县水利局", "县财政局", "县教体局")
DAYS = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9), date(2026, 12, 31), date(2027, 5, 1))
COUNT = 23


def a_varied_report(count=COUNT):
    findings = [
        Finding(
            f"第{n}类{'高企培育' if n % 3 else '酒驾整治'}不到位的问题",
            measures=["完成排查"] * (n % 4),
            state=(None, *READ_STATES)[n % 5],
            extra={
                "责任单位": UNITS[n % 4],
                "牵头领导": f"副县长{n % 3}",
                "完成时限": f"时限{n}" if DAYS[n % 6] else "",
            },
            deadline=DAYS[n % 6],
        )
        for n in range(1, count + 1)
    ]
    return a_report(
        findings[: count // 2], findings[count // 2 :], doubts=[("claim.coverage", "第5类"), ("x.y", "第8类")]
    )


@pytest.fixture(scope="module")
def django_db_module(django_db_setup, django_db_blocker):
    """One ledger for all tests of this module, rolled back at its end."""
    from django.test import TestCase

    class Holder(TestCase):
        pass

    with django_db_blocker.unblock():
        Holder.setUpClass()
        yield
        Holder.tearDownClass()


@pytest.fixture(scope="module")
def cycle(django_db_module):
    return a_cycle(a_varied_report())


@pytest.fixture(autouse=True)
def unblocked(cycle, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def walk(cycle, *, size, **asked):
    """Every page forwards, then every page backwards from the last."""
    forward, after = [], None
    while True:
        page = queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, size=size, after=after, **asked)
        assert page.first_place == len(forward) + 1
        forward += page.rows
        after = page.after
        if after is None:
            break
    backward, before = list(page.rows), page.before
    while before is not None:
        page = queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, size=size, before=before, **asked)
        backward = [*page.rows, *backward]
        before = page.before
    return forward, backward


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sort=st.sampled_from(SORT_KEYS),
    descending=st.booleans(),
    size=st.integers(1, COUNT + 2),
    states=st.sets(st.sampled_from(STATES)),
    units=st.sets(st.sampled_from(UNITS)),
    window=st.none() | st.sampled_from(list(DEADLINE_WINDOWS)),
    doubts=st.none() | st.booleans(),
    text=st.sampled_from(["", "高企", "酒驾", "第1 高企"]),
)
def test_pages_by_key_equal_filtering_and_sorting_in_python(
    cycle, sort, descending, size, states, units, window, doubts, text
):
    filters = LedgerFilters(text=text, states=tuple(states), units=tuple(units), deadline=window, has_doubts=doubts)

    forward, backward = walk(cycle, size=size, sort=sort, descending=descending, filters=filters)

    expected = [
        task
        for task in Task.objects.filter(cycle=cycle).select_related("problem")
        if (not states or task.state in states)
        and (not units or task.unit_name in units)
        and (window is None or is_in(window, task))
        and (doubts is None or (task.doubts_count > 0) == doubts)
        and all(word in task.problem.title for word in text.split())
    ]
    expected.sort(key=lambda task: (getattr(task, SORT_FIELDS[sort]), task.position), reverse=descending)
    assert [row.task_id for row in forward] == [task.pk for task in expected]
    assert backward == forward


def is_in(window, task):
    first, last = WINDOWS[window](TODAY, PRESET)
    return task.state not in CLOSED and first <= (task.deadline or date(9999, 12, 31)) <= last


def test_the_foot_sums_what_the_filters_leave(cycle):
    page = queries.list_ledger(
        cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(units=("县水利局",)), size=2
    )

    tasks = Task.objects.filter(cycle=cycle, unit_name="县水利局")
    assert (page.total, page.all, page.foot.tasks) == (len(tasks), COUNT, len(tasks))
    assert page.foot.measures == sum(task.measures_count for task in tasks)
    assert page.foot.states == tuple(sum(task.state == state for task in tasks) for state in STATES)


def test_each_choice_says_how_many_rows_it_would_leave(cycle):
    choices = queries.list_ledger(
        cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(states=("done",))
    ).choices
    filters = {
        "aspects": lambda value: {"aspects": (int(value),), "states": ("done",)},
        "states": lambda value: {"states": (value,)},
        "units": lambda value: {"units": (value,), "states": ("done",)},
        "leaders": lambda value: {"leaders": (value,), "states": ("done",)},
        "kinds": lambda value: {"kinds": (value,), "states": ("done",)},
        "deadlines": lambda value: {"deadline": value, "states": ("done",)},
        "doubts": lambda value: {"has_doubts": value == "yes", "states": ("done",)},
    }

    for name, asked in filters.items():
        for choice in getattr(choices, name):
            page = queries.list_ledger(
                cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(**asked(choice.value))
            )
            assert page.total == choice.count, (name, choice)


def test_the_number_of_queries_does_not_depend_on_the_rows(cycle):
    counts = set()
    for size in (1, 5, 50):
        with CaptureQueriesContext(connection) as captured:
            queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, size=size)
        counts.add(len(captured))

    # The round with its aspects, the rows, whether counts are kept, and the counts.
    assert counts == {4}


@pytest.mark.parametrize(
    ("call", "most"),
    [
        (lambda cycle: queries.overview(cycle_id=cycle, actor=WANG, today=TODAY), 15),
        (lambda cycle: queries.problem_page(problem_id=Task.objects.first().problem_id, actor=WANG, today=TODAY), 15),
        (lambda cycle: queries.list_cycles(actor=WANG), 1),
        (lambda cycle: queries.list_drafts(), 1),
    ],
    ids=["overview", "problem_page", "list_cycles", "list_drafts"],
)
def test_pages_ask_a_small_fixed_number_of_queries(cycle, call, most):
    with CaptureQueriesContext(connection) as captured:
        call(cycle)

    assert len(captured) <= most


def test_an_export_holds_every_row_with_its_measures(cycle):
    with CaptureQueriesContext(connection) as captured:
        rows = list(queries.iter_ledger_rows(cycle_id=cycle, actor=WANG, today=TODAY, sort="measures", descending=True))

    assert len(rows) == COUNT
    assert rows[0].measures == "一是完成排查。\n二是完成排查。\n三是完成排查。"
    assert len(captured) <= 4


@pytest.mark.parametrize(
    "filters",
    [LedgerFilters(aspects=(2**40,)), LedgerFilters(text="没有这个词"), LedgerFilters(units=("没有这个单位",))],
)
def test_a_list_or_an_export_of_nothing_is_empty(cycle, filters):
    assert list(queries.iter_ledger_rows(cycle_id=cycle, actor=WANG, today=TODAY, filters=filters)) == []
    assert queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, filters=filters).rows == ()


@pytest.mark.parametrize("actor", [ZHAO, GU], ids=["a clerk of no unit", "who keeps the machine"])
def test_who_reaches_nothing_lists_and_exports_nothing(cycle, actor):
    assert list(queries.iter_ledger_rows(cycle_id=cycle, actor=actor, today=TODAY)) == []
    assert queries.list_ledger(cycle_id=cycle, actor=actor, today=TODAY).total == 0


def test_aspects_filter_by_their_number(cycle):
    aspect = Aspect.objects.filter(cycle=cycle).order_by("position")[1]

    page = queries.list_ledger(
        cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(aspects=(aspect.pk, 2**70))
    )

    assert {row.aspect for row in page.rows} == {"(二)方面2"}


@pytest.mark.parametrize("key", ["", "x", "WzFd", "W251bGxd", "💥", "WyJzdGF0ZSIsICJhIiwgMV0", "e30"])
def test_a_key_that_no_page_gave_is_refused_or_ignored(cycle, key):
    if not key:
        assert queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, after=key).first_place == 1
        return

    with pytest.raises(queries.BadKey):
        queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, after=key)


def test_a_key_of_another_sort_is_refused(cycle):
    key = queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, sort="unit", size=2).after

    with pytest.raises(queries.BadKey):
        queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, sort="leader", after=key)


@pytest.mark.parametrize("call", ["list_ledger", "overview"])
def test_an_unknown_cycle_is_said_to_be_unknown(cycle, call):
    with pytest.raises(NoSuchThing):
        getattr(queries, call)(cycle_id=404_404, actor=WANG, today=TODAY)


def test_an_unknown_problem_is_said_to_be_unknown(cycle):
    with pytest.raises(NoSuchThing):
        queries.problem_page(problem_id=404_404, actor=WANG, today=TODAY)
