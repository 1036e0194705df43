"""Indicators with baseline, target and readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import NOON, WANG
from tallies import INDICATOR
from zhenggai.domain.figures import CannotState
from zhenggai.domain.rights import Actor
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import figures
from zhenggai.ledger.queries.figures import figures_page, percent_of_measure, percent_of_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> int:
    """A cycle of two problems of the water bureau, the first with a figure in its text."""
    unit = {"责任单位": "县水利局"}
    first = Finding("河道巡查不到位的问题", measures=["成立专班", "巡查12次"], extra=unit)
    return a_cycle(a_report([first, Finding("账目不清的问题", extra=unit)], quantities=["12次"]))


@pytest.fixture
def task(cycle: int) -> int:
    return first_task(cycle)


def page_of(task: int, actor: Actor = WANG):
    return figures_page(task_id=task, actor=actor, today=TODAY)


def an_indicator(task: int, **facts: object) -> int:
    return figures.add_indicator(task_id=task, plan=replace(INDICATOR, **facts), actor=WANG, at=NOON)


def read(indicator: int, digits: str, day: date) -> int:
    return figures.add_reading(indicator_id=indicator, digits=digits, day=day, origin="教体局统计", actor=WANG, at=NOON)


def test_an_indicator_shows_its_readings_and_how_far_it_has_come(task):
    indicator = an_indicator(task)
    read(indicator, "51", date(2026, 1, 31))
    read(indicator, "54.6", date(2026, 2, 28))

    card = page_of(task).indicators[0]
    assert [(point.text, point.until) for point in card.readings] == [
        ("51%", date(2026, 1, 31)),
        ("54.6%", date(2026, 2, 28)),
    ]
    assert (card.percent, card.baseline, card.target) == (55, "48%", "60%")
    assert percent_of_task(task_id=task) == 55


def test_lower_may_be_better(task):
    measure = Task.objects.get(pk=task).measures.first()
    indicator = an_indicator(task, direction="lower", baseline="20", target="10", measure=measure.pk)
    read(indicator, "12.5", date(2026, 2, 28))

    assert percent_of_measure(measure_id=measure.pk) == 75


def test_without_a_reading_nobody_knows_how_far_it_has_come(task):
    an_indicator(task)

    assert percent_of_task(task_id=task) is None


def test_a_second_reading_of_a_day_corrects_the_first(cycle, task):
    indicator = an_indicator(task)
    first = read(indicator, "51", date(2026, 1, 31))
    read(indicator, "52", date(2026, 1, 31))

    card = page_of(task).indicators[0]
    assert [point.text for point in card.readings] == ["52%"]
    assert [point.id for point in card.readings[0].superseded] == [first]
    assert list_timeline(cycle=cycle).rows[0].verb == "reading.correct"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": ""}, "名称"),
        ({"direction": "sideways"}, "越高越好"),
        ({"target": "48"}, "相同"),
        ({"target": "40"}, "方向"),
        ({"target_day": date(2025, 1, 1)}, "早于基期"),
    ],
)
def test_an_indicator_that_makes_no_sense_is_refused(task, facts, sentence):
    with pytest.raises(CannotState, match=sentence):
        an_indicator(task, **facts)


def test_an_indicator_has_its_name_alone(task):
    an_indicator(task)

    with pytest.raises(CannotState, match="同名"):
        an_indicator(task)


@pytest.mark.parametrize("day", [date(2025, 12, 30), date(2026, 3, 3)])
def test_a_reading_lies_between_baseline_and_today(task, day):
    indicator = an_indicator(task)

    with pytest.raises(CannotState):
        read(indicator, "51", day)
