"""Whatever the text, reading holds to its promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhenggai.domain.report import Problem, Report, Span
from zhenggai.domain.report_json import report_to_json
from zhenggai.reading import Unreadable, read

TODAY = date(2026, 1, 15)
GENRE = [
    "一、", "二、", "(一)", "(二)", "1.", "2.", "3、", "(1)", "①", "问题1:", "第一,", "——", "一是", "二是", "三是", "关于", "方面", "的问题", "。", ";", ",", ":", "\n", "\n",
    "整改措施:", "责任单位:", "整改进展:", "完成时限:", "反馈问题:", "已完成", "长期坚持", "“", "”", "《", "》", "针对", "全部", "均已", "目前", "共", "其中", "合计", "占", "%", "35.5", "12", "3", "万元", "亩", "个", "户",
    "2025年", "3月", "15日", "2月30日", "年底前", "1-7月份", "争取", "计划", "县水利局", "巡察", "反馈", "整改", "〔2025〕5号", "\t", "　", "\x00", "\ud800", "十", "百分之", "余", "约",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(GENRE), max_size=120).map("".join),
    st.lists(st.one_of(st.sampled_from(GENRE), st.text(max_size=6)), max_size=60).map("".join),
)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_text(text: str) -> Report | None:
    """The report of a text that begins like one of the genre; None where it is refused in the one agreed way."""
    try:
        return read(("巡察整改情况\n" + text).encode("utf-8", "surrogatepass"), name="text.txt", today=TODAY)
    except Unreadable:
        return None


def problems_of(report: Report) -> Iterator[tuple[Span, Problem]]:
    """Each problem with the span it must lie in."""
    pending = [(section.span, problem) for section in report.sections for problem in section.problems]
    while pending:
        outer, problem = pending.pop()
        yield outer, problem
        pending.extend((problem.span, child) for child in problem.children)


def inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] <= inner[1] <= outer[1]


@relaxed
@given(texts)
def test_any_text_is_read_or_refused_with_spans_in_range_and_nested(text: str) -> None:
    report = read_text(text)

    if report is None:
        return
    whole = (0, len(report.text))
    found = [
        *report.sections,
        *report.chapters,
        *report.quantities,
        *report.dates,
        *report.promises,
        *report.references,
        *report.doubts,
    ]
    assert all(inside(each.span, whole) for each in found)
    for outer, problem in problems_of(report):
        assert inside(problem.span, outer)
        assert all(inside(measure.span, problem.span) for measure in problem.measures)
    assert all(
        report.text[slice(*each.span)] == each.text for each in (*report.quantities, *report.dates, *report.references)
    )
    assert all(
        0 <= index < len(report.quantities)
        for relation in report.relations
        for index in (relation.total, *relation.parts)
    )


@relaxed
@given(texts)
def test_the_same_text_gives_the_same_answer_twice(text: str) -> None:
    first, second = read_text(text), read_text(text)

    assert first == second


@relaxed
@given(st.lists(st.sampled_from([word for word in GENRE if word.isprintable()]), max_size=120).map("".join))
def test_full_width_and_half_width_forms_have_the_same_structure(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)

    first, second = read_text(text), read_text(wide)

    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert without_source(first) == without_source(second)


FOOTERS = st.lists(
    st.sampled_from(
        [
            "打印本页",
            "关闭窗口",
            "版权所有:云岭县人民政府办公室",
            "技术支持:云岭县大数据中心",
            "上一篇:没有了",
            "下一篇:关于召开会议的通知",
            "责任编辑:李明",
            "来源:云岭县纪委监委",
            "— 12 —",
            "第3页 共12页",
            "浏览次数:1024",
            "文章内容来自网络,如有侵权,联系删除",
        ]
    ),
    min_size=1,
    max_size=6,
)


@relaxed
@given(FOOTERS)
def test_footers_behind_the_report_change_nothing(footers: list[str]) -> None:
    body = (
        "中共云岭县水利局党组关于巡察整改情况的通报\n一、反馈问题整改情况\n(一)关于理论学习不深入的问题\n一是召开党组会3次。二是整改隐患12处。\n"
        "二、下一步打算\n持续整改。\n中共云岭县水利局党组\n2025年12月1日"
    )

    plain = read(body.encode(), name="text.txt", today=TODAY)
    framed = read("\n".join([body, *footers]).encode(), name="text.txt", today=TODAY)

    assert without_source(framed) == without_source(plain)


def without_source(report: Report) -> str:
    value = report_to_json(report, with_text=True)
    del value["source"]
    return json.dumps(value, ensure_ascii=True)
