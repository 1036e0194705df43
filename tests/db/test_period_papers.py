"""The circular of a frozen month: its table of units and its figures are the frozen ones."""

from __future__ import annotations

import json
from datetime import date

import pytest

from people import WANG
from periods import APRIL, MAY, frozen
from working import a_work
from zhenggai.domain.papers.kinds import CannotCompose
from zhenggai.domain.progress import Report
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.ledger.models import ReportPeriod
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.oversight.models import ComposedPaper, PaperPassage
from zhenggai.oversight.operations.composing import PaperWish, compose_paper

pytestmark = pytest.mark.django_db


def test_a_circular_of_a_frozen_month_carries_its_figures_whatever_came_later():
    work = a_work(deadline=date(2026, 3, 20))
    period = ReportPeriod.objects.get(pk=frozen(work.cycle))
    late = Report(day=date(2026, 3, 30), done="清理河道垃圾52吨。", next_step="继续清理。")
    report_progress(measure_id=work.measure, report=late, token="late-0001", actor=work.zhao, at=APRIL)

    number = compose_paper(cycle_id=work.cycle, wish=PaperWish("bulletin", period=period.pk), actor=WANG, at=MAY)

    paper = ComposedPaper.objects.get(pk=number)
    table = json.dumps(json.loads(PaperPassage.objects.get(paper=paper, key="units").table), ensure_ascii=False)
    assert (paper.as_of, "2026年3月" in paper.title) == (period.instant, True)
    assert table.count("2026-03 月结") > 10
    assert "本月有进展" in table
    assert '"count/moved/unit/县水利局"' in table
    moved = table.index('"count/moved/unit/县水利局"')
    assert "0项" in table[moved : moved + 200]


def test_a_period_and_a_past_instant_are_not_asked_for_at_once():
    work = a_work()
    period = frozen(work.cycle)

    both = PaperWish("bulletin", period=period, as_of=APRIL)
    unknown = PaperWish("bulletin", period=period + 1)

    with pytest.raises(CannotCompose):
        compose_paper(cycle_id=work.cycle, wish=both, actor=WANG, at=MAY)
    with pytest.raises(NoSuchThing):
        compose_paper(cycle_id=work.cycle, wish=unknown, actor=WANG, at=MAY)
