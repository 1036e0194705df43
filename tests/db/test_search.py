"""Search finds exactly the tasks whose text holds the words, however short, on both databases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import WANG
from zhenggai.ledger import queries
from zhenggai.ledger.models import Task
from zhenggai.ledger.search import index_tasks
from zhenggai.ledger.shapes import LedgerFilters

TITLES = (
    "高企培育不力",
    "酒驾屡禁不止",
    "投入100万元未见效",
    "“两山”理念树得不牢",
    "GDP增速1.5%",
    "高新企业不足",
    "𠮷野饭店监管缺位",
)


@pytest.fixture
def cycle(db):
    return a_cycle(a_report([Finding(f"{title}的问题", measures=[f"整治{title[:2]}"]) for title in TITLES]))


def found(cycle, text):
    return [
        row.title
        for row in queries.list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(text=text)).rows
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("高企", [0]),
        ("酒驾", [1]),
        ("100万", [2]),
        ("“两山”", [3]),
        ("gdp", [4]),
        ("GDP", [4]),
        ("1.5%", [4]),
        ("高 企", [0, 5]),
        ("企业 高新", [5]),
        ("𠮷野", [6]),
        ("的问题", [0, 1, 2, 3, 4, 5, 6]),
        ("飞碟", []),
        ("企高", []),
    ],
)
def test_words_of_any_length_are_found(cycle, text, places):
    assert found(cycle, text) == [f"{TITLES[place]}的问题" for place in places]


def test_measures_are_searched_as_well(cycle):
    assert found(cycle, "整治酒驾") == ["酒驾屡禁不止的问题"]


def test_no_phrase_matches_from_one_passage_into_the_next(cycle):
    assert found(cycle, "问题整治") == []


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_an_empty_question_leaves_everything(cycle, text):
    assert len(found(cycle, text)) == len(TITLES)


@pytest.mark.parametrize(
    "text", ['"', "'", "\\", "'; DROP TABLE x; --", "a OR b", "(", "*", "NEAR(", ":", "!", "&", "<->", "%s", "\x00"]
)
def test_signs_of_the_query_language_are_plain_characters(cycle, text):
    assert len(found(cycle, text)) in {0, len(TITLES)}


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.sampled_from(TITLES), first=st.integers(0, 20), length=st.integers(1, 8))
def test_every_stretch_of_a_title_finds_its_problem(cycle, title, first, length):
    words = title[first % len(title) :][:length]

    assert f"{title}的问题" in found(cycle, words)


def test_a_character_that_stands_a_thousand_times_hides_nothing(cycle):
    task = Task.objects.latest("pk")
    index_tasks([(task.pk, ["的" * 3000 + "飞碟" + "的" * 3000, "尾" * 300 + "彗星"])], cycle_id=task.cycle_id)

    assert found(cycle, "的飞碟的") == found(cycle, "尾彗星") == found(cycle, "飞碟 彗星") == [task.problem.title]


def test_a_very_long_question_is_cut_and_still_answers(cycle):
    assert found(cycle, "高" * 5000) == []


def test_another_round_with_the_same_words_stays_out(cycle):
    other = a_cycle(a_report([Finding("高企培育不力的问题", measures=["整治"])]))

    assert found(other, "高企") == ["高企培育不力的问题"]
    assert found(cycle, "高企") == ["高企培育不力的问题"]


def test_the_word_for_a_round_is_none_that_people_can_ask_for(cycle):
    assert found(cycle, f"c{cycle}") == []
