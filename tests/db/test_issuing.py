"""Reviewing and issuing a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from drafts import TODAY, a_cycle
from issuing import (
    ALL_YES,
    NUMBER,
    ONE_NO,
    PARTIES,
    PLAN,
    a_whole_cycle,
    an_issued_cycle,
    answer_for,
    issue,
    party_member,
    passed_review,
    tasks_of,
)
from people import GU, LI, NOON, SUN, WANG, ZHAO
from standing import a_unit
from zhenggai.domain.holes import PlanHasHoles
from zhenggai.domain.issuing import CannotIssue
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.reviewing import CannotReview, Remark
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.frozen import freeze, thaw, thaw_task
from zhenggai.ledger.models import Acceptance, PlanIssue, PlanReview, ReviewAnswer, Task
from zhenggai.ledger.operations import issuing, planning
from zhenggai.ledger.queries import rules_page
from zhenggai.ledger.queries.issuing import compare_page, plan_page, review_page, version_page

pytestmark = pytest.mark.django_db


def stage_of(cycle: int) -> str:
    return plan_page(cycle_id=cycle, actor=WANG, now=NOON, today=TODAY).stage


def set_rules(cycle: int, **changes: object) -> None:
    page = rules_page(cycle_id=cycle)
    planning.set_rules(cycle_id=cycle, version=page.version, rules=replace(page.rules, **changes), actor=WANG, at=NOON)


def opened(cycle: int) -> int:
    return issuing.open_review(cycle_id=cycle, actor=WANG, at=NOON)


def test_a_plan_goes_from_draft_through_return_and_review_to_issued():
    cycle = a_whole_cycle()
    stages = [stage_of(cycle)]
    first = opened(cycle)
    stages.append(stage_of(cycle))
    answer_for(first, "组织部", ONE_NO)
    issuing.close_review(review_id=first, passed=False, reason="", actor=WANG, at=NOON)
    stages.append(stage_of(cycle))
    passed_review(cycle)
    stages.append(stage_of(cycle))
    issue(cycle)
    stages.append(stage_of(cycle))

    assert stages == ["draft", "review", "returned", "passed", "issued"]
    assert [review.number for review in PlanReview.objects.order_by("pk")] == [1, 2]


def test_every_step_is_one_entry():
    an_issued_cycle()

    verbs = list(Entry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs[-7:] == ["review.open", *["review.answer"] * 4, "review.pass", "plan.issue"]


def test_a_plan_with_a_hole_is_neither_reviewed_nor_issued():
    cycle = a_cycle()

    with pytest.raises(PlanHasHoles, match="缺牵头领导"):
        opened(cycle)
    set_rules(cycle, review_required=False)
    with pytest.raises(PlanHasHoles, match="缺牵头领导"):
        issue(cycle)

    assert not PlanReview.objects.exists()
    assert not PlanIssue.objects.exists()


def test_a_plan_is_issued_only_after_its_review():
    cycle = a_whole_cycle()

    with pytest.raises(CannotIssue, match="没有通过会审"):
        issue(cycle)
    opened(cycle)
    with pytest.raises(CannotIssue, match="没有通过会审"):
        issue(cycle)


def test_what_changed_after_the_review_is_reviewed_again():
    cycle = a_whole_cycle()
    passed_review(cycle)
    first = tasks_of(cycle)[0]
    planning.plan_task(task_id=first, version=2, plan=replace(PLAN, person="吴某"), actor=WANG, at=NOON)

    with pytest.raises(CannotIssue, match="会审以后方案又有修改"):
        issue(cycle)

    page = plan_page(cycle_id=cycle, actor=WANG, now=NOON, today=TODAY)
    assert (page.stage, page.differing) == ("stale", 1)


def test_where_the_rules_ask_for_no_review_a_plan_is_issued_at_once():
    cycle = a_whole_cycle()
    set_rules(cycle, review_required=False)

    issue(cycle)

    assert stage_of(cycle) == "issued"


def test_what_was_seen_is_what_is_issued():
    cycle = a_whole_cycle()
    set_rules(cycle, review_required=False)

    with pytest.raises(CannotIssue, match="在您查看以后又有修改"):
        issuing.issue_plan(cycle_id=cycle, document_number=NUMBER, day=TODAY, digest="0" * 64, actor=WANG, at=NOON)


@pytest.mark.parametrize(
    ("number", "day", "words"),
    [
        ("云发[2026]5号", TODAY, "云发〔2026〕5号"),
        (NUMBER, TODAY + timedelta(days=1), "还没有到"),
        (NUMBER, date(2026, 1, 9), "不能早于 2026-01-10"),
    ],
)
def test_number_and_day_of_the_document_are_judged(number, day, words):
    cycle = a_whole_cycle()
    passed_review(cycle)

    with pytest.raises(CannotIssue, match=words):
        issue(cycle, number=number, day=day)


def test_one_task_of_a_frozen_plan_is_what_the_whole_plan_holds_whatever_its_words_look_like():
    cycle, last = a_cycle(), Task.objects.latest("pk")
    Task.objects.filter(cycle=cycle).update(target=f'{{"id":{last.pk},"measures":[]}}')

    text = freeze(cycle).text

    tasks = thaw(text, cycle_id=cycle).tasks
    assert len(tasks) == 2
    assert [thaw_task(text, task.id, cycle_id=cycle) for task in tasks] == [*tasks]
    assert thaw_task(text, last.pk + 1, cycle_id=cycle) is None


def test_issuing_freezes_the_plan_and_asks_leaders_and_units():
    cycle = an_issued_cycle(tasks=2)

    kept = PlanIssue.objects.get()
    assert thaw(kept.frozen, cycle_id=cycle) == freeze(cycle).plan
    assert (kept.number, kept.document_number, kept.day) == (1, NUMBER, TODAY)
    assert [(row.side, row.name, row.due - NOON) for row in Acceptance.objects.order_by("pk")] == [
        ("leader", "副县长吴某", timedelta(hours=72)),
        ("unit", "县水利局", timedelta(hours=72)),
    ] * 2


def test_an_issued_version_and_an_opinion_never_change():
    an_issued_cycle()

    for rows, change in (
        (PlanIssue.objects.all(), {"document_number": "云发〔2026〕6号"}),
        (PlanIssue.objects.all(), {"frozen": "{}"}),
        (PlanReview.objects.all(), {"frozen": "{}"}),
        (ReviewAnswer.objects.all(), {"agrees": False}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    for rows in (PlanIssue.objects.all(), ReviewAnswer.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_a_plan_is_issued_once_and_anew_only_from_the_version_in_force():
    cycle = an_issued_cycle()

    with pytest.raises(CannotIssue, match="已由 王敏 印发"):
        issue(cycle, number="云发〔2026〕6号")
    with pytest.raises(CannotIssue, match="不必再印发"):
        issuing.reissue_plan(
            cycle_id=cycle,
            version=1,
            document_number="云发〔2026〕6号",
            day=TODAY,
            digest=freeze(cycle).digest,
            actor=WANG,
            at=NOON,
        )


def test_only_one_round_is_open_at_a_time():
    cycle = a_whole_cycle()
    opened(cycle)

    with pytest.raises(CannotReview, match="还没有结束"):
        opened(cycle)


def test_an_issued_plan_is_not_reviewed_again():
    cycle = an_issued_cycle()

    with pytest.raises(CannotReview, match="已经印发"):
        opened(cycle)


def test_a_party_answers_through_a_person_of_its_unit():
    cycle = a_whole_cycle()
    review = opened(cycle)
    member = party_member("县委巡察办")
    remark = Remark(1, "target", "写明数量")

    issuing.answer_review(
        review_id=review,
        party="巡察办",
        opinion=replace(ONE_NO, remarks=(remark,)),
        actor=member,
        at=NOON,
    )

    page = review_page(review_id=review, actor=member, today=TODAY)
    (opinion,) = page.opinions
    assert (opinion.party, opinion.agrees, opinion.by) == ("巡察办", False, "县委巡察办的人")
    assert [(one.question, one.yes) for one in opinion.answers][1] == ("措施有无针对性", False)
    assert (opinion.remarks[0].number, opinion.remarks[0].label) == (1, "整改目标")
    assert (page.round.outcome, page.open_to) == ("returned", ())


def test_a_working_group_member_answers_for_their_unit_and_for_no_other():
    review = opened(a_whole_cycle())
    member = party_member("县委组织部", role=Role.WORKING_MEMBER)

    page = review_page(review_id=review, actor=member, today=TODAY)
    with pytest.raises(NotAllowed, match="不是会审单位"):
        issuing.answer_review(review_id=review, party="宣传部", opinion=ALL_YES, actor=member, at=NOON)

    assert page.open_to == ("组织部",)


def test_a_name_that_fits_a_body_above_as_well_is_still_answered_for():
    a_unit("市委巡察办")
    member = party_member("县委巡察办")
    review = opened(a_whole_cycle())

    assert review_page(review_id=review, actor=member, today=TODAY).open_to == ("巡察办",)


def test_the_office_writes_for_a_party_only_from_paper():
    review = opened(a_whole_cycle())

    with pytest.raises(CannotReview, match="扫描件"):
        issuing.answer_review(review_id=review, party="宣传部", opinion=ALL_YES, actor=WANG, at=NOON)
    with pytest.raises(CannotReview, match="PDF、JPG 或 PNG"):
        issuing.answer_review(
            review_id=review, party="宣传部", opinion=ALL_YES, actor=WANG, at=NOON, scan=b"<html>", scan_name="x.html"
        )
    answer_for(review, "宣传部")

    said = {
        change.label: change.after
        for change in list_timeline(limit=1, cycle=PlanReview.objects.get().cycle_id).rows[0].changes
    }
    assert said["整改办代为录入"] == "是"
    assert ReviewAnswer.objects.get().scan_name == "意见.pdf"


def test_a_party_speaks_once_and_a_round_that_is_over_hears_nobody():
    review = opened(a_whole_cycle())
    answer_for(review, "宣传部")

    with pytest.raises(CannotReview, match="已提交"):
        answer_for(review, "宣传部", ONE_NO)
    issuing.close_review(review_id=review, passed=False, reason="方案要改", actor=WANG, at=NOON)
    with pytest.raises(CannotReview, match="已经结束"):
        answer_for(review, "组织部")
    with pytest.raises(CannotReview, match="已经结束"):
        issuing.close_review(review_id=review, passed=False, reason="再退", actor=WANG, at=NOON)


def test_a_round_passes_only_when_all_agree_and_is_returned_with_a_reason():
    review = opened(a_whole_cycle())
    answer_for(review, "宣传部")

    with pytest.raises(CannotReview, match="没有同意"):
        issuing.close_review(review_id=review, passed=True, reason="", actor=WANG, at=NOON)
    with pytest.raises(CannotReview, match="写明理由"):
        issuing.close_review(review_id=review, passed=False, reason=" ", actor=WANG, at=NOON)


@pytest.mark.parametrize("actor", [LI, ZHAO, GU])
def test_who_does_not_review_does_not_answer(actor):
    review = opened(a_whole_cycle())

    with pytest.raises(NotAllowed):
        issuing.answer_review(review_id=review, party=PARTIES[0], opinion=ALL_YES, actor=actor, at=NOON)


@pytest.mark.parametrize("actor", [LI, ZHAO, SUN, GU])
def test_only_the_office_opens_closes_and_issues(actor):
    cycle = a_whole_cycle()
    review = opened(cycle)

    with pytest.raises(NotAllowed):
        issuing.open_review(cycle_id=cycle, actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        issuing.close_review(review_id=review, passed=False, reason="x", actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        issuing.issue_plan(cycle_id=cycle, document_number=NUMBER, day=TODAY, digest="", actor=actor, at=NOON)


def test_what_does_not_exist_is_said_to_be_unknown():
    with pytest.raises(NoSuchThing):
        opened(999)
    with pytest.raises(NoSuchThing):
        answer_for(999, "宣传部")
    with pytest.raises(NoSuchThing):
        version_page(cycle_id=a_cycle(), key="i7")


def test_two_versions_are_compared_field_by_field():
    cycle = a_whole_cycle()
    opened(cycle)
    first = tasks_of(cycle)[0]
    planning.plan_task(task_id=first, version=2, plan=replace(PLAN, deadline=date(2026, 9, 30)), actor=WANG, at=NOON)

    page = compare_page(cycle_id=cycle, old="r1", new="now")

    (difference,) = page.differences
    assert (difference.task_id, page.total) == (first, 1)
    assert [(one.label, one.before, one.after) for one in difference.fields] == [("期限", "2026-06-30", "2026-09-30")]
    assert [link.key for link in page.versions] == ["now", "r1"]


def test_a_version_is_read_in_few_queries():
    cycle = an_issued_cycle()
    with connection.execute_wrapper(counter := _Counter()):
        page = version_page(cycle_id=cycle, key="i1")

    assert (page.total, page.problems, page.measures, page.after) == (3, 3, 6, None)
    assert page.tasks[0].problems[0][0] == "(一)1"
    assert counter.count < 15


def test_the_plan_page_needs_as_many_queries_for_many_tasks_as_for_few():
    def queries_for(tasks: int) -> int:
        cycle = an_issued_cycle(tasks)
        with connection.execute_wrapper(counter := _Counter()):
            plan_page(cycle_id=cycle, actor=WANG, now=NOON, today=TODAY)
        return counter.count

    assert queries_for(2) == queries_for(9)


class _Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)
