"""Promises, extensions and comments as plain rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from zhenggai.domain.comments import CannotComment, NobodyOfThatName, called_in, demand_comment, people_called
from zhenggai.domain.extensions import (
    CannotExtend,
    ExtensionRules,
    Standing,
    Wish,
    demand_rules,
    demand_wish,
    level_for,
    may_decide,
)
from zhenggai.domain.promises import (
    CannotPromise,
    Said,
    demand_later,
    demand_open,
    demand_said,
    demand_verdict,
    light_of_promise,
)
from zhenggai.domain.roles import Role

TODAY = date(2026, 3, 2)
RULES = ExtensionRules()
TASK = Standing(deadline=TODAY, done=False, granted=0, open=False)
WISH = Wish(TODAY + timedelta(days=20), "汛期不能施工。")


@pytest.mark.parametrize(
    ("days", "level"),
    [(1, "leader"), (30, "leader"), (31, "group_head"), (90, "group_head"), (91, "first_responsible")],
)
def test_the_longer_the_delay_the_higher_who_approves(days, level):
    assert level_for(days, RULES) == level


@pytest.mark.parametrize(
    ("role", "levels"),
    [
        (Role.LEADER, [True, False, False]),
        (Role.GROUP_HEAD, [True, True, False]),
        (Role.FIRST_RESPONSIBLE, [True, True, True]),
        (Role.OFFICE_CLERK, [True, True, True]),
        (Role.UNIT_HEAD, [False, False, False]),
        (Role.SUPERVISOR, [False, False, False]),
    ],
)
def test_who_stands_higher_decides_what_is_lower(role, levels):
    assert [may_decide(role, level) for level in ("leader", "group_head", "first_responsible")] == levels


def test_a_wish_on_the_last_day_is_in_time():
    assert demand_wish(WISH, TASK, today=TODAY, rules=RULES, office=False) is False


def test_after_the_day_only_the_office_notes_a_wish_and_says_why_so_late():
    yesterday = replace(TASK, deadline=TODAY - timedelta(days=1))

    with pytest.raises(CannotExtend, match="应在到期前提出"):
        demand_wish(WISH, yesterday, today=TODAY, rules=RULES, office=False)
    with pytest.raises(CannotExtend, match="补记"):
        demand_wish(WISH, yesterday, today=TODAY, rules=RULES, office=True)
    assert demand_wish(replace(WISH, late_reason="来文在途。"), yesterday, today=TODAY, rules=RULES, office=True)


@pytest.mark.parametrize(
    ("wish", "task", "words"),
    [
        (WISH, replace(TASK, done=True), "已完成"),
        (WISH, replace(TASK, deadline=None), "没有期限"),
        (WISH, replace(TASK, open=True), "待审批"),
        (WISH, replace(TASK, granted=2), "已延期 2 次"),
        (replace(WISH, new=None), TASK, "新的期限"),
        (replace(WISH, new=TODAY), TASK, "应晚于原期限"),
        (replace(WISH, reason=""), TASK, "原因"),
        (replace(WISH, reason="长" * 1001), TASK, "太长"),
        (replace(WISH, reason="\x00"), TASK, "无法保存"),
    ],
)
def test_what_cannot_be_asked_for_is_said(wish, task, words):
    with pytest.raises(CannotExtend, match=words):
        demand_wish(wish, task, today=TODAY, rules=RULES, office=False)


@pytest.mark.parametrize("rules", [ExtensionRules(30, 20), ExtensionRules(-1, 3), ExtensionRules(1, 2, 100)])
def test_rules_that_make_no_sense_are_refused(rules):
    with pytest.raises(CannotExtend):
        demand_rules(rules)


@pytest.mark.parametrize(
    ("state", "days", "name"),
    [
        ("open", 31, "normal"),
        ("open", 30, "near"),
        ("extended", 7, "urgent"),
        ("partly", -1, "late"),
        ("open", None, "undated"),
        ("kept", -9, "kept"),
        ("broken", 9, "broken"),
    ],
)
def test_a_promise_has_its_light(state, days, name):
    due = TODAY + timedelta(days=days) if days is not None else None

    assert light_of_promise(state=state, due=due, today=TODAY).name == name


@pytest.mark.parametrize(
    "call",
    [
        lambda: demand_open("kept"),
        lambda: demand_open("broken"),
        lambda: demand_said(Said(None, "办了"), today=TODAY),
        lambda: demand_said(Said(TODAY + timedelta(days=1), "办了"), today=TODAY),
        lambda: demand_said(Said(TODAY, ""), today=TODAY),
        lambda: demand_later(TODAY, due=TODAY, reason="雨"),
        lambda: demand_later(TODAY, due=None, reason="雨"),
        lambda: demand_later(None, due=TODAY, reason="雨"),
        lambda: demand_later(TODAY + timedelta(days=1), due=TODAY, reason=""),
        lambda: demand_verdict("perhaps", Said(TODAY, "办了", "验收单")),
        lambda: demand_verdict("kept", Said(TODAY, "办了")),
    ],
)
def test_what_cannot_be_said_of_a_promise_is_refused(call):
    with pytest.raises(CannotPromise):
        call()


def test_a_promise_is_extended_while_partly_kept():
    demand_open("partly")
    demand_open("extended")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@张三 请补充", ("张三",)),
        ("请＠张三，@李四。看", ("张三", "李四")),
        ("写到 a@b.com", ()),
        ("@张三 @张三", ("张三",)),
        ("@ 张三", ()),
        ("没有人", ()),
    ],
)
def test_what_stands_behind_an_at_sign_is_called(text, called):
    assert called_in(text) == called


def test_a_name_may_go_on_into_words():
    known = {"张三": (1,), "张三丰": (2,), "zhang": (1,)}

    assert people_called("@张三请看 @张三丰也看 @zhang", known) == (1, 2)


def test_nobody_and_two_of_one_name_are_told():
    with pytest.raises(NobodyOfThatName, match="没有叫“王五”的人"):
        people_called("@王五 看", {})
    with pytest.raises(NobodyOfThatName, match="有 2 个人叫“张三”"):
        people_called("@张三 看", {"张三": (1, 2)})
    with pytest.raises(CannotComment, match="最多@ 20 个人"):
        people_called(" ".join(f"@u{place}x" for place in range(21)), {f"u{place}x": (place,) for place in range(21)})


@pytest.mark.parametrize("text", ["", "长" * 2001, "\ud800", "\x00"])
def test_a_comment_that_cannot_be_kept_is_refused(text):
    with pytest.raises(CannotComment):
        demand_comment(text)
