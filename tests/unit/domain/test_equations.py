"""Equations: what holds, what is broken, and what cannot be computed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.quantities.amounts import Amount, amount_kept, parse_amount
from zhenggai.domain.quantities.tolerance import Tolerance
from zhenggai.domain.relations import EQUATIONS, Figured, Scope, Verdict, evaluate, worded


def judged(kind: str, total: str, *parts: str, **facts: object) -> Verdict:
    return evaluate(kind, Figured(parse_amount(total)), [Figured(parse_amount(part)) for part in parts], **facts)


def about_six_tenths() -> Amount:
    return amount_kept(text="近六成", value=Decimal("0.6"), unit="1", kind="ratio", approximate=True, bound="")


@pytest.mark.parametrize(
    ("kind", "total", "parts"),
    [
        pytest.param("sum", "9638户", ["8641户", "997户"], id="N01"),
        pytest.param("sum", "8641户", ["3017户", "5624户"], id="N02"),
        pytest.param("ratio", "89.66%", ["8641户", "9638户"], id="N03"),
        pytest.param("sum", "38个", ["6个", "14个", "10个", "2个", "6个"], id="N04"),
        pytest.param("sum", "47项", ["43项", "4项"], id="N06"),
        pytest.param("sum", "6个", ["4个", "2个"], id="N07"),
        pytest.param("part", "329.2亿元", ["80亿元"], id="N08"),
        pytest.param("ratio", "24.30%", ["80亿元", "329.2亿元"], id="N08 by money"),
        pytest.param("ratio", "38.46%", ["10个", "26个"], id="N08 by count"),
        pytest.param("growth", "42%", ["80亿元", "56.34亿元"], id="N09"),
        pytest.param("ratio", "53.4%", ["66亿元", "123.60亿元"], id="N10"),
        pytest.param("sum", "187.45亩", ["111.18亩", "76.27亩"], id="N11"),
        pytest.param("ratio", "59.31%", ["111.18亩", "187.45亩"], id="N11 done"),
        pytest.param("sum", "145个", ["9个", "3个", "133个"], id="N12"),
        pytest.param("part", "47家", ["41家"], id="N13"),
        pytest.param("ratio", "87.23%", ["41家", "47家"], id="N13 share"),
        pytest.param("sum", "116.29万元", ["104.42万元", "11.87万元"], id="N14"),
        pytest.param("ratio", "75%", ["6家", "8家"], id="N15"),
        pytest.param("ratio", "57.1%", ["4家", "7家"], id="N15 second"),
        pytest.param("sum", "290.51亩", ["220.95亩", "69.56亩"], id="N17"),
        pytest.param("sum", "15个", ["9个", "6个"], id="N17 projects"),
        pytest.param("ratio", "20.34%", ["290.51亩", "约1428亩"], id="N17 share of about"),
        pytest.param("conversion", "763.5975亩", ["50.9065公顷"], id="N18"),
        pytest.param("sum", "9个", ["7个", "1个", "1个"], id="N19"),
        pytest.param("part", "11个", ["10个"], id="N23"),
        pytest.param("part", "94.61%", ["51.78%"], id="N24"),
        pytest.param("sum", "29.66亿元", ["20.36亿元", "9.3亿元"], id="N26"),
        pytest.param("difference", "1.3个百分点", ["6.4%", "5.1%"], id="N28"),
        pytest.param("difference", "3.5个百分点", ["9.3%", "5.8%"], id="N28 industry"),
        pytest.param("ratio", "37.7%", ["169.3亿元", "449.07亿元"], id="N29"),
        pytest.param("coverage", "4个", ["4个"], id="N30"),
        pytest.param("equal", "139名", ["139名"], id="N34"),
        pytest.param("part", "14个", ["13.9个"], id="N35"),
        pytest.param("ratio", "98.71%", ["688项", "697项"], id="S39"),
        pytest.param("sum", "697项", ["688项", "4项", "5项"], id="S39 sum"),
        pytest.param("sum", "471项", ["453项", "18项"], id="S40"),
        pytest.param("ratio", "96.18%", ["453项", "471项"], id="S40 share"),
        pytest.param("ratio", "3.82%", ["18项", "471项"], id="S40 rest"),
        pytest.param("sum", "25项", ["19项", "6项"], id="S41"),
        pytest.param("ratio", "76%", ["19项", "25项"], id="S41 share"),
        pytest.param("sum", "68项", ["48项", "20项"], id="S51"),
        pytest.param("equal", "2.3亿元", ["23000万元"], id="N21 in another unit"),
    ],
)
def test_what_the_sample_and_the_outside_vectors_claim_holds(kind: str, total: str, parts: list[str]) -> None:
    assert judged(kind, total, *parts).holds is True


def test_nearly_six_tenths_of_531_are_313() -> None:
    parts = [Figured(parse_amount(text)) for text in ("313项", "531项")]

    assert evaluate("ratio", Figured(about_six_tenths()), parts).holds is True


@pytest.mark.parametrize(
    ("kind", "total", "parts", "said"),
    [
        ("sum", "9638户", ["8641户", "996户"], "合计写9638户，各分项相加得9637户，请核对"),
        ("ratio", "89.67%", ["8641户", "9638户"], "比例写89.67%，按分子分母算得89.66%，请核对"),
        ("part", "41家", ["47家"], "其中的47家大于总数41家，请核对"),
        ("growth", "43%", ["80亿元", "56.34亿元"], "增长写43%，按本期和基期算得42%，请核对"),
        ("conversion", "763.6亩", ["50.9亩"], "写763.6亩，换算得50.9亩，请核对"),
        ("difference", "1.4个百分点", ["6.4%", "5.1%"], "差写1.4个百分点，相减得1.3个百分点，请核对"),
        ("equal", "2.3亿元", ["2300万元"], "同一个数一处写2.3亿元，另一处是0.23亿元，请核对"),
        ("coverage", "47家", ["46家"], "称全覆盖，应有47家，实有46家，请核对"),
    ],
)
def test_a_broken_equation_says_both_values(kind: str, total: str, parts: list[str], said: str) -> None:
    verdict = judged(kind, total, *parts)

    assert (verdict.holds, verdict.sentence, verdict.severity) == (False, said, "error")
    assert verdict.rule == ("X17-coverage" if kind == "coverage" else f"X04-{kind}")


@pytest.mark.parametrize(
    ("kind", "total", "parts", "rule"),
    [
        ("sum", "10户", ["5户", "5家"], "X04-unit"),
        ("difference", "1.3%", ["6.4%", "5.1%"], "X04-points"),
        ("growth", "42个百分点", ["80亿元", "56.34亿元"], "X04-points"),
        ("equal", "1.3%", ["1.3个百分点"], "X04-points"),
        ("ratio", "5个百分点", ["1户", "20户"], "X04-points"),
        ("ratio", "5户", ["1户", "20户"], "X04-unit"),
        ("ratio", "50%", ["1户", "0户"], "X04-base"),
        ("growth", "42%", ["80亿元", "0亿元"], "X04-base"),
    ],
)
def test_what_cannot_be_computed_is_said(kind: str, total: str, parts: list[str], rule: str) -> None:
    verdict = judged(kind, total, *parts)

    assert (verdict.holds, verdict.rule) == (None, rule)
    assert "：" in verdict.sentence


@pytest.mark.parametrize(
    ("total", "parts", "holds"),
    [
        ("约100亩", ["96亩"], True),
        ("约100亩", ["94亩"], False),
        ("2200余家", ["2200家"], True),
        ("2200余家", ["2299家"], True),
        ("2200余家", ["2300家"], False),
        ("2200余家", ["2199家"], False),
        ("不少于14个", ["20个"], True),
        ("不少于14个", ["13个"], False),
        ("不超过15个", ["16个"], False),
    ],
)
def test_approximate_figures_have_their_room(total: str, parts: list[str], holds: bool) -> None:
    assert judged("equal", total, *parts).holds is holds


def test_an_office_sets_the_room() -> None:
    assert judged("equal", "约100亩", "94亩", tolerance=Tolerance(about=10)).holds is True


AMOUNT = parse_amount("20.36亿元")


def test_figures_of_two_versions_of_a_scope_are_not_computed_with() -> None:
    old, new = (Figured(AMOUNT, Scope("不良贷款", version)) for version in (1, 2))

    verdict = evaluate("sum", old, [old, new])

    assert (verdict.holds, verdict.rule, verdict.severity) == (None, "X27-version", "warning")


def test_figures_of_two_scopes_are_not_compared() -> None:
    one, other = Figured(AMOUNT, Scope("不良贷款", 1)), Figured(AMOUNT, Scope("不良风险", 1))

    assert evaluate("equal", one, [other]).rule == "X27-scope"
    assert evaluate("ratio", Figured(parse_amount("100%")), [one, other]).holds is True


def test_figures_of_two_days_are_not_compared() -> None:
    one, other = (Figured(AMOUNT, until=date(2025, month, 28)) for month in (6, 8))

    verdict = evaluate("equal", one, [other])

    assert (verdict.rule, verdict.severity) == ("X26-period", "warning")
    assert "截至 2025-06-28" in verdict.sentence


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=9))
def test_parts_always_add_up_to_their_sum_and_to_nothing_else(parts: list[int]) -> None:
    texts = [f"{part}户" for part in parts]

    assert judged("sum", f"{sum(parts)}户", *texts).holds is True
    assert judged("sum", f"{sum(parts) + 1}户", *texts).holds is False


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_ratio_that_was_rounded_holds_and_the_next_one_does_not(part: int, whole: int, places: int) -> None:
    ratio = round_half_up(part, whole, places)
    off = ratio + 2 * Decimal(1).scaleb(-places)

    assert judged("ratio", f"{ratio:f}%", f"{part}户", f"{whole}户").holds is True
    assert judged("ratio", f"{off:f}%", f"{part}户", f"{whole}户").holds is False


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_growth_keeps_its_base(now: int, base: int) -> None:
    rate = round_half_up(now - base, base, 2) if now >= base else -round_half_up(base - now, base, 2)

    verdict = judged("growth", f"{rate:f}%", f"{now}元", f"{base}元")

    # A fall that ends in a half is rounded away from zero, and then lies just outside of what is printed.
    assert verdict.holds is True or (now < base and (base - now) * 20_000 % base == 0)


def round_half_up(part: int, whole: int, places: int) -> Decimal:
    scale = 100 * 10**places
    return Decimal((2 * part * scale + whole) // (2 * whole)).scaleb(-places)


@pytest.mark.parametrize("kind", EQUATIONS)
def test_every_kind_is_written_as_people_write_it(kind: str) -> None:
    assert "9户" in worded(kind, "9户", ["5户", "4户"])
