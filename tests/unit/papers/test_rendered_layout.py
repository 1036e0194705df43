"""The layout of GB/T 9704-2012 measured on pages that LibreOffice rendered: five papers, one start of the program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
import pytest

from builders.ledger_facts import the_facts
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.passages import Column, Passage, Table
from zhenggai.papers.official import docx_of

POINT = 72 / 25.4
ABSENT = "LibreOffice is not installed; the measures were read from the XML alone"
CHARACTER = 15.75
LINES = (
    Passage("title", "title", ("关于整改进展情况的报告",)),
    Passage("to", "addressee", ("市委巡察办：",)),
    Passage("1", "heading1", ("甲、一级标题",)),
    Passage("2", "heading2", ("乙、二级标题",)),
    Passage("3", "heading3", ("丙、三级标题",)),
    Passage("4", "heading4", ("丁、四级标题",)),
    Passage("body", "body", ("正文一段。" * 20,)),
    Passage("by", "signature", ("云岭县水利局",)),
    Passage("on", "date", ("2026年3月2日",)),
)
ROWS = Table(
    (Column("序号", 1), Column("整改措施", 6)), tuple(((f"{n}",), ("逐项核对台账。" * 3,)) for n in range(1, 91))
)


@dataclass(frozen=True)
class Line:
    """One line of a page: its words and the box around them, millimetres from the left and from the top."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Where its middle stands across."""
        return (self.left + self.right) / 2


def lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines of a page from above, put together from the boxes of its characters."""
    words = page.get_textpage()
    height = page.get_height()
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for place in range(words.count_chars()):
        text = words.get_text_range(place, 1)
        left, bottom, right, top = words.get_charbox(place, loose=True)
        if not text.strip() or right <= left:
            continue
        row = next((row for row in rows if abs(row[0][1] - bottom) < 4), None)
        if row is None:
            rows.append(row := [])
        row.append((left, bottom, right, top, text))
    found = []
    for row in rows:
        row.sort()
        left, right = row[0][0], max(one[2] for one in row)
        top, bottom = height - max(one[3] for one in row), height - min(one[1] for one in row)
        found.append(Line("".join(one[4] for one in row), *(side / POINT for side in (left, right, top, bottom))))
    return sorted(found, key=lambda line: line.top)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, pypdfium2.PdfDocument]]:
    """The papers as PDF; empty, with the reason printed, where LibreOffice is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print(ABSENT)  # noqa: T201
        yield {}
        return
    folder = tmp_path_factory.mktemp("rendered")
    paper = compose("progress", the_facts())
    numbers = Passage("numbers", "body", tuple(f"中四-2{n}文" for n in range(60)))
    signed = (*(Passage(f"{n}", "body", ("中" * 20,)) for n in range(19)), *LINES[-3:])
    papers = {
        "long": replace(paper, passages=tuple(Passage(f"{n}", "body", ("中" * 28 * 8,)) for n in range(9))),
        "heads": replace(paper, passages=LINES, document_number="云发〔2026〕5号"),
        "numbers": replace(paper, passages=(numbers,)),
        "signed": replace(paper, passages=signed),
        "rows": replace(paper, passages=(Passage("rows", "table", table=ROWS),)),
    }
    for name, one in papers.items():
        (folder / f"{name}.docx").write_bytes(docx_of(one))
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", "pdf", "--outdir", str(folder),
         *(str(folder / f"{name}.docx") for name in papers)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    yield {name: pypdfium2.PdfDocument(folder / f"{name}.pdf") for name in papers}


Rendered = dict[str, pypdfium2.PdfDocument]


def test_pages_are_a4_with_the_margins_and_22_lines_of_28_characters(rendered: Rendered):
    for pdf in filter(None, [rendered.get("long")]):
        body = [line for line in lines_of(pdf[0]) if set(line.text) == {"中"}]
        full = [line for line in body if len(line.text) == 28]

        assert [round(side / POINT) for side in pdf[0].get_size()] == [210, 297]
        assert len(body) == 22
        assert [len(body[0].text), max(len(line.text) for line in body)] == [26, 28]
        assert all(line.left == pytest.approx(28, abs=1) for line in full)
        assert all(210 - line.right == pytest.approx(26, abs=1) for line in full)
        assert body[0].top == pytest.approx(37, abs=3.5)
        assert 297 - body[-1].bottom >= 35 - 1
        pitches = [(later.bottom - line.bottom) * POINT for line, later in pairwise(body)]
        assert pitches == [pytest.approx(28.95, abs=0.3)] * 21


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(rendered: Rendered):
    for pdf in filter(None, [rendered.get("long")]):
        feet = [lines_of(page)[-1] for page in pdf]

        assert [foot.text for foot in feet] == ["—1—", "—2—", "—3—", "—4—"]
        assert [210 - 26 - foot.right for foot in feet[::2]] == [pytest.approx(14 / POINT, abs=2)] * 2
        assert [foot.left - 28 for foot in feet[1::2]] == [pytest.approx(14 / POINT, abs=2)] * 2
        assert all(foot.top > 297 - 35 for foot in feet)


def test_indents_stand_where_the_standard_wants_them(rendered: Rendered):
    for pdf in filter(None, [rendered.get("heads")]):
        lines = lines_of(pdf[0])
        at = {line.text[:2]: line for line in reversed(lines)}
        indent = 28 + 2 * CHARACTER / POINT

        assert at["云发"].middle == pytest.approx(28 + 78, abs=1.5)
        assert at["关于"].middle == pytest.approx(28 + 78, abs=1.5)
        assert at["市委"].left == pytest.approx(28, abs=1)
        assert [at[name].left for name in ("甲、", "乙、", "丙、", "丁、", "正文")] == [
            pytest.approx(indent, abs=1)
        ] * 5
        assert [210 - 26 - at[name].right for name in ("云岭", "20")] == [
            pytest.approx(4 * CHARACTER / POINT, abs=1.5)
        ] * 2


def test_no_number_is_torn_apart_at_the_end_of_a_line(rendered: Rendered):
    for pdf in filter(None, [rendered.get("numbers")]):
        words = [line.text for page in pdf for line in lines_of(page)[:-1]]

        assert len(words) > 5
        assert not any(later[0].isdigit() for later in words)


def test_nobody_signs_on_a_page_without_words(rendered: Rendered):
    for pdf in filter(None, [rendered.get("signed")]):
        last = [line.text for line in lines_of(pdf[len(pdf) - 1])]

        assert len(pdf) == 2
        assert any("正文一段" in line for line in last[:-3])


def test_titles_of_columns_stand_on_every_page_of_a_table(rendered: Rendered):
    for pdf in filter(None, [rendered.get("rows")]):
        assert len(pdf) >= 3
        assert {lines_of(page)[0].text for page in pdf} == {"序号整改措施"}
