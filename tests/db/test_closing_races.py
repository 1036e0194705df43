"""Signatures, applications, returns and reopenings by several at once: one of them holds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from closing import (
    a_ready_work,
    apply,
    closed,
    digest,
    ma,
    meet,
    signed_by_all_but_the_group,
    state,
    the_task,
)
from people import LI, NOON, SUN
from working import Work
from zhenggai.domain.refusals import Refusal
from zhenggai.journal.models import Entry
from zhenggai.ledger.closing_models import Closing, Reopening, Signature
from zhenggai.ledger.operations import closing as acts


@pytest.fixture
def work(db: None) -> Work:
    return a_ready_work()


def test_of_eight_who_sign_the_same_step_at_once_one_does(committing_db: None) -> None:
    work = a_ready_work()
    closing = apply(work)
    seen = digest(closing)

    results = _race(lambda: acts.sign_closing(closing_id=closing, digest=seen, actor=LI, at=NOON))

    assert results.count(None) == 1
    assert Signature.objects.filter(step="leader").count() == Entry.objects.filter(verb="closing.sign").count() == 1


def test_of_eight_who_apply_at_once_one_does(committing_db: None) -> None:
    work = a_ready_work()

    results = _race(lambda: apply(work))

    assert sum(isinstance(one, int) for one in results) == 1
    assert (state(work), Closing.objects.count(), Entry.objects.filter(verb="closing.apply").count()) == (
        "closing",
        1,
        1,
    )


def test_a_return_a_withdrawal_and_a_signature_at_once_are_one_of_them(committing_db: None) -> None:
    work = a_ready_work()
    closing = apply(work)
    seen = digest(closing)
    moves = [
        lambda: acts.return_closing(closing_id=closing, version=1, why="缺页", actor=SUN, at=NOON),
        lambda: acts.withdraw_closing(closing_id=closing, version=1, actor=ma(work), at=NOON),
        lambda: acts.sign_closing(closing_id=closing, digest=seen, actor=LI, at=NOON),
    ]

    results = _race(*moves, *moves, *moves[:2])

    done = Entry.objects.filter(verb__in=("closing.return", "closing.withdraw", "closing.sign"))
    ended = done.exclude(verb="closing.sign").count()
    assert results.count(None) == done.count()
    assert ended <= 1
    assert state(work) == ("ongoing" if ended else "closing")


def test_a_list_that_two_meetings_decide_at_once_is_decided_once(committing_db: None) -> None:
    work = a_ready_work()
    closing = signed_by_all_but_the_group(work)

    results = _race(lambda: meet(work, closing))

    assert sum(isinstance(one, int) for one in results) == 1
    assert (state(work), Entry.objects.filter(verb="closing.sign_list").count()) == ("done", 1)


def test_of_eight_who_reopen_at_once_one_does(committing_db: None) -> None:
    work = a_ready_work()
    closed(work)
    version = the_task(work).version

    results = _race(
        lambda: acts.reopen_task(task_id=work.task, version=version, cause="relapse", what="又堵", actor=SUN, at=NOON)
    )

    assert (results.count(None), Reopening.objects.count()) == (1, 1)


def _race(*moves: Callable[[], object]) -> list[object]:
    """Each of eight threads makes a move; what each of them was told."""

    def run(number: int) -> object:
        try:
            return moves[number % len(moves)]()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, range(8)))
