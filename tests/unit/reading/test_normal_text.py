"""From what a file holds to the one text that spans count in."""

from __future__ import annotations

from datetime import date

import pytest

from zhenggai.domain.report import Report
from zhenggai.reading import read

TODAY = date(2026, 1, 15)
BODY = (
    "中共云岭县水利局党组关于巡察整改情况的通报\n"
    "根据县委统一安排,2025年3月6日至2025年5月20日,县委第三巡察组对云岭县水利局党组开展了常规巡察。2025年6月28日反馈了巡察意见。\n"
    "一、反馈问题整改情况\n"
    "(一)关于“落实上级决策部署有差距”方面\n"
    "1.关于农村供水保障工程推进缓慢的问题。\n"
    "一是倒排工期、挂图作战,完成6处供水站改造,铺设管网48.6公里,解决1.2万人的饮水不稳定问题。二是争取上级补助资金860万元,县级配套240万元,合计1100万元。\n"
    "2.关于河湖长制落实不到位的问题。\n"
    "一是调整县级河长名单,印发巡河工作制度。二是开展河道专项整治,拆除违法建筑14处,清理堆放物料2300立方米。\n"
    "中共云岭县水利局党组\n"
    "2025年12月15日"
)


def read_text(text: str) -> Report:
    """The report of a text file."""
    return read(text.encode(), name="text.txt", today=TODAY)


@pytest.mark.parametrize("width", [24, 28, 36, 40, 60])
def test_a_text_that_breaks_all_its_lines_at_one_width_is_joined_again(width: int) -> None:
    wrapped = "\n".join(line[at : at + width] for line in BODY.split("\n") for at in range(0, len(line), width))

    assert read_text(wrapped).text == BODY


def test_short_lines_that_are_whole_are_left_alone() -> None:
    assert read_text(BODY).text == BODY


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("(一)关于整改的问题", "(一)关于整改的问题"),
        ("　　整改进展：已完成　", "整改进展:已完成"),
        ("整改１２．５％", "整改12.5%"),
        ("整\u200b改\ufeff问题", "整改问题"),
        ("整改\t问题", "整改 问题"),
        ("整改“问题”、《办法》〔2025〕", "整改“问题”、《办法》〔2025〕"),
        ("整改\r\n\r\n问题一", "整改\n问题一"),
        ("整改\u2028问题一", "整改\n问题一"),
    ],
)
def test_characters_come_out_in_their_normal_form(printed: str, normal: str) -> None:
    assert read_text(printed).text == normal


def test_a_line_broken_inside_a_sentence_is_joined_and_said_so() -> None:
    broken = BODY.replace("解决1.2万人的饮水", "解决1.2万人的饮\n水")

    report = read_text(broken)

    assert report.text == BODY
    assert [doubt.rule for doubt in report.doubts if doubt.rule.startswith("reading")] == ["reading.mended"]


@pytest.mark.parametrize(
    "furniture", ["— 3 —", "第 2 页 共 5 页", "打印本页", "上一篇:关于换届的公告", "版权所有:云岭县人民政府办公室"]
)
def test_page_furniture_is_no_part_of_the_text(furniture: str) -> None:
    lines = BODY.split("\n")

    report = read_text("\n".join([furniture, *lines[:5], furniture, *lines[5:], furniture]))

    assert report.text == BODY
