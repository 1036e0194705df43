"""The office's own days, and lists that filter by the same days as the lights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import LI, NOON, WANG, ZHAO
from zhenggai.domain.calendar import LocalDay
from zhenggai.domain.lights import Thresholds
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.models import Entry
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.operations import planning, work
from zhenggai.ledger.operations.work import WrongDay
from zhenggai.ledger.queries import list_ledger, rules_page
from zhenggai.ledger.queries.calendar import calendar_page
from zhenggai.ledger.shapes import LedgerFilters

pytestmark = pytest.mark.django_db

FOUNDING = LocalDay(date(2026, 3, 4), working=False, note="县庆放假")


def set_lights(cycle: int, lights: Thresholds) -> None:
    page = rules_page(cycle_id=cycle)
    planning.set_rules(
        cycle_id=cycle, version=page.version, rules=replace(page.rules, lights=lights), actor=WANG, at=NOON
    )


def test_a_day_is_kept_and_told_once():
    number = work.add_local_day(day=FOUNDING, actor=WANG, at=NOON)

    (row,) = calendar_page(today=TODAY).rows
    assert (row.day, row.working, row.note, row.past) == (FOUNDING.day, False, "县庆放假", False)
    (entry,) = list_timeline(subjects=(Subject("local_day", number),)).rows
    assert (entry.did, entry.why) == ("添加了日历安排", "县庆放假")


def test_a_day_is_dropped_and_told_once():
    number = work.add_local_day(day=FOUNDING, actor=WANG, at=NOON)

    work.drop_local_day(day_id=number, actor=WANG, at=NOON)

    assert calendar_page(today=TODAY).rows == ()
    assert list_timeline(subjects=(Subject("local_day", number),)).rows[0].did == "删去了日历安排"
    with pytest.raises(NoSuchThing):
        work.drop_local_day(day_id=number, actor=WANG, at=NOON)


@pytest.mark.parametrize(
    "wrong",
    [
        LocalDay(date(2026, 3, 4), working=True, note="照常"),
        LocalDay(date(2026, 3, 7), working=False, note="周六"),
        LocalDay(date(2026, 3, 4), working=False, note="  "),
        LocalDay(date(2026, 3, 4), working=False, note="长" * 101),
    ],
)
def test_a_day_that_says_nothing_new_or_nothing_is_refused(wrong):
    with pytest.raises(WrongDay):
        work.add_local_day(day=wrong, actor=WANG, at=NOON)

    assert not Entry.objects.exists()


def test_a_day_stands_once():
    work.add_local_day(day=FOUNDING, actor=WANG, at=NOON)

    with pytest.raises(WrongDay, match="已有安排"):
        work.add_local_day(day=replace(FOUNDING, note="又一次"), actor=WANG, at=NOON)


@pytest.mark.parametrize("somebody", [LI, ZHAO])
def test_only_who_plans_keeps_the_calendar(somebody):
    with pytest.raises(NotAllowed):
        work.add_local_day(day=FOUNDING, actor=somebody, at=NOON)


@pytest.mark.parametrize("counting", ["calendar", "working"])
def test_lists_and_lights_agree_on_every_day(counting):
    findings = [
        Finding(f"第{ahead}个问题", extra={"完成时限": "近期"}, deadline=TODAY + timedelta(days=ahead))
        for ahead in range(-3, 40)
    ]
    cycle = a_cycle(a_report(findings))
    work.add_local_day(day=FOUNDING, actor=WANG, at=NOON)
    set_lights(cycle, Thresholds(near=8, urgent=3, counting=counting))

    def rows(window: str | None) -> set[tuple[int, str]]:
        page = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(deadline=window), size=100)
        return {(row.task_id, row.light.name) for row in page.rows}

    lights = rows(None)
    assert rows("late") == {row for row in lights if row[1] == "late"}
    assert rows("urgent") == {row for row in lights if row[1] == "urgent"}
    assert rows("near") == {row for row in lights if row[1] in {"urgent", "near"}}


def test_a_local_holiday_moves_the_lights():
    cycle = a_cycle(a_report([Finding("账目不清的问题", extra={"完成时限": "近期"}, deadline=date(2026, 3, 9))]))
    set_lights(cycle, Thresholds(near=4, urgent=4, counting="working"))
    before = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows[0].light.name

    work.add_local_day(day=FOUNDING, actor=WANG, at=NOON)

    assert (before, list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows[0].light.name) == ("normal", "urgent")
