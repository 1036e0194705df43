"""Word files by GB/T 9704-2012, read from their XML."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from builders.ledger_facts import the_facts
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.papers.passages import Column, Composed, Passage, Table
from zhenggai.papers.official import FONTS, docx_of, missing_fonts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MILLIMETRE = 1440 / 25.4
POINT = 72 / 25.4


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return etree.fromstring(container.read(name))


def style(data: bytes, id: str) -> etree._Element:
    return part(data, "word/styles.xml").find(f"{W}style[@{W}styleId='{id}']")


def value(element: etree._Element, path: str, name: str = "val") -> str:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    assert found is not None
    return found.get(f"{W}{name}")


def test_the_page_is_a4_with_the_margins_of_the_standard():
    section = part(docx_of(compose("progress", the_facts())), "word/document.xml").find(f"{W}body/{W}sectPr")

    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert [round(int(size.get(W + side)) / MILLIMETRE) for side in ("w", "h")] == [210, 297]
    assert [round(int(margins.get(W + side)) / MILLIMETRE) for side in ("top", "bottom", "left", "right")] == [
        37,
        35,
        28,
        26,
    ]


@pytest.mark.parametrize(
    ("id", "name", "font", "half_points"),
    [
        ("Title", "Title", "title", "44"),
        ("Heading1", "heading 1", "heading", "32"),
        ("Heading2", "heading 2", "subheading", "32"),
        ("Heading3", "heading 3", "body", "32"),
        ("Heading4", "heading 4", "body", "32"),
        ("Normal", "Normal", "body", "32"),
        ("Imprint", "版记", "body", "28"),
        ("ImprintCopies", "版记抄送", "body", "28"),
        ("PageOdd", "页码单页", "page", "28"),
    ],
)
def test_styles_carry_typeface_and_size(id: str, name: str, font: str, half_points: str):
    found = style(docx_of(compose("progress", the_facts())), id)

    assert value(found, "name") == name
    assert value(found, "rPr/rFonts", "eastAsia") == FONTS[font]
    assert value(found, "rPr/sz") == half_points


def test_body_is_set_for_22_lines_of_28_characters():
    body = style(docx_of(compose("progress", the_facts())), "Normal")

    line = int(value(body, "pPr/spacing", "line")) / 20
    advance = 16 + int(value(body, "rPr/spacing")) / 20
    assert int(225 * POINT // line) == 22
    assert int(156 * POINT // advance) == 28
    assert value(body, "pPr/ind", "firstLineChars") == "200"
    assert int(value(body, "pPr/ind", "firstLine")) == round(2 * advance * 20)


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones():
    data = docx_of(compose("progress", the_facts()))

    settings = part(data, "word/settings.xml")
    feet = {name: part(data, f"word/{name}.xml") for name in ("footer1", "footer2")}
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    assert [value(foot, "p/pPr/pStyle") for foot in feet.values()] == ["PageOdd", "PageEven"]
    assert [value(style(data, id), "pPr/jc") for id in ("PageOdd", "PageEven")] == ["right", "left"]
    assert all("".join(foot.itertext()) == "—  PAGE 1 —" for foot in feet.values())


def test_figures_are_locked_controls_that_name_what_they_are():
    body = part(docx_of(compose("progress", the_facts())), "word/document.xml")

    controls = list(body.iter(f"{W}sdt"))
    told = {value(one, "sdtPr/tag"): "".join(one.find(f"{W}sdtContent").itertext()) for one in controls}
    assert [told[key] for key in ("count/tasks", "share/finished", "figure/7")] == ["3项", "33.33%", "12座"]
    assert {value(one, "sdtPr/lock") for one in controls} == {"sdtContentLocked"}
    assert len({value(one, "sdtPr/id") for one in controls}) == len(controls)
    assert max(len(value(one, f"sdtPr/{name}")) for one in controls for name in ("tag", "alias")) <= 64


def test_titles_of_columns_are_repeated_on_each_page():
    body = part(docx_of(compose("plan", the_facts())), "word/document.xml")

    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == 4
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)


def test_number_and_imprint_stand_where_there_are_some():
    paper = replace(
        compose("progress", the_facts()),
        document_number="云发〔2026〕5号",
        copies_to="市委巡察办",
        printed_by="县委办公室",
    )
    body = part(docx_of(paper), "word/document.xml")
    words = "".join(body.itertext())
    printed = next(row for row in body.iter(f"{W}tr") if "县委办公室" in "".join(row.itertext()))

    assert words.startswith("云发〔2026〕5号")
    assert "抄送：市委巡察办。" in words
    assert "".join(printed.itertext()) == "县委办公室2026年3月2日印发"
    # Who printed it stands one character in on the left, the day one character in on the right.
    assert value(printed, "tc/p/pPr/tabs/tab") == "right"
    assert printed.find(f"{W}tc/{W}p/{W}r/{W}tab") is not None
    assert "抄送" not in "".join(part(docx_of(compose("progress", the_facts())), "word/document.xml").itertext())


def test_wide_papers_lie_across():
    size = part(docx_of(compose("ledger", the_facts())), "word/document.xml").find(f"{W}body/{W}sectPr/{W}pgSz")

    assert size.get(f"{W}orient") == "landscape"


def test_every_form_begins_a_page_of_its_own():
    body = part(docx_of(compose("closing_check", the_facts())), "word/document.xml")

    assert len(list(body.iter(f"{W}pageBreakBefore"))) == len(the_facts().tasks) - 1


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_the_same_paper_is_the_same_file(kind: str):
    assert docx_of(compose(kind, the_facts())) == docx_of(compose(kind, the_facts()))


def test_words_that_look_like_xml_or_hold_odd_characters_stay_words():
    odd = Passage("odd", "body", ("<w:p/>&amp; \x07\x0b “引号” =1+1",))
    paper: Composed = replace(compose("progress", the_facts()), passages=(odd,))

    assert "".join(part(docx_of(paper), "word/document.xml").itertext()) == "<w:p/>&amp;  “引号” =1+1"


def test_missing_typefaces_are_named_under_whatever_name():
    assert missing_fonts(["FangSong", "SimHei ", "宋体", "KaiTi_GB2312"]) == ("方正小标宋简体",)
    assert missing_fonts(()) == tuple(FONTS.values())


def test_a_long_title_is_set_in_so_that_it_breaks_between_words():
    body = part(docx_of(compose("progress", the_facts())), "word/document.xml")

    title = next(one for one in body.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Title")
    room = title.find(f"{W}pPr/{W}ind")
    letters = (8844 - 2 * int(room.get(f"{W}left"))) / 440
    assert 15 <= letters < 16
    assert room.get(f"{W}left") == room.get(f"{W}right")


def test_short_rows_go_to_the_next_page_whole_and_tall_ones_are_cut():
    tall = Table((Column("措施", 1),), ((("短。",),), (("很长的一格。" * 300,),)))
    paper = replace(compose("progress", the_facts()), passages=(Passage("rows", "table", table=tall),))

    rows = list(part(docx_of(paper), "word/document.xml").iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True, False]


def test_each_measure_of_a_cell_has_its_own_line():
    body = part(docx_of(compose("ledger", the_facts())), "word/document.xml")

    row = list(body.iter(f"{W}tr"))[1]
    assert len(list(row.iter(f"{W}br"))) == 2


def test_annexes_stand_one_below_the_other_and_nobody_signs_on_a_page_without_words():
    body = part(docx_of(compose("plan", the_facts())), "word/document.xml")

    paragraphs = [(value(one, "pPr/pStyle"), "".join(one.itertext())) for one in body.iter(f"{W}p")]
    annexes = [pair for pair in paragraphs if pair[0].startswith("AnnexN")]
    assert annexes == [
        ("AnnexNote", "附件：1.问题清单"),
        ("AnnexNext", "2.任务清单"),
        ("AnnexNext", "3.责任清单"),
        ("AnnexNext", "4.措施清单"),
    ]
    place = paragraphs.index(annexes[0])
    assert list(body.iter(f"{W}p"))[place - 1].find(f"{W}pPr/{W}keepNext") is not None
