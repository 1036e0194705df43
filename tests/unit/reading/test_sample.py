"""What must come out of a real published report; facts and figures only, none of its sentences."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sample import TODAY, sample_bytes, sample_report

from zhenggai.domain.report import Problem, Section
from zhenggai.domain.report_json import report_from_json, report_to_json
from zhenggai.reading import read


def sections() -> tuple[Section, ...]:
    return sample_report().sections


def problem(aspect: int, number: int) -> Problem:
    return next(p for p in sections()[aspect - 1].problems if p.number == number)


def test_four_aspects_own_forty_three_problems() -> None:
    assert [len(section.problems) for section in sections()] == [26, 9, 6, 2]
    assert [section.label for section in sections()] == ["(一)", "(二)", "(三)", "(四)"]
    assert all(section.path == ("二、", section.label) for section in sections())


def test_numbers_are_kept_as_printed_with_their_gaps() -> None:
    numbers = [p.number for p in sections()[0].problems]

    assert sorted(set(range(1, 31)) - set(numbers)) == [3, 4, 5, 29]


def test_the_clues_are_a_chapter_and_no_aspect() -> None:
    labels = [chapter.label for chapter in sample_report().chapters]

    assert labels[-2:] == ["(五)", "三、"]
    assert labels[0] == "一、"


@pytest.mark.parametrize(("aspect", "count"), [(1, 79 + 1), (2, 26), (3, 23), (4, 6)])
def test_measures_of_each_aspect_are_counted(aspect: int, count: int) -> None:
    assert sum(len(p.measures) for p in sections()[aspect - 1].problems) == count


def test_running_text_without_markers_is_one_measure() -> None:
    assert [m.marker for m in problem(1, 28).measures] == [None]


def test_eight_measures_count_on() -> None:
    assert [m.marker for m in problem(3, 5).measures] == [f"{n}是" for n in "一二三四五六七八"]


def test_a_title_without_the_usual_words_is_still_a_title() -> None:
    assert not problem(3, 2).title.endswith("问题")
    assert len(problem(3, 2).measures) == 3


def test_a_title_of_two_sentences_is_kept_whole() -> None:
    assert "。" in problem(1, 27).title
    assert problem(1, 27).title.endswith("问题")


def test_the_header_is_complete() -> None:
    header = sample_report().header

    assert header.kind == "巡视"
    assert header.inspector == "省委第六巡视组"
    assert header.inspected == "中共聊城市东昌府区委"
    assert (header.inspected_from, header.inspected_to) == (date(2022, 11, 14), date(2023, 1, 13))
    assert header.feedback_date == date(2023, 3, 23)
    assert header.published == date(2023, 9, 26)
    assert (header.declared.aspects, header.declared.problems, header.declared.tasks) == (4, None, 52)


def test_the_reprint_notice_is_no_part_of_the_report() -> None:
    assert sample_report().text.endswith("2023年9月26日")
    assert sample_report().source.characters == 17586


def test_no_relation_is_claimed_that_does_not_hold() -> None:
    assert all(relation.holds for relation in sample_report().relations)


@pytest.mark.parametrize(
    ("kind", "total", "parts"),
    [
        ("sum", "9638户", ["8641户", "997户"]),
        ("sum", "8641户", ["3017户", "5624户"]),
        ("ratio", "89.66%", ["8641户", "9638户"]),
        ("sum", "38个", ["6个", "14个", "10个", "2个", "6个"]),
        ("part", "26个", ["10个"]),
        ("part", "329.2亿元", ["80亿元"]),
        ("count", "10个", []),
        ("part", "47家", ["41家"]),
        ("part", "8家", ["6家"]),
        ("part", "7家", ["4家"]),
        ("part", "145个", ["9个"]),
    ],
)
def test_relations_of_the_text_are_found(kind: str, total: str, parts: list[str]) -> None:
    quantities = sample_report().quantities

    found = [
        (r.kind, quantities[r.total].text, [quantities[i].text for i in r.parts]) for r in sample_report().relations
    ]

    assert (kind, total, parts) in found


def test_dates_before_the_feedback_are_doubted_in_three_problems_only() -> None:
    places = [d.span[0] for d in sample_report().doubts if d.rule == "date.before_feedback"]

    owners = {
        n
        for n in range(1, 31)
        for p in sections()[0].problems
        if p.number == n
        for at in places
        if p.span[0] <= at < p.span[1]
    }

    assert owners == {19, 27, 28}
    assert len(places) == 3


def test_declared_tasks_are_set_against_the_problems_read() -> None:
    messages = [d.message for d in sample_report().doubts if d.rule == "declared.mismatch"]

    assert len(messages) == 1
    assert "52" in messages[0]
    assert "43" in messages[0]


@pytest.mark.parametrize(
    "rule",
    [
        "numbering.gap",
        "date.period_open",
        "date.ambiguous",
        "date.order",
        "money.repeated",
        "event.reused",
        "date.stale",
        "reading.mended",
    ],
)
def test_other_doubts_that_the_text_shows_are_raised(rule: str) -> None:
    assert rule in {doubt.rule for doubt in sample_report().doubts}


def test_no_doubt_is_an_error() -> None:
    assert [d.message for d in sample_report().doubts if d.severity == "error"] == []


@pytest.mark.parametrize(
    ("due", "count"),
    [
        (date(2023, 12, 31), 4),
        (date(2024, 2, 10), 1),
        (date(2024, 3, 31), 1),
        (date(2024, 6, 30), 1),
        (date(2024, 9, 30), 1),
        (date(2024, 12, 31), 1),
        (date(2025, 12, 31), 1),
        (date(2026, 12, 31), 2),
    ],
)
def test_promises_beyond_publication_have_their_last_day(due: date, count: int) -> None:
    assert sum(p.due == due for p in sample_report().promises) >= count


def test_every_span_shows_what_was_read() -> None:
    text = sample_report().text

    for section in sections():
        for each in section.problems:
            assert each.title in text[slice(*each.span)]
            assert all(text[slice(*m.span)] == f"{m.marker or ''}{m.text}" for m in each.measures)
    assert all(text[slice(*q.span)] == q.text for q in sample_report().quantities)
    assert all(text[slice(*d.span)] == d.text for d in sample_report().dates)


def test_reading_twice_gives_the_same_bytes() -> None:
    again = read(sample_bytes(), name="sample.txt", today=TODAY)

    assert json.dumps(report_to_json(again)) == json.dumps(report_to_json(sample_report()))


def test_the_json_form_comes_back_whole() -> None:
    value = json.loads(json.dumps(report_to_json(sample_report(), with_text=True)))

    assert report_from_json(value) == sample_report()
