"""What letters, forms, lists and reports say of a ledger, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from builders.ledger_facts import a_measure, the_facts
from zhenggai import reading
from zhenggai.domain.papers.facts import LedgerFacts, PromiseFact
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.passages import Composed
from zhenggai.domain.papers.words import plain
from zhenggai.domain.papers.writing import quoted
from zhenggai.papers.official import docx_of


def with_states(**states: str) -> LedgerFacts:
    facts = the_facts()
    names = {"one": 1, "two": 2, "three": 3}
    wanted = {names[name]: state for name, state in states.items()}
    tasks = tuple(replace(task, state=wanted.get(task.id, task.state)) for task in facts.tasks)
    return replace(facts, tasks=tasks)


def words_of(paper: Composed) -> str:
    tables = [row for passage in paper.passages if passage.table for row in passage.table.rows]
    return "\n".join([passage.text for passage in paper.passages] + [plain(cell) for row in tables for cell in row])


def columns_of(paper: Composed, key: str) -> list[str]:
    return [column.title for one in paper.passages if one.key == key and one.table for column in one.table.columns]


def test_an_order_to_act_names_what_is_late_and_nothing_that_waits_for_others():
    said = words_of(compose("supervision", with_states(one="closing")))

    assert "一、“僵尸”企业清理不彻底的问题；关于小型水库除险加固滞后的问题（" in said
    assert "已逾期10天，正在整改。" in said
    assert "二、" not in said
    assert "县市场监管局：" in said
    assert "县水利局" not in said


def test_a_reminder_leaves_out_what_was_applied_for_and_a_hint_says_so():
    facts = with_states(one="closing")

    assert "已申请销号" not in words_of(compose("reminder", facts))
    assert "已申请销号，等待核查。" in words_of(compose("hint", facts))


def test_where_nothing_is_left_a_letter_says_that():
    assert "没有尚未完成的任务。" in words_of(compose("reminder", with_states(three="done")))


def test_what_is_published_does_not_speak_of_reports_that_are_missing():
    assert "尚未报送进展" in words_of(compose("progress", the_facts()))
    published = words_of(compose("public", the_facts()))
    assert "尚未报送进展" not in published
    assert "“分类退出”尚未完成。" in published


def test_a_quotation_in_a_quotation_has_single_marks():
    assert plain(quoted(("开展“回头看”",))) == "“开展‘回头看’”"
    facts = the_facts()
    last = replace(facts.tasks[2], measures=(a_measure(9, 1, "逐项“回头看”。"),))
    assert "“逐项‘回头看’”尚未报送进展。" in words_of(
        compose("progress", replace(facts, tasks=(*facts.tasks[:2], last)))
    )


def test_a_promise_without_a_day_is_told_with_it():
    facts = replace(the_facts(), promises=(PromiseFact(1, ("建成水闸3座",), date(2027, 8, 31), "县水利局", 1),))

    assert "县水利局：2027年8月31日前，建成水闸3座。" in words_of(compose("progress", facts))
    assert "2027年底前建成3座水闸。" in words_of(compose("progress", the_facts()))


def test_a_plan_that_is_quoted_as_undone_is_no_further_promise():
    facts = the_facts()
    last = replace(facts.tasks[2], measures=(a_measure(9, 1, "2026年12月底前完成清理。"),))
    paper = compose("progress", replace(facts, tasks=(*facts.tasks[:2], last)))

    report = reading.read(docx_of(paper), name="报告.docx", today=facts.as_of)
    assert [promise.due for promise in report.promises] == [date(2027, 12, 31)]


def test_an_application_says_who_has_signed_and_leaves_room_for_who_has_not():
    facts = the_facts()
    closing = replace(facts.closings[0], unsigned=("牵头领导签字", "领导小组审定"))
    said = words_of(compose("closing_application", replace(facts, closings=(closing,))))

    assert "周某  2026年3月2日" in said
    assert said.index("牵头领导签字\n") < said.index("领导小组审定\n")
    assert said.count("签字：") >= 2


def test_a_sheet_of_checks_sets_what_was_done_below_what_was_planned():
    assert "方案：公示责任人。\n落实：全部责任人已公示。公示牌12块。" in words_of(compose("closing_check", the_facts()))


def test_a_column_in_which_nobody_wrote_is_left_out():
    facts = the_facts()
    bare = tuple(
        replace(task, co_units=(), measures=tuple(replace(measure, deliverable="") for measure in task.measures))
        for task in facts.tasks
    )

    assert "交付物" in columns_of(compose("plan", facts), "list/measures")
    assert "交付物" not in columns_of(compose("plan", replace(facts, tasks=bare)), "list/measures")
    assert "配合单位" not in columns_of(compose("plan", replace(facts, tasks=bare)), "list/responsibilities")
