"""Months of reporting: frozen once, never changed, with later corrections beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction

import guards
from closing import a_ready_work, closed, the_task
from closing import ma as ma_of
from people import LI, NOON, SUN, WANG, ZHAO
from periods import APRIL, MAY, frozen, kept
from tallies import PLAN, a_figure
from working import DEADLINE, ONGOING, Work, a_work, hand_in
from zhenggai.chain.auditing import Broken
from zhenggai.chain.notes import make_signer
from zhenggai.domain.extensions import Wish
from zhenggai.domain.periods import CannotFreeze, PeriodRules
from zhenggai.domain.progress import Report
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.sealing import seal
from zhenggai.ledger.models import PeriodRow, ReportPeriod
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import figures, planning
from zhenggai.ledger.operations.periods import AlreadyFrozen
from zhenggai.ledger.operations.progress.extending import ask_extension, decide_extension
from zhenggai.ledger.operations.progress.judging import return_progress
from zhenggai.ledger.operations.progress.reporting import correct_progress, report_progress
from zhenggai.ledger.periods.verifying import verify_periods
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.periods import list_periods, period_page
from zhenggai.ledger.ruling import rules_of, rules_of_cycles
from zhenggai.ledger.shapes.periods import PeriodPage
from zhenggai.ledger.waiting import Asking, list_waiting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HE = Actor(id=23, name="何远", role=Role.FIRST_RESPONSIBLE)


def page(work: Work, period: int, **filters: str) -> PeriodPage:
    return period_page(cycle_id=work.cycle, period_id=period, actor=SUN, **filters)


def report(work: Work, *, day: date, at=APRIL, token: str = "late-0001", measure: int = 0, tons: int = 52) -> int:
    told = Report(day=day, done=f"清理河道垃圾{tons}吨。", next_step="继续清理。")
    return report_progress(measure_id=work.measures[measure], report=told, token=token, actor=work.zhao, at=at)


def changed(found: PeriodPage) -> dict[str, tuple[str, str]]:
    return {one.name: (one.frozen, one.now) for one in found.figures if one.now is not None}


def extended(work: Work, *, at=APRIL) -> None:
    """The office asks for a later day and the first responsible grants it."""
    wish = Wish(the_task(work).deadline + timedelta(days=60), "汛期不能施工。", late_reason="文件在路上耽搁了。")
    number = ask_extension(task_id=work.task, wish=wish, actor=WANG, at=at)
    decide_extension(extension_id=number, grant=True, why="同意。", actor=HE, at=at + timedelta(hours=1))


def test_a_period_keeps_rows_counts_and_rates_as_the_journal_told_them():
    work = a_work()
    hand_in(work)

    period = ReportPeriod.objects.get(pk=frozen(work.cycle))

    first = PeriodRow.objects.get(period=period, task_id=work.task)
    assert (period.first, period.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (first.state, first.deadline, first.moved, first.reports) == ("ongoing", DEADLINE, True, 1)
    assert json.loads(period.totals)["counts"]["moved"] == 1
    assert [name for name, _ in json.loads(period.units)["units"]] == ["县水利局", ""]


def test_freezing_is_one_entry_with_digest_and_checkpoint():
    work = a_work()
    sealed = seal(signer=make_signer("zhenggai.example/qingshui", bytes(range(32))), at=APRIL)
    before = Entry.objects.count()

    period = ReportPeriod.objects.get(pk=frozen(work.cycle))

    entry = Entry.objects.order_by("-sequence")[0]
    after = json.loads(entry.body)["after"]
    assert Entry.objects.count() == before + 1
    assert (entry.verb, entry.subject_id, after["period_digest"]) == ("period.freeze", period.pk, period.digest)
    assert (period.checkpoint_size, period.checkpoint_note) == (sealed.size, sealed.note)


@pytest.mark.parametrize("actor", [ZHAO, LI, SUN])
def test_only_the_office_freezes(actor):
    work = a_work()

    with pytest.raises(NotAllowed):
        frozen(work.cycle, actor=actor)


@pytest.mark.parametrize("month", ["2026-02", "2026-04", "2026-13", "", "三月"])
def test_only_a_month_of_the_round_that_is_over_can_be_frozen(month):
    work = a_work()

    with pytest.raises(CannotFreeze):
        frozen(work.cycle, month)


def test_a_period_is_frozen_once():
    work = a_work()
    frozen(work.cycle)

    with pytest.raises(AlreadyFrozen):
        frozen(work.cycle)


def test_earlier_months_come_first_unless_somebody_says_why_not():
    work = a_work()

    with pytest.raises(CannotFreeze, match="2026-03"):
        frozen(work.cycle, "2026-04", at=MAY)
    later = frozen(work.cycle, "2026-04", at=MAY, skipping="三月按纸质月报报过。")
    earlier = frozen(work.cycle, at=MAY)

    assert page(work, later).period.skipped == "三月按纸质月报报过。"
    assert page(work, earlier).period.last == date(2026, 3, 31)


def test_a_period_frozen_late_says_so():
    work = a_work()

    on_time, late = frozen(work.cycle), frozen(work.cycle, "2026-04", at=MAY + 9 * DAY)

    assert (page(work, on_time).period.late, page(work, late).period.late) == (False, True)


def test_one_frozen_late_keeps_what_stood_at_its_end():
    work = a_work()
    hand_in(work)
    report(work, day=date(2026, 4, 20), at=APRIL + 18 * DAY)
    extended(work, at=APRIL + 19 * DAY)
    planning.add_task(
        cycle_id=work.cycle, problem_id=the_task(work).problem_id, plan=task_plan(the_task(work)), actor=WANG, at=MAY
    )

    period = frozen(work.cycle, at=MAY)

    rows = PeriodRow.objects.filter(period=period).order_by("place")
    assert [(row.number, row.deadline, row.reports) for row in rows] == [(1, DEADLINE, 1), (2, None, 0)]
    assert the_task(work).deadline != DEADLINE


def test_months_follow_the_settings_of_the_office():
    work = a_work()
    own = replace(rules_of(cycle_id=work.cycle), periods=PeriodRules(month_end=25, grace=0))
    planning.set_rules(cycle_id=work.cycle, version=0, rules=own, actor=WANG, at=NOON)

    period = ReportPeriod.objects.get(pk=frozen(work.cycle))

    assert (period.first, period.last, period.due) == (date(2026, 2, 26), date(2026, 3, 25), date(2026, 3, 25))


def test_the_office_is_reminded_until_it_has_frozen():
    work = a_work()
    cycles = frozenset({work.cycle})

    def lines(actor: Actor, at) -> list[tuple[str, date | None]]:
        waiting = list_waiting(Asking(actor, at.date(), at, cycles, rules_of_cycles(cycle_ids=cycles)))
        return [(item.group, item.due) for item in waiting if item.kind == "freeze"]

    before, after, late = lines(WANG, NOON), lines(WANG, APRIL - DAY), lines(WANG, MAY - 5 * DAY)
    others = lines(SUN, APRIL) + lines(ZHAO, APRIL)
    frozen(work.cycle)

    assert (before, others, lines(WANG, APRIL)) == ([], [], [])
    assert (after, late) == ([("soon", date(2026, 4, 3))], [("late", date(2026, 4, 3))])


def test_a_late_report_stands_beside_and_moves_only_the_number_of_today():
    work = a_work()
    period = frozen(work.cycle)
    before = kept(period)

    report(work, day=date(2026, 3, 30))
    found = page(work, period)

    (one,) = found.corrections
    assert (one.kind, one.by, one.day, one.early) == ("late", "赵晓峰", date(2026, 3, 30), True)
    assert changed(found) == {"moved": ("0", "1")}
    assert [figure.now for figure in found.units[0].figures if figure.name == "moved"] == ["1"]
    assert kept(period) == before


def test_what_was_noted_before_the_freeze_and_after_the_end_says_so():
    work = a_work()
    report(work, day=date(2026, 3, 30), at=APRIL - DAY)

    found = page(work, frozen(work.cycle))

    report(work, day=date(2026, 3, 31), at=APRIL + DAY, token="late-0002", measure=1)
    both = page(work, found.period.id)
    assert [one.early for one in found.corrections] == [True]
    assert [one.early for one in both.corrections] == [False, True]


def test_a_corrected_and_a_returned_report_are_listed_with_their_reasons():
    work = a_work()
    first = hand_in(work)
    period = frozen(work.cycle)

    right = replace(ONGOING, done="巡查河道11次，清理垃圾37吨。", explanation="多记了一次。")
    second = correct_progress(report_id=first, report=right, token="right-0001", actor=work.zhao, at=APRIL + DAY)
    return_progress(report_id=second, reason="请附巡查记录。", actor=SUN, at=APRIL + DAY)

    kinds = {one.kind: one for one in page(work, period).corrections}
    assert kinds["corrected"].before == ONGOING.done
    assert kinds["corrected"].after == right.done


def test_a_reopened_task_was_done_then_and_is_not_now():
    work = a_ready_work()
    closed(work)
    period = frozen(work.cycle)
    task = the_task(work)

    acts.reopen_task(
        task_id=work.task, version=task.version, cause="untrue", what="河道又有垃圾。", actor=SUN, at=APRIL + DAY
    )
    found = page(work, period)

    (one,) = found.corrections
    assert (one.kind, one.by, one.why) == ("reopened", "孙立", "河道又有垃圾。")
    assert changed(found)["done"] == ("1", "0")
    assert changed(found)["gated"] == ("1/2（50.0%）", "0/2（0.0%）")


def test_a_deadline_moved_after_the_freeze_takes_no_lateness_away():
    work = a_work(deadline=date(2026, 3, 20))
    period = frozen(work.cycle)

    extended(work)
    found = page(work, period)

    (one,) = found.corrections
    assert (one.kind, one.before, one.after, one.by) == ("deadline", "2026-03-20", "2026-05-19", "何远")
    assert changed(found) == {"overdue": ("1", "0")}
    assert (found.rows[0].light.name, found.rows[0].deadline_now) == ("late", "2026-05-19")


def test_a_figure_corrected_later_is_listed_with_both_values():
    work = a_work()
    figure = a_figure(work.task, "38")
    period = frozen(work.cycle)

    plan = replace(PLAN, digits="36")
    figures.correct_figure(figure_id=figure, plan=plan, why="重新核对过。", actor=WANG, at=APRIL + DAY)

    (one,) = page(work, period).corrections
    assert (one.kind, one.why) == ("figure", "重新核对过。")
    assert ("38" in one.before, "36" in one.after) == (True, True)


def test_whatever_happens_later_a_frozen_period_stays_equal():
    work = a_ready_work()
    hand_in(work)
    period = frozen(work.cycle)
    before, shown = kept(period), page(work, period)
    chance = Random(5)
    deeds = [
        lambda at, n: report(work, day=date(2026, 3, 1 + n), at=at, token=f"rand-{n:04d}", tons=60 + n),
        lambda at, n: planning.plan_task(
            task_id=work.task,
            version=the_task(work).version,
            plan=replace(task_plan(the_task(work)), target=f"目标{n}", deadline=date(2026, 6, 1 + n)),
            actor=WANG,
            at=at,
        ),
        lambda at, n: a_figure(work.task, str(n + 1)),
        lambda at, n: planning.add_task(
            cycle_id=work.cycle,
            problem_id=the_task(work).problem_id,
            plan=task_plan(the_task(work)),
            actor=WANG,
            at=at,
        ),
    ]

    for number in range(12):
        chance.choice(deeds)(APRIL + number * DAY, number)
    now = page(work, period)

    assert kept(period) == before
    assert [one.frozen for one in now.figures] == [one.frozen for one in shown.figures]
    assert [(row.title, row.deadline, row.state_name, row.light) for row in now.rows] == [
        (row.title, row.deadline, row.state_name, row.light) for row in shown.rows
    ]
    assert verify_periods() == 1


@pytest.mark.parametrize(
    "deed",
    [
        lambda period: ReportPeriod.objects.filter(pk=period.pk).update(totals="{}"),
        lambda period: ReportPeriod.objects.filter(pk=period.pk)._raw_delete("default"),
        lambda period: period.rows.filter(place=1).update(state="done"),
        lambda period: period.rows.filter(place=2)._raw_delete("default"),
        lambda period: slip_in(period),
    ],
)
def test_the_database_refuses_every_change(deed):
    period = ReportPeriod.objects.get(pk=frozen(a_work().cycle))

    with pytest.raises(DatabaseError), transaction.atomic():
        deed(period)


def slip_in(period: ReportPeriod) -> None:
    row = period.rows.order_by("place")[0]
    row.pk, row.place, row.task_id = None, 99, 999
    row.save(force_insert=True)


@pytest.mark.parametrize(
    "deed",
    [
        lambda period: ReportPeriod.objects.filter(pk=period.pk).update(units='{"units":[]}'),
        lambda period: period.rows.filter(place=1).update(light="urgent"),
        lambda period: period.rows.filter(place=2)._raw_delete("default"),
        slip_in,
        lambda period: ReportPeriod.objects.filter(pk=period.pk).update(month="2026-05"),
    ],
)
def test_whoever_goes_past_the_guards_is_found(deed):
    work = a_work()
    period = ReportPeriod.objects.get(pk=frozen(work.cycle))
    assert verify_periods() == 1
    guards.drop()

    deed(period)

    with pytest.raises(Broken):
        verify_periods()


def test_a_period_without_an_entry_or_an_entry_without_a_period_is_found():
    work = a_work()
    period = ReportPeriod.objects.get(pk=frozen(work.cycle))
    guards.drop()
    period.rows.all()._raw_delete("default")
    ReportPeriod.objects.filter(pk=period.pk)._raw_delete("default")

    with pytest.raises(Broken, match="不见了"):
        verify_periods()


def test_the_list_shows_running_waiting_and_frozen_months():
    work = a_work()
    frozen(work.cycle)

    found = list_periods(cycle_id=work.cycle, actor=WANG, today=date(2026, 5, 4))

    assert [(line.month, line.running, bool(line.frozen)) for line in found.months] == [
        ("2026-05", True, False),
        ("2026-04", False, False),
        ("2026-03", False, True),
    ]
    assert found.waiting == ("2026-04",)


def test_rows_are_filtered_and_paged_by_key():
    work = a_work()
    hand_in(work)
    period = frozen(work.cycle)

    first = period_page(cycle_id=work.cycle, period_id=period, actor=SUN, size=1)
    second = period_page(cycle_id=work.cycle, period_id=period, actor=SUN, size=1, after=first.after)
    moved, unnamed = page(work, period, mark="moved"), page(work, period, unit="")

    assert [first.rows[0].task_id, second.after] == [work.task, ""]
    assert [row.task_id for row in moved.rows] == [work.task]
    assert [row.unit for row in unnamed.rows] == [""]
    with pytest.raises(BadKey):
        page(work, period, after="x")


def test_units_do_not_see_the_whole_and_other_rounds_have_no_such_period():
    work = a_work()
    period = frozen(work.cycle)

    with pytest.raises(NotAllowed):
        period_page(cycle_id=work.cycle, period_id=period, actor=ma_of(work))
    with pytest.raises(NoSuchThing):
        page(work, period + 1)
