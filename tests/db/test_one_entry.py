"""Every operation writes exactly one entry.

Two halves: whatever test runs an operation also counts its entries (`one_entry`, switched on for every test), and here
every operation of the product is found to be run by some test. So a new operation without a test fails here, and one
that writes none or several entries fails wherever it is tested.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction

import one_entry
from people import NOON, WANG
from reach import OPERATIONS, Door
from zhenggai.journal.operations import Subject, append, fresh_salt
from zhenggai.ledger.models import Draft

TESTS = Path(__file__).resolve().parents[1]
WALKED = ("db", "web", "e2e")
# Operations that tests reach through an address, and where.
RUN_BY_PAGES = {
    "ledger.auditing.hand_out_checkpoint": "web/test_proofs_page.py",
    "ledger.auditing.prove_cycle_entry": "web/test_proofs_page.py",
    "ledger.auditing.prove_trail_entry": "web/test_proofs_page.py",
    "people.entries.own_change": "web/test_door_codes.py",
    "people.passwords.change_password": "web/test_door_password.py",
    "people.sessions.end_session": "web/test_door_sessions.py",
    "people.sessions.end_other_sessions": "web/test_door_sessions.py",
}
OUTER = sorted(name for name, door in OPERATIONS.items() if door is not Door.INNER)


@cache
def called() -> frozenset[str]:
    """The names of every function that tests of the database and of pages call or hand over."""
    return frozenset(name for folder in WALKED for path in (TESTS / folder).glob("*.py") for name in _names(path)) | {
        name for path in TESTS.glob("*.py") for name in _names(path)
    }


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


@pytest.mark.parametrize("operation", OUTER)
def test_every_operation_is_run_by_some_test(operation: str) -> None:
    name = operation.rsplit(".", 1)[1]

    by_page = RUN_BY_PAGES.get(operation)

    assert by_page is None or (TESTS / by_page).exists()
    assert by_page or name in called(), f"{operation} is run by no test, so nobody counts its entries"


def write() -> None:
    append(
        actor=WANG, verb="draft.drop", subject=Subject("draft", 1), before=None, after=None, why="", at=NOON,
        salt=fresh_salt(),
    )  # fmt: skip


def changes_nothing() -> None:
    with transaction.atomic(durable=True):
        Draft.objects.update(name="y")


def keep() -> None:
    Draft.objects.create(name="x", sha256="0" * 64, size=1, received_at=NOON, received_by="王敏")


def forgets() -> None:
    with transaction.atomic(durable=True):
        keep()


def repeats() -> None:
    with transaction.atomic(durable=True):
        write()
        write()


def behaves() -> None:
    with transaction.atomic(durable=True):
        keep()
        write()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("operation", "slip"), [(behaves, False), (changes_nothing, False), (forgets, True), (repeats, True)]
)
def test_the_count_sees_an_operation_that_slips(operation, slip: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(operation.__globals__, "__name__", "zhenggai.ledger.operations.some")
    one_entry.slips()

    operation()

    assert bool(one_entry.slips()) is slip
