"""Claims, counts and repeats."""

from __future__ import annotations

from datetime import date

from checking_page import a_page

from zhenggai.domain.report import Declared


class TestFutureDone:
    def test_an_act_told_as_done_on_a_day_still_to_come_is_found(self) -> None:
        page = a_page().problem(1, "一是12月5日,已完成全部整改。").date("12月5日", date(2023, 12, 5))

        assert page.messages("claim.future_done") == ["(一)1把12月5日的事写成已完成，而公开日是2023-09-26，请核对"]

    def test_a_plan_for_that_day_raises_none(self) -> None:
        page = a_page().problem(1, "一是力争12月5日完成,目前已开工。").date("12月5日", date(2023, 12, 5))

        assert page.messages("claim.future_done") == []

    def test_a_done_problem_with_an_act_to_come_is_found(self) -> None:
        page = (
            a_page().problem(1, "一是争取12月底前完工。", state="done").promise("争取12月底前完工", date(2023, 12, 31))
        )

        assert page.messages("claim.future_done") == ["(一)1标为已完成，却还有要做的事：“争取12月底前完工”，请核对状态"]

    def test_an_ongoing_problem_with_an_act_to_come_raises_none(self) -> None:
        page = a_page().problem(1, "一是争取12月底前完工。", state="ongoing").promise("争取12月底前完工")

        assert page.messages("claim.future_done") == []


class TestUndated:
    def test_a_promise_without_a_date_is_found(self) -> None:
        page = a_page().problem(1, "一是继续筹措资金,争取早日到位。").promise("争取早日到位")

        assert page.messages("promise.undated") == ["(一)1的“争取早日到位”没有期限，请补上"]

    def test_a_dated_promise_and_one_outside_the_problems_raise_none(self) -> None:
        page = a_page().problem(1, "一是争取12月底前到位。").promise("争取12月底前到位", date(2023, 12, 31))
        page.chapter("三、", "下一步将继续用力")
        page.promise("下一步将继续用力")

        assert page.messages("promise.undated") == []


class TestCoverage:
    def test_all_without_a_count_in_the_sentence_is_found(self) -> None:
        page = a_page().problem(1, "一是共检查47家医院。二是相关问题均已整改,做到应统尽统。")
        page.quantity("47家", "47", "家")

        assert page.messages("claim.coverage") == [
            "(一)1说“均已”，这一句没有写总数，请写明总数和完成数",
            "(一)1说“应统尽统”，这一句没有写总数，请写明总数和完成数",
        ]

    def test_all_with_its_count_raises_none(self) -> None:
        page = a_page().problem(1, "一是4个村已全部整改完成。").quantity("4个", "4", "个")

        assert page.messages("claim.coverage") == []

    def test_all_outside_the_measures_raises_none(self) -> None:
        page = a_page().chapter("一、", "全部问题压实到人")

        assert page.messages("claim.coverage") == []


class TestDeclared:
    def test_counts_that_differ_from_what_was_read_are_found(self) -> None:
        page = a_page().problem(1, "一是整改。")
        page.declared = Declared(aspects=4, problems=7, tasks=52)

        assert page.messages("declared.mismatch") == [
            "文中说有4个方面，读出1个方面，请核对缺少的方面是不公开、合并写还是漏读",
            "文中说有52项任务，读出1个问题，请核对缺少的任务是不公开、合并写还是漏读",
            "文中说有7个问题，读出1个问题，请核对缺少的问题是不公开、合并写还是漏读",
        ]

    def test_counts_that_agree_raise_none(self) -> None:
        page = a_page().problem(1, "一是整改。", "二是建制。")
        page.declared = Declared(aspects=1, problems=1, tasks=2)

        assert page.messages("declared.mismatch") == []

    def test_a_section_on_petitions_is_no_aspect(self) -> None:
        page = a_page().problem(1, "一是整改。").section("(二)", "关于移交信访件办理方面").problem(1, "一是办结。")
        page.declared = Declared(aspects=1)

        assert page.messages("declared.mismatch") == []

    def test_a_short_notice_without_problems_raises_none(self) -> None:
        page = a_page()
        page.sections = []
        page.declared = Declared(problems=697)

        assert page.messages("declared.mismatch") == []

    def test_the_doubt_points_at_the_stated_figure(self) -> None:
        page = a_page()
        page.sections = []
        page.line("细化分解为52项任务。")
        page.quantity("52项", "52", "项").section("(一)").problem(1, "一是整改。")
        page.declared = Declared(tasks=52)

        (doubt,) = page.doubts("declared.mismatch")

        assert page.text[slice(*doubt.span)] == "52项"


class TestNoQuantity:
    def test_measures_without_figure_and_date_are_found(self) -> None:
        page = a_page().problem(1, "一是加强学习两次。").quantity("两次", "2", "次")

        assert page.messages("problem.no_quantity") == ["(一)1的措施没有数字也没有日期，请看能否补上结果"]

    def test_a_figure_or_a_date_is_enough(self) -> None:
        page = a_page().problem(1, "一是检查55次。").quantity("55次", "55", "次")
        page.problem(2, "一是5月召开会议。").date("5月", date(2023, 5, 1), date(2023, 5, 31))

        assert page.messages("problem.no_quantity") == []

    def test_a_figure_in_the_heading_alone_is_not_enough(self) -> None:
        page = a_page().problem(1, "一是加强学习。", title="关于12个项目进展慢的问题").quantity("12个", "12", "个")

        assert len(page.messages("problem.no_quantity")) == 1


class TestMoney:
    def test_an_amount_stated_twice_in_a_problem_is_found(self) -> None:
        page = a_page().problem(1, "一是投资2.3亿元建成基地。", "二是签约2.3亿元。")
        page.quantity("2.3亿元", "230000000", "元", "money", at=page.text.index("2.3亿元"))
        page.quantity("2.3亿元", "230000000", "元", "money")

        (doubt,) = page.doubts("money.repeated")

        assert doubt.message == "(一)1两次出现2.3亿元，请核对是否同一笔"
        assert doubt.span[0] == page.text.rindex("2.3亿元")

    def test_an_amount_in_two_problems_raises_none(self) -> None:
        page = a_page().problem(1, "一是投资2.3亿元。").quantity("2.3亿元", "230000000", "元", "money")
        page.problem(2, "一是签约2.3亿元。").quantity("2.3亿元", "230000000", "元", "money")

        assert page.messages("money.repeated") == []


class TestEvents:
    def test_one_meeting_under_two_problems_is_found(self) -> None:
        page = a_page().problem(1, "一是5月11日,召开全县村级融合暨规范年现场观摩推进会,作出安排。")
        page.date("5月11日", date(2023, 5, 11))
        page.problem(2, "一是5月11日,召开全县规范年现场观摩推进会,作出调度。").date("5月11日", date(2023, 5, 11))

        (doubt,) = page.doubts("event.reused")

        assert doubt.message == "(一)2与(一)1引用同一天（5月11日）的会议，统计时只算一次"
        assert doubt.span[0] == page.text.rindex("5月11日")

    def test_two_kinds_of_meeting_on_one_day_raise_none(self) -> None:
        page = a_page().problem(1, "一是5月11日,召开河长制领导小组会议,作出安排。").date("5月11日", date(2023, 5, 11))
        page.problem(2, "一是5月11日,召开现场观摩推进会,作出调度。").date("5月11日", date(2023, 5, 11))

        assert page.messages("event.reused") == []

    def test_the_same_meeting_on_two_days_raises_none(self) -> None:
        page = a_page().problem(1, "一是5月11日,召开推进会。").date("5月11日", date(2023, 5, 11))
        page.problem(2, "一是6月12日,召开推进会。").date("6月12日", date(2023, 6, 12))

        assert page.messages("event.reused") == []
