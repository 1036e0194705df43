"""Papers as PDF: the words of the Word file, bookmarks for its headings, measured by the same standard."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest
from lxml import etree

from builders.ledger_facts import the_facts
from unit.papers.test_official import W, part
from unit.papers.test_rendered_layout import CHARACTER, LINES, POINT, ROWS, lines_of
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.papers.passages import Composed, Passage
from zhenggai.jobs.typesetting import NO_FONT, CannotTypeset, TypesettingLimits, pdf_confined
from zhenggai.papers.official import docx_of, sheet_of, typefaces

HEADINGS = ("heading1", "heading2", "heading3", "heading4", "annex")


def a_paper(*passages: Passage, **facts: object) -> Composed:
    return replace(compose("progress", the_facts()), passages=passages, **facts)


def pdf_of(paper: Composed) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf_confined(sheet_of(paper)))


def printed(pdf: pypdfium2.PdfDocument) -> str:
    """The text as a reader's program finds it, without the numbers of pages and without room between letters."""
    pages = []
    for place, page in enumerate(pdf, start=1):
        text = "".join(page.get_textpage().get_text_range().replace("\ufffe", "").split())
        pages.append(text.removesuffix(f"—{place}—"))
    return "".join(pages)


def words_of_docx(data: bytes) -> str:
    body = part(data, "word/document.xml")
    return "".join("".join(piece.text or "" for piece in body.iter(f"{W}t")).split())


@pytest.mark.parametrize("kind", ["progress", "plan", "overview", "closing_check"])
def test_the_words_are_those_of_the_word_file(kind: str):
    paper = replace(
        compose(kind, the_facts()),
        document_number="云发〔2026〕5号",
        copies_to="市委巡察办",
        printed_by="县委办公室",
    )

    assert printed(pdf_of(paper)) == words_of_docx(docx_of(paper))


@pytest.mark.parametrize("kind", ["progress", "plan"])
def test_bookmarks_are_the_headings(kind: str):
    paper = compose(kind, the_facts())

    marks = [mark.get_title() for mark in pdf_of(paper).get_toc()]

    assert marks == [passage.text for passage in paper.passages if passage.kind in HEADINGS]
    assert marks


def test_pages_are_a4_with_22_lines_of_28_characters_and_their_numbers_outside():
    pdf = pdf_of(a_paper(*(Passage(f"{n}", "body", ("中" * 28 * 8,)) for n in range(9))))
    lines = lines_of(pdf[0])
    body = [line for line in lines if set(line.text) == {"中"}]
    full = [line for line in body if len(line.text) == 28]
    feet = [lines_of(page)[-1] for page in pdf]

    assert [round(side / POINT) for side in pdf[0].get_size()] == [210, 297]
    assert [len(body), len(body[0].text), max(len(line.text) for line in body)] == [22, 26, 28]
    assert all(line.left == pytest.approx(28, abs=1) for line in full)
    assert all(210 - line.right == pytest.approx(26, abs=1) for line in full)
    assert body[0].top == pytest.approx(37, abs=2.5)
    assert body[-1].bottom <= 297 - 35 + 1
    pitches = [(later.bottom - line.bottom) * POINT for line, later in pairwise(body)]
    assert pitches == [pytest.approx(28.95, abs=0.1)] * 21
    assert [foot.text for foot in feet] == [f"—{n}—" for n in range(1, len(feet) + 1)]
    assert [210 - 26 - foot.right for foot in feet[::2]] == [pytest.approx(14 / POINT, abs=1)] * len(feet[::2])
    assert [foot.left - 28 for foot in feet[1::2]] == [pytest.approx(14 / POINT, abs=1)] * len(feet[1::2])


def test_indents_are_those_of_the_word_file():
    lines = lines_of(pdf_of(a_paper(*LINES, document_number="云发〔2026〕5号"))[0])
    at = {line.text[:2]: line for line in reversed(lines)}
    indent = 28 + 2 * CHARACTER / POINT

    assert [at[name].middle for name in ("云发", "关于")] == [pytest.approx(28 + 78, abs=1.5)] * 2
    assert at["市委"].left == pytest.approx(28, abs=1)
    assert [at[name].left for name in ("甲、", "乙、", "丙、", "丁、", "正文")] == [pytest.approx(indent, abs=1)] * 5
    assert [210 - 26 - at[name].right for name in ("云岭", "20")] == [pytest.approx(4 * CHARACTER / POINT, abs=1.5)] * 2


def test_long_tables_repeat_their_titles_and_wide_papers_lie_across():
    long, wide = pdf_of(a_paper(Passage("rows", "table", table=ROWS))), pdf_of(compose("ledger", the_facts()))

    assert len(long) >= 3
    assert {lines_of(page)[0].text for page in long} == {"序号整改措施"}
    assert [round(side / POINT) for side in wide[0].get_size()] == [297, 210]


def test_the_same_paper_is_the_same_file_and_fit_for_an_archive():
    paper = compose("progress", the_facts())
    one, other = (pdf_confined(sheet_of(paper)) for _ in range(2))

    assert one == other
    assert b'pdfaid:part="2"' in one or b"<pdfaid:part>2<" in one


def test_words_are_never_read_as_commands():
    odd = '#read("/etc/passwd") #panic() $x$ *粗* _斜_ `码` <标> @引 \\ // 注 = 题 - 项 #import "x": * \x07'
    text = "".join("".join(piece for piece in odd if piece >= " ").split())

    assert printed(pdf_of(a_paper(Passage("odd", "body", (odd,)), Passage("head", "heading1", (odd,))))) == text * 2


def test_a_machine_without_chinese_typefaces_says_so():
    sheet = sheet_of(compose("progress", the_facts()))

    with pytest.raises(CannotTypeset) as refused:
        pdf_confined({**sheet, "faces": {key: ["没有这种字体"] for key in sheet["faces"]}})

    assert refused.value.pattern == NO_FONT


@pytest.mark.parametrize("limits", [TypesettingLimits(wall=0.05), TypesettingLimits(memory=40_000_000)])
def test_what_costs_too_much_is_refused(limits: TypesettingLimits):
    with pytest.raises(CannotTypeset):
        pdf_confined(sheet_of(compose("progress", the_facts())), limits=limits)


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_every_kind_is_written_down_for_the_typesetter(kind: str):
    paper = compose(kind, the_facts())

    assert len(sheet_of(paper)["passages"]) == len(paper.passages)


def test_typefaces_say_what_stands_for_them():
    here = {face.name: face for face in typefaces(["simhei", "Noto Serif CJK SC"])}

    assert (here["黑体"].here, here["黑体"].pages) == (True, "SimHei")
    assert (here["仿宋_GB2312"].here, here["仿宋_GB2312"].word) == (False, "仿宋")
    assert here["仿宋_GB2312"].pages == "Noto Serif CJK SC"
    assert {face.here for face in typefaces(None)} == {None}
    assert {face.pages for face in typefaces([])} == {""}


def test_word_is_told_what_to_take_for_a_missing_typeface():
    table = part(docx_of(compose("progress", the_facts())), "word/fontTable.xml")

    taken = {font.get(f"{W}name"): font[0].get(f"{W}val") for font in table.iter(f"{W}font")}
    assert taken["方正小标宋简体"] == "宋体"
    assert taken["楷体_GB2312"] == "楷体"
    assert etree.QName(table[0][0]).localname == "altName"
    assert io.BytesIO(docx_of(compose("progress", the_facts()))).read(2) == b"PK"
