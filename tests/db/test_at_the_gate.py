"""All on which the end of a task rests is read at once, and says the same as every table asked by itself."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attempts import things_of_a_task
from closing import TRUE, a_ready_work, apply, closed, digest, ma, the_task
from drafts import TODAY
from people import LI, NOON
from working import Work
from zhenggai.checking.on_ledger import LEDGER_RULES
from zhenggai.checking.on_ledger.registry import run_over
from zhenggai.journal.one_statement import ask_apart
from zhenggai.ledger.closing.digests import seen_digest
from zhenggai.ledger.closing.rows import GateRows, gate_questions, gate_rows, of_these, rows_of_tasks
from zhenggai.ledger.closing.views import closing_view
from zhenggai.ledger.doubting.at_the_gate import facts_at_the_gate, find_at_the_gate, stopping_rules
from zhenggai.ledger.doubting.gathering import gather, gather_tasks
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.operations import closing as acts

pytestmark = pytest.mark.django_db
# What an end is asked once it is read: the task is held, the application and the signature are kept, the entry is told.
MOST_APPLYING, MOST_SIGNING = 16, 15


def written(rows: GateRows) -> dict[str, list[dict[str, Any]]]:
    """The columns of rows, those that a query adds among them."""
    return {
        one.name: [
            row if isinstance(row, dict) else {name: value for name, value in vars(row).items() if name[0] != "_"}
            for row in getattr(rows, one.name)
        ]
        for one in fields(rows)
    }


def until_told(queries: CaptureQueriesContext) -> int:
    """How many queries there were until the entry was written; what tests themselves ask comes after it."""
    return next(
        place for place, query in enumerate(queries.captured_queries, start=1) if 'INTO "journal_entry' in query["sql"]
    )


def apart_of(task_id: int) -> GateRows:
    """The same rows, every table asked by itself."""
    return gate_rows(ask_apart(gate_questions(of_these(task_id))))


@pytest.fixture
def full(db: None) -> Work:
    """A task with something of everything, that went through the gate."""
    work = things_of_a_task().work
    Evidence.objects.update(latitude=30.123456789012345, longitude=None)
    return work


def test_rows_read_at_once_are_those_of_their_tables(full: Work) -> None:
    at_once = written(rows_of_tasks([full.task]))

    apart = written(apart_of(full.task))

    assert at_once == apart
    assert {"evidence", "uses", "reports", "registers", "indicators", "claimed"} <= {
        name for name, rows in at_once.items() if rows
    }


def test_rows_of_an_end_read_at_once_are_those_of_their_tables() -> None:
    work = a_ready_work()
    closed(work)

    at_once = written(rows_of_tasks([work.task]))

    assert at_once == written(apart_of(work.task))
    assert all(at_once[name] for name in ("closings", "signatures", "visits", "photos", "samples"))


def test_rules_find_at_the_gate_what_they_find_in_the_whole_round(full: Work) -> None:
    found = find_at_the_gate(full.task)
    assert found is not None
    view = found.view(today=TODAY)

    here = run_over(stopping_rules(), facts_at_the_gate(found, view, at=NOON))

    assert here == run_over(stopping_rules(), gather_tasks(full.cycle, [full.task], at=NOON))


def test_no_rule_blocks_that_is_not_asked_at_the_gate(full: Work) -> None:
    asked = {rule.id for rule in stopping_rules()} | {rule.id for rule in LEDGER_RULES if rule.slow}

    found = run_over(LEDGER_RULES, gather(full.cycle, at=NOON))

    assert {rule.id for rule, one in found if one.severity == "blocking"} <= asked


def test_applying_asks_little_of_the_database() -> None:
    work = a_ready_work()
    seen = seen_digest(closing_view(the_task(work), today=TODAY))
    version = the_task(work).version

    with CaptureQueriesContext(connection) as queries:
        acts.apply_to_close(task_id=work.task, version=version, seen=seen, statement=TRUE, actor=ma(work), at=NOON)

    assert until_told(queries) <= MOST_APPLYING


def test_signing_asks_little_of_the_database() -> None:
    closing = apply(a_ready_work())
    signed = digest(closing)

    with CaptureQueriesContext(connection) as queries:
        acts.sign_closing(closing_id=closing, digest=signed, actor=LI, at=NOON)

    assert until_told(queries) <= MOST_SIGNING
