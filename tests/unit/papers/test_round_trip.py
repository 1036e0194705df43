"""A report composed from a ledger, written as a Word file and read back: nothing is lost and nothing is added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from builders.ledger_facts import the_facts
from zhenggai import reading
from zhenggai.domain.papers.facts import (
    AspectFact,
    LedgerFacts,
    MeasureFact,
    ProblemFact,
    PromiseFact,
    ReportFact,
    TaskFact,
)
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.passages import Composed
from zhenggai.domain.papers.words import FigureField, plain
from zhenggai.domain.report import Report
from zhenggai.papers.official import docx_of

DAY = date(2026, 3, 2)
UNITS = {
    "座": "座",
    "家": "家",
    "户": "户",
    "次": "次",
    "份": "份",
    "公里": "公里",
    "万元": "元",
    "吨": "吨",
    "亩": "亩",
}
SUBJECTS = ("河道巡查", "采砂监管", "账目管理", "水库加固", "公租房清退", "医保检查", "农田管护", "项目验收")
DEEDS = ("已排查", "累计整治", "共清理", "完成登记", "依法查处", "新建改建")
# A measure that nobody reported on is quoted, with whatever it quotes and promises itself.
MEASURES = ("成立专班", "逐项“回头看”", "2027年6月底前完成清理", "制定《河道巡查办法》。", "拟于明年修订制度")
THINGS = ("隐患", "水库", "门店", "管网", "案件", "台账")


def read_back(paper: Composed) -> Report:
    return reading.read(docx_of(paper), name="报告.docx", today=DAY)


def told_figures(paper: Composed) -> list[tuple[Decimal, str]]:
    return [(Decimal(figure.value), figure.unit) for figure in paper.figures]


def read_figures(report: Report) -> list[tuple[Decimal, str]]:
    return [(quantity.value, quantity.unit) for quantity in report.quantities]


def structure(facts: LedgerFacts) -> list[tuple[str, list[tuple[int | None, int]]]]:
    """Each aspect, and of each problem its number and how many steps it was answered by."""
    told: set[int] = set()
    found = []
    for aspect in facts.aspects:
        problems = []
        for problem in aspect.problems:
            fresh = [task for task in facts.answering(problem) if task.id not in told]
            told.update(task.id for task in fresh)
            problems.append((problem.number, sum(len(task.measures) for task in fresh) or 1))
        found.append((aspect.title, problems))
    return found


def read_structure(report: Report) -> list[tuple[str, list[tuple[int | None, int]]]]:
    return [
        (section.title or "", [(problem.number, len(problem.measures)) for problem in section.problems])
        for section in report.sections
    ]


def test_the_report_reads_back_as_the_ledger_says():
    facts = the_facts()
    paper = compose("progress", facts)
    report = read_back(paper)

    assert read_structure(report) == structure(facts)
    assert [(value, unit) for value, unit in read_figures(report) if unit != "1"][:-1] == [
        (value, unit) for value, unit in told_figures(paper) if unit != "1"
    ]
    assert [(promise.text, promise.due) for promise in report.promises] == [
        (plain(promise.text), promise.due) for promise in facts.promises
    ]
    assert report.header.feedback_date == facts.cycle.feedback_date
    assert (report.header.inspector, report.header.inspected) == (facts.cycle.inspector, facts.cycle.inspected)
    assert (report.header.declared.aspects, report.header.declared.problems, report.header.declared.tasks) == (2, 3, 3)


def test_the_four_lists_of_a_plan_are_no_further_problems():
    facts = the_facts()
    report = read_back(compose("plan", facts))

    assert [section.title for section in report.sections] == [aspect.title for aspect in facts.aspects]


def test_a_ledger_reads_back_with_its_states():
    facts = the_facts()
    states = {1: ("closing", "申请销号"), 2: ("long_term", "长期坚持"), 3: ("not_started", "未启动")}
    tasks = tuple(replace(task, state=states[task.id][0], state_name=states[task.id][1]) for task in facts.tasks)
    report = read_back(compose("ledger", replace(facts, tasks=tasks)))

    assert [problem.state for section in report.sections for problem in section.problems] == [
        "ongoing",
        "long_term",
        "not_started",
    ]


def test_the_composed_report_has_no_wrong_sum_ratio_or_part():
    doubts = {doubt.rule for doubt in read_back(compose("progress", the_facts())).doubts}

    assert not {rule for rule in doubts if rule.startswith("relation.") or rule == "date.impossible"}


figures = st.builds(
    lambda number, unit, place: FigureField(
        f"figure/{place}",
        f"{number}{unit}",
        str(Decimal(number) * (10000 if unit == "万元" else 1)),
        UNITS[unit],
        "填报",
    ),
    st.integers(2, 99_999),
    st.sampled_from(sorted(UNITS)),
    st.integers(1, 10**6),
)
sentences = st.builds(
    lambda deed, figure, thing: (deed, figure, f"涉及的{thing}。"),
    st.sampled_from(DEEDS),
    figures,
    st.sampled_from(THINGS),
)


@st.composite
def ledgers(draw: st.DrawFn) -> LedgerFacts:
    """A small ledger: aspects with numbered problems, gaps among the numbers, tasks with measures, promises."""
    aspects, tasks, promises = [], [], []
    problem_id = measure_id = 0
    for aspect_id in range(1, draw(st.integers(1, 3)) + 1):
        problems = []
        for number in sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3))):
            problem_id += 1
            title = f"关于{draw(st.sampled_from(SUBJECTS))}不到位的问题"
            problems.append(ProblemFact(problem_id, number, f"（{aspect_id}）{number}", title))
            measures = []
            for place in range(1, draw(st.integers(1, 4)) + 1):
                measure_id += 1
                done = draw(st.lists(sentences, max_size=2, unique_by=plain))
                reports = tuple(ReportFact(measure_id * 10 + n, DAY, words) for n, words in enumerate(done))
                planned = draw(st.sampled_from(MEASURES))
                measures.append(MeasureFact(measure_id, place, (planned,), reports=reports))
            state = draw(st.sampled_from(("ongoing", "done", "long_term", "not_started")))
            tasks.append(
                TaskFact(problem_id, problem_id, (problem_id,), state, unit="县水利局", measures=tuple(measures))
            )
            if draw(st.booleans()):
                year, figure = draw(st.integers(2027, 2035)), draw(figures)
                words = (f"{year}年底前建成", figure)
                promises.append(PromiseFact(problem_id, words, date(year, 12, 31), "县水利局", problem_id))
        aspects.append(AspectFact(aspect_id, f"关于{SUBJECTS[aspect_id]}方面", tuple(problems)))
    return replace(the_facts(), aspects=tuple(aspects), tasks=tuple(tasks), promises=tuple(promises), meetings=())


@settings(max_examples=40, deadline=None)
@given(ledgers())
def test_any_small_ledger_reads_back_without_a_difference(facts: LedgerFacts):
    paper = compose("progress", facts)
    report = read_back(paper)

    assert read_structure(report) == structure(facts)
    assert read_figures(report) == told_figures(paper)
    assert [(promise.text, promise.due) for promise in report.promises] == [
        (plain(promise.text), promise.due) for promise in facts.promises
    ]


@settings(max_examples=40, deadline=None)
@given(ledgers())
def test_any_small_plan_reads_back_as_one_outline(facts: LedgerFacts):
    assert read_structure(read_back(compose("plan", facts))) == structure(facts)
