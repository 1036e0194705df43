"""Reports of progress: handed in once, never overwritten, judged by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from drafts import TODAY
from people import GU, LI, NOON, SUN, WANG
from working import DONE, FEEDBACK, ONGOING, Work, a_work, hand_in
from zhenggai.domain.progress import CannotReport, Computed, NotExplained
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Measure, Progress, ProgressDraft, Task
from zhenggai.ledger.operations.progress.drafting import save_draft
from zhenggai.ledger.operations.progress.judging import accept_progress, return_progress
from zhenggai.ledger.operations.progress.reporting import ReportChanged, correct_progress
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.progress import check_report, progress_tab, report_sheet
from zhenggai.ledger.queries.to_report import list_to_report
from zhenggai.ledger.shapes.progress import MeasureWork

TYPED = {"done": "巡查河道", "next_step": "补查", "day": "2026-03-02", "unknown": "x"}


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def first(work: Work, actor: Actor = WANG) -> MeasureWork:
    return progress_tab(task_id=work.task, actor=actor, today=TODAY).measures[0]


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


def test_the_first_report_starts_the_task_in_the_same_entry(work: Work) -> None:
    before = Entry.objects.count()

    hand_in(work)

    measure, entry = first(work), list_timeline(cycle=work.cycle).rows[0]
    assert Entry.objects.count() == before + 1
    assert Task.objects.get(pk=work.task).state == "ongoing"
    assert (measure.count, measure.last_on, measure.work_state) == (1, ONGOING.day, "ongoing")
    assert (entry.verb, entry.actor) == ("progress.report", "赵晓峰")
    assert ("状态", "未启动", "正在整改") in [(one.label, one.before, one.after) for one in entry.changes]


def test_a_later_report_stands_before_the_earlier_one_and_both_stay(work: Work) -> None:
    hand_in(work)
    hand_in(work, DONE, token="form-0002")

    measure = first(work)
    assert [row.report.done for row in measure.reports] == [DONE.done, ONGOING.done]
    assert (measure.work_name, measure.light.word) == ("已报办完", "已报办完")
    assert Task.objects.get(pk=work.task).state == "ongoing"


def test_the_same_form_sent_twice_is_one_report_and_one_entry(work: Work) -> None:
    assert hand_in(work) == hand_in(work, replace(ONGOING, done="别的内容"))

    assert (Progress.objects.count(), entries("progress.report")) == (1, 1)
    assert first(work).count == 1


def test_a_form_belongs_to_its_author_and_measure(work: Work) -> None:
    hand_in(work)

    with pytest.raises(CannotReport, match="表单已失效"):
        hand_in(work, actor=WANG)
    with pytest.raises(CannotReport, match="表单已失效"):
        hand_in(work, token="")


def test_what_was_done_long_before_starts_nothing(work: Work) -> None:
    hand_in(work, replace(ONGOING, day=FEEDBACK - timedelta(days=90), phase="earlier"))

    assert Task.objects.get(pk=work.task).state == "not_started"
    assert first(work).work_state == "not_started"


def test_what_was_done_during_the_inspection_counts(work: Work) -> None:
    hand_in(work, replace(ONGOING, day=FEEDBACK - timedelta(days=9), phase="during"))

    assert Task.objects.get(pk=work.task).state == "ongoing"
    assert first(work).reports[0].phase_name == "边巡边改"


def test_a_copied_report_is_refused_until_it_is_explained_and_then_marked(work: Work) -> None:
    hand_in(work)

    with pytest.raises(NotExplained):
        hand_in(work, token="form-0002")
    hand_in(work, replace(ONGOING, explanation="汛期停工。"), token="form-0003")
    hand_in(work, replace(ONGOING, explanation="仍在停工。"), token="form-0004")

    assert [row.same_run for row in first(work).reports] == [2, 1, 0]


def test_a_moved_figure_is_no_copy(work: Work) -> None:
    hand_in(work)

    hand_in(work, replace(ONGOING, done=ONGOING.done.replace("38吨", "52吨")), token="form-0002")

    assert first(work).reports[0].same_run == 0


def test_what_is_still_to_come_is_not_reported_as_done(work: Work) -> None:
    with pytest.raises(CannotReport, match="正在") as told:
        hand_in(work, replace(DONE, result="正在印制巡查记录。"))

    assert told.value.field == "result"
    assert not Progress.objects.exists()


def test_a_percentage_comes_from_rows_alone(work: Work) -> None:
    from zhenggai.ledger.operations.progress.reporting import report_progress

    computed = Computed(Decimal("89.66"), "明细清单：企业名册")
    report_progress(
        measure_id=work.measure, report=ONGOING, token="form-0001", computed=computed, actor=work.zhao, at=NOON
    )

    row = first(work).reports[0]
    assert (row.percent, row.percent_source) == ("89.66", "明细清单：企业名册")


def test_a_correction_is_a_new_report_and_the_wrong_one_stays(work: Work) -> None:
    wrong = hand_in(work)

    right = correct_progress(
        report_id=wrong,
        report=replace(ONGOING, done="巡查河道11次。"),
        token="form-0002",
        actor=work.zhao,
        at=NOON,
    )

    newest, struck = first(work).reports
    assert (newest.id, newest.corrects, struck.corrected_by) == (right, wrong, right)
    assert (struck.may_correct, newest.may_judge, struck.may_judge) == (False, True, False)
    changes = list_timeline(cycle=work.cycle).rows[0].changes
    assert ("做了什么", ONGOING.done, "巡查河道11次。") in [(one.label, one.before, one.after) for one in changes]
    with pytest.raises(ReportChanged):
        correct_progress(report_id=wrong, report=ONGOING, token="form-0003", actor=work.zhao, at=NOON)


def test_a_returned_report_stays_and_takes_back_what_it_claimed(work: Work) -> None:
    hand_in(work)
    claimed = hand_in(work, DONE, token="form-0002")

    return_progress(report_id=claimed, reason="缺巡查记录。", actor=SUN, at=NOON)

    measure = first(work)
    assert (measure.work_state, measure.reports[0].state_name, measure.reports[0].reason) == (
        "ongoing",
        "已退回",
        "缺巡查记录。",
    )
    assert list_timeline(cycle=work.cycle).rows[0].why == "缺巡查记录。"
    sheet = report_sheet(measure_id=work.measure, actor=work.zhao, today=TODAY)
    assert sheet.answers_return is not None
    with pytest.raises(NotExplained):
        hand_in(work, DONE, token="form-0003")


def test_a_report_is_judged_once(work: Work) -> None:
    report = hand_in(work)

    accept_progress(report_id=report, actor=WANG, at=NOON)

    assert first(work).reports[0].state_name == "已审"
    with pytest.raises(ReportChanged):
        accept_progress(report_id=report, actor=SUN, at=NOON)
    return_progress(report_id=report, reason="抽查不符。", actor=SUN, at=NOON)
    with pytest.raises(ReportChanged):
        return_progress(report_id=report, reason="再退", actor=SUN, at=NOON)


def test_a_return_has_a_reason(work: Work) -> None:
    with pytest.raises(CannotReport, match="退回的原因"):
        return_progress(report_id=hand_in(work), reason="", actor=SUN, at=NOON)


def test_nobody_judges_their_own_unit(work: Work) -> None:
    report = hand_in(work)
    insiders = [
        replace(SUN, unit_id=work.unit),
        replace(WANG, unit_id=work.unit),
        work.zhao,
        Actor(id=21, name="周岚", role=Role.UNIT_HEAD, unit_id=work.unit),
    ]

    for actor in insiders:
        with pytest.raises(NotAllowed):
            accept_progress(report_id=report, actor=actor, at=NOON)
        with pytest.raises(NotAllowed):
            return_progress(report_id=report, reason="不实", actor=actor, at=NOON)


def test_another_unit_reports_reads_and_keeps_nothing(work: Work) -> None:
    report = hand_in(work)

    for call in (
        lambda: hand_in(work, token="form-0009", actor=work.qian),
        lambda: correct_progress(report_id=report, report=ONGOING, token="form-9", actor=work.qian, at=NOON),
        lambda: save_draft(measure_id=work.measure, texts=TYPED, token="t", actor=work.qian, at=NOON),
        lambda: report_sheet(measure_id=work.measure, actor=work.qian, today=TODAY),
        lambda: check_report(measure_id=work.measure, report=ONGOING, actor=work.qian, today=TODAY),
        lambda: progress_tab(task_id=work.task, actor=work.qian, today=TODAY),
    ):
        with pytest.raises(NotAllowed):
            call()

    assert list_to_report(cycle_id=work.cycle, actor=work.qian, today=TODAY).rows == ()


@pytest.mark.parametrize("actor", [LI, SUN, GU])
def test_who_does_not_do_the_work_reports_nothing(work: Work, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        hand_in(work, actor=actor)


def test_the_office_reports_for_a_unit_and_that_is_noted(work: Work) -> None:
    hand_in(work, actor=WANG)

    assert first(work).reports[0].on_behalf == "县水利局"
    assert "代谁填报" in [one.label for one in list_timeline(cycle=work.cycle).rows[0].changes]


def test_a_unit_reports_for_itself(work: Work) -> None:
    hand_in(work)

    row = first(work).reports[0]
    assert (row.unit, row.on_behalf) == ("县水利局", "")


def test_a_draft_is_kept_for_its_author_alone_and_ends_with_the_report(work: Work) -> None:
    before = Entry.objects.count()

    assert save_draft(measure_id=work.measure, texts=TYPED, token="form-0001", actor=work.zhao, at=NOON)

    mine = report_sheet(measure_id=work.measure, actor=work.zhao, today=TODAY)
    other = report_sheet(measure_id=work.measure, actor=WANG, today=TODAY)
    assert (mine.draft_texts["done"], mine.token, other.draft_texts) == ("巡查河道", "form-0001", {})
    assert "unknown" not in mine.draft_texts
    assert Entry.objects.count() == before
    hand_in(work, token=mine.token)
    assert report_sheet(measure_id=work.measure, actor=work.zhao, today=TODAY).draft_texts == {}


def test_a_draft_that_comes_after_its_report_is_not_kept(work: Work) -> None:
    hand_in(work, token="form-0001")

    assert not save_draft(measure_id=work.measure, texts=TYPED, token="form-0001", actor=work.zhao, at=NOON)
    assert not ProgressDraft.objects.exists()


def test_an_empty_form_takes_the_draft_away(work: Work) -> None:
    save_draft(measure_id=work.measure, texts=TYPED, token="form-0001", actor=work.zhao, at=NOON)

    assert not save_draft(
        measure_id=work.measure, texts={"day": "2026-03-02"}, token="form-0001", actor=work.zhao, at=NOON
    )
    assert not ProgressDraft.objects.exists()


def test_a_draft_is_saved_over_and_over(work: Work) -> None:
    for words in ("巡", "巡查", "巡查河道\x00"):
        save_draft(measure_id=work.measure, texts={"done": words}, token="form-0001", actor=work.zhao, at=NOON)

    assert report_sheet(measure_id=work.measure, actor=work.zhao, today=TODAY).draft_texts == {"done": "巡查河道"}
    with pytest.raises(CannotReport):
        save_draft(measure_id=work.measure, texts={"done": "长" * 2001}, token="t", actor=work.zhao, at=NOON)


def test_a_check_names_figures_likeness_and_what_is_to_come(work: Work) -> None:
    hand_in(work)

    found = check_report(
        measure_id=work.measure,
        report=replace(ONGOING, effect="预计5月达标。2024年5月立项。"),
        actor=work.zhao,
        today=TODAY,
    )

    assert found.figures == ("12次", "38吨")
    assert (found.same, found.likeness > 60, "预计" in found.ahead, found.early) == (False, True, True, ("2024年5月",))
    same = check_report(measure_id=work.measure, report=ONGOING, actor=work.zhao, today=TODAY)
    assert (same.same, same.likeness, same.moved) == (True, 100, False)


def test_the_list_names_the_measures_of_the_unit_by_their_last_day(work: Work) -> None:
    hand_in(work)
    save_draft(measure_id=work.measures[1], texts=TYPED, token="t", actor=work.zhao, at=NOON)

    page = list_to_report(cycle_id=work.cycle, actor=work.zhao, today=TODAY)

    assert [(row.position, row.last_on, row.drafted) for row in page.rows] == [(1, ONGOING.day, False), (2, None, True)]
    assert {choice.value: choice.count for choice in page.choices} == {
        "open": 2,
        "not_started": 1,
        "ongoing": 1,
        "done_claimed": 0,
        "returned": 0,
        "handed": 1,
        "all": 2,
    }


def test_the_list_goes_on_page_by_page_with_the_same_number_of_queries(work: Work, django_assert_num_queries) -> None:
    seen: list[int] = []
    after = None
    while True:
        page = list_to_report(cycle_id=work.cycle, actor=WANG, today=TODAY, after=after, size=1)
        seen += [row.measure_id for row in page.rows]
        after = page.after
        if after is None:
            break

    assert len(seen) == len(set(seen)) == Measure.objects.count() == 4
    with django_assert_num_queries(3):
        list_to_report(cycle_id=work.cycle, actor=WANG, today=TODAY)


@pytest.mark.parametrize("key", ["x", "WzFd", "WyIyMDI2LTAyLTMxIiwxLDFd"])
def test_a_broken_key_is_said_to_be_broken(work: Work, key: str) -> None:
    with pytest.raises(BadKey):
        list_to_report(cycle_id=work.cycle, actor=WANG, today=TODAY, after=key)


@pytest.mark.parametrize("field", ["done", "result", "day"])
def test_the_database_itself_refuses_to_change_a_report(work: Work, field: str) -> None:
    report = hand_in(work)

    with pytest.raises(DatabaseError), transaction.atomic():
        Progress.objects.filter(pk=report).update(**{field: date(2026, 1, 1) if field == "day" else "改"})
    with pytest.raises(DatabaseError), transaction.atomic():
        Progress.objects.filter(pk=report).delete()


def test_a_measure_with_reports_cannot_be_dropped(work: Work) -> None:
    from zhenggai.domain.planning import CannotPlan
    from zhenggai.ledger.operations.planning import drop_measure

    hand_in(work)

    with pytest.raises(CannotPlan, match="已有办理记录"):
        drop_measure(measure_id=work.measure, version=1, actor=WANG, at=NOON)


def test_what_does_not_exist_is_said_to_be_unknown(work: Work) -> None:
    with pytest.raises(NoSuchThing):
        accept_progress(report_id=999, actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        report_sheet(measure_id=999, actor=WANG, today=TODAY)
    with pytest.raises(NoSuchThing):
        report_sheet(measure_id=work.measure, actor=WANG, today=TODAY, correct=999)
