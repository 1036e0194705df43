"""Suggestions for units and leaders, from names in the text."""

from __future__ import annotations

from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.suggesting import Suggestion, Topic, Wording, suggest

UNITS = ("县水利局", "县财政局", "县水利局河道管理站")
RIVERS = Topic("河湖", ("河道", "湖泊"), "县水利局", "副县长李某")


def found(plan=None, *, problem="", extra=None, measures=(), units=UNITS, topics=()):
    return suggest(plan or TaskPlan(), Wording(problem, extra or {}, measures), units=units, topics=topics)


def test_a_labelled_line_gives_the_leading_unit_and_those_that_help():
    suggestions = found(extra={"责任单位": "县水利局、县财政局", "配合单位": "各镇", "牵头领导": "副县长李某"})

    assert [(one.field, one.value, one.reason) for one in suggestions] == [
        ("unit", "县水利局", "label"),
        ("co_units", "县财政局", "label"),
        ("co_units", "各镇", "label"),
        ("leader", "副县长李某", "label"),
    ]


def test_a_known_unit_inside_a_measure_is_suggested_with_its_place():
    suggestions = found(measures=["成立专班。", "由县财政局拨付经费。"])

    assert suggestions == (Suggestion("unit", "县财政局", "measure", "2"),)


def test_a_longer_name_hides_the_shorter_one_inside_it():
    suggestions = found(measures=["县水利局河道管理站每月巡查。"])

    assert [one.value for one in suggestions] == ["县水利局河道管理站"]


def test_a_topic_suggests_who_usually_answers():
    suggestions = found(problem="河道巡查不到位的问题", topics=[RIVERS])

    assert [(one.field, one.value, one.source) for one in suggestions] == [
        ("unit", "县水利局", "河湖"),
        ("leader", "副县长李某", "河湖"),
    ]


def test_what_is_planned_already_is_not_suggested():
    plan = TaskPlan(unit="县水利局", leader="副县长李某", co_units=("各镇",))

    assert found(plan, problem="河道", extra={"责任单位": "县水利局、各镇"}, topics=[RIVERS]) == ()


def test_a_name_is_suggested_once_and_short_words_never():
    suggestions = found(measures=["找各镇。", "县财政局。", "县财政局。"], units=(*UNITS, "各镇"))

    assert [one.value for one in suggestions] == ["县财政局"]


def test_nothing_in_the_text_gives_nothing():
    assert found(problem="账目不清的问题", measures=["整改。"], topics=[RIVERS]) == ()
