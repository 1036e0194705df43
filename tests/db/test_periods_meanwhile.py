"""What others do while a month is being gathered is frozen with it, and nobody waits for the gathering."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from people import WANG
from periods import APRIL, frozen
from working import a_work, hand_in
from zhenggai.ledger.models import PeriodRow, ReportPeriod, Task
from zhenggai.ledger.operations import periods, planning
from zhenggai.ledger.periods.verifying import verify_periods
from zhenggai.ledger.planned import task_plan

pytestmark = pytest.mark.django_db
gather = periods.freeze_content


def test_a_month_that_changes_while_it_is_gathered_is_gathered_anew(monkeypatch: pytest.MonkeyPatch):
    work = a_work()
    hand_in(work)
    gathered: list[bool] = []

    def slowly(*facts: Any, **named: Any) -> periods.Frozen:
        content = gather(*facts, **named)
        if not gathered:
            task = Task.objects.get(pk=work.task)
            plan = replace(task_plan(task), leader="副县长何某")
            planning.plan_task(task_id=work.task, version=task.version, plan=plan, actor=WANG, at=APRIL)
        gathered.append(transaction.get_connection().in_atomic_block)
        return content

    monkeypatch.setattr(periods, "freeze_content", slowly)
    period = frozen(work.cycle)

    assert len(gathered) == 2
    assert ReportPeriod.objects.get(pk=period).rows_count == PeriodRow.objects.filter(period=period).count()
    assert verify_periods() == 1


def test_a_month_in_which_nothing_happens_is_gathered_once(monkeypatch: pytest.MonkeyPatch):
    work = a_work()
    gathered: list[int] = []

    def counting(*facts: Any, **named: Any) -> periods.Frozen:
        gathered.append(1)
        return gather(*facts, **named)

    monkeypatch.setattr(periods, "freeze_content", counting)
    frozen(work.cycle)

    assert gathered == [1]
