"""Rows that somebody slipped in past the journal, under whatever number was free: each is found where the home told its rows from the first entry on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

import guards
from builders.reports import Finding, a_report
from drafts import a_cycle
from people import NOON, WANG
from zhenggai.chain.auditing import Broken
from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.roles import Role
from zhenggai.journal.along import tell_along
from zhenggai.journal.last_words import LastWords
from zhenggai.journal.models import Entry
from zhenggai.journal.operations import Subject, append, fresh_salt
from zhenggai.journal.rows import stored_rows
from zhenggai.ledger.models import Cycle, Figure, Relation
from zhenggai.people.models import Account, Person, UnitType

Row = Account | Person | UnitType | Relation
Make = Callable[[int], Row]


def an_equation(number: int) -> Relation:
    total = Figure.objects.earliest("pk")
    facts: dict[str, Any] = {"kind": "sum", "total": total, "computed": "1", "stated": "1"}
    return Relation.objects.create(pk=number, cycle=Cycle.objects.get(), **facts)


KINDS: dict[str, Make] = {
    "account": lambda number: Account.objects.create(pk=number, login=f"n{number}", name="某人", role=Role.LEADER),
    "person": lambda number: Person.objects.create(pk=number, name="某人"),
    "unit_type": lambda number: UnitType.objects.create(pk=number, name=f"某类{number}", position=number),
    "relation": an_equation,
}
every_kind = pytest.mark.parametrize("kind", KINDS)
FOUND = "不是经由记录产生的"


@pytest.fixture(autouse=True)
def home(db: None) -> None:
    a_cycle(a_report([Finding("河道巡查不到位的问题", measures=["2024年巡查12次。"])], quantities=["12次"]))
    guards.drop()


def compare() -> int:
    words = LastWords()
    for rows in stored_rows():
        words.hear(rows)
    return words.compare()


def make(kind: str, number: int) -> None:
    """Let one come to be as operations do it, with an entry that tells it."""
    with transaction.atomic():
        KINDS[kind](number)
        tell_along(kind, number)
        write("draft.retitle", Subject("draft", 1))


def write(verb: str, subject: Subject) -> None:
    with transaction.atomic():
        append(
            actor=WANG, verb=verb, subject=subject, before=None, after=None, why="", at=NOON, salt=fresh_salt(),
        )  # fmt: skip


def as_before(entry: Entry, rows: dict[str, object] | None) -> None:
    """Let an entry tell what one of an earlier release told."""
    body = {name: value for name, value in json.loads(entry.body).items() if name != "rows"}
    Entry.objects.filter(pk=entry.pk).update(body=canonical_text(body if rows is None else body | {"rows": rows}))


@every_kind
def test_one_is_found_where_no_entry_tells_any(kind: str) -> None:
    KINDS[kind](60)

    with pytest.raises(Broken, match=FOUND):
        compare()


@every_kind
def test_one_is_found_below_the_first_that_is_told(kind: str) -> None:
    make(kind, 60)
    assert compare() > 0
    KINDS[kind](59)

    with pytest.raises(Broken, match=FOUND):
        compare()


def test_an_account_is_found_even_when_somebody_has_logged_in_by_it() -> None:
    KINDS["account"](60)
    write("account.log_in", Subject("account", 60))

    with pytest.raises(Broken, match=FOUND):
        compare()


@every_kind
def test_a_home_that_is_older_than_the_telling_keeps_those_it_had(kind: str) -> None:
    as_before(Entry.objects.get(pk=1), None)
    KINDS[kind](59)
    make(kind, 60)

    assert compare() > 0


@every_kind
def test_one_is_found_behind_the_first_that_an_older_home_tells(kind: str) -> None:
    as_before(Entry.objects.get(pk=1), None)
    make(kind, 60)
    KINDS[kind](61)

    with pytest.raises(Broken, match=FOUND):
        compare()


def test_a_home_whose_rounds_told_their_equations_keeps_those_it_had() -> None:
    adopted = Entry.objects.get(verb="draft.adopt")
    cycle, rows = f"cycle/{Cycle.objects.get().pk}", json.loads(adopted.body)["rows"]
    heap = {"columns": [], "count": 1, "hash": "0" * 64}
    as_before(adopted, rows | {cycle: rows[cycle] | {"relations": heap, "relation_parts": heap}})
    KINDS["relation"](59)

    assert compare() > 0
    make("relation", 60)
    assert compare() > 0
