"""A task comes to its end through the gate, with every signature, and through nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from closing import (
    ZHOU,
    a_ready_work,
    a_supervisor_once_of,
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
from zhenggai.domain.closed import TaskClosed
from zhenggai.domain.gate import GateShut
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.domain.signing import CannotSign
from zhenggai.domain.staging import CannotClose
from zhenggai.domain.visiting import CallFacts
from zhenggai.domain.workflow import machine_of
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.planning import plan_task, set_rules
from zhenggai.ledger.operations.planning.holding import TaskChanged
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.timelines import subjects_of_tasks
from zhenggai.ledger.verifying import verify_home


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

        with pytest.raises(TaskClosed, match="这条任务已销号，先重新激活，才能改动安排"):
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
    guarded = ("closing", "long_term", "done", "stable", "not_applicable")
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
