"""What a task owes stays with it: when its application is taken back, returned and made anew, and before anybody applies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from closing import (
    SEEN,
    a_ready_work,
    a_supervisor_once_of,
    apply,
    closed,
    drawn,
    ma,
    meet,
    sign,
    state,
    the_task,
    visit,
    what_is_missing,
)
from doubted import doubt_of, look, settle
from drafts import TODAY
from people import LI, NOON, SUN, WANG
from working import Work
from zhenggai.domain.gate import GateShut
from zhenggai.domain.planning import MeasurePlan
from zhenggai.domain.rights import Actor
from zhenggai.domain.staging import CannotClose
from zhenggai.domain.visiting import CallFacts
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.planning.measures import change_measure

pytestmark = pytest.mark.django_db
UNDONE = replace(SEEN, passed=False, found="东河入口还堵着。")
DENIED = CallFacts("退款名册", "钱某", "denied", TODAY, "没有收到过退款。")


@pytest.fixture
def work() -> Work:
    return a_ready_work()


def words(work: Work) -> list[str]:
    return [str(one) for one in what_is_missing(work)]


def withdraw(work: Work, closing: int) -> None:
    version = Closing.objects.get(pk=closing).version
    acts.withdraw_closing(closing_id=closing, version=version, actor=ma(work), at=NOON)


def call(work: Work, facts: CallFacts, *, actor: Actor = SUN) -> None:
    acts.record_call_back(task_id=work.task, facts=facts, actor=actor, at=NOON)


class TestADraw:
    def test_who_was_drawn_is_not_rid_of_it_by_applying_anew(self, work: Work) -> None:
        closing = apply(work)
        drawn(work)
        withdraw(work, closing)
        assert words(work) == ["以前的申请抽中，还没有现场核查。"]
        again = apply(work)
        for signer in (LI, SUN, WANG):
            sign(again, signer)

        with pytest.raises(GateShut, match="以前的申请抽中，还没有现场核查"):
            meet(work, again)
        visit(work)
        meet(work, again)

        assert state(work) == "done"

    def test_who_was_visited_and_found_in_order_stands_in_a_new_draw(self, work: Work) -> None:
        closing = apply(work)
        drawn(work)
        visit(work)
        withdraw(work, closing)

        apply(work)

        assert words(work) == ["还没有参加现场抽查的抽签，请整改办抽取样本。"]

    def test_a_draw_before_the_last_closing_is_over(self, work: Work) -> None:
        closed(work)
        acts.reopen_task(
            task_id=work.task, version=the_task(work).version, cause="relapse", what="又堵", actor=SUN, at=NOON
        )

        assert "还没有参加现场抽查的抽签，请整改办抽取样本。" in words(work)


class TestAVisit:
    def test_what_was_found_undone_on_site_is_owed_by_the_next_application_too(self, work: Work) -> None:
        closing = apply(work)
        drawn(work)
        visit(work, facts=UNDONE)
        withdraw(work, closing)
        apply(work)

        said = f"{TODAY} 孙立 现场核查认为没有改到位，改好后请再去一次。"
        assert said in words(work)
        visit(work, token="visit-0002")
        assert said not in words(work)

    def test_a_visit_before_anybody_applied_counts_only_against_the_task(self, work: Work) -> None:
        visit(work, facts=UNDONE)
        assert f"{TODAY} 孙立 现场核查认为没有改到位，改好后请再去一次。" in words(work)
        visit(work, token="visit-0002")

        apply(work)
        drawn(work)

        assert words(work) == ["现场抽查抽中，还没有现场核查。"]

    def test_a_visit_dated_before_the_application_is_made_again(self, work: Work) -> None:
        apply(work)
        drawn(work)
        visit(work, facts=replace(SEEN, day=TODAY - timedelta(days=1)))

        assert words(work) == ["2026-03-01 孙立 的现场核查早于这次申请，请在申请以后再去一次。"]


class TestACall:
    def test_what_somebody_denied_stays_denied_until_they_bear_it_out(self, work: Work) -> None:
        closing = apply(work)
        drawn(work)
        visit(work)
        call(work, DENIED)
        withdraw(work, closing)
        said = "“退款名册”抽问 1 人，1 人否认，请查实后更正。"
        assert said in words(work)
        with pytest.raises(GateShut, match="一人否认就要全部查实"):
            apply(work)

        call(work, replace(DENIED, result="unreached", said=""))
        assert said in words(work)
        call(work, replace(DENIED, result="confirmed", said="昨天收到了。"))

        assert said not in words(work)
        apply(work)
        assert state(work) == "closing"

    def test_what_was_borne_out_counts_for_its_own_application_alone(self, work: Work) -> None:
        closing = apply(work)
        call(work, replace(DENIED, result="confirmed", said=""))
        withdraw(work, closing)
        apply(work)

        call(work, DENIED)

        assert "“退款名册”抽问 1 人，1 人否认，请查实后更正。" in words(work)

    def test_who_calls_back_never_had_a_post_in_the_unit(self, work: Work) -> None:
        lately = a_supervisor_once_of(work, ends=date(2026, 1, 31))
        apply(work)
        drawn(work)
        visit(work)

        call(work, replace(DENIED, result="confirmed", said=""), actor=replace(lately, served=frozenset()))

        told = "吴涛 在责任单位任职或曾任职（县水利局股长（至 2026-01-31）），应当回避，请换人。"
        assert words(work) == [f"回访：{told}"]


def test_a_meeting_cannot_have_decided_before_it_was_its_turn(work: Work) -> None:
    closing = apply(work)
    for signer in (LI, SUN, WANG):
        sign(closing, signer)
    drawn(work)
    visit(work)

    with pytest.raises(CannotClose, match="才签到审定这一步，会议日期不能早于这一天"):
        meet(work, closing, held_on=TODAY - timedelta(days=1))
    meet(work, closing)

    assert state(work) == "done"


class TestMeetingsAndPapersAlone:
    """Of a task whose measures are all meetings and papers, nobody knows what came of them."""

    @pytest.fixture
    def hollow(self, work: Work) -> Work:
        for measure, text in zip(work.measures, ("召开专题会议研究部署。", "印发通知，提高认识。"), strict=True):
            version = the_task(work).version
            change_measure(measure_id=measure, version=version, plan=MeasurePlan(text), actor=WANG, at=NOON)
        return work

    @pytest.mark.parametrize("looked", [False, True])
    def test_it_is_not_even_applied_for_whether_a_look_has_found_it_or_not(self, hollow: Work, looked: bool) -> None:
        if looked:
            look(hollow)

        with pytest.raises(GateShut, match="疑点“表面整改：只开会发文”还没有处置"):
            apply(hollow)
        assert state(hollow) == "ongoing"

    def test_it_is_said_from_the_first_day_until_somebody_settles_it(self, hollow: Work) -> None:
        look(hollow)
        assert any("表面整改" in word for word in words(hollow))

        settle(doubt_of(hollow, "ledger.actions_only"), "explained", actor=SUN)

        apply(hollow)
        assert state(hollow) == "closing"
