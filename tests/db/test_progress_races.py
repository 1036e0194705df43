"""Reports that are handed in, corrected and judged by several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from drafts import TODAY
from people import NOON, WANG
from working import ONGOING, Work, a_work, hand_in
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Progress
from zhenggai.ledger.operations.progress.judging import accept_progress
from zhenggai.ledger.operations.progress.reporting import ReportChanged, correct_progress
from zhenggai.ledger.queries.progress import progress_tab
from zhenggai.ledger.shapes.progress import MeasureWork


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def first(work: Work, actor: Actor = WANG) -> MeasureWork:
    return progress_tab(task_id=work.task, actor=actor, today=TODAY).measures[0]


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


def _at_once(count: int, act) -> list[object]:
    def one(worker: int) -> object:
        try:
            return act(worker)
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_a_form_sent_twice_at_once_is_one_report(committing_db) -> None:
    work = a_work()

    found = _at_once(4, lambda _: hand_in(work))

    assert len(set(found)) == 1
    assert (Progress.objects.count(), entries("progress.report")) == (1, 1)
    assert first(work).count == 1


def test_reports_at_once_are_all_kept_and_counted(committing_db) -> None:
    work = a_work()

    def report(worker: int) -> int:
        said = replace(ONGOING, done=f"巡查河道{worker + 1}条，发现问题{worker + 3}处。")
        return hand_in(work, said, token=f"form-000{worker}")

    found = _at_once(4, report)

    assert (len(set(found)), first(work).count, entries("progress.report")) == (4, 4, 4)


def test_of_corrections_at_once_exactly_one_wins(committing_db) -> None:
    work = a_work()
    wrong = hand_in(work)

    found = _at_once(
        3,
        lambda worker: correct_progress(
            report_id=wrong, report=ONGOING, token=f"mend-000{worker}", actor=work.zhao, at=NOON
        ),
    )

    assert sorted(map(str, found)).count(str(ReportChanged)) == 2
    assert (Progress.objects.count(), first(work).count) == (2, 2)


def test_a_report_is_judged_once_at_once(committing_db) -> None:
    work = a_work()
    report = hand_in(work)

    found = _at_once(3, lambda _: accept_progress(report_id=report, actor=WANG, at=NOON))

    assert found.count(None) == 1
    assert entries("progress.accept") == 1
