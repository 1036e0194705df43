"""Doubts on the ledger are explained, settled, listed and switched off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from closing import ma, what_is_missing
from doubted import EQUATION, WHY, a_broken_work, doubt_of, last_entry, look, settle, switch
from doubts import a_doubt
from people import LI, NOON, SUN, WANG
from working import a_work
from zhenggai.checking.on_ledger import LEDGER_RULES, WrongThreshold
from zhenggai.cli.program import run
from zhenggai.cli.round_doubts import check_round
from zhenggai.cli.usage import CouldNot
from zhenggai.domain.refusals import NotAllowed
from zhenggai.ledger.models import DoubtWord, LedgerDoubt, RuleSwitch, Task
from zhenggai.ledger.operations.doubting import (
    CannotSettle,
    DoubtChanged,
    RuleChanged,
    explain_doubt,
    set_threshold,
)
from zhenggai.ledger.queries.doubts import doubt_page, list_doubts
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rules import rules_page

pytestmark = pytest.mark.django_db


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
