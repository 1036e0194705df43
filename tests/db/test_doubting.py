"""Doubts on the ledger are found, go, come back and shut the gate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import F

from closing import a_ready_work, apply, sign, state, what_is_missing
from doubted import EQUATION, a_broken_work, an_old_proof, doubt_of, last_entry, look, settle
from doubts import a_doubt
from people import LI, NOON, WANG
from tallies import a_figure, a_register, companies, take
from working import Work, a_work, hand_in
from zhenggai.checking.on_ledger import LEDGER_RULES
from zhenggai.domain.gate import GateShut
from zhenggai.domain.progress import Report
from zhenggai.domain.refusals import NotAllowed
from zhenggai.ledger.doubting.gathering import gather, gather_tasks
from zhenggai.ledger.doubting.stale import SMALL, looks_due, touched_tasks
from zhenggai.ledger.models import Doubt, LedgerDoubt, LedgerLook, Task
from zhenggai.ledger.operations.doubting import (
    LookedMeanwhile,
    look_at_task,
    look_where_due,
)
from zhenggai.ledger.queries.doubts import doubt_page

pytestmark = pytest.mark.django_db


class TestLooking:
    def test_a_broken_equation_is_found_once_with_its_places_and_one_entry(self) -> None:
        broken = a_broken_work()

        look(broken.work)
        entry = last_entry()
        look(broken.work)

        doubt = doubt_of(broken.work)
        assert (doubt.state, doubt.severity, doubt.task_id) == ("open", "error", broken.work.task)
        assert "9638" in doubt.message
        page = doubt_page(doubt_id=doubt.pk, actor=WANG)
        assert page.explanation == LEDGER_RULES[EQUATION].explanation
        assert {place.kind for place in page.places} == {"relation", "figure"}
        assert entry.verb == "doubt.look"
        assert last_entry() == entry

    def test_it_goes_when_it_is_mended_and_comes_back_when_it_is_broken_again(self) -> None:
        broken = a_broken_work()
        look(broken.work)
        number = doubt_of(broken.work).pk

        broken = broken.correct("997")
        look(broken.work)
        gone = doubt_of(broken.work)
        broken = broken.correct("996")
        look(broken.work)
        back = doubt_of(broken.work)

        assert (gone.pk, gone.state, gone.gone_why, gone.gone_at) == (number, "gone", "mended", NOON)
        assert (back.pk, back.state, back.returns, back.gone_at) == (number, "open", 1, None)

    def test_what_was_settled_is_open_again_when_it_comes_back(self) -> None:
        broken = a_broken_work()
        look(broken.work)
        settle(doubt_of(broken.work), "explained")
        broken = broken.correct("997")
        look(broken.work)

        broken = broken.correct("996")
        look(broken.work)

        doubt = doubt_of(broken.work)
        assert (doubt.state, doubt.settled) == ("open", "explained")

    def test_a_later_look_that_was_faster_keeps_the_earlier_one_from_storing(self) -> None:
        broken = a_broken_work()
        look(broken.work)
        broken.correct("997")
        rows = LedgerLook.objects.filter(pk=broken.work.cycle)

        with pytest.MonkeyPatch.context() as patch:
            module = "zhenggai.ledger.operations.doubting.looking.compare"
            from zhenggai.ledger.doubting.storing import compare

            def overtaken(*given: object) -> object:
                rows.update(version=99)
                return compare(*given)  # type: ignore[arg-type]

            patch.setattr(module, overtaken)
            with pytest.raises(LookedMeanwhile):
                look(broken.work)

        assert doubt_of(broken.work).state == "open"

    def test_lists_count_it_while_it_stands(self) -> None:
        work = a_ready_work()
        before = Task.objects.get(pk=work.task).doubts_count
        an_old_proof(work)
        look(work)
        found = LedgerDoubt.objects.filter(cycle_id=work.cycle, task_id=work.task, state="open").count()
        counted = Task.objects.get(pk=work.task).doubts_count

        for doubt in LedgerDoubt.objects.filter(cycle_id=work.cycle, task_id=work.task, source="ledger"):
            settle(doubt, "mistaken")

        assert found > 0
        assert counted == before + found
        assert Task.objects.get(pk=work.task).doubts_count == before

    def test_lists_no_longer_count_a_doubt_of_the_document_that_was_settled(self) -> None:
        work = a_ready_work()
        problem = Task.objects.values_list("problem_id", flat=True).get(pk=work.task)
        facts = {"rule": "wording.vague", "severity": "warning", "message": "说法含糊。"}
        Doubt.objects.create(cycle_id=work.cycle, problem_id=problem, **facts)
        Task.objects.filter(pk=work.task).update(doubts_count=F("doubts_count") + 1)
        before = Task.objects.get(pk=work.task).doubts_count
        look(work)
        assert Task.objects.get(pk=work.task).doubts_count >= before
        stands = Task.objects.get(pk=work.task).doubts_count
        doubt = LedgerDoubt.objects.get(cycle_id=work.cycle, rule="wording.vague")

        settle(doubt, "explained")
        assert Task.objects.get(pk=work.task).doubts_count == stands - 1
        settle(LedgerDoubt.objects.get(pk=doubt.pk), "upheld")

        assert Task.objects.get(pk=work.task).doubts_count == stands
        look(work)
        assert Task.objects.get(pk=work.task).doubts_count == stands

    def test_a_unit_may_have_its_own_task_looked_at_and_nothing_more(self) -> None:
        broken = a_broken_work()
        work = broken.work

        look_at_task(task_id=work.task, actor=work.zhao, at=NOON)

        assert doubt_of(work).state == "open"
        with pytest.raises(NotAllowed):
            look_at_task(task_id=work.task, actor=work.qian, at=NOON)
        with pytest.raises(NotAllowed):
            look(work, actor=work.zhao)


class TestSources:
    """Each kind of row reaches the rule that looks at it."""

    def rules_after(self, work: Work) -> set[str]:
        look(work)
        return set(LedgerDoubt.objects.filter(cycle_id=work.cycle).values_list("rule", flat=True))

    def test_reports_that_say_the_same_again(self) -> None:
        work = a_work()
        for number in range(4):
            report = Report(
                date(2026, 3, 2), "巡查河道，清理垃圾。", explanation="汛期没有新进展。", next_step="继续巡查。"
            )
            hand_in(work, report, token=f"same-{number:04d}")

        assert "ledger.same_report" in self.rules_after(work)

    def test_evidence_from_before_the_feedback(self) -> None:
        work = a_work()
        an_old_proof(work)

        assert "ledger.old_deeds" in self.rules_after(work)

    def test_registers_that_hold_other_numbers_than_were_claimed(self) -> None:
        work = a_work()
        a_figure(work.task, "12", word="户", scope="僵尸企业清单")
        register = a_register(work.task)
        take(register, companies(1, 1, 1))

        facts = gather(work.cycle, at=NOON)

        assert [one.name for one in facts.registers] == ["僵尸企业清单"]
        assert len(facts.registers[0].names) == 3
        assert "ledger.false_result" in self.rules_after(work)

    def test_what_the_document_itself_was_doubted_for_stands_beside_them(self) -> None:
        work = a_work()
        look(work)

        sources = set(LedgerDoubt.objects.filter(cycle_id=work.cycle).values_list("source", flat=True))
        assert sources <= {"ledger", "text"}

    def test_facts_of_single_tasks_are_those_of_the_round(self) -> None:
        work = a_broken_work().work

        whole, some = gather(work.cycle, at=NOON), gather_tasks(work.cycle, [work.task], at=NOON)

        assert [one for one in whole.tasks if one.id == work.task] == list(some.tasks)
        assert {one.id for one in some.figures if one.task_id == work.task} == {
            one.id for one in whole.figures if one.task_id == work.task
        }
        assert some.relations == whole.relations

    def test_more_tasks_need_no_more_queries(self, django_assert_max_num_queries: object) -> None:
        work = a_broken_work().work

        with django_assert_max_num_queries(80):  # type: ignore[operator]
            gather(work.cycle, at=NOON)


class TestGate:
    def test_a_blocking_doubt_keeps_a_task_from_being_closed_until_it_is_settled(self) -> None:
        broken = a_broken_work()
        work = broken.work
        look(work)

        with pytest.raises(GateShut, match=r"疑点“.+”还没有处置"):
            apply(work)
        settle(doubt_of(work), "explained")
        apply(work)

        assert state(work) == "closing"

    def test_what_was_found_to_be_right_blocks_until_the_fact_is_mended(self) -> None:
        broken = a_broken_work()
        work = broken.work
        look(work)
        settle(doubt_of(work), "upheld")

        assert any("认定成立，要先改正" in str(one) for one in what_is_missing(work))
        broken.correct("997")
        look(work)

        assert not any(one.condition == "doubts_settled" for one in what_is_missing(work))
        apply(work)
        assert state(work) == "closing"

    def test_a_false_alarm_blocks_nothing(self) -> None:
        work = a_broken_work().work
        look(work)

        settle(doubt_of(work), "mistaken")

        assert not any(one.condition == "doubts_settled" for one in what_is_missing(work))

    def test_what_nobody_has_looked_at_yet_is_looked_at_when_somebody_applies(self) -> None:
        work = a_broken_work().work

        with pytest.raises(GateShut, match="9638"):
            apply(work)

    def test_a_doubt_that_comes_up_later_stops_the_next_signature(self) -> None:
        broken = a_broken_work().correct("997")
        closing = apply(broken.work)

        broken.correct("996")
        look(broken.work)

        with pytest.raises(GateShut, match="9638"):
            sign(closing, LI)

    def test_a_warning_stops_nobody(self) -> None:
        work = a_ready_work()
        a_doubt(Task.objects.get(pk=work.task), severity="warning", rule="ledger.figures_slip")

        apply(work)

        assert state(work) == "closing"


class TestWhenRulesLook:
    def due(self, work: Work, *, at: object = NOON) -> list[str]:
        found = looks_due(today=date(2026, 3, 2), at=at)  # type: ignore[arg-type]
        return [one.wanted for one in found if one.cycle_id == work.cycle]

    def test_a_look_is_due_at_first_and_after_every_change_and_not_again(self) -> None:
        broken = a_broken_work()
        at_first = self.due(broken.work)
        look_where_due(at=NOON)
        after_looking = self.due(broken.work)

        broken.correct("997")

        assert (at_first, after_looking, self.due(broken.work)) == (["whole"], [], ["whole"])

    def test_answering_a_doubt_makes_no_look_due(self) -> None:
        broken = a_broken_work()
        look_where_due(at=NOON)

        settle(doubt_of(broken.work), "explained")

        assert self.due(broken.work) == []

    def test_another_day_makes_one_due(self) -> None:
        work = a_work()
        look_where_due(at=NOON)

        assert [one.wanted for one in looks_due(today=date(2026, 3, 3), at=NOON + timedelta(days=1))] == ["whole"]
        assert work.cycle

    def test_in_a_large_round_only_what_was_touched_is_looked_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        broken = a_broken_work().correct("997")
        look_where_due(at=NOON)
        upto = LedgerLook.objects.get(pk=broken.work.cycle).quick_upto
        monkeypatch.setattr("zhenggai.ledger.doubting.stale.SMALL", 0)
        broken.correct("996")

        touched = touched_tasks(broken.work.cycle, upto)
        wanted = self.due(broken.work)
        look_where_due(at=NOON)

        assert (touched, wanted, SMALL) == ((broken.work.task,), ["tasks"], 500)
        assert doubt_of(broken.work).state == "open"

    def test_in_a_large_round_what_was_mended_on_a_task_is_gone_with_the_next_quick_look(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        work = a_work()
        look(work)
        task, other = Task.objects.get(pk=work.task), Task.objects.filter(cycle=work.cycle).exclude(pk=work.task)[0]
        mended = a_doubt(task, "mended", rule="ledger.left_out")
        resting_on_others = a_doubt(task, "elsewhere", rule="ledger.figures_differ")
        about_a_file = a_doubt(task, "file", rule="ledger.old_deeds")
        LedgerDoubt.objects.filter(pk=about_a_file).update(places='[["evidence", 1, "001"]]')
        not_looked_at = a_doubt(other, "other", rule="ledger.left_out")
        monkeypatch.setattr("zhenggai.ledger.doubting.stale.SMALL", 0)

        look_at_task(task_id=work.task, actor=WANG, at=NOON)

        states = dict(LedgerDoubt.objects.values_list("pk", "state"))
        assert states[mended] == "gone"
        assert {states[one] for one in (resting_on_others, about_a_file, not_looked_at)} == {"open"}
