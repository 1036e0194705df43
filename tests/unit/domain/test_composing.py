"""Every kind of paper, composed from a ledger."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from builders.ledger_facts import the_facts
from zhenggai.domain.papers.counting import Counts, percent, share
from zhenggai.domain.papers.facts import LedgerFacts
from zhenggai.domain.papers.kinds import CannotCompose, compose
from zhenggai.domain.papers.names import PAPER_NAMES, PARTS
from zhenggai.domain.papers.passages import Composed, Passage, with_depths


def passage(paper: Composed, key: str) -> Passage:
    return next(one for one in paper.passages if one.key == key)


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_every_kind_has_a_title_and_keys_of_its_own(kind: str):
    paper = compose(kind, the_facts())

    keys = [one.key for one in paper.passages]
    assert paper.title
    assert paper.name == PAPER_NAMES[kind]
    assert len(keys) == len(set(keys))
    assert set(PARTS) == set(PAPER_NAMES)


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_the_same_figure_is_the_same_everywhere_in_a_paper(kind: str):
    seen: dict[str, set[str]] = {}
    for figure in compose(kind, the_facts()).figures:
        seen.setdefault(figure.key, set()).add(figure.text)

    assert {key: texts for key, texts in seen.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_a_ledger_without_tasks_makes_no_paper(kind: str):
    with pytest.raises(CannotCompose):
        compose(kind, replace(the_facts(), tasks=()))


def test_an_unknown_kind_is_refused():
    with pytest.raises(CannotCompose):
        compose("poem", the_facts())


def test_the_office_calls_a_kind_as_it_likes():
    assert compose("plan", the_facts(), name="整改落实方案").name == "整改落实方案"


def test_a_problem_is_answered_step_by_step_in_the_form_of_the_genre():
    answer = passage(compose("progress", the_facts()), "answer/1")

    assert answer.text == (
        "一是截至2026年3月2日，已加固12座水库。二是全部责任人已公示。公示牌12块。三是逐户登记。四是“分类退出”尚未报送进展。"
    )
    assert {(ref.kind, ref.id) for ref in answer.refs} >= {("task", 1), ("task", 3), ("measure", 1), ("report", 10)}
    assert [figure.figure for figure in answer.figures] == [7, 7]


def test_a_measure_without_a_report_is_never_told_as_done():
    assert passage(compose("progress", the_facts()), "answer/2").text == "“每周巡查”尚未报送进展。"


def test_a_task_that_answers_two_problems_is_told_once():
    assert passage(compose("progress", the_facts()), "answer/3").text == "本问题与（一）1一并整改，措施见该处。"


def test_the_account_tells_every_part_of_the_whole():
    facts = the_facts()
    counts = Counts(facts)

    assert counts.adds_up
    assert passage(compose("progress", facts), "account").text == (
        "截至2026年3月2日，3项整改任务中已销号1项、正在整改1项、长期坚持1项，销号率33.33%。逾期未销号1项。"
    )


def test_a_share_carries_its_numerator_and_denominator():
    rate = next(figure for figure in compose("bulletin", the_facts()).figures if figure.key == "share/finished")

    assert (rate.text, rate.top, rate.bottom, rate.unit) == ("33.33%", "1项", "3项", "1")
    assert Decimal(rate.value) == Decimal("0.3333")


def test_there_is_no_share_of_nothing():
    counts = Counts(replace(the_facts(), tasks=()))

    assert share("x", counts.finished, counts.tasks, scope="") is None
    assert counts.rate is None


@pytest.mark.parametrize(("value", "text"), [("0.5", "50"), ("0.98708", "98.71"), ("1", "100"), ("0.00005", "0.01")])
def test_per_cents_are_rounded_half_up_without_idle_zeros(value: str, text: str):
    assert percent(Decimal(value)) == text


def test_meetings_add_up_by_kind():
    assert (
        "召开会议3次研究部署整改工作，其中常委会会议2次、专题会议1次。"
        in passage(compose("progress", the_facts()), "organised/words").text
    )


def test_withheld_problems_leave_their_numbers_as_gaps():
    facts = replace(the_facts(), withheld=frozenset({1}))
    paper = compose("public", facts)

    headings = [one.text for one in paper.passages if one.kind == "heading3"]
    assert headings == ["3.关于河道采砂监管不到位的问题。", "1.关于“僵尸”企业清理不彻底的问题。"]
    words = "\n".join(one.text for one in paper.passages)
    assert [word for word in ("除险加固", "水闸", "（一）1") if word in words] == []


def test_the_plan_carries_the_four_lists_under_the_names_of_the_office():
    facts = replace(the_facts(), list_names=(("problems", "反馈问题清单"),))
    paper = compose("plan", facts)

    assert [one.text for one in paper.passages if one.kind == "annexes"] == [
        "附件：1.反馈问题清单",
        "2.任务清单",
        "3.责任清单",
        "4.措施清单",
    ]
    assert [len(one.table.rows) for one in paper.passages if one.table] == [3, 3, 3, 5]


def test_the_table_of_units_ends_with_the_sum_of_all():
    table = passage(compose("bulletin", the_facts()), "units").table

    assert table is not None
    rows = [["".join(str(getattr(piece, "text", piece)) for piece in cell) for cell in row] for row in table.rows]
    assert rows == [
        ["县水利局", "2项", "1项", "0项", "1项", "0项", "0项", "50%"],
        ["县市场监管局", "1项", "0项", "1项", "0项", "0项", "1项", "0%"],
        ["合计", "3项", "1项", "1项", "1项", "0项", "1项", "33.33%"],
    ]


def test_a_letter_names_what_is_open_and_how_late_it_is():
    paper = compose("supervision", the_facts())

    # Task 2 is to last for long and not late, so that its unit is not addressed.
    assert passage(paper, "addressee").text == "县市场监管局："
    assert "截至2026年3月2日，已逾期10天" in passage(paper, "task/3").text
    assert not any(one.key == "task/1" for one in paper.passages)


def test_a_letter_about_nothing_open_says_so():
    done = tuple(task for task in the_facts().tasks if task.finished)

    assert passage(compose("reminder", replace(the_facts(), tasks=done)), "none").text == "没有尚未完成的任务。"


def test_the_application_shows_who_has_signed():
    rows = passage(compose("closing_application", the_facts()), "form/1").table

    assert rows is not None
    assert ("单位负责人",) in [row[0] for row in rows.rows]


def test_passages_stand_in_a_tree():
    depths = {one.key: depth for depth, one in with_depths(compose("progress", the_facts()).passages)}

    assert [depths[key] for key in ("title", "rectified", "aspect/1", "problem/1", "answer/1")] == [0, 1, 2, 3, 4]


def facts_without_words() -> LedgerFacts:
    """A round of which nothing is known but that it has a task."""
    whole = the_facts()
    bare = replace(whole.tasks[0], measures=(), figures=(), target=(), leader="", unit="", co_units=(), deadline=None)
    cycle = replace(
        whole.cycle, inspector="", inspected="", feedback_date=None, inspected_from=None, plan_number="", plan_day=None
    )
    return LedgerFacts(cycle=cycle, as_of=whole.as_of, aspects=whole.aspects[:1], tasks=(bare,))


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_a_ledger_that_knows_hardly_anything_still_makes_a_paper(kind: str):
    assert compose(kind, facts_without_words()).passages
