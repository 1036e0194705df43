"""Signatures, verifiers, a rush at the end, and people who left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger_examples import NOW, TODAY, a_closing, a_ledger, a_task, a_told, at, bare_view, found, places, signed
from zhenggai.domain.closing_facts import VisitFact
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.ledger_facts import HandoverFacts, LeftFacts

CHAIN = a_closing().signatures


def closed(*closings, id=1, **facts):
    return a_task(id, view=bare_view(state=facts.pop("state", "done"), **facts), closings=closings or (a_closing(),))


class TestSignatures:
    RULE = "ledger.back_dated"

    def test_what_was_signed_and_changed_afterwards_wants_signing_again(self):
        [finding] = found(self.RULE, a_ledger(closed(a_closing(digest_now="other"))))
        assert finding.severity is None
        assert [place.id for place in finding.places] == [1, 11, 12, 13, 14, 15]

    def test_a_signature_that_was_given_again_counts_and_not_the_one_before(self):
        early = signed("unit", at(6, 9, 30), by_id=11, by="马强", digest="old")
        assert not found(self.RULE, a_ledger(closed(a_closing(early, *CHAIN))))

    def test_an_application_that_is_still_open_may_change(self):
        going = a_closing(state="open", digest_now="other")
        assert not found(self.RULE, a_ledger(closed(going, state="closing")))

    def test_a_task_that_was_opened_again_may_change(self):
        assert not found(self.RULE, a_ledger(closed(a_closing(digest_now="other"), state="ongoing")))

    def test_a_step_before_the_one_it_follows_is_doubted(self):
        early = replace(CHAIN[3], at=at(7, 12))
        findings = found(self.RULE, a_ledger(closed(a_closing(*CHAIN[:3], early, CHAIN[4]))))
        assert places(findings) == [(("closing", 1), ("person", 14))]

    def test_a_signature_before_the_application_is_doubted(self):
        assert found(self.RULE, a_ledger(closed(a_closing(replace(CHAIN[0], at=at(5)), *CHAIN[1:]))))

    def test_five_signatures_within_two_minutes_are_only_warned_of_and_a_list_is_none(self):
        def signing(listed, minutes=1):
            tasks = []
            for n in range(1, 6):
                late = signed("leader", at(7, 9, n * minutes), by_id=12, by="李建国", listed=listed)
                tasks.append(closed(a_closing(late, id=n, digest_now=""), id=n))
            return [one.severity for one in found(self.RULE, a_ledger(*tasks), minutes=5)]

        assert signing(listed=False) == ["warning"]
        assert signing(listed=True) == []
        assert signing(listed=False, minutes=9) == []


class TestRush:
    RULE = "ledger.late_rush"

    def many(self, number, day):
        closing = a_closing(ended_at=at(day, month=3), ended_on=date(2026, 3, day))
        return tuple(closed(replace(closing, id=n), id=n) for n in range(1, number + 1))

    def test_many_in_the_last_days_before_their_deadline_are_a_rush(self):
        [finding] = found(self.RULE, a_ledger(*self.many(5, 30)))
        assert "5 件（100.0%）" in finding.message
        assert finding.task_id is None

    @pytest.mark.parametrize(("number", "day"), [(4, 30), (5, 10)])
    def test_few_or_early_ones_are_none(self, number, day):
        assert not found(self.RULE, a_ledger(*self.many(number, day)))

    def test_how_many_make_a_rush_is_a_setting_of_the_round(self):
        facts = a_ledger(*self.many(4, 30))
        assert found(self.RULE, replace(facts, closing=ClosingRules(rush_count=3)))

    def test_of_a_part_of_a_round_nobody_can_say_it(self):
        assert not found(self.RULE, a_ledger(*self.many(5, 30), whole=False))

    def test_many_by_one_person_on_one_day_are_doubted_unless_a_meeting_decided(self):
        def decided(listed):
            last = signed("office", at(9), by_id=14, by="王芳", listed=listed)
            tasks = [closed(a_closing(*CHAIN[:3], last, id=n), id=n) for n in range(1, 6)]
            return [one.message for one in found(self.RULE, a_ledger(*tasks))]

        assert len(decided(listed=False)) == 1
        assert decided(listed=True) == []

    def test_a_visit_before_a_quick_signature_is_time_enough(self):
        quick = replace(CHAIN[2], at=at(7, 9, 2))
        hasty = a_closing(*CHAIN[:2], quick, *CHAIN[3:])
        seen = (VisitFact(1, date(2026, 2, 5), "孙立", passed=True, photos=2),)
        assert places(found(self.RULE, a_ledger(closed(hasty)))) == [(("closing", 1), ("person", 13))]
        assert not found(self.RULE, a_ledger(closed(hasty, visits=seen)))


class TestOwnVerifiers:
    RULE = "ledger.own_verifier"

    def reported(self, **facts):
        told = a_told(3, "清理河道 12 公里。", **{"by_id": 13, "by": "孙立", **facts})
        return replace(closed(), told=(told,))

    def test_who_reported_does_not_verify(self):
        [finding] = found(self.RULE, a_ledger(self.reported()))
        assert "自己报过 2026-02-03 的进展" in finding.message

    def test_who_noted_a_report_on_behalf_of_the_unit_has_not_reported(self):
        assert not found(self.RULE, a_ledger(self.reported(on_behalf=True)))

    def test_the_leader_may_have_reported(self):
        assert not found(self.RULE, a_ledger(self.reported(by_id=12, by="李建国")))

    def test_who_signed_for_the_unit_does_not_sign_as_somebody_else(self):
        again = replace(CHAIN[3], by_id=11, by="马强")
        findings = found(self.RULE, a_ledger(closed(a_closing(*CHAIN[:3], again))))
        assert "签过单位自验" in findings[0].message

    def test_who_reported_does_not_go_to_look(self):
        visit = VisitFact(4, date(2026, 2, 20), "赵敏", passed=True, photos=1)

        def looked(by):
            task = a_task(view=bare_view(state="closing", visits=(visit,)), closings=(a_closing(state="open"),))
            return found(self.RULE, a_ledger(replace(task, told=(a_told(3, "清淤。", by=by),))))

        assert places(looked("赵敏")) == [(("task", 1), ("report", 3), ("person", 0))]
        assert not looked("马强")


class TestLeft:
    RULE = "ledger.nobody_took_over"

    def handover(self, **facts):
        opened = NOW - timedelta(hours=60)
        made = HandoverFacts(3, "李建国", "县政府副县长", opened, (1, 2), (2,))
        return a_ledger(a_task(1), a_task(2), handovers=(replace(made, **facts),))

    def test_only_what_nobody_signed_for_is_named(self):
        [finding] = found(self.RULE, self.handover())
        assert [place.id for place in finding.places] == [3, 2]
        assert finding.task_id == 2
        assert "还没有指定接手人" in finding.message

    def test_a_successor_who_does_not_sign_is_named(self):
        assert "接手人 周建平 还没有签字" in found(self.RULE, self.handover(successor="周建平"))[0].message

    def test_a_handover_that_is_done_is_none(self):
        assert not found(self.RULE, self.handover(done_at=NOW, waiting=()))

    def test_an_office_may_give_more_time(self):
        assert not found(self.RULE, self.handover(), hours=72)

    @pytest.mark.parametrize(("days", "late"), [(1, False), (2, False), (3, True)])
    def test_somebody_who_left_without_any_handover_is_found_by_their_posts(self, days, late):
        gone = LeftFacts(8, "赵敏", "县水利局科员", TODAY - timedelta(days=days), (1,))
        assert bool(found(self.RULE, a_ledger(left=(gone,)))) is late

    def test_somebody_whom_no_task_names_any_more_left_nothing_behind(self):
        gone = LeftFacts(8, "赵敏", "县水利局科员", date(2026, 1, 1), (99,))
        assert not found(self.RULE, a_ledger(left=(gone,)))
