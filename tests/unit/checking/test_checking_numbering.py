"""Numbers of problems, sections and measures."""

from __future__ import annotations

from checking_page import Page, a_page

from zhenggai.domain.report import Problem, Section


def numbered(*numbers: int) -> Page:
    page = a_page()
    for number in numbers:
        page.problem(number, "一是已整改。")
    return page


class TestGaps:
    def test_numbers_left_out_are_named_in_one_doubt_per_section(self) -> None:
        page = numbered(1, 2, 6, 7)

        doubts = page.doubts("numbering.gap")

        assert [doubt.message for doubt in doubts] == ["(一)缺第3、4、5项"]
        assert page.text[slice(*doubts[0].span)] == "(一)关于作风建设方面"

    def test_numbers_without_a_gap_raise_none(self) -> None:
        assert numbered(1, 2, 3).messages("numbering.gap") == []

    def test_a_missing_first_number_is_a_gap(self) -> None:
        assert numbered(2, 3).messages("numbering.gap") == ["(一)缺第1项"]

    def test_numbers_that_start_again_at_one_are_a_second_run(self) -> None:
        assert numbered(1, 2, 3, 1, 2).messages("numbering.gap") == []
        assert numbered(1, 2, 3, 1, 2).messages("numbering.repeat") == []

    def test_numbers_that_run_through_the_sections_are_one_sequence(self) -> None:
        page = numbered(1, 2).section("(二)").problem(3, "一是整改。").problem(5, "一是整改。")

        assert page.messages("numbering.gap") == ["(二)缺第4项"]

    def test_each_section_counts_for_itself_where_numbers_restart(self) -> None:
        page = numbered(1, 2).section("(二)").problem(1, "一是整改。").problem(3, "一是整改。")

        assert page.messages("numbering.gap") == ["(二)缺第2项"]

    def test_a_very_long_gap_is_cut_short_in_the_message(self) -> None:
        (message,) = numbered(1, 90).messages("numbering.gap")

        assert message.endswith("21等共88项")

    def test_children_are_counted_under_their_problem(self) -> None:
        page = a_page()
        span = page.line("1.关于台账不清的问题。")
        children = (
            Problem(1, "(1)", "漏登", page.line("(1)漏登")),
            Problem(3, "(3)", "错登", page.line("(3)错登")),
        )
        parent = Problem(1, "1.", "关于台账不清的问题", (span[0], len(page.text)), children=children)
        page.sections = [Section("(一)", "方面", ("(一)",), (0, len(page.text)), (parent,))]

        assert page.messages("numbering.gap") == ["(一)1缺第2项"]

    def test_a_section_left_out_is_a_gap(self) -> None:
        page = numbered(1).section("(二)").problem(1, "整改。").section("(四)").problem(1, "整改。")

        assert page.messages("numbering.gap") == ["标题缺(三)：(二)之后直接是(四)"]

    def test_a_chapter_between_two_sections_is_no_gap(self) -> None:
        page = numbered(1).chapter("(二)", "总体情况").section("(三)").problem(1, "整改。")

        assert page.messages("numbering.gap") == []

    def test_problems_without_numbers_raise_nothing(self) -> None:
        page = a_page().problem(None, "整改。").problem(None, "整改。")

        assert page.messages("numbering.gap") == []


class TestRepeats:
    def test_a_number_used_twice_is_found_at_its_second_place(self) -> None:
        page = numbered(1, 2, 2, 3)

        (doubt,) = page.doubts("numbering.repeat")

        assert doubt.message == "(一)第2项的编号与前面重复，请核对原件"
        assert doubt.span == page.problems[2].span or page.text[doubt.span[0]] == "2"

    def test_different_numbers_raise_none(self) -> None:
        assert numbered(1, 2, 3).messages("numbering.repeat") == []

    def test_the_same_number_in_two_sections_is_no_repeat(self) -> None:
        page = numbered(1, 2).section("(二)").problem(1, "整改。").problem(2, "整改。")

        assert page.messages("numbering.repeat") == []


class TestOrder:
    def test_a_lower_number_after_a_higher_one_is_found(self) -> None:
        assert numbered(1, 3, 2).messages("numbering.order") == ["(一)第2项排在更大的编号之后，请核对顺序"]

    def test_rising_numbers_raise_none(self) -> None:
        assert numbered(1, 2, 5).messages("numbering.order") == []


class TestMeasures:
    def test_a_marker_left_out_is_named_as_it_would_be_printed(self) -> None:
        page = a_page().problem(1, "一是开会。", "二是发文。", "四是检查。")

        (doubt,) = page.doubts("measure.gap")

        assert doubt.message == "(一)1的措施缺“三是”，请核对是否漏写"
        assert page.text[slice(*doubt.span)] == "四是"

    def test_circled_and_plain_numbers_are_counted_too(self) -> None:
        page = a_page().problem(1, "①开会。", "③发文。").problem(2, "(1)开会。", "(3)发文。")

        assert page.messages("measure.gap") == [
            "(一)1的措施缺“②”，请核对是否漏写",
            "(一)2的措施缺“(2)”，请核对是否漏写",
        ]

    def test_markers_in_order_raise_none(self) -> None:
        page = a_page().problem(1, "一是开会。", "二是发文。").problem(2, "整段叙述,没有标号。")

        for rule in ("measure.gap", "measure.repeat", "measure.order"):
            assert page.messages(rule) == []

    def test_a_marker_used_twice_is_found(self) -> None:
        page = a_page().problem(1, "一是开会。", "二是发文。", "二是检查。")

        assert page.messages("measure.repeat") == ["(一)1的措施有两个“二是”，请核对序号"]

    def test_markers_that_start_again_are_no_repeat(self) -> None:
        page = a_page().problem(1, "一是开会。", "二是发文。", "一是检查。", "二是通报。")

        assert page.messages("measure.repeat") == []

    def test_a_lower_marker_after_a_higher_one_is_found(self) -> None:
        page = a_page().problem(1, "一是开会。", "三是发文。", "二是检查。")

        assert page.messages("measure.order") == ["(一)1的措施“二是”排在更大的序号之后，请核对顺序"]

    def test_a_problem_without_measures_is_found_where_others_have_some(self) -> None:
        page = a_page().problem(1, "一是开会。").problem(2)

        (doubt,) = page.doubts("measure.none")

        assert doubt.message == "(一)2没有写整改措施，请补上或说明原因"
        assert page.text[slice(*doubt.span)] == "2.关于会风不实的问题"

    def test_a_list_of_problems_alone_raises_none(self) -> None:
        assert a_page().problem(1).problem(2).messages("measure.none") == []
