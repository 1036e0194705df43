"""What is asked again and again is planned once for a connection of PostgreSQL, and answers as if it were planned each time."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from attempts import things_of_a_task
from zhenggai.journal.one_statement import Columns, OneStatement, Question
from zhenggai.journal.repeated import ask_repeated
from zhenggai.ledger.models import Measure, Task

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no plans for us")


def questions(*tasks: int) -> dict[str, Question]:
    return {
        "tasks": Columns(Task.objects.filter(pk__in=tasks).exclude(unit_name="100%"), ("id", "unit_name")),
        "measures": Columns(Measure.objects.filter(task__in=tasks), ("id", "text")),
    }


def told(statement: OneStatement, *tasks: int) -> tuple[list[str], list[str]]:
    """The units and the measures that the statement finds."""
    rows = statement.ask(*tasks)
    return [row["unit_name"] for row in rows["tasks"]], sorted(row["text"] for row in rows["measures"])


def apart(*tasks: int) -> tuple[list[str], list[str]]:
    """The same, asked table by table."""
    return (
        list(Task.objects.filter(pk__in=tasks).values_list("unit_name", flat=True)),
        sorted(Measure.objects.filter(task__in=tasks).values_list("text", flat=True)),
    )


def ask_and_fail(statement: OneStatement, task: int) -> None:
    """Ask within a block that comes to nothing."""
    with transaction.atomic():
        told(statement, task)
        raise RuntimeError


@pytest.fixture
def task(db: None) -> int:
    return things_of_a_task().work.task


@pytest.mark.django_db
def test_every_turn_answers_for_its_own_numbers(task):
    statement, nobody = OneStatement(questions), -5

    for wanted in ((task,), (nobody,), (task, nobody), (nobody, task), (task,), (task, nobody, -6)):
        assert told(statement, *wanted) == apart(*wanted)
    assert told(statement, task)[1]


@pytest.mark.django_db
def test_a_turn_sees_what_was_written_since_the_last_one(task):
    statement = OneStatement(questions)
    told(statement, task)
    Measure.objects.filter(task=task).update(text="改过了。")

    assert set(told(statement, task)[1]) == {"改过了。"}


@on_postgresql
@pytest.mark.django_db
def test_one_turn_is_one_query_and_later_ones_are_only_executed(task):
    statement = OneStatement(questions)

    with CaptureQueriesContext(connection) as captured:
        told(statement, task)
        told(statement, task)

    first, second = (query["sql"] for query in captured.captured_queries)
    assert "PREPARE repeated_" in first
    assert second.startswith("EXECUTE")


@pytest.mark.django_db
def test_what_was_asked_first_in_a_block_that_failed_can_be_asked_again(task):
    statement = OneStatement(questions)
    with pytest.raises(RuntimeError):
        ask_and_fail(statement, task)

    assert told(statement, task) == apart(task)


@pytest.mark.usefixtures("committing_db")
def test_a_new_connection_prepares_for_itself():
    statement, task = OneStatement(questions), things_of_a_task().work.task
    told(statement, task)
    connection.close()

    assert told(statement, task) == apart(task)


@on_postgresql
@pytest.mark.usefixtures("committing_db")
def test_what_the_server_forgot_is_told_to_it_again():
    """A pooler may hand out another connection, on which nothing is prepared."""
    statement, task = OneStatement(questions), things_of_a_task().work.task
    told(statement, task)
    ask_repeated("SELECT 5", [])
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    assert told(statement, task) == apart(task)
    assert ask_repeated("SELECT 5", []) == [(5,)]


@on_postgresql
@pytest.mark.django_db
def test_a_connection_plans_what_is_prepared_only_once():
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)
