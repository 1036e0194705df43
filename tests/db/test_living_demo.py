"""The demonstration's second document, whose days count from today."""

from __future__ import annotations

from datetime import date

import pytest

from drafts import TODAY
from people import NOON, WANG
from zhenggai.cli.adopting import adopt_file
from zhenggai.cli.demo.living.stage import FEEDBACK, Stage, feedback_text
from zhenggai.ledger.queries import cycle_row, list_ledger

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2026, 12, 31)])
def test_the_feedback_is_read_whole_on_any_day(today: date) -> None:
    cycle = adopt_file(
        name="反馈.txt", data=feedback_text(today).encode(), history=False, again=False, actor=WANG, at=NOON
    )
    rows = list_ledger(cycle_id=cycle, actor=WANG, today=today, size=50).rows

    assert len(rows) == 24
    assert all(row.unit and row.leader and row.measures >= 2 for row in rows)
    assert {row.task_number for row in rows if row.light.name == "late"} == {2, 6}
    assert {row.task_number for row in rows if row.deadline is None} == {17, 21}
    assert cycle_row(cycle_id=cycle).feedback_date == Stage(cycle, today).day(-FEEDBACK)
