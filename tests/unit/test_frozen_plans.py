"""The number and the day of a document, and how plans are compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from zhenggai.domain.accepting import countdown, due_of
from zhenggai.domain.changing import (
    AddWish,
    DropWish,
    MeasureWish,
    MergeWish,
    MoveWish,
    PlaceWish,
    PlanWish,
    SplitWish,
    groups_of,
    plain_wish,
    wish_of,
    with_facts,
    with_measure_facts,
)
from zhenggai.domain.comparing import compare
from zhenggai.domain.deciding import USUAL_DECIDERS, NotHighEnough, demand_level, level_of
from zhenggai.domain.issuing import (
    CannotIssue,
    FrozenMeasure,
    FrozenPlan,
    FrozenProblem,
    FrozenTask,
    demand_document,
    plain_plan,
    plan_of,
)
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.reviewing import (
    REMARK_FIELDS,
    Answer,
    CannotReview,
    Opinion,
    Remark,
    demand_opinion,
    demand_party,
    outcome_of,
)
from zhenggai.domain.roles import Role
from zhenggai.domain.rules import REVIEW_QUESTIONS, changes_between, preset, with_changes

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MEASURE = MeasurePlan("成立专班。", unit="县水利局", deadline=date(2026, 4, 1))
PLAN = TaskPlan(target="巡查一遍", kind="timed", leader="吴某", unit="县水利局", deadline=date(2026, 6, 30))
TASK = FrozenTask(7, 1, "(一)1 任务 1", (3,), PLAN, (FrozenMeasure(9, 1, MEASURE),))
FROZEN = FrozenPlan((FrozenProblem(3, "(一)1", "河道巡查不到位"), FrozenProblem(4, "(一)2", "账目不清")), (TASK,))
YES, NO = Answer(True), Answer(False, "措施与问题无关")


def issued_on(number: str, day: date | None = TODAY, *, earliest: date | None = None) -> date:
    return demand_document(number, day, earliest=earliest, today=TODAY)


@pytest.mark.parametrize("number", ["云发〔2026〕5号", "云岭县委办发〔2025〕12号", "东昌农字〔2026〕22号"])
def test_a_document_number_is_written_in_the_one_way(number: str) -> None:
    assert issued_on(number) == TODAY


@pytest.mark.parametrize(
    "number",
    [
        "",
        "〔2026〕5号",
        "云发[2026]5号",
        "云发（2026）5号",
        "云发【2026】5号",
        "云发〔2026〕第5号",
        "云发〔2026〕05号",
        "云发〔26〕5号",
        "云发〔2026〕5",
        "云发〔2026〕号",
        "云 发〔2026〕5号",
        "云发〔2026〕５号",
        "云发〔２０２６〕5号",
        "字" * 60 + "〔2026〕5号",
    ],
)
def test_another_way_of_writing_a_number_is_told_how_it_should_be(number: str) -> None:
    with pytest.raises(CannotIssue, match="云发〔2026〕5号"):
        issued_on(number)


def test_a_plan_is_issued_neither_in_the_future_nor_before_the_feedback() -> None:
    with pytest.raises(CannotIssue, match="还没有到"):
        issued_on("云发〔2026〕5号", TODAY + timedelta(days=1))
    with pytest.raises(CannotIssue, match="不能早于 2026-02-01"):
        issued_on("云发〔2026〕5号", date(2026, 1, 31), earliest=date(2026, 2, 1))
    with pytest.raises(CannotIssue, match="填写印发日期"):
        issued_on("云发〔2026〕5号", None)
    with pytest.raises(CannotIssue, match="年份 2023"):
        issued_on("云发〔2023〕5号")


def test_a_frozen_plan_comes_back_from_its_plain_values() -> None:
    plain = plain_plan(FROZEN)
    plain["tasks"][0]["plan"]["deadline"] = "2026-06-30"
    plain["tasks"][0]["measures"][0]["plan"]["deadline"] = "2026-04-01"

    assert plan_of(plain) == FROZEN


def test_two_equal_plans_do_not_differ() -> None:
    assert compare(FROZEN, FROZEN) == ()


def test_each_field_that_differs_is_named_before_and_after() -> None:
    plan = replace(PLAN, deadline=date(2026, 9, 30), co_units=("县财政局",))
    measure = FrozenMeasure(9, 1, replace(MEASURE, times=2, per="month"))
    task = replace(TASK, plan=plan, measures=(measure,), problems=(3, 4))

    (found,) = compare(FROZEN, replace(FROZEN, tasks=(task,)))

    assert (found.how, found.name) == ("changed", "(一)1 任务 1")
    assert [(one.label, one.place, one.before, one.after) for one in found.fields] == [
        ("对应问题", None, "(一)1", "(一)1、(一)2"),
        ("配合单位", None, "", "县财政局"),
        ("期限", None, "2026-06-30", "2026-09-30"),
        ("频次", 1, "", "每月 2 次"),
    ]


def test_what_came_and_what_went_is_told() -> None:
    new = FrozenTask(8, 2, "(一)2 任务 2", (4,), PLAN, ())
    swapped = replace(TASK, measures=(FrozenMeasure(10, 1, replace(MEASURE, text="完成排查。")),))

    came, went = compare(FROZEN, replace(FROZEN, tasks=(new,)))
    (changed,) = compare(FROZEN, replace(FROZEN, tasks=(swapped,)))

    assert (came.how, came.task_id, went.how, went.task_id) == ("added", 8, "removed", 7)
    assert {(one.before, one.after) for one in changed.fields if one.field == "text"} == {
        ("", "完成排查。"),
        ("成立专班。", ""),
    }


def test_characters_composed_in_another_way_are_the_same_words() -> None:
    old = replace(TASK, plan=replace(PLAN, person="Zoë"))
    new = replace(TASK, plan=replace(PLAN, person="Zoe\u0308"))

    assert compare(replace(FROZEN, tasks=(old,)), replace(FROZEN, tasks=(new,))) == ()


@pytest.mark.parametrize(
    "wish",
    [
        PlanWish(PLAN),
        MeasureWish(9, MEASURE),
        AddWish(MEASURE),
        DropWish(9),
        PlaceWish(9, 2),
        SplitWish((9, 10)),
        MergeWish(4),
        MoveWish((3, 4)),
    ],
)
def test_a_wish_comes_back_from_its_plain_values(wish) -> None:
    plain = plain_wish(wish)
    if "plan" in plain:
        plain["plan"]["deadline"] = plain["plan"]["deadline"].isoformat()

    assert wish_of({name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}) == wish


def test_only_what_was_wished_enters_the_plan_of_today() -> None:
    wished = replace(PLAN, deadline=date(2026, 9, 30), person="周某")
    current = replace(PLAN, person="吴某", risk="high")

    assert with_facts(current, wished, ["deadline"]) == replace(current, deadline=date(2026, 9, 30))
    assert with_facts(current, replace(wished, unit="县财政局"), ["lead_unit"]).unit == "县财政局"
    assert with_measure_facts(MEASURE, replace(MEASURE, times=2, per="year", text="x"), ["frequency"]) == replace(
        MEASURE, times=2, per="year"
    )


@pytest.mark.parametrize(
    ("kind", "names", "level"),
    [
        ("plan", ["deadline"], "head"),
        ("measure", ["text"], "leader"),
        ("measure", ["text", "deadline"], "head"),
        ("plan", ["risk"], "leader"),
        ("add", ["text"], "leader"),
        ("merge", ["merged"], "head"),
    ],
)
def test_the_highest_group_that_is_touched_says_who_decides(kind, names, level) -> None:
    assert level_of(groups_of(kind, names), USUAL_DECIDERS) == level


def test_only_who_stands_high_enough_decides() -> None:
    demand_level(Role.FIRST_RESPONSIBLE, "first")
    demand_level(Role.GROUP_HEAD, "leader")
    for role in (Role.LEADER, Role.OFFICE_CLERK):
        with pytest.raises(NotHighEnough, match="领导小组组长"):
            demand_level(role, "head")


def test_a_round_passes_when_all_agree_and_is_returned_as_soon_as_one_does_not() -> None:
    parties = ("纪委监委", "组织部")

    assert outcome_of(parties, {}) == "waiting"
    assert outcome_of(parties, {"纪委监委": True}) == "waiting"
    assert outcome_of(parties, {"纪委监委": True, "组织部": True}) == "passed"
    assert outcome_of(parties, {"组织部": False}) == "returned"


def test_a_party_speaks_once_and_only_in_its_round() -> None:
    demand_party("组织部", parties=("组织部",), given={})
    with pytest.raises(CannotReview, match="已提交"):
        demand_party("组织部", parties=("组织部",), given={"组织部": True})
    with pytest.raises(CannotReview, match="不是这一轮"):
        demand_party("财政局", parties=("组织部",), given={})


@pytest.mark.parametrize(
    ("opinion", "words"),
    [
        (Opinion((YES, YES, YES, Answer(None)), True), "第 4 问.*还没有回答"),
        (Opinion((YES, Answer(False), YES, YES), False), "第 2 问.*写明理由"),
        (Opinion((YES, NO, YES, YES), True), "应当是退回"),
        (Opinion((YES,) * 4, False), "写明退回的理由"),
        (Opinion((YES,) * 3, True), "要回答 4 个问题"),
        (Opinion((YES,) * 4, True, remarks=(Remark(9, "target", "再细"),)), "没有任务 9"),
        (Opinion((YES,) * 4, True, remarks=(Remark(1, "risk", "再细"),)), "请选择"),
        (Opinion((YES,) * 4, True, remarks=(Remark(1, "target", " "),)), "还没有写内容"),
        (Opinion((YES,) * 4, True, words="长" * 5000), "意见太长"),
    ],
)
def test_an_opinion_that_lacks_something_is_told_what(opinion, words) -> None:
    with pytest.raises(CannotReview, match=words):
        demand_opinion(opinion, questions=REVIEW_QUESTIONS, tasks=frozenset({1, 2}))


def test_a_whole_opinion_may_be_given() -> None:
    remarks = tuple(Remark(1, field, "请再细化") for field in REMARK_FIELDS)

    demand_opinion(
        Opinion((YES, NO, YES, YES), False, remarks=remarks), questions=REVIEW_QUESTIONS, tasks=frozenset({1})
    )
    demand_opinion(Opinion((YES,) * 4, False, "另行报送"), questions=REVIEW_QUESTIONS, tasks=frozenset())


def test_the_countdown_runs_from_the_hours_of_the_rules_to_late() -> None:
    due = due_of(NOON, 72)

    assert (countdown(due, NOON).days, countdown(due, NOON).hours, countdown(due, NOON).late) == (3, 0, False)
    assert countdown(due, NOON + timedelta(hours=50)).hours == 22
    late = countdown(due, NOON + timedelta(hours=99))
    assert (late.late, late.days, late.hours) == (True, 1, 3)
    assert not countdown(due, due).late


def test_an_office_keeps_its_own_way_of_reviewing_and_deciding() -> None:
    usual = preset("patrol")
    own = replace(
        usual,
        reviewers=(),
        questions=("是否可行",),
        review_required=False,
        deciders=tuple((group, "first") for group, _ in usual.deciders),
    )

    assert changes_between(usual, usual) == {}
    assert with_changes(usual, changes_between(usual, own)) == own
