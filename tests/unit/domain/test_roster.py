"""What a roster says, and what it would change."""

from __future__ import annotations

from datetime import date

import pytest

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.roster import NoRoster, day_in, read_lines
from zhenggai.domain.roster_compare import Known, PersonFacts, PostFacts, UnitFacts, compare

HEAD = ("单位", "类型", "上级单位", "简称", "姓名", "职务", "电话", "起", "止")
KINDS = ("党委", "政府", "部门", "镇街")
COUNTY = UnitFacts("云岭县人民政府", "政府")
WATER = UnitFacts("县水利局", "部门", "云岭县人民政府", ("水务局",))
ZHAO = PersonFacts(7, "赵晓峰", "0531-1234567", (PostFacts(3, "县水利局", "局长", date(2021, 3, 1), None),))


def verdicts(*rows, units=(COUNTY, WATER), persons=(ZHAO,), head=HEAD):
    known = Known(units=units, persons=persons, kinds=KINDS)
    return list(compare(read_lines([[head, *rows]]), known))


def told(verdict):
    return [(difference.label, difference.before, difference.after) for difference in verdict.differences]


def faults(verdict):
    return [(fault.column, str(Refusal(fault.pattern, **fault.facts))) for fault in verdict.faults]


def test_columns_stand_in_any_order_under_any_usual_heading_below_a_title():
    rows = [
        ["云岭县单位名册", "", "", ""],
        ["联系电话", "姓名(必填)", "备注", "单位名称", "职务"],
        ["123456", "李建国", "不读", "县水利局", "局长"],
    ]

    (line,) = read_lines([rows])

    assert (line.number, line.unit, line.person, line.title, line.phone) == (1, "县水利局", "李建国", "局长", "123456")


@pytest.mark.parametrize("rows", [[], [["姓名", "电话"], ["李建国", "1"]], [HEAD], [["单位"], ["县水利局"]]])
def test_a_table_without_a_column_of_units_or_without_lines_is_no_roster(rows):
    with pytest.raises(NoRoster):
        read_lines([rows])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("2024-03-01", date(2024, 3, 1)),
        ("2024/3/1", date(2024, 3, 1)),
        ("2024年3月1日", date(2024, 3, 1)),
        ("2024.3", date(2024, 3, 1)),
        ("2024年3月", date(2024, 3, 1)),
    ],
)
def test_a_day_is_read_as_offices_write_it(text, day):
    assert day_in(text) == day


@pytest.mark.parametrize("text", ["明年", "2024", "2024-13-01", "2024-02-30", "3月1日", "20240301"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        day_in(text)


def test_a_unit_that_nobody_knows_is_new_and_stands_under_its_parent():
    (verdict,) = verdicts(("县财政局", "部门", "县政府"), units=(UnitFacts("县人民政府", "政府"),))

    assert verdict.state == "new"
    assert verdict.unit == UnitFacts("县财政局", "部门", "县人民政府")


def test_a_parent_may_stand_further_down():
    child, parent = verdicts(("东村", "", "东山镇"), ("东山镇", "镇街", "云岭县人民政府"))

    assert (child.state, parent.state) == ("new", "new")
    assert child.unit is not None
    assert child.unit.parent == "东山镇"


def test_a_unit_named_in_other_words_is_the_known_one_and_the_preview_says_so():
    (verdict,) = verdicts(("云岭县水利局", "", "", "水利、水务局"))

    assert verdict.state == "changed"
    assert told(verdict) == [("简称", "水务局", "水务局、水利")]
    assert verdict.notes[0].facts == {"unit": "县水利局"}


def test_an_empty_cell_changes_nothing():
    (verdict,) = verdicts(("县水利局",) + ("",) * 8)

    assert (verdict.state, verdict.unit, verdict.person) == ("unchanged", None, None)


def test_a_new_person_comes_with_their_post():
    (verdict,) = verdicts(("县水利局", "", "", "", "钱明", "副局长", "", "2024-05", ""))

    assert verdict.state == "new"
    assert told(verdict) == [("姓名", "", "钱明"), ("职务", "", "副局长"), ("任职起", "", "2024-05-01")]


def test_the_same_person_in_the_same_post_is_unchanged():
    (verdict,) = verdicts(("县水利局", "", "", "", "赵晓峰", "局长", "", "2021-03-01", ""))

    assert verdict.state == "unchanged"


def test_a_post_that_ends_is_a_change_and_the_next_term_another_post():
    ended, again = verdicts(
        ("县水利局", "", "", "", "赵晓峰", "局长", "", "", "2024-06-30"),
        ("县水利局", "", "", "", "赵晓峰", "局长", "", "2025-01-01", ""),
    )

    assert told(ended) == [("任职止", "", "2024-06-30")]
    assert (ended.state, ended.post.id) == ("changed", 3)
    assert (again.state, again.post.id) == ("new", None)


def test_the_telephone_tells_that_somebody_elsewhere_is_the_same_person():
    (verdict,) = verdicts(("县财政局", "部门", "", "", "赵晓峰", "局长", "0531-1234567", "", ""))

    assert verdict.person.key == 7
    assert len(verdict.person.posts) == 2


def test_a_namesake_elsewhere_is_another_person_and_the_preview_says_so():
    (verdict,) = verdicts(("县财政局", "部门", "", "", "赵晓峰", "科长", "", "", ""))

    assert verdict.person.key < 0
    assert verdict.notes[0].facts == {"units": "县水利局"}


def test_two_lines_of_one_new_person_make_one_person_with_two_posts():
    _, second = verdicts(
        ("县水利局", "", "", "", "钱明", "副局长", "", "", ""), ("县水利局", "", "", "", "钱明", "总工程师", "", "", "")
    )

    assert [post.title for post in second.person.posts] == ["副局长", "总工程师"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("", "部门"), "unit", "没有写单位"),
        (("县教体局", "衙门"), "kind", "“衙门”"),
        (("县教体局", "部门", "县府"), "parent", "“县府”"),
        (("云岭县人民政府", "", "县水利局"), "parent", "之下"),
        (("县水利局", "", "县水利局"), "parent", "之下"),
        (("县水利局", "", "", "", "钱明"), "title", "职务"),
        (("县水利局", "", "", "", "", "局长"), "person", "姓名"),
        (("县水利局", "", "", "", "钱明", "局长", "不详"), "phone", "不像"),
        (("县水利局", "", "", "", "钱明", "局长", "", "去年"), "starts", "不是日期"),
        (("县水利局", "", "", "", "钱明", "局长", "", "2024-05-01", "2024-04-01"), "ends", "之前"),
        (("县水利局", "", "", "", "钱" * 65, "局长"), "person", "超过"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_the_reason(row, column, words):
    (verdict,) = verdicts((*row, *("",) * (9 - len(row))))

    assert verdict.state == "refused"
    assert faults(verdict)[0][0] == column
    assert words in faults(verdict)[0][1]


def test_a_name_that_fits_two_units_is_refused_with_both():
    units = (UnitFacts("东山县水利局"), UnitFacts("西山县水利局"))

    (verdict,) = verdicts(("水利局", "部门"), units=units)

    assert faults(verdict) == [("unit", "“水利局”可能是东山县水利局、西山县水利局，请写全称。")]


def test_a_refused_line_leaves_the_others_alone():
    refused, taken = verdicts(("县教体局", "衙门"), ("县财政局", "部门"))

    assert (refused.state, taken.state) == ("refused", "new")
