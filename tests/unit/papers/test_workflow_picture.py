"""The picture in the documents is the one that the table draws."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.workflow import OPTIONAL, machine_of
from zhenggai.papers.workflow_picture import workflow_svg, workflow_table

DOCS = Path(__file__).resolve().parents[3] / "docs"
STALE = "docs/workflow.* is out of date: run tools/draw-workflow"
USUAL = machine_of(ClosingRules())


def test_the_picture_in_the_documents_is_drawn_from_the_table() -> None:
    assert (DOCS / "workflow.svg").read_text("utf-8") == workflow_svg(USUAL), STALE


def test_the_table_in_the_documents_is_that_of_the_code() -> None:
    assert workflow_table(USUAL) in (DOCS / "workflow.md").read_text("utf-8"), STALE


def test_the_documents_name_every_condition_and_when_it_is_asked() -> None:
    rows = re.findall(r"^\| (.+) \| (申请起|审定前) \|$", (DOCS / "workflow.md").read_text("utf-8"), re.M)

    asked = {"apply": "申请起", "close": "审定前"}
    assert rows == [(one.name, asked[one.stage]) for one in CONDITIONS]


@pytest.mark.parametrize("rules", [ClosingRules(chain=("unit", "first")), ClosingRules(without=tuple(OPTIONAL))])
def test_an_offices_own_machine_is_drawn_as_well(rules: ClosingRules) -> None:
    machine = machine_of(rules)

    picture = ElementTree.fromstring(workflow_svg(machine))

    texts = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {state.name for state in machine.states} <= texts
