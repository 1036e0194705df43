"""Dates where they should not be."""

from __future__ import annotations

from datetime import date

import pytest
from checking_page import a_page


class TestBeforeFeedback:
    def test_acts_before_the_feedback_are_one_doubt_per_problem(self) -> None:
        page = a_page().problem(1, "一是2022年12月,印发办法。", "二是2023年2月13日,完成公告。")
        page.date("2022年12月", date(2022, 12, 1), date(2022, 12, 31)).date("2023年2月13日", date(2023, 2, 13))

        (doubt,) = page.doubts("date.before_feedback")

        assert doubt.message == "(一)1的2022年12月、2023年2月13日早于反馈日2023-03-23，请标注既往工作或边巡边改"
        assert page.text[slice(*doubt.span)] == "2022年12月"

    def test_acts_after_the_feedback_raise_none(self) -> None:
        page = a_page().problem(1, "一是3月24日,召开会议。").date("3月24日", date(2023, 3, 24))

        assert page.messages("date.before_feedback") == []

    def test_the_month_of_the_feedback_is_not_before_it(self) -> None:
        page = a_page().problem(1, "一是3月份召开会议。").date("3月份", date(2023, 3, 1), date(2023, 3, 31))

        assert page.messages("date.before_feedback") == []

    def test_years_comparisons_titles_and_headings_are_no_acts(self) -> None:
        page = a_page().problem(
            1,
            "一是拨付2022年度奖金,较2022年12月增长8%,落实《2022年10月会议纪要》,整改对2022年9月检查发现的问题。",
            title="关于2022年6月会议不实的问题",
        )
        page.date("2022年6月", date(2022, 6, 1), date(2022, 6, 30))
        page.date("2022年度", date(2022, 1, 1), date(2022, 12, 31))
        page.date("2022年12月", date(2022, 12, 1), date(2022, 12, 31))
        page.title("《2022年10月会议纪要》").date("2022年10月", date(2022, 10, 1), date(2022, 10, 31))
        page.date("2022年9月", date(2022, 9, 1), date(2022, 9, 30))

        assert page.messages("date.before_feedback") == []

    def test_without_a_feedback_date_nothing_can_be_said(self) -> None:
        page = a_page(feedback=None).problem(1, "一是2020年1月5日,开会。").date("2020年1月5日", date(2020, 1, 5))

        assert page.messages("date.before_feedback") == []


class TestOrder:
    def test_dates_going_back_within_a_measure_are_found(self) -> None:
        page = a_page().problem(1, "一是5月28日,召开会议;4月7日,下发通知。")
        page.date("5月28日", date(2023, 5, 28)).date("4月7日", date(2023, 4, 7))

        assert page.messages("date.order") == ["(一)1先写5月28日、后写4月7日，前后颠倒，请核对"]

    def test_neighbours_that_begin_with_a_full_date_are_compared(self) -> None:
        page = a_page().problem(1, "一是2023年6月,印发办法。", "二是2023年5月,印发通知。")
        page.date("2023年6月", date(2023, 6, 1), date(2023, 6, 30)).date(
            "2023年5月", date(2023, 5, 1), date(2023, 5, 31)
        )

        assert page.messages("date.order") == ["(一)1先写2023年6月、后写2023年5月，前后颠倒，请核对"]

    def test_rising_dates_raise_none(self) -> None:
        page = a_page().problem(1, "一是4月7日,召开会议;5月28日,下发通知。")
        page.date("4月7日", date(2023, 4, 7)).date("5月28日", date(2023, 5, 28))

        assert page.messages("date.order") == []

    def test_measures_by_topic_may_each_start_anew(self) -> None:
        page = a_page().problem(1, "一是抓部署。8月2日,召开会议。", "二是抓落实。4月7日,下发通知。")
        page.date("8月2日", date(2023, 8, 2)).date("4月7日", date(2023, 4, 7))

        assert page.messages("date.order") == []

    def test_a_month_that_was_reported_on_is_not_when_it_was_done(self) -> None:
        page = a_page().problem(1, "一是5月28日,召开会议,通报4月份成绩。")
        page.date("5月28日", date(2023, 5, 28)).date("4月份", date(2023, 4, 1), date(2023, 4, 30))

        assert page.messages("date.order") == []


class TestImpossible:
    @pytest.mark.parametrize(
        "written",
        ["2月30日", "13月5日", "2023年2月29日", "4月31日", "0月5日", "6月20日至6月11日", "6月20日至11日", "13月"],
    )
    def test_a_day_no_calendar_has_is_an_error(self, written: str) -> None:
        page = a_page().problem(1, f"一是在{written},下发通知。")

        (doubt,) = page.doubts("date.impossible")

        assert doubt.severity == "error"
        assert doubt.message == f"(一)1的“{written}”不是可能的日期，请核对"
        assert page.text[slice(*doubt.span)] == written

    @pytest.mark.parametrize(
        "written",
        [
            "2月29日",
            "2024年2月29日",
            "12月31日",
            "10月",
            "1-7月份",
            "11月14日至1月13日",
            "4月10日至4月16日",
            "2022年10月8日至2023年2月6日",
            "13个月",
            "18月龄",
            "2023.5月",
            "4月20日至21日",
        ],
    )
    def test_ordinary_days_and_ranges_raise_none(self, written: str) -> None:
        page = a_page().problem(1, f"一是在{written},下发通知。")

        assert page.messages("date.impossible") == []


class TestOpenPeriods:
    def test_a_month_reported_on_before_its_end_is_found(self) -> None:
        page = a_page().problem(1, "一是5月28日,召开推进会,在会上通报5月份成绩。")
        page.date("5月28日", date(2023, 5, 28)).date("5月份", date(2023, 5, 1), date(2023, 5, 31))

        assert page.messages("date.period_open") == ["(一)1在5月28日通报5月份的情况，当时5月份还没有结束"]

    def test_a_month_reported_on_after_its_end_raises_none(self) -> None:
        page = a_page().problem(1, "一是5月28日,召开推进会,在会上通报4月份成绩。")
        page.date("5月28日", date(2023, 5, 28)).date("4月份", date(2023, 4, 1), date(2023, 4, 30))

        assert page.messages("date.period_open") == []

    def test_an_as_of_month_that_ends_after_publication_is_found(self) -> None:
        page = a_page().problem(1, "一是截至9月底,已完成12件。").date("9月底", date(2023, 9, 1), date(2023, 9, 30))

        assert page.messages("date.period_open") == ["(一)1截至9月底，但公开时还没有到期末，请核对截止日"]

    def test_work_planned_for_the_month_raises_none(self) -> None:
        page = a_page().problem(1, "一是5月28日,召开会议,部署5月份工作。")
        page.date("5月28日", date(2023, 5, 28)).date("5月份", date(2023, 5, 1), date(2023, 5, 31))

        assert page.messages("date.period_open") == []


class TestStale:
    def test_figures_as_of_a_quarter_ago_are_found(self) -> None:
        page = (
            a_page().problem(1, "一是截至2023年6月,已完成12件。").date("2023年6月", date(2023, 6, 1), date(2023, 6, 30))
        )

        assert page.messages("date.stale") == ["(一)1的数据截至2023年6月，距公开已超过90天，请更新"]

    def test_the_end_of_a_month_counts_from_its_last_day(self) -> None:
        page = a_page().problem(1, "一是截至6月底,已完成12件。").date("6月底", date(2023, 6, 1), date(2023, 6, 30))

        assert page.messages("date.stale") == []

    def test_recent_figures_raise_none(self) -> None:
        page = a_page().problem(1, "一是截至8月底,已完成12件。").date("8月底", date(2023, 8, 1), date(2023, 8, 31))

        assert page.messages("date.stale") == []


class TestAmbiguous:
    def test_a_festival_without_its_year_is_found(self) -> None:
        page = a_page().problem(1, "一是预计本年度春节前支付。")

        (doubt,) = page.doubts("date.ambiguous")

        assert doubt.message == "(一)1的“本年度春节前”没有写明是哪一年，请写明年月日"
        assert page.text[slice(*doubt.span)] == "本年度春节前"

    def test_a_festival_with_its_year_raises_none(self) -> None:
        page = a_page().problem(1, "一是预计2024年春节前支付,春节期间走访慰问。")

        assert page.messages("date.ambiguous") == []
