"""Numbers against rosters, vouchers and each other: what is a contradiction and what only looks like one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ledger_examples import (
    a_closing,
    a_figure,
    a_file,
    a_ledger,
    a_measure,
    a_piece,
    a_report,
    a_task,
    an_equation,
    bare_view,
    found,
    places,
)
from zhenggai.domain.closing_facts import MoneyFact, RosterFact
from zhenggai.domain.ledger_facts import RelationFacts
from zhenggai.domain.quantities.tolerance import Tolerance
from zhenggai.domain.rates import Counted, Difference, rates_of
from zhenggai.domain.relations import Scope

HALF = (date(2025, 1, 1), date(2025, 6, 30))
FIVE = (date(2025, 1, 1), date(2025, 5, 31))
JUNE = (date(2025, 6, 1), date(2025, 6, 30))


class TestFalseResults:
    RULE = "ledger.false_result"

    def listed(self, **facts):
        return a_ledger(a_task(view=bare_view(rosters=(RosterFact(4, "清退名册", **facts),))))

    def test_a_roster_that_is_shorter_than_claimed_is_doubted(self):
        [finding] = found(self.RULE, self.listed(rows=7, claimed=12))
        assert "12 人（件），名册上有 7" in finding.message

    def test_a_roster_that_nobody_has_begun_is_not_yet(self):
        assert not found(self.RULE, self.listed(rows=0, claimed=12))

    def test_a_roster_of_which_nothing_was_claimed_says_nothing(self):
        assert not found(self.RULE, self.listed(rows=7, claimed=None))

    def test_one_more_denial_is_another_doubt(self):
        one, two = (found(self.RULE, self.listed(rows=9, claimed=9, called=5, denied=n))[0] for n in (1, 2))
        assert one.key != two.key

    @pytest.mark.parametrize(("vouchers", "wrong"), [("12000", False), ("11999.99", True), (None, False)])
    def test_money_is_what_its_vouchers_add_up_to(self, vouchers, wrong):
        paid = MoneyFact(1, "清退租金", "元", Decimal(12000), vouchers and Decimal(vouchers))
        findings = found(self.RULE, a_ledger(a_task(view=bare_view(money=(paid,)))))
        assert bool(findings) is wrong

    def test_a_voucher_number_counts_once(self):
        twice = (a_file(1, kind="voucher", voucher_number="0071"), a_file(2, kind="voucher", voucher_number="0071"))
        assert places(found(self.RULE, a_ledger(evidence=twice))) == [(("evidence", 1), ("evidence", 2))]
        assert not found(self.RULE, a_ledger(evidence=(twice[0], replace(twice[1], voucher_number="0072"))))
        assert not found(self.RULE, a_ledger(evidence=(twice[0], replace(twice[1], withdrawn=True))))

    def test_a_payment_after_the_report_that_claims_it_is_doubted(self):
        def paid(day):
            voucher = a_piece("voucher", dated=day)
            return a_ledger(a_task(view=bare_view(a_measure("funds", voucher, reports=(a_report(),)))))

        assert places(found(self.RULE, paid(date(2026, 2, 9)))) == [(("measure", 3), ("report", 1), ("evidence", 7))]
        assert not found(self.RULE, paid(date(2026, 2, 1)))


class TestEquations:
    RULE = "ledger.equation"

    @pytest.mark.parametrize(
        ("kind", "total", "parts", "wrong"),
        [
            ("ratio", "89.66%", ("8641户", "9638户"), False),
            ("ratio", "98.66%", ("8641户", "9638户"), True),
            ("growth", "20%", ("120万元", "100万元"), False),
            ("growth", "20%", ("130万元", "100万元"), True),
            ("part", "100户", ("120户",), True),
            ("part", "100户", ("20户",), False),
            ("difference", "5个百分点", ("95%", "90%"), False),
            ("difference", "5%", ("95%", "90%"), True),
            ("sum", "约200亩", ("120亩", "76亩"), False),
            ("sum", "200亩", ("120亩", "76亩"), True),
            ("conversion", "15亩", ("1公顷",), False),
            ("conversion", "1.5亩", ("1公顷",), True),
            ("sum", "200亩", ("120亩", "80万元"), True),
        ],
    )
    def test_what_comes_out_and_what_does_not(self, kind, total, parts, wrong):
        figures = [a_figure(text, place) for place, text in enumerate((total, *parts), start=1)]
        assert bool(found(self.RULE, a_ledger(**an_equation(kind, *figures)))) is wrong

    def test_the_tolerance_is_that_of_the_round(self):
        figures = an_equation("sum", a_figure("约200亩"), a_figure("120亩", 2), a_figure("100亩", 3))
        assert found(self.RULE, a_ledger(**figures))
        assert not found(self.RULE, a_ledger(**figures, tolerance=Tolerance(about=10)))

    def test_an_equation_with_a_figure_that_is_gone_says_nothing(self):
        broken = RelationFacts(1, "sum", 1, (2, 3))
        assert not found(self.RULE, a_ledger(figures=(a_figure("9户"),), relations=(broken,)))

    def test_an_equation_with_too_few_figures_says_nothing(self):
        assert not found(self.RULE, a_ledger(**an_equation("ratio", a_figure("50%"), a_figure("1户", 2))))

    def test_a_list_is_as_the_document_counted_it(self):
        counted = an_equation("count", a_figure("5个"), holds=False, computed="4")
        assert "逐一列出的是4" in found(self.RULE, a_ledger(**counted))[0].message
        assert not found(self.RULE, a_ledger(**an_equation("count", a_figure("5个"), holds=True)))


class TestSlips:
    RULE = "ledger.figures_slip"

    @pytest.mark.parametrize(
        ("one", "other", "slip"),
        [
            ("38.62万元", "386.2万元", True),
            ("38.62万元", "38.62亿元", True),
            ("1428亩", "1428公顷", True),
            ("3.5%", "3.5个百分点", True),
            ("12户", "1200户", True),
            ("38.62万元", "386200元", False),
            ("15亩", "1公顷", False),
            ("200户", "2000户", False),
            ("12户", "12人", False),
            ("38.62万元", "39.5万元", False),
        ],
    )
    def test_a_slip_of_point_or_unit(self, one, other, slip):
        figures = (a_figure(one, scope="收入"), a_figure(other, 2, scope="收入"))
        assert bool(found(self.RULE, a_ledger(figures=figures))) is slip

    def test_another_scope_is_another_thing(self):
        figures = (a_figure("38.62万元", scope="村集体收入"), a_figure("386.2万元", 2, scope="财政收入"))
        assert not found(self.RULE, a_ledger(figures=figures))


class TestDiffering:
    RULE = "ledger.figures_differ"

    def test_a_shorter_figure_of_the_same_is_the_same(self):
        figures = (a_figure("38.6万元"), a_figure("386214元", 2))
        assert not found(self.RULE, a_ledger(figures=figures))

    def test_another_day_is_another_figure(self):
        figures = (a_figure("12公里"), a_figure("13公里", 2, until=date(2026, 2, 28)))
        assert not found(self.RULE, a_ledger(figures=figures))

    def test_a_figure_without_a_scope_is_compared_with_none(self):
        figures = (a_figure("12公里", scope=""), a_figure("13公里", 2, scope=""))
        assert not found(self.RULE, a_ledger(figures=figures))

    def test_a_slip_is_told_once_and_by_the_other_rule(self):
        figures = (a_figure("12.5公里"), a_figure("125公里", 2))
        assert not found(self.RULE, a_ledger(figures=figures))

    def test_units_of_one_dimension_are_compared(self):
        assert not found(self.RULE, a_ledger(figures=(a_figure("12公里"), a_figure("12000米", 2))))
        assert found(self.RULE, a_ledger(figures=(a_figure("12公里"), a_figure("12900米", 2))))

    def test_the_readings_of_one_indicator_in_two_tasks_agree(self):
        figures = (a_figure("96%", scope="", indicator="达标率"), a_figure("93%", 2, scope="", indicator="达标率"))
        assert found(self.RULE, a_ledger(figures=figures))


class TestPeriods:
    RULE = "ledger.period_wrong"

    def of(self, text, id, span):
        return a_figure(text, id, scope="入库税收", since=span[0], until=span[1])

    def test_a_figure_before_its_period_is_over_is_doubted(self):
        early = a_figure("12公里", until=date(2026, 2, 28), entered_on=date(2026, 2, 20))
        assert found(self.RULE, a_ledger(figures=(early,)))
        assert not found(self.RULE, a_ledger(figures=(replace(early, entered_on=date(2026, 2, 28)),)))

    @pytest.mark.parametrize(("days", "stale"), [(60, True), (120, False)])
    def test_an_old_figure_is_doubted_when_its_task_is_to_be_closed(self, days, stale):
        old = a_figure("12公里", until=date(2025, 10, 31), entered_on=date(2025, 11, 3))
        task = a_task(view=bare_view(state="closing"), closings=(a_closing(state="open"),))
        assert bool(found(self.RULE, a_ledger(task, figures=(old,)), days=days)) is stale

    def test_a_newer_figure_of_the_same_makes_the_old_one_history(self):
        old = a_figure("12公里", until=date(2025, 7, 31), entered_on=date(2025, 8, 3))
        task = a_task(view=bare_view(state="closing"), closings=(a_closing(state="open"),))
        assert found(self.RULE, a_ledger(task, figures=(old,)))
        assert not found(self.RULE, a_ledger(task, figures=(old, a_figure("13公里", 2))))

    def test_the_half_year_less_five_months_is_june_and_nothing_else(self):
        def left(span):
            figures = (self.of("20万元", 1, span), self.of("120万元", 2, HALF), self.of("100万元", 3, FIVE))
            return found(self.RULE, a_ledger(**an_equation("difference", *figures)))

        assert not left(JUNE)
        assert left(HALF)

    def test_what_stood_on_two_days_may_be_taken_from_each_other(self):
        figures = (a_figure("3户"), a_figure("12户", 2, until=date(2025, 12, 31)), a_figure("9户", 3))
        assert not found(self.RULE, a_ledger(**an_equation("difference", *figures)))

    def test_quarters_make_a_year_and_a_quarter_with_a_half_does_not(self):
        first, second = (date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30))

        def added(one, other):
            figures = (self.of("20万元", 1, HALF), self.of("12万元", 2, one), self.of("8万元", 3, other))
            return found(self.RULE, a_ledger(**an_equation("sum", *figures)))

        assert not added(first, second)
        assert added(first, HALF)

    def test_one_thing_at_two_times_is_not_equal_to_itself(self):
        figures = (a_figure("12户"), a_figure("12户", 2, until=date(2025, 12, 31)))
        [finding] = found(self.RULE, a_ledger(**an_equation("equal", *figures)))
        assert "统计时点不同" in finding.message


class TestScopes:
    RULE = "ledger.scope_drift"

    def test_words_that_narrow_a_scope_are_not_the_same_scope(self):
        def compared(scope):
            figures = (a_figure("9家", scope="规上企业数"), a_figure("9家", 2, scope=scope))
            return found(self.RULE, a_ledger(**an_equation("equal", *figures)))

        assert compared("全县企业数")
        assert not compared("规上企业数")

    def test_town_and_country_may_be_added_up(self):
        figures = (a_figure("9户"), a_figure("4户", 2, scope="城镇低保户"), a_figure("5户", 3, scope="农村低保户"))
        assert not found(self.RULE, a_ledger(**an_equation("sum", *figures)))

    def test_two_versions_in_one_equation_are_doubted_in_the_words_of_the_equation(self):
        figures = (a_figure("9户", term=Scope("低保户", 1)), a_figure("9户", 2, term=Scope("低保户", 2)))
        messages = [one.message for one in found(self.RULE, a_ledger(**an_equation("equal", *figures)))]
        assert any("两个版本" in message or "口径不同" in message for message in messages)

    def test_readings_of_one_series_that_change_their_words_are_doubted(self):
        series = [a_figure("9家", n, scope=s, indicator="企业数") for n, s in ((1, "规上企业数"), (2, "全县企业数"))]
        assert found(self.RULE, a_ledger(figures=tuple(series)))


class TestDenominators:
    RULE = "ledger.shrunk_base"
    RATES = rates_of(
        [Counted("done", 20, through_gate=20), Counted("ongoing", 21)],
        stated=43,
        differences=(Difference("merged", "任务 4、5", -2),),
    )

    def rate(self, percent, *parts, scope="本轮整改完成率"):
        return an_equation("ratio", a_figure(percent, scope=scope), *parts)

    def test_a_rate_out_of_fewer_than_the_feedback_counted_is_doubted(self):
        shrunk = self.rate("50%", a_figure("20项", 2, scope="办结"), a_figure("40项", 3, scope="任务"))
        assert "反馈是 43 项" in found(self.RULE, a_ledger(**shrunk, rates=self.RATES))[0].message

    def test_a_rate_out_of_all_is_not(self):
        whole = self.rate("46.5%", a_figure("20项", 2, scope="办结"), a_figure("43项", 3, scope="任务"))
        assert not found(self.RULE, a_ledger(**whole, rates=self.RATES))

    def test_a_rate_of_something_that_a_task_counts_is_its_own(self):
        own = self.rate("50%", a_figure("20户", 2), a_figure("40户", 3), scope="问题户厕整改率")
        assert not found(self.RULE, a_ledger(**own, rates=self.RATES))

    def test_a_rate_above_even_the_broad_one_is_doubted(self):
        assert found(self.RULE, a_ledger(figures=(a_figure("98%", scope="巡视反馈问题整改率"),), rates=self.RATES))
        assert not found(
            self.RULE, a_ledger(figures=(a_figure("46.5%", scope="巡视反馈问题整改率"),), rates=self.RATES)
        )

    def test_a_document_that_counts_nothing_has_nothing_to_shrink(self):
        assert not found(self.RULE, a_ledger(rates=rates_of([Counted("done", 3)], stated=None)))
