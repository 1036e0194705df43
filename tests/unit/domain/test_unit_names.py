"""Which unit a written name means: four steps, and never a guess."""

from __future__ import annotations

import pytest

from zhenggai.domain.unit_names import KnownUnit, UnitNames
from zhenggai.domain.unit_words import FULL_AND_SHORT

ROSTER = (
    KnownUnit(1, "住房和城乡建设局"),
    KnownUnit(2, "云岭县水利局", ("水务局",)),
    KnownUnit(3, "县发展和改革局", ("发改",)),
    KnownUnit(4, "县市场监督管理局"),
    KnownUnit(5, "县委组织部"),
    KnownUnit(6, "县残疾人联合会"),
    KnownUnit(7, "城关街道办事处"),
    KnownUnit(8, "高新区管委会"),
    KnownUnit(9, "县城市管理局"),
    KnownUnit(10, "县自然资源和规划局"),
)


def found(name, roster=ROSTER):
    match = UnitNames(roster).find(name)
    return match.step, match.units


@pytest.mark.parametrize(
    ("name", "step", "unit"),
    [
        ("住房和城乡建设局", "name", 1),
        (" 住房和城乡 建设局 ", "name", 1),
        ("区住建局", "abbreviation", 1),
        ("县住房和城乡建设局", "place", 1),
        ("云岭县住建局", "abbreviation", 1),
        ("水务局", "alias", 2),
        ("县水务局", "place", 2),
        ("水利局", "place", 2),
        ("县水利局", "place", 2),
        ("发改", "alias", 3),
        ("县发改局", "abbreviation", 3),
        ("市场监管局", "abbreviation", 4),
        ("县市监局", "abbreviation", 4),
        ("组织部", "place", 5),
        ("中共云岭县委组织部", "place", 5),
        ("云岭县委员会组织部", "place", 5),
        ("县残联", "abbreviation", 6),
        ("城关街道", "abbreviation", 7),
        ("高新区管理委员会", "abbreviation", 8),
        ("城管局", "abbreviation", 9),
        ("县自然资源局", "abbreviation", 10),
    ],
)
def test_a_written_name_finds_its_unit_and_says_how(name, step, unit):
    assert found(name) == (step, (unit,))


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "市水利局",
        "青川县水利局",
        "嘉明开发区管委会",
        "管委会",
        "管理局",
        "场监督管理局",
        "水利",
        "水利局办公室",
        "县卫健局",
        "李建国",
    ],
)
def test_a_name_of_nobody_finds_nobody(name):
    assert found(name) == ("none", ())


def test_a_name_that_fits_two_units_finds_both_and_decides_nothing():
    roster = (KnownUnit(1, "东山县水利局"), KnownUnit(2, "西山县水利局"), KnownUnit(3, "市水利局"))

    match = UnitNames(roster).find("县水利局")

    assert match.units == (1, 2)
    assert match.unit is None


def test_an_alias_of_two_units_finds_both():
    roster = (KnownUnit(1, "县水利局", ("局里",)), KnownUnit(2, "县财政局", ("局里",)))

    assert found("局里", roster) == ("alias", (1, 2))


def test_the_exact_name_wins_over_what_merely_resembles_it():
    roster = (KnownUnit(1, "水利局"), KnownUnit(2, "县水利局"))

    assert found("县水利局", roster) == ("name", (2,))


@pytest.mark.parametrize(("full", "short"), [(names[0], short) for names in FULL_AND_SHORT for short in names[1:]])
def test_every_short_form_of_the_table_finds_the_name_in_full(full, short):
    assert found(f"县{short}", (KnownUnit(1, full),)) == ("abbreviation", (1,))
    assert found(f"县{full}", (KnownUnit(1, f"云岭县{short}"),)) == ("abbreviation", (1,))


def test_no_short_form_stands_for_two_names():
    shorts = [short for names in FULL_AND_SHORT for short in names]

    assert len(shorts) == len(set(shorts))
