"""Doubts on the ledger from the rows to the gate: found, explained, settled, gone, back, switched off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from closing import a_ready_work, apply, ma, sign, state, what_is_missing
from doubts import a_doubt
from exhibits import a_proof
from people import LI, NOON, SUN, WANG
from tallies import a_figure, a_register, companies, take
from working import Work, a_work, hand_in
from zhenggai.checking.on_ledger import LEDGER_RULES, WrongThreshold
from zhenggai.cli.program import run
from zhenggai.cli.round_doubts import check_round
from zhenggai.cli.usage import CouldNot
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.figures import FigurePlan
from zhenggai.domain.gate import GateShut
from zhenggai.domain.progress import Report
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.doubting.gathering import gather, gather_tasks
from zhenggai.ledger.doubting.stale import SMALL, looks_due, touched_tasks
from zhenggai.ledger.models import Doubt, DoubtWord, LedgerDoubt, LedgerLook, RuleSwitch, Task
from zhenggai.ledger.operations import figures
from zhenggai.ledger.operations.doubting import (
    CannotSettle,
    DoubtChanged,
    LookedMeanwhile,
    RuleChanged,
    explain_doubt,
    look_again,
    look_at_task,
    look_where_due,
    set_threshold,
    settle_doubt,
    switch_rule,
)
from zhenggai.ledger.queries.doubts import doubt_page, list_doubts
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rules import rules_page

pytestmark = pytest.mark.django_db

EQUATION = "ledger.equation"
WHY = "核对了市场监管局的台账原件。"


@dataclass(frozen=True, slots=True)
class Broken:
    """A work with an equation that does not come out: 9638 is not 8641 + 996."""

    work: Work
    part: int

    def correct(self, digits: str) -> Broken:
        """State the part anew."""
        plan = FigurePlan(digits, "户", scope="僵尸企业总数", until=date(2026, 2, 28), origin="市场监管局台账")
        new = figures.correct_figure(figure_id=self.part, plan=plan, why="台账漏计", actor=WANG, at=NOON)
        return Broken(self.work, new)


def a_broken_work() -> Broken:
    work = a_ready_work()
    total, one, other = (a_figure(work.task, digits, scope=digits) for digits in ("9638", "8641", "996"))
    figures.add_relation(task_id=work.task, kind="sum", total_id=total, part_ids=[one, other], actor=WANG, at=NOON)
    return Broken(work, other)


def look(work: Work, *, actor: Actor = WANG) -> None:
    look_again(cycle_id=work.cycle, actor=actor, at=NOON)


def doubt_of(work: Work, rule: str = EQUATION) -> LedgerDoubt:
    return LedgerDoubt.objects.get(cycle_id=work.cycle, rule=rule)


def settle(
    doubt: LedgerDoubt, verdict: str, *, actor: Actor = WANG, why: str = WHY, version: int | None = None
) -> None:
    seen = doubt.version if version is None else version
    settle_doubt(doubt_id=doubt.pk, version=seen, verdict=verdict, why=why, actor=actor, at=NOON)


def switch(work: Work, *, on: bool, number: int, rule: str = EQUATION, actor: Actor = WANG, why: str = WHY) -> None:
    switch_rule(cycle_id=work.cycle, rule=rule, number=number, on=on, why=why, actor=actor, at=NOON)


def an_old_proof(work: Work) -> None:
    """Evidence of Zhao's from before the feedback."""
    words = EvidenceWords("minutes", dated=date(2024, 5, 1))
    a_proof(work.cycle, words=words, measures=[work.measure], actor=work.zhao)


def last_entry() -> Entry:
    return Entry.objects.order_by("-sequence")[0]


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


class TestAnswering:
    @pytest.mark.parametrize("verdict", ["upheld", "explained", "mistaken"])
    def test_it_is_settled_in_three_ways_with_reasons_and_one_entry(self, verdict: str) -> None:
        work = a_broken_work().work
        look(work)

        settle(doubt_of(work), verdict, actor=SUN)

        doubt, word, entry = doubt_of(work), DoubtWord.objects.get(), last_entry()
        assert (doubt.state, doubt.settled) == (verdict, verdict)
        assert (word.how, word.why, word.by, word.at) == (verdict, WHY, SUN.name, NOON)
        assert (entry.verb, entry.subject_kind, entry.subject_id) == ("doubt.settle", "ledger_doubt", doubt.pk)

    def test_a_later_verdict_takes_the_place_of_an_earlier_and_both_stay(self) -> None:
        work = a_broken_work().work
        look(work)
        settle(doubt_of(work), "explained")

        settle(doubt_of(work), "upheld")

        assert doubt_of(work).state == "upheld"
        assert [word.how for word in DoubtWord.objects.order_by("pk")] == ["explained", "upheld"]

    def test_the_unit_explains_and_settles_nothing(self) -> None:
        work = a_broken_work().work
        look(work)
        doubt = doubt_of(work)

        explain_doubt(
            doubt_id=doubt.pk, version=doubt.version, why="一户重复登记，正在更正。", actor=work.zhao, at=NOON
        )

        doubt = doubt_of(work)
        assert (doubt.state, doubt.explained_at) == ("open", NOON)
        assert last_entry().verb == "doubt.explain"
        assert any(one.condition == "doubts_settled" for one in what_is_missing(work))

    def test_nobody_of_the_unit_settles_a_doubt_about_it(self) -> None:
        work = a_broken_work().work
        look(work)
        doubt = doubt_of(work)

        for actor in (work.zhao, ma(work), replace(WANG, unit_id=work.unit), replace(SUN, unit_id=work.unit)):
            with pytest.raises(NotAllowed):
                settle(doubt, "mistaken", actor=actor)
        with pytest.raises(NotAllowed):
            explain_doubt(doubt_id=doubt.pk, version=doubt.version, why=WHY, actor=work.qian, at=NOON)
        assert not DoubtWord.objects.exists()

    def test_a_stale_form_is_refused(self) -> None:
        work = a_broken_work().work
        look(work)
        seen = doubt_of(work)
        settle(seen, "explained")

        with pytest.raises(DoubtChanged, match="王敏"):
            settle(seen, "upheld")

    @pytest.mark.parametrize(("verdict", "why"), [("", WHY), ("closed", WHY), ("upheld", ""), ("upheld", " 对 ")])
    def test_a_verdict_without_reasons_or_sense_is_refused(self, verdict: str, why: str) -> None:
        work = a_broken_work().work
        look(work)

        with pytest.raises(CannotSettle):
            settle(doubt_of(work), verdict, why=why)

    def test_what_has_gone_is_not_settled(self) -> None:
        broken = a_broken_work()
        look(broken.work)
        broken.correct("997")
        look(broken.work)

        with pytest.raises(CannotSettle, match="已经查不到"):
            settle(doubt_of(broken.work), "mistaken")


class TestRules:
    def test_a_rule_is_switched_off_with_a_reason_and_takes_its_doubts_along(self) -> None:
        work = a_broken_work().work
        look(work)

        switch(work, on=False, number=0)
        look(work)

        doubt, row = doubt_of(work), RuleSwitch.objects.get()
        assert (doubt.state, doubt.gone_why) == ("gone", "off")
        assert (row.what, row.why, row.by) == ("off", WHY, WANG.name)
        page = rules_page(cycle_id=work.cycle, actor=WANG)
        rule = next(one for one in page.ledger if one.id == EQUATION)
        assert (rule.on, rule.switches[0].why, page.off) == (False, WHY, 1)

    def test_what_was_said_of_its_doubts_comes_back_with_it(self) -> None:
        work = a_broken_work().work
        look(work)
        settle(doubt_of(work), "explained")
        switch(work, on=False, number=0)

        switch(work, on=True, number=1)
        look(work)

        assert doubt_of(work).state == "explained"

    def test_only_the_office_switches_and_never_without_a_reason(self) -> None:
        work = a_broken_work().work

        for actor in (SUN, LI, work.zhao):
            with pytest.raises(NotAllowed):
                switch(work, on=False, number=0, actor=actor)
        with pytest.raises(CannotSettle):
            switch(work, on=False, number=0, why="")
        with pytest.raises(CannotSettle):
            switch(work, on=True, number=0)
        assert not RuleSwitch.objects.exists()

    def test_two_who_saw_the_same_state_cannot_both_change_it(self) -> None:
        work = a_work()
        switch(work, on=False, number=0)

        with pytest.raises(RuleChanged, match="王敏"):
            switch(work, on=True, number=0)

    def test_a_threshold_is_set_with_a_reason_and_the_rule_goes_by_it(self) -> None:
        work = a_work()
        rule = "ledger.evidence_reused"
        facts = {"cycle_id": work.cycle, "rule": rule, "actor": WANG, "at": NOON}

        set_threshold(number=0, name="tasks", value="5", why=WHY, **facts)  # type: ignore[arg-type]

        row = next(one for one in rules_page(cycle_id=work.cycle, actor=WANG).ledger if one.id == rule)
        preset = LEDGER_RULES[rule].thresholds[0].preset
        assert (row.thresholds[0].value, row.thresholds[0].preset) == ("5", str(preset))
        for value in ("0", "1000", "2.5", "many", ""):
            with pytest.raises((WrongThreshold, CannotSettle)):
                set_threshold(number=1, name="tasks", value=value, why=WHY, **facts)  # type: ignore[arg-type]
        with pytest.raises(WrongThreshold):
            set_threshold(number=1, name="nothing", value="1", why=WHY, **facts)  # type: ignore[arg-type]

    def test_the_share_of_false_alarms_is_shown_for_each_rule(self) -> None:
        work = a_work()
        task = Task.objects.get(pk=work.task)
        for number, verdict in enumerate(("upheld", "explained", "mistaken", "mistaken")):
            settle(LedgerDoubt.objects.get(pk=a_doubt(task, str(number))), verdict)

        page = rules_page(cycle_id=work.cycle, actor=SUN)

        rule = next(one for one in page.ledger if one.id == EQUATION)
        assert (rule.open, rule.upheld, rule.explained, rule.mistaken, rule.share) == (1, 1, 1, 2, 50)
        assert (page.settled, page.mistaken, page.share) == (4, 2, 50)
        assert next(one for one in page.ledger if one.id != EQUATION).share is None


class TestGuards:
    @pytest.fixture
    def doubt(self) -> LedgerDoubt:
        work = a_work()
        doubt = LedgerDoubt.objects.get(pk=a_doubt(Task.objects.get(pk=work.task)))
        settle(doubt, "explained")
        switch(work, on=False, number=0, rule="ledger.figures_slip")
        return doubt

    def refused(self, act: object) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()  # type: ignore[operator]

    def test_words_and_switches_stay_as_they_were_written(self, doubt: LedgerDoubt) -> None:
        self.refused(lambda: DoubtWord.objects.update(why="另一个理由"))
        self.refused(lambda: DoubtWord.objects.all().delete())
        self.refused(lambda: RuleSwitch.objects.update(why="另一个理由"))
        self.refused(lambda: RuleSwitch.objects.all().delete())

    def test_no_doubt_is_settled_without_a_word_or_made_away_with(self, doubt: LedgerDoubt) -> None:
        rows = LedgerDoubt.objects.filter(pk=doubt.pk)

        self.refused(lambda: rows.update(state="mistaken", settled="mistaken"))
        self.refused(lambda: rows.update(rule="ledger.figures_slip"))
        self.refused(rows.delete)


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


class TestList:
    def test_it_is_filtered_and_paged_by_key_the_gravest_first(self) -> None:
        work = a_work()
        task = Task.objects.get(pk=work.task)
        for number in range(3):
            a_doubt(task, f"w{number}", severity="warning", rule="ledger.figures_slip")
        grave = a_doubt(task, "grave")

        first = list_doubts(cycle_id=work.cycle, actor=WANG, size=2)
        second = list_doubts(cycle_id=work.cycle, actor=WANG, size=2, after=first.after)
        slips = list_doubts(cycle_id=work.cycle, actor=WANG, rule="ledger.figures_slip", severity="warning")
        elsewhere = list_doubts(cycle_id=work.cycle, actor=WANG, unit=str(work.qian.unit_id))

        assert (first.rows[0].id, len(first.rows), first.total) == (grave, 2, 4)
        assert {row.id for row in first.rows}.isdisjoint(row.id for row in second.rows)
        assert (len(second.rows), second.after) == (2, "")
        assert (slips.total, elsewhere.total) == (3, 0)
        assert [(choice.label, choice.count) for choice in first.states[:2]] == [("未处置", 4), ("成立", 0)]
        with pytest.raises(BadKey):
            list_doubts(cycle_id=work.cycle, actor=WANG, after="nonsense")

    def test_a_unit_sees_the_doubts_of_its_own_tasks_alone(self) -> None:
        work = a_work()
        other = Task.objects.filter(cycle_id=work.cycle).exclude(pk=work.task).get()
        mine = a_doubt(Task.objects.get(pk=work.task))
        theirs = a_doubt(other, "theirs")

        page = list_doubts(cycle_id=work.cycle, actor=work.zhao)

        assert [row.id for row in page.rows] == [mine]
        with pytest.raises(NotAllowed):
            doubt_page(doubt_id=theirs, actor=work.zhao)


class TestCommand:
    def test_check_of_a_round_looks_lists_what_stands_and_leaves_with_one_while_something_blocks(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken = a_broken_work()

        blocked = check_round(broken.work.cycle, as_json=False)
        said = capsys.readouterr().out
        settle(doubt_of(broken.work), "mistaken")
        free = check_round(broken.work.cycle, as_json=True)

        assert (blocked, free) == (1, 0)
        assert "■ 数字打架：等式不成立" in said
        assert EQUATION not in capsys.readouterr().out

    def test_a_round_that_is_not_there_is_told_in_one_sentence(self) -> None:
        with pytest.raises(CouldNot, match="没有编号为 999 的整改轮次"):
            check_round(999, as_json=False)

    @pytest.mark.parametrize("arguments", [["check"], ["check", "--cycle", "1", "报告.txt"]])
    def test_files_or_a_round_and_not_both(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run(arguments) == 2
        assert "--cycle" in capsys.readouterr().err
