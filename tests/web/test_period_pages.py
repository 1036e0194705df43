"""The pages of report periods: freezing one, and a frozen one with later corrections beside it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from periods import APRIL, frozen
from working import Work, a_work, hand_in
from zhenggai.domain.progress import Report
from zhenggai.ledger.models import ReportPeriod
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.ruling import rules_of

LATE = Report(day=date(2026, 3, 30), done="清理河道垃圾52吨。", next_step="继续清理。")


@pytest.fixture(autouse=True)
def _in_april(db: None, time_machine) -> None:
    time_machine.move_to(APRIL, tick=False)


@pytest.fixture
def work() -> Work:
    return a_work()


def address(work: Work, period: int, query: str = "") -> str:
    return f"/cycles/{work.cycle}/periods/{period}/{query}"


def test_the_office_freezes_a_month_that_is_over(wang: Client, work: Work) -> None:
    before = wang.get(f"/cycles/{work.cycle}/periods/").content.decode()

    answer = wang.post(f"/cycles/{work.cycle}/periods/freeze/", {"month": "2026-03"}, follow=True)

    page = answer.content.decode()
    assert "请在 2026-04-03 前冻结" in before
    assert ReportPeriod.objects.get().digest in page
    assert "2026-03 已冻结" in page
    assert "2026-04-02" in wang.get(f"/cycles/{work.cycle}/periods/").content.decode()


@pytest.mark.parametrize("month", ["2026-04", "2026-02", ""])
def test_a_month_that_does_not_wait_is_refused_beside_the_field(wang: Client, work: Work, month: str) -> None:
    answer = wang.post(f"/cycles/{work.cycle}/periods/freeze/", {"month": month})

    assert answer.status_code == 422
    assert ReportPeriod.objects.count() == 0


def test_the_work_of_the_office_says_that_a_month_waits(wang: Client, work: Work) -> None:
    page = wang.get("/work/").content.decode()

    assert "报告期待冻结" in page
    assert f'href="/cycles/{work.cycle}/periods/"' in page


def test_a_frozen_month_shows_later_corrections_beside_its_figures(sun: Client, work: Work) -> None:
    period = frozen(work.cycle)
    report_progress(measure_id=work.measure, report=LATE, token="late-0001", actor=work.zhao, at=APRIL)

    page = sun.get(address(work, period)).content.decode()

    assert "补报进展" in page
    assert "写的日子是 2026-03-30" in page
    assert "今 1" in page


def test_filters_are_addresses_and_old_keys_are_no_pages(sun: Client, work: Work) -> None:
    hand_in(work)
    period = frozen(work.cycle)

    moved = sun.get(address(work, period, "?mark=moved")).content.decode()

    assert ("河道巡查不到位的问题" in moved, "账目不清的问题" in moved) == (True, False)
    assert sun.get(address(work, period, "?after=x")).status_code == 404
    assert "没有这样的任务" in sun.get(address(work, period, "?mark=done")).content.decode()


def test_a_unit_and_a_stranger_do_not_see_it(zhao: Client, stranger: Client, work: Work) -> None:
    period = frozen(work.cycle)

    assert zhao.get(address(work, period)).status_code == 403
    assert stranger.get(address(work, period)).status_code == 302


def test_the_office_sets_when_months_end(wang: Client, work: Work) -> None:
    where = f"/cycles/{work.cycle}/periods/settings/"

    wang.post(where, {"version": 0, "month_end": 25, "roll": "before", "grace": 2})
    wrong = wang.post(where, {"version": 1, "month_end": 31, "roll": "before", "grace": 2})

    rules = rules_of(cycle_id=work.cycle).periods
    assert (rules.month_end, rules.roll, rules.grace) == (25, "before", 2)
    assert wrong.status_code == 422


def test_a_frozen_month_asks_the_database_a_fixed_number_of_times(
    sun: Client, work: Work, django_assert_max_num_queries
) -> None:
    period = frozen(work.cycle)
    report_progress(measure_id=work.measure, report=LATE, token="late-0001", actor=work.zhao, at=APRIL)
    sun.get(address(work, period))

    with django_assert_max_num_queries(15):
        sun.get(address(work, period))
    with django_assert_max_num_queries(15):
        sun.get(f"/cycles/{work.cycle}/periods/")


def test_two_moments_are_compared_on_a_page_and_in_a_workbook(
    sun: Client, work: Work, django_assert_max_num_queries
) -> None:
    period = frozen(work.cycle)
    hand_in(work)
    where = f"/cycles/{work.cycle}/periods/compare/"
    asked = f"?first={period}&first_at=&second=&second_at=2026-04-02T11:59"
    sun.get(where + asked)

    with django_assert_max_num_queries(15):
        page = sun.get(where + asked).content.decode()
    book = sun.get(where + "workbook/" + asked)

    assert "总数和完成率" in page
    assert b"".join(book).startswith(b"PK")
    assert sun.get(where + "?first=&second=").status_code == 422
    assert sun.get(where + "workbook/").status_code == 404
