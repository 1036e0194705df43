"""Inquiries side by side find what each finds alone, in as many statements as the longest has steps."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.test.utils import CaptureQueriesContext

from closing import a_ready_work
from working import Work
from zhenggai.journal.one_statement import Columns, first_of
from zhenggai.ledger.inquiring import Inquiry, inquire, side_by_side
from zhenggai.ledger.models import Measure, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db: None) -> Work:
    return a_ready_work()


def two_steps(work: Work) -> Inquiry[list[str]]:
    """The measures of a task that is asked for first."""
    tasks = yield Columns(Task.objects.filter(pk=work.task), ("id",))
    measures = yield Measure.objects.filter(task_id__in=[row["id"] for row in tasks])
    return sorted(one.text for one in measures)


def one_step(number: int) -> Inquiry[int]:
    rows, others = yield Columns(Task.objects.filter(pk=number), ("id",)), Columns(Task.objects.none(), ("id",))
    return len(rows) + len(others)


def no_step() -> Inquiry[str]:
    yield from ()
    return "known"


def test_each_finds_its_own_in_as_few_statements_as_the_longest_takes(work: Work) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = inquire(side_by_side([two_steps(work), one_step(work.task), no_step(), one_step(0)]))

    assert found == [inquire(two_steps(work)), 1, "known", 0]
    assert len(queries) == 2


def test_nothing_asks_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert inquire(side_by_side([])) == []
        assert inquire(no_step()) == "known"

    assert len(queries) == 0


def test_the_first_rows_come_with_what_hangs_on_them_and_with_columns_of_the_query(work: Work) -> None:
    counted = Measure.objects.filter(task=OuterRef("pk")).order_by().values("task").annotate(n=Count("pk")).values("n")

    def first(most: int) -> Inquiry[list[Task]]:
        asked = first_of(Task.objects.filter(cycle_id=work.cycle), "-position", most=most)
        return (yield asked.select_related("problem__aspect", "unit").annotate("tests", measured=Subquery(counted)))

    found = sorted(inquire(first(2)), key=lambda one: one.position)

    wanted = list(Task.objects.filter(cycle_id=work.cycle).order_by("-position")[:2])[::-1]
    assert found == wanted
    with CaptureQueriesContext(connection) as queries:
        assert all(one.problem.aspect.title for one in found)
        assert all(one.unit is None or one.unit.name == one.unit_name for one in found)
    assert len(queries) == 0
    assert [one.measured or 0 for one in found] == [one.measures.count() for one in wanted]  # type: ignore[attr-defined]
    assert [one.deadline_rank for one in found] == [one.deadline_rank for one in wanted]


def test_whatever_a_value_is_it_stays_a_value(work: Work) -> None:
    Task.objects.filter(pk=work.task).update(leader="-")

    def named(leader: str) -> Inquiry[list[Task]]:
        return (yield Task.objects.filter(leader=leader))

    dash, quote = inquire(side_by_side([named("-"), named("a' OR 1=1 --%s")]))

    assert [one.pk for one in dash] == [work.task]
    assert quote == []
