"""The table for a meeting stands on one page: smaller letters first, then A3."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest

from builders.ledger_facts import the_facts
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.passages import Composed
from zhenggai.jobs.typesetting import pdf_confined
from zhenggai.papers.official.fitting import fit_of
from zhenggai.papers.official.typeset import sheet_of

TITLES = ("关于河道采砂监管不到位的问题", "关于拖欠农民工工资问题处置不及时的问题")
UNITS = ("县水利局", "县人力资源和社会保障局")


def overview(count: int) -> Composed:
    facts = the_facts()
    places = range(1, count + 1)
    problem, task = facts.aspects[0].problems[0], facts.tasks[2]
    problems = tuple(
        replace(problem, id=place, number=place, cited=f"一-{place}", title=TITLES[place % 2]) for place in places
    )
    tasks = tuple(replace(task, id=place, number=place, problems=(place,), unit=UNITS[place % 2]) for place in places)
    return compose("overview", replace(facts, aspects=(replace(facts.aspects[0], problems=problems),), tasks=tasks))


def test_letters_shrink_before_the_paper_grows():
    fits = [fit for count in range(1, 80) if (fit := fit_of(overview(count)))]

    steps = [(fit.large, -fit.size) for fit in fits]
    assert steps == sorted(steps)
    assert {fit.style for fit in fits if not fit.large} == {"TableDense", "TableDenser", "TableDensest"}
    assert fits[-1].large


def test_a_paper_without_such_a_table_is_left_alone():
    assert fit_of(compose("ledger", the_facts())) is None


@pytest.mark.parametrize("count", [1, 24, 36, 52, 70])
def test_it_stands_on_one_page(count: int):
    pdf = pypdfium2.PdfDocument(io.BytesIO(pdf_confined(sheet_of(overview(count)))))

    assert len(pdf) == 1


def test_what_does_not_fit_the_largest_page_goes_on_to_the_next():
    pdf = pypdfium2.PdfDocument(io.BytesIO(pdf_confined(sheet_of(overview(160)))))

    assert len(pdf) > 1
