"""Statements that stand as text and are asked again and again answer as if they were planned each time."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zhenggai.journal import repeated
from zhenggai.journal.repeated import MOST_PREPARED, ask_repeated

pytestmark = pytest.mark.django_db
SUM = "SELECT CAST(%s AS bigint) + 1, CAST(%s AS text)"


def test_a_statement_answers_each_time_for_its_own_values() -> None:
    assert [ask_repeated(SUM, [number, f"第{number}次 100%"]) for number in range(7)] == [
        [(number + 1, f"第{number}次 100%")] for number in range(7)
    ]


def test_a_statement_without_values_and_one_that_finds_nothing_are_answered() -> None:
    assert [ask_repeated("SELECT 'a' || '%%'", []) for _ in range(2)] == [[("a%",)], [("a%",)]]
    assert [ask_repeated("SELECT 1 WHERE 1 = %s", [2]) for _ in range(2)] == [[], []]


def test_each_time_is_one_query() -> None:
    with CaptureQueriesContext(connection) as captured:
        for number in range(3):
            ask_repeated("SELECT CAST(%s AS bigint) - 1", [number])

    assert len(captured) == 3


def test_a_statement_that_failed_is_asked_again() -> None:
    broken = "SELECT 1 / CAST(%s AS bigint) FROM no_such_table"
    for _ in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask_repeated(broken, [1])
    divided = "SELECT 6 / CAST(%s AS bigint)"
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            ask_repeated(divided, [0])

    assert [ask_repeated(divided, [number]) for number in (1, 2, 3)] == [[(6,)], [(3,)], [(2,)]]


def test_more_statements_than_are_kept_are_all_answered() -> None:
    statements = [f"SELECT CAST(%s AS bigint) + {number}" for number in range(MOST_PREPARED + 5)]

    twice = [[ask_repeated(one, [1])[0][0] for one in statements] for _ in range(2)]

    assert twice == [list(range(1, MOST_PREPARED + 6))] * 2


def test_no_more_statements_are_kept_than_was_said() -> None:
    for number in range(MOST_PREPARED + 5):
        ask_repeated(f"SELECT CAST(%s AS bigint) * {number}", [1])

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'repeated_%%'", [])
            assert cursor.fetchone()[0] <= MOST_PREPARED + 1
    assert all(len(known) <= MOST_PREPARED for known in repeated._PREPARED.values())


def test_after_a_transaction_in_which_it_was_forgotten_it_is_told_again() -> None:
    ask_repeated(SUM, [1, "a"])
    _forget()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            ask_repeated(SUM, [1, "a"])

    assert ask_repeated(SUM, [2, "b"]) == [(3, "b")]


def _forget() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")


def test_many_values_are_asked_as_they_are() -> None:
    places = ", ".join(["%s"] * 40)

    assert ask_repeated(f"SELECT 1 WHERE 7 IN ({places})", list(range(40))) == [(1,)]
