"""Figures, sentences and charts as pages print them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from zhenggai.domain.refusals import NotAllowed
from zhenggai.ui.charts import STATE_COLOURS, Bar, Part, chart_svg, columns, digest_of, stacked_bars
from zhenggai.ui.words import THIN_BLANK, grouped, grouped_digits, sentence_of


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (9638, "9638"),
        (12345, "12_345"),
        (4959900, "4_959_900"),
        (-1234567, "-1_234_567"),
        (Decimal("0.5340"), "0.534"),
        (Decimal("1E+6"), "1_000_000"),
        (Decimal("12345.60"), "12_345.6"),
    ],
)
def test_figures_are_grouped_from_ten_thousand_on(value: Decimal | int, printed: str) -> None:
    assert grouped(value) == printed.replace("_", THIN_BLANK)


def test_text_that_is_no_figure_stays_as_it_is() -> None:
    assert grouped_digits("约三成") == "约三成"


def test_a_refusal_is_said_with_its_facts() -> None:
    assert sentence_of(NotAllowed("$role不能$act。", role="监督人员", act="上传文件")) == "监督人员不能上传文件。"


def test_a_refusal_is_said_in_english_with_names_as_they_are() -> None:
    refusal = NotAllowed("“$title”是本方面的第一个问题，前面没有可以并入的问题。", title="措施")

    with translation.override("en"):
        said = sentence_of(refusal)
        role = sentence_of(NotAllowed("$role不能$act，请联系整改办。", role="监督人员", act="上传文件"))

    assert said.startswith("“措施” is the first problem")
    assert "Supervisor" in role


def three_bars() -> list[Bar]:
    return [
        Bar("(一)河道", (Part("ongoing", "正在整改", 20), Part("done", "已完成", 1))),
        Bar("(二)账目", (Part("done", "已完成", 0),)),
    ]


def test_a_chart_names_every_piece_that_has_room_and_the_sum(tmp_path: Path) -> None:
    svg = chart_svg(stacked_bars(three_bars(), colours=STATE_COLOURS, narrow=False), folder=tmp_path).decode()

    assert "正在整改 20" in svg
    assert ">21<" in svg
    assert "(一)河道" in svg


def test_a_word_without_room_anywhere_gets_a_legend() -> None:
    spec = stacked_bars(three_bars(), colours=STATE_COLOURS, narrow=False)

    assert spec["layer"][1]["encoding"]["color"]["legend"] == {"values": ["正在整改", "已完成"]}


def test_a_chart_is_drawn_once_and_kept_by_what_it_shows(tmp_path: Path) -> None:
    spec = columns(["2026年", "2027年"], [3, 1], narrow=True)
    first = chart_svg(spec, folder=tmp_path)
    (tmp_path / f"{digest_of(spec)}.svg").write_bytes(b"kept")

    again = chart_svg(spec, folder=tmp_path)

    assert first.startswith(b"<svg")
    assert again == b"kept"
    assert digest_of(columns(["2026年", "2027年"], [3, 2], narrow=True)) != digest_of(spec)


def test_a_chart_carries_no_script_style_or_foreign_address(tmp_path: Path) -> None:
    svg = chart_svg(columns(["<script>", "2027年"], [3, 1], narrow=False), folder=tmp_path).decode()

    assert "<script" not in svg
    assert "style=" not in svg
    assert "href=" not in svg
