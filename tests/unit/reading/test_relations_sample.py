"""The published report beside the repository: its figures and equations as facts, none of its sentences."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from zhenggai.reading.quantities import find_quantities
from zhenggai.reading.relations import find_relations
from zhenggai.reading.sentences import Sentences

_REPORTS = Path(__file__).parents[4] / "shared" / "reports"
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FIGURES = """
3次 4个 2个 52项 82件 5人 3个月 10次 7次 13个 4959900元 5家 500000元 0.5 3个 604900元 1428亩 9个 220.95亩 6个 69.56亩 7个 1个 1个 50.9065公顷
6600000000元 0.534 0.071 22次 26个 32920000000元 10个 8000000000元 0.42 3个 55个 8家 6家 119家 42家 7家 4家 7家 2660000元 111.18亩 76.27亩 145个 9个 3个
175000000元 230000000元 1个 230000000元 10个 70个 2200家 0.7 1件 20000元 48个 151项 6大 120个 38个 6个 14个 10个 2个 6个 47家 41家 1044200元 1324800元
35家 118700元 7家 11家 0.5178 0.9461 300名 2036000000元 930000000元 12家 30项 90天 15天 28220000000元 0.064 1.3百分点 16930000000元 0.082 3.1百分点
0.377 2610000000元 0.069 3.3百分点 16197元 0.063 1.8百分点 0.056 1.3百分点 0.093 3.5百分点 9638户 8641户 3017户 5624户 997户 0.8966 11个 4个 4个 74次
18项 55次 77个 31人 8份 6期 15个 10个 40个 5份 139名 11个 3类 64人 20个 3个 0.1 5起 139行政村
"""
_NUMERALS = "四个 两个 一个季度 一个季度 两次 四家 两大 两次 四个 三类"
_RELATIONS = [
    ("sum", "9638户", ("8641户", "997户")),
    ("sum", "8641户", ("3017户", "5624户")),
    ("ratio", "89.66%", ("8641户", "9638户")),
    ("sum", "38个", ("6个", "14个", "10个", "2个", "6个")),
    ("count", "4个", ()),
    ("count", "2个", ()),
    ("count", "10个", ()),
    ("part", "329.2亿元", ("80亿元",)),
    ("part", "26个", ("10个",)),
    ("part", "145个", ("9个",)),
    ("part", "145个", ("3个",)),
    ("part", "47家", ("41家",)),
    ("part", "8家", ("6家",)),
    ("part", "7家", ("4家",)),
    ("part", "约1428亩", ("220.95亩",)),
]


@pytest.fixture(scope="module")
def sample() -> str:
    """Normal text of the sample report, near enough for figures."""
    files = sorted(_REPORTS.glob("*.txt")) if _REPORTS.is_dir() else []
    if not files:
        pytest.skip("the sample report is not beside this repository")
    lines = files[0].read_text(encoding="utf-8").translate(_HALF_WIDTH).replace("\u3000", " ").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def test_every_figure_of_the_sample_is_read_and_nothing_else(sample: str) -> None:
    found = find_quantities(sample, taken=())

    arabic = Counter(
        f"{one.value:f}{'' if one.unit == '1' else one.unit}"
        for one in found
        if any(letter.isdecimal() for letter in one.text)
    )
    numerals = Counter(one.text for one in found if not any(letter.isdecimal() for letter in one.text))
    assert arabic == Counter(_FIGURES.split())
    assert numerals == Counter(_NUMERALS.split())


def test_approximate_figures_of_the_sample_are_marked(sample: str) -> None:
    found = find_quantities(sample, taken=())

    assert [one.text for one in found if one.approximate] == ["约1428亩", "266万余元", "2200余家", "120余个", "30余项"]
    assert [(one.value, one.bound) for one in found if one.bound] == [(Decimal("0.1"), "min")]


def test_every_equation_that_the_sample_implies_is_found_and_holds(sample: str) -> None:
    figures = find_quantities(sample, taken=())

    found = find_relations(sample, quantities=figures, sentences=Sentences(sample))

    named = {(one.kind, figures[one.total].text, tuple(figures[part].text for part in one.parts)) for one in found}
    assert all(one.holds for one in found)
    assert [relation for relation in _RELATIONS if relation not in named] == []
