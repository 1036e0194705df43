"""A task comes to its end through the gate, with every signature, and through nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from closing import (
    ZHOU,
    a_ready_work,
    apply,
    closed,
    digest,
    drawn,
    ma,
    meet,
    sign,
    signed_by_all_but_the_group,
    state,
    the_task,
    visit,
    what_is_missing,
)
from drafts import TODAY
from exhibits import a_proof
from people import AN, GU, JI, LI, NOON, SUN, WANG
from working import DONE, Work, a_work
from zhenggai.chain.notes import make_signer
from zhenggai.domain.gate import GateShut
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.refusals import NotAllowed, Refusal
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.domain.sampling import Unit, draw
from zhenggai.domain.signing import CannotSign
from zhenggai.domain.staging import CannotClose, StageWish
from zhenggai.domain.visiting import CallFacts, VisitFacts
from zhenggai.domain.workflow import MoveRefused, machine_of
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.closing_models import CallBack, Closing, Reopening, Sample, Signature, StagedTarget, Visit
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.planning import plan_task, set_rules
from zhenggai.ledger.operations.planning.holding import TaskChanged, TaskInClosing
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.timelines import subjects_of_tasks
from zhenggai.ledger.verifying import verify_home
from zhenggai.people.models import Account, Post
from zhenggai.people.operations import create_account
from zhenggai.people.person_operations import PostWish, add_person


@pytest.fixture
def work(db: None) -> Work:
    return a_ready_work()


def with_rules(work: Work, **closing: object) -> None:
    """Let the round close in its own way."""
    rules = rules_of(cycle_id=work.cycle)
    version = getattr(the_task(work).cycle, "rules", None)
    set_rules(
        cycle_id=work.cycle,
        version=version.version if version else 0,
        rules=replace(rules, closing=replace(rules.closing, **closing)),
        actor=WANG,
        at=NOON,
    )


def words(work: Work) -> list[str]:
    return [str(one) for one in what_is_missing(work)]


class TestTheWholeWay:
    def test_a_task_is_closed_by_all_signatures_in_order_and_watched(self, work: Work) -> None:
        closing = closed(work)

        row = Closing.objects.get(pk=closing)
        assert (state(work), row.state, row.watch_until) == ("done", "closed", date(2026, 9, 2))
        assert list(row.signatures.order_by("pk").values_list("step", "by")) == [
            ("unit", "马东"),
            ("leader", "李建国"),
            ("supervisor", "孙立"),
            ("office", "王敏"),
            ("group", "周建平"),
        ]
        assert set(row.signatures.values_list("digest", flat=True)) == {row.digest}

    def test_every_act_on_the_way_is_one_entry_of_the_task(self, work: Work) -> None:
        before = Entry.objects.count()

        closed(work)

        verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))[before:]
        assert verbs == [
            "closing.apply",
            *["closing.sign"] * 3,
            "closing.draw",
            "evidence.add",
            "closing.visit",
            "closing.sign_list",
        ]
        shown = [row.verb for row in list_timeline(subjects=subjects_of_tasks(work.task), limit=50).rows]
        assert shown[:2] == ["closing.sign_list", "closing.visit"]

    def test_after_the_watch_it_is_stable(self, work: Work) -> None:
        closed(work)
        version = the_task(work).version
        with pytest.raises(CannotClose, match="监测期到 2026-09-02 才满。"):
            acts.mark_stable(task_id=work.task, version=version, actor=SUN, at=NOON)

        acts.mark_stable(task_id=work.task, version=version, actor=SUN, at=NOON + timedelta(days=184))

        assert state(work) == "stable"

    def test_what_is_closed_is_planned_no_more(self, work: Work) -> None:
        closed(work)

        with pytest.raises(TaskInClosing, match="已完成，安排不能改"):
            plan_task(task_id=work.task, version=the_task(work).version, plan=TaskPlan(), actor=WANG, at=NOON)


class TestTheGate:
    def test_the_gate_stays_shut_and_names_what_is_missing(self, work: Work) -> None:
        plan = replace(task_plan(the_task(work)), target="")
        plan_task(task_id=work.task, version=the_task(work).version, plan=plan, actor=WANG, at=NOON)

        with pytest.raises(GateShut, match="安排里还没有写明整改目标"):
            apply(work)
        assert (state(work), Closing.objects.count()) == ("ongoing", 0)

    def test_a_new_report_that_it_is_not_done_shuts_the_gate(self, work: Work) -> None:
        undone = replace(DONE, claims="ongoing", next_step="补查", result="", done="复查发现两处又堵。")
        report_progress(measure_id=work.measure, report=undone, token="again-01", actor=work.zhao, at=NOON)

        with pytest.raises(GateShut, match="措施 1 还没有报办完"):
            apply(work)

    def test_high_risk_is_never_closed_unseen(self, db: None) -> None:
        work = a_ready_work(risk="high")
        closing = apply(work)
        for signer in (LI, SUN, WANG):
            sign(closing, signer)

        with pytest.raises(GateShut, match="高风险任务，还没有现场核查。"):
            meet(work, closing)
        visit(work)
        meet(work, closing)

        assert state(work) == "done"

    def test_who_stood_in_no_draw_is_not_closed(self, work: Work) -> None:
        closing = apply(work)
        for signer in (LI, SUN, WANG):
            sign(closing, signer)

        with pytest.raises(GateShut, match="还没有参加现场抽查的抽签"):
            meet(work, closing)

    def test_somebody_on_a_list_who_denies_it_shuts_the_gate_until_it_is_cleared(self, work: Work) -> None:
        closing = signed_by_all_but_the_group(work)
        call = CallFacts("退款名册", "钱某", "denied", TODAY, "没有收到过退款。")
        acts.record_call_back(task_id=work.task, facts=call, actor=SUN, at=NOON)

        with pytest.raises(GateShut, match="“退款名册”抽问 1 人，1 人否认"):
            meet(work, closing)
        cleared = replace(call, result="confirmed", said="")
        acts.record_call_back(task_id=work.task, facts=cleared, actor=SUN, at=NOON)

        assert words(work) == []

    def test_the_sentences_are_there_from_the_first_day(self, db: None) -> None:
        work = a_work()

        assert words(work) == [
            "安排里还没有写明整改目标。",
            "措施 1 还没有报办完：成立专班。",
            "措施 2 还没有报办完：完成排查。",
            "措施 1（未分类）还没有佐证，需要至少一件材料。",
            "措施 2（未分类）还没有佐证，需要至少一件材料。",
            "还没有参加现场抽查的抽签，请整改办抽取样本。",
        ]


class TestSigning:
    def test_a_signature_lapses_visibly_when_what_was_signed_changes(self, work: Work) -> None:
        closing = apply(work)
        sign(closing, LI)
        a_proof(work.cycle, b"one more", measures=[work.measure], actor=work.zhao)

        with pytest.raises(CannotSign, match="“单位自验”不由您签"):
            sign(closing, SUN)
        sign(closing, ma(work))
        sign(closing, LI)
        sign(closing, SUN)

        held = Signature.objects.filter(closing_id=closing, digest=digest(closing))
        assert list(held.order_by("pk").values_list("step", flat=True)) == ["unit", "leader", "supervisor"]
        assert Signature.objects.filter(closing_id=closing).count() == 5

    def test_who_signs_something_else_than_what_stands_there_is_told(self, work: Work) -> None:
        closing = apply(work)
        seen = digest(closing)
        a_proof(work.cycle, b"one more", measures=[work.measure], actor=work.zhao)

        with pytest.raises(acts.ContentChanged, match="您看过以后"):
            acts.sign_closing(closing_id=closing, digest=seen, actor=LI, at=NOON)
        assert Signature.objects.count() == 1

    def test_a_signature_is_never_changed_or_removed(self, work: Work) -> None:
        apply(work)

        with pytest.raises(DatabaseError), transaction.atomic():
            Signature.objects.update(by="别人")
        with pytest.raises(DatabaseError), transaction.atomic():
            Signature.objects.all().delete()

    def test_the_last_step_is_decided_by_a_meetings_list(self, work: Work) -> None:
        closing = signed_by_all_but_the_group(work)

        with pytest.raises(CannotSign, match="由会议按清单审定"):
            sign(closing, ZHOU)

    def test_a_meeting_closes_its_whole_list_or_nothing(self, work: Work) -> None:
        ready = signed_by_all_but_the_group(work)
        other = a_second_task(work)
        waiting = apply(other)

        with pytest.raises(CannotSign):
            meet(work, ready, waiting)

        assert (state(work), state(other)) == ("closing", "closing")

    def test_a_verifier_who_had_a_post_in_the_unit_stands_back_for_the_years_that_are_set(self, work: Work) -> None:
        lately = a_supervisor_once_of(work, ends=date(2025, 1, 1))
        closing = apply(work)
        sign(closing, LI)

        with pytest.raises(CannotSign, match=r"您在责任单位任职或曾任职（县水利局股长（至 2025-01-01））"):
            sign(closing, lately)
        with_rules(work, post_years=1)
        sign(closing, lately)

        assert Signature.objects.get(step="supervisor").by == "吴涛"

    def test_an_offices_own_chain_is_gone_by(self, work: Work) -> None:
        with_rules(work, chain=("unit", "office"))
        closing = apply(work)
        drawn(work)
        visit(work)

        sign(closing, WANG)

        assert state(work) == "done"


def a_second_task(work: Work) -> Work:
    """The second task of the round, made ready as well."""
    task = Task.objects.get(cycle_id=work.cycle, position=2)
    unit = the_task(work).unit.name
    plan = TaskPlan(target="账目清楚", kind="timed", leader="李建国", unit=unit)
    plan_task(task_id=task.pk, version=task.version, plan=plan, actor=WANG, at=NOON)
    measures = tuple(task.measures.order_by("position").values_list("pk", flat=True))
    other = replace(work, task=task.pk, measures=measures)
    for measure in measures:
        report_progress(measure_id=measure, report=DONE, token=f"other-{measure:04d}", actor=work.zhao, at=NOON)
        a_proof(work.cycle, b"books %d" % measure, name="账.txt", measures=[measure], actor=work.zhao)
    return other


def a_supervisor_once_of(work: Work, *, ends: date) -> Actor:
    """A supervisor who had a post in the unit until a day."""
    person = add_person(name="吴涛", phone="", post=PostWish(work.unit, "股长"), actor=WANG, at=NOON)
    Post.objects.filter(person_id=person).update(ends=ends)
    number = create_account(
        login="wutao", name="吴涛", role=Role.SUPERVISOR, unit=None, password="stone-bridge-41", actor=CONSOLE, at=NOON
    )
    Account.objects.filter(pk=number).update(person_id=person)
    return Actor(id=number, name="吴涛", role=Role.SUPERVISOR, served=frozenset({work.unit}))


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


class TestChecking:
    def test_the_same_seed_draws_the_same_list_from_the_kept_frame(self, work: Work) -> None:
        apply(work)
        sample = Sample.objects.get(pk=drawn(work))

        frame = [Unit(number, risky) for number, _, risky in json.loads(sample.frame)]
        again = draw(frame, seed=sample.seed, percent=sample.percent)
        assert list(again.by_lot) == json.loads(sample.by_lot) == [1]

    def test_an_application_stands_in_one_draw(self, work: Work) -> None:
        apply(work)
        drawn(work)

        with pytest.raises(CannotClose, match="现在没有可抽的任务"):
            drawn(work)

    @pytest.mark.parametrize("percent", [9, 101])
    def test_less_than_the_rules_ask_is_not_drawn(self, work: Work, percent: int) -> None:
        apply(work)

        with pytest.raises(CannotClose, match="10% 到 100%"):
            acts.draw_sample(cycle_id=work.cycle, purpose="closing", percent=percent, seed="x", actor=WANG, at=NOON)

    def test_a_look_back_draws_from_what_is_closed(self, work: Work) -> None:
        closed(work)

        sample = acts.draw_sample(cycle_id=work.cycle, purpose="look_back", percent=10, seed="x", actor=SUN, at=NOON)

        assert Sample.objects.get(pk=sample).by_lot == "[1]"

    def test_the_same_visit_sent_twice_is_one(self, work: Work) -> None:
        first = visit(work)
        entries = Entry.objects.count()

        assert (
            acts.record_visit(
                task_id=work.task,
                facts=VisitFacts(TODAY, "别的", passed=False),
                photo_ids=[],
                token="visit-0001",
                actor=SUN,
                at=NOON,
            )
            == first
        )
        assert (Visit.objects.count(), Entry.objects.count()) == (1, entries)

    def test_the_photos_of_a_visit_are_the_visitors_own(self, work: Work) -> None:
        theirs = a_proof(work.cycle, b"a photo of theirs", measures=[work.measure], actor=work.zhao)

        with pytest.raises(CannotClose, match="应由核查人本人上传"):
            acts.record_visit(
                task_id=work.task,
                facts=VisitFacts(TODAY, "到位", passed=True),
                photo_ids=[theirs],
                token="visit-0002",
                actor=SUN,
                at=NOON,
            )

    def test_a_visit_changes_nothing_that_was_signed(self, work: Work) -> None:
        closing = apply(work)
        sign(closing, LI)
        seen = digest(closing)

        visit(work)

        assert digest(closing) == seen

    def test_a_visitor_belongs_to_no_unit_of_the_task(self, work: Work) -> None:
        own = Actor(id=SUN.id, name="孙立", role=Role.SUPERVISOR, served=frozenset({work.unit}))

        with pytest.raises(NotAllowed):
            acts.record_visit(
                task_id=work.task,
                facts=VisitFacts(TODAY, "到位", passed=True),
                photo_ids=[],
                token="visit-0003",
                actor=own,
                at=NOON,
            )

    @pytest.mark.parametrize(
        "facts",
        [
            CallFacts("", "钱某", "confirmed", TODAY),
            CallFacts("名册", "", "confirmed", TODAY),
            CallFacts("名册", "钱某", "maybe", TODAY),
            CallFacts("名册", "钱某", "denied", TODAY),
            CallFacts("名册", "钱某", "confirmed", TODAY + timedelta(days=1)),
        ],
    )
    def test_a_call_that_says_nothing_is_not_kept(self, work: Work, facts: CallFacts) -> None:
        with pytest.raises(CannotClose):
            acts.record_call_back(task_id=work.task, facts=facts, actor=SUN, at=NOON)
        assert CallBack.objects.count() == 0


@pytest.mark.parametrize("actor", [AN, GU, JI, Actor(id=77, name="何人", role=Role.UPPER_INSPECTOR)])
def test_who_keeps_the_machine_or_only_looks_closes_nothing(work: Work, actor: Actor) -> None:
    closing = apply(work)

    for act in (
        lambda: sign(closing, actor),
        lambda: acts.return_closing(closing_id=closing, version=1, why="缺页", actor=actor, at=NOON),
        lambda: meet(work, closing, actor=actor),
        lambda: acts.draw_sample(cycle_id=work.cycle, purpose="closing", percent=10, seed="x", actor=actor, at=NOON),
        lambda: visit(work, actor=actor, photos=0),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_head_of_another_unit_does_not_apply(work: Work) -> None:
    with pytest.raises(NotAllowed):
        apply(work, actor=replace(ma(work), unit_id=work.qian.unit_id))
    with pytest.raises(NotAllowed):
        apply(work, actor=work.zhao)


def test_the_database_lets_a_task_end_only_along_the_table(work: Work) -> None:
    machine = machine_of(rules_of(cycle_id=work.cycle).closing)
    allowed = {(machine.state(move.source).kept, machine.state(move.target).kept) for move in machine.moves}
    guarded = ("closing", "done", "stable", "not_applicable")
    kept = sorted({one.kept for one in machine.states})

    for source in kept:
        for target in guarded:
            with transaction.atomic():
                spare = Task.objects.exclude(pk=work.task).get(cycle_id=work.cycle)
                copy = Task(**{**_columns(spare), "state": source})
                copy.save(force_insert=True)
                try:
                    with transaction.atomic():
                        Task.objects.filter(pk=copy.pk).update(state=target)
                    went = True
                except DatabaseError:
                    went = False
                assert went is (source == target or (source, target) in allowed), (source, target)
                transaction.set_rollback(True)


def _columns(task: Task) -> dict[str, object]:
    skipped = {"id", "state_rank", "deadline_rank"}
    named = [field.attname for field in Task._meta.concrete_fields if field.attname not in skipped]
    return {**{name: getattr(task, name) for name in named}, "position": 900, "number": 900}


def test_of_eight_who_sign_the_same_step_at_once_one_does(committing_db: None) -> None:
    work = a_ready_work()
    closing = apply(work)
    seen = digest(closing)

    results = _race(lambda: acts.sign_closing(closing_id=closing, digest=seen, actor=LI, at=NOON))

    assert results.count(None) == 1
    assert Signature.objects.filter(step="leader").count() == Entry.objects.filter(verb="closing.sign").count() == 1


def test_of_eight_who_apply_at_once_one_does(committing_db: None) -> None:
    work = a_ready_work()

    results = _race(lambda: apply(work))

    assert sum(isinstance(one, int) for one in results) == 1
    assert (state(work), Closing.objects.count(), Entry.objects.filter(verb="closing.apply").count()) == (
        "closing",
        1,
        1,
    )


def test_a_return_a_withdrawal_and_a_signature_at_once_are_one_of_them(committing_db: None) -> None:
    work = a_ready_work()
    closing = apply(work)
    seen = digest(closing)
    moves = [
        lambda: acts.return_closing(closing_id=closing, version=1, why="缺页", actor=SUN, at=NOON),
        lambda: acts.withdraw_closing(closing_id=closing, version=1, actor=ma(work), at=NOON),
        lambda: acts.sign_closing(closing_id=closing, digest=seen, actor=LI, at=NOON),
    ]

    results = _race(*moves, *moves, *moves[:2])

    done = Entry.objects.filter(verb__in=("closing.return", "closing.withdraw", "closing.sign"))
    ended = done.exclude(verb="closing.sign").count()
    assert results.count(None) == done.count()
    assert ended <= 1
    assert state(work) == ("ongoing" if ended else "closing")


def test_a_list_that_two_meetings_decide_at_once_is_decided_once(committing_db: None) -> None:
    work = a_ready_work()
    closing = signed_by_all_but_the_group(work)

    results = _race(lambda: meet(work, closing))

    assert sum(isinstance(one, int) for one in results) == 1
    assert (state(work), Entry.objects.filter(verb="closing.sign_list").count()) == ("done", 1)


def test_of_eight_who_reopen_at_once_one_does(committing_db: None) -> None:
    work = a_ready_work()
    closed(work)
    version = the_task(work).version

    results = _race(
        lambda: acts.reopen_task(task_id=work.task, version=version, cause="relapse", what="又堵", actor=SUN, at=NOON)
    )

    assert (results.count(None), Reopening.objects.count()) == (1, 1)


def _race(*moves: Callable[[], object]) -> list[object]:
    """Each of eight threads makes a move; what each of them was told."""

    def run(number: int) -> object:
        try:
            return moves[number % len(moves)]()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, range(8)))


def test_changed_tasks_are_told(work: Work) -> None:
    with pytest.raises(TaskChanged):
        acts.ask_not_applicable(task_id=work.task, version=99, reason="已移交", actor=ma(work), at=NOON)
    assert Closing.objects.count() == 0


@pytest.mark.django_db
def test_a_home_whose_tasks_a_meeting_closed_by_list_verifies(settings, tmp_path):
    settings.FILES = tmp_path
    work = a_ready_work()
    closed(work)

    found = verify_home(verifier=make_signer("zhenggai.example/closing", bytes(range(32))).verifier)

    assert found.journal.entries == Entry.objects.count()
    assert the_task(work).state == "done"
