"""Ways back from an application, and ends that are no closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from closing import (
    ZHOU,
    a_ready_work,
    apply,
    closed,
    ma,
    sign,
    state,
    the_task,
    what_is_missing,
)
from drafts import TODAY
from people import LI, NOON, SUN
from working import DONE, Work
from zhenggai.domain.gate import GateShut
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.signing import CannotSign
from zhenggai.domain.staging import CannotClose, StageWish
from zhenggai.domain.workflow import MoveRefused
from zhenggai.ledger.closing_models import Closing, Reopening, Signature, StagedTarget
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.progress.reporting import report_progress


@pytest.fixture
def work(db: None) -> Work:
    return a_ready_work()


def words(work: Work) -> list[str]:
    return [str(one) for one in what_is_missing(work)]


class TestTheWayBack:
    @pytest.mark.parametrize("how", ["return", "withdraw"])
    def test_a_task_goes_back_to_where_it_was_applied_for(self, work: Work, how: str) -> None:
        closing = apply(work)
        version = Closing.objects.get(pk=closing).version
        if how == "return":
            acts.return_closing(closing_id=closing, version=version, why="签到表缺页", actor=SUN, at=NOON)
        else:
            acts.withdraw_closing(closing_id=closing, version=version, actor=ma(work), at=NOON)

        assert state(work) == "ongoing"
        assert apply(work) != closing
        assert list(Closing.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]

    def test_a_return_needs_a_reason(self, work: Work) -> None:
        closing = apply(work)

        with pytest.raises(CannotClose, match="请写明退回原因"):
            acts.return_closing(closing_id=closing, version=1, why=" ", actor=SUN, at=NOON)
        with pytest.raises(acts.ClosingChanged):
            acts.return_closing(closing_id=closing, version=9, why="缺页", actor=SUN, at=NOON)

    def test_an_old_signature_is_worth_nothing_on_a_new_application(self, work: Work) -> None:
        closing = apply(work)
        sign(closing, LI)
        acts.return_closing(closing_id=closing, version=2, why="缺页", actor=SUN, at=NOON)

        again = apply(work)

        with pytest.raises(CannotSign):
            sign(again, SUN)

    def test_a_reopened_task_keeps_number_and_history_and_must_be_answered(self, work: Work) -> None:
        closed(work)
        before = the_task(work)
        later = NOON + timedelta(days=30)
        acts.reopen_task(
            task_id=work.task, version=before.version, cause="relapse", what="河道又堵", actor=SUN, at=later
        )

        assert (state(work), the_task(work).number) == ("ongoing", before.number)
        assert list(Reopening.objects.values_list("number", "cause", "came_from")) == [(1, "relapse", "done")]
        assert Signature.objects.count() == 5
        assert words(work) == [
            "第 1 次重新激活以后还没有新的办完报告：河道又堵",
            "还没有参加现场抽查的抽签，请整改办抽取样本。",
        ]
        with pytest.raises(GateShut):
            apply(work, at=later)
        report_progress(
            measure_id=work.measure,
            report=replace(DONE, done="又清了一遍河道，共5处。", result="清理记录5份。"),
            token="again-0001",
            actor=work.zhao,
            at=later + timedelta(days=1),
        )
        apply(work, at=later + timedelta(days=2))
        assert state(work) == "closing"

    @pytest.mark.parametrize(("cause", "what"), [("", "河道又堵"), ("relapse", " "), ("weather", "河道又堵")])
    def test_a_reopening_has_a_cause(self, work: Work, cause: str, what: str) -> None:
        closed(work)

        with pytest.raises(CannotClose):
            acts.reopen_task(
                task_id=work.task, version=the_task(work).version, cause=cause, what=what, actor=SUN, at=NOON
            )

    def test_what_is_not_over_is_not_reopened(self, work: Work) -> None:
        with pytest.raises(MoveRefused, match="任务现在是“正在整改”，不能“重新激活”"):
            acts.reopen_task(
                task_id=work.task, version=the_task(work).version, cause="relapse", what="又堵", actor=SUN, at=NOON
            )


STAGES = (StageWish("复查一遍", date(2026, 6, 30)), StageWish("再复查一遍", date(2027, 6, 30)))


def asked_long_term(work: Work) -> int:
    return acts.ask_long_term(
        task_id=work.task,
        version=the_task(work).version,
        reason="河道需要常年管护",
        stages=STAGES,
        actor=ma(work),
        at=NOON,
    )


class TestOtherOutcomes:
    def test_long_term_is_granted_with_stages_and_ends_through_the_same_gate(self, work: Work) -> None:
        closing = asked_long_term(work)
        assert state(work) == "ongoing"
        acts.decide_long_term(closing_id=closing, version=1, approve=True, why="", actor=LI, at=NOON)
        assert (state(work), the_task(work).deadline) == ("long_term", date(2026, 6, 30))
        assert "第 1 个阶段目标（2026-06-30）还没有验收：复查一遍" in words(work)

        first, second = StagedTarget.objects.order_by("position")
        with pytest.raises(CannotClose, match="请先验收第 1 个阶段目标"):
            acts.accept_stage(stage_id=second.pk, reached="好", on=TODAY, actor=SUN, at=NOON)
        acts.accept_stage(stage_id=first.pk, reached="复查无反弹", on=TODAY, actor=SUN, at=NOON)
        assert the_task(work).deadline == date(2027, 6, 30)
        acts.accept_stage(stage_id=second.pk, reached="复查无反弹", on=TODAY, actor=SUN, at=NOON)
        again = apply(work)
        acts.return_closing(closing_id=again, version=1, why="缺页", actor=SUN, at=NOON)
        assert state(work) == "long_term"

    @pytest.mark.parametrize("stages", [(), (StageWish("复查", date(2027, 6, 30)),)])
    def test_long_term_without_near_stages_is_refused(self, work: Work, stages: tuple[StageWish, ...]) -> None:
        with pytest.raises(CannotClose):
            acts.ask_long_term(
                task_id=work.task,
                version=the_task(work).version,
                reason="常年",
                stages=stages,
                actor=ma(work),
                at=NOON,
            )
        assert Closing.objects.count() == 0

    def test_what_is_no_longer_needed_is_released_by_the_group_alone(self, work: Work) -> None:
        closing = acts.ask_not_applicable(
            task_id=work.task, version=the_task(work).version, reason="河道已移交省管", actor=ma(work), at=NOON
        )

        with pytest.raises(NotAllowed):
            acts.decide_not_applicable(closing_id=closing, version=1, approve=True, why="", actor=LI, at=NOON)
        acts.decide_not_applicable(closing_id=closing, version=1, approve=True, why="", actor=ZHOU, at=NOON)

        assert state(work) == "not_applicable"

    @pytest.mark.parametrize("outcome", ["long_term", "not_applicable"])
    def test_a_refusal_leaves_the_task_where_it_was_and_says_why(self, work: Work, outcome: str) -> None:
        if outcome == "long_term":
            closing, decide = asked_long_term(work), acts.decide_long_term
        else:
            closing = acts.ask_not_applicable(
                task_id=work.task, version=the_task(work).version, reason="已移交", actor=ma(work), at=NOON
            )
            decide = acts.decide_not_applicable
        with pytest.raises(CannotClose, match="请写明不批准的原因"):
            decide(closing_id=closing, version=1, approve=False, why="", actor=ZHOU, at=NOON)
        decide(closing_id=closing, version=1, approve=False, why="能改好", actor=ZHOU, at=NOON)

        assert state(work) == "ongoing"
        assert Closing.objects.get(pk=closing).why == "能改好"

    def test_one_application_at_a_time(self, work: Work) -> None:
        asked_long_term(work)

        with pytest.raises(acts.ClosingChanged, match="已有一份申请在办理"):
            apply(work)

    def test_a_wish_that_is_not_a_closing_takes_no_signature(self, work: Work) -> None:
        closing = asked_long_term(work)

        with pytest.raises(CannotSign, match="不走签字链"):
            acts.sign_closing(closing_id=closing, digest="d", actor=LI, at=NOON)
