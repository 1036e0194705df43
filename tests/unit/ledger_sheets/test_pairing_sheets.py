"""Entries of somebody's own ledger find their tasks by number and wording, and are weighed against them."""

from __future__ import annotations

import time

from zhenggai.domain.ledger_sheets.comparing import OwnMeasure, weigh
from zhenggai.domain.ledger_sheets.entries import Entry, SheetMeasure
from zhenggai.domain.ledger_sheets.pairing import Known, Pair, pair_entries

TASKS = (
    Known(11, 1, "一-1", "河道巡查不到位的问题"),
    Known(12, 2, "一-2", "账目不清的问题"),
    Known(13, 3, "二-1", "公租房违规出租的问题"),
)


def an_entry(place: int = 4, number: str = "", problem: str = "", **values: str) -> Entry:
    return Entry(place, number, problem, values)


def paired(*entries: Entry, **chosen: int) -> tuple[Pair, ...]:
    return pair_entries(entries, TASKS, {key.removeprefix("row"): task for key, task in chosen.items()})


def test_number_and_wording_together_are_enough_for_words_that_differ() -> None:
    (pair,) = paired(an_entry(number="1", problem="关于河道巡查走过场、不到位问题"))

    assert (pair.task, pair.how) == (11, "both")


def test_the_number_of_the_problem_counts_as_it_is_cited() -> None:
    (pair,) = paired(an_entry(number="二-1", problem="公租房违规出租"))

    assert (pair.task, pair.how) == (13, "both")


def test_the_wording_decides_where_numbers_are_others() -> None:
    (pair,) = paired(an_entry(number="1", problem="公租房违规出租的问题"))

    assert (pair.task, pair.how) == (13, "wording")


def test_a_number_alone_does_where_no_problem_is_written() -> None:
    (pair,) = paired(an_entry(number="2"))

    assert (pair.task, pair.how) == (12, "number")


def test_what_is_not_alike_is_left_to_a_person_with_the_nearest() -> None:
    (pair,) = paired(an_entry(number="9", problem="公租房腾退不及时"))

    assert (pair.task, pair.how, pair.near[:1]) == (None, "none", (13,))


def test_two_entries_for_one_task_are_both_left_to_a_person() -> None:
    first, second = paired(an_entry(4, problem="账目不清的问题"), an_entry(5, problem="账目不清的问题"))

    assert (first.task, second.task, second.rival, second.near[0]) == (None, None, 4, 12)


def test_a_person_decides_and_may_say_that_an_entry_speaks_of_no_task() -> None:
    first, second = paired(an_entry(4, problem="公租房腾退不及时"), an_entry(5, "2", "账目不清的问题"), row4=13, row5=0)

    assert (first.task, first.how, second.task) == (13, "person", None)


def test_seven_hundred_entries_find_their_tasks_in_no_time() -> None:
    tasks = [Known(n, n, f"一-{n}", f"第{n}个村集体资金管理不规范、账目第{n * 7}号不清的问题") for n in range(1, 701)]
    rows = [an_entry(n, str(n), f"第{n}个村集体资金管理不规范、账目第{n * 7}号不清") for n in range(1, 701)]
    start = time.process_time()

    found = pair_entries(rows, tasks, {})

    assert [pair.task for pair in found] == list(range(1, 701))
    assert time.process_time() - start < 10


OURS = {"target": "", "leader": "李建国", "unit": "县水利局", "deadline": "2026-06-30"}
MEASURES = (OwnMeasure(1, 1, "成立巡河专班。", "县水利局", "2026-04-30"), OwnMeasure(2, 2, "开展排查"))


def test_what_says_the_same_is_unchanged_whatever_its_blanks_and_stops() -> None:
    entry = Entry(4, "1", "甲", {"leader": "李 建国"}, (SheetMeasure("成立巡河专班"), SheetMeasure("开展排查。")))

    assert weigh(entry, ours=OURS, measures=MEASURES, base={}).state == "unchanged"


def test_what_fills_what_is_empty_is_new() -> None:
    entry = Entry(4, "1", "甲", {"target": "每月巡查一遍"}, (SheetMeasure("建立河长制度"),))

    found = weigh(entry, ours=OURS, measures=MEASURES, base={})

    assert found.state == "new"
    assert [(one.name, one.theirs) for one in found.differences] == [
        ("target", "每月巡查一遍"),
        ("text:+1", "建立河长制度"),
    ]


def test_what_differs_waits_for_a_choice_unless_an_earlier_ledger_brought_it() -> None:
    entry = an_entry(leader="周建平")

    assert weigh(entry, ours=OURS, measures=(), base={}).state == "conflict"
    assert weigh(entry, ours=OURS, measures=(), base={"leader": "李建国"}).state == "changed"


def test_a_measure_whose_words_moved_is_the_same_measure() -> None:
    entry = Entry(4, "1", "甲", {}, (SheetMeasure("成立巡河护河专班", deadline="2026-05-31"),))

    found = weigh(entry, ours=OURS, measures=MEASURES, base={})

    assert [(one.name, one.place) for one in found.differences] == [("text:1", 1), ("deadline:1", 1)]
    assert found.state == "conflict"
