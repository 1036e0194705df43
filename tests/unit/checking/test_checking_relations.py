"""Equations that do not come out are errors; those that hold are silent."""

from __future__ import annotations

import pytest
from checking_page import Page, a_page

from zhenggai.domain.report import RelationKind


def related(kind: RelationKind, *, holds: bool) -> Page:
    page = a_page().problem(1, "全镇90户,其中搬迁50户、改造41户,完成率90.5%。")
    page.quantity("90户", "90", "户").quantity("50户", "50", "户").quantity("41户", "41", "户")
    return page.relation(kind, [] if kind == "count" else [1, 2], holds=holds, computed="91", stated="90")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("sum", "(一)1合计写90户，分项50户、41户相加得91户，请核对"),
        ("ratio", "(一)1比例写90户，50户÷41户得91%，请核对"),
        ("part", "(一)1其中50户、41户大于总数90户，请核对"),
        ("count", "(一)1文中写90户，逐一列出的是91个，请核对"),
    ],
)
def test_a_relation_that_does_not_hold_is_an_error(kind: RelationKind, message: str) -> None:
    page = related(kind, holds=False)

    (doubt,) = page.doubts(f"relation.{kind}")

    assert (doubt.severity, doubt.message) == ("error", message)
    assert page.text[slice(*doubt.span)] == "90户"


@pytest.mark.parametrize("kind", ["sum", "ratio", "part", "count"])
def test_a_relation_that_holds_raises_none(kind: RelationKind) -> None:
    page = related(kind, holds=True)

    assert page.messages(f"relation.{kind}") == []


def test_a_sum_of_money_is_told_in_the_unit_of_its_total() -> None:
    page = a_page().problem(1, "一是拨付1305万元,其中甲镇620万元、乙镇695万元。")
    page.quantity("1305万元", "13050000", "元", "money").quantity("620万元", "6200000", "元", "money")
    page.quantity("695万元", "6950000", "元", "money")
    page.relation("sum", [1, 2], holds=False, computed="13150000", stated="13050000")

    assert page.messages("relation.sum") == ["(一)1合计写1305万元，分项620万元、695万元相加得1315万元，请核对"]
