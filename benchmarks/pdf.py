"""The same paper set as PDF by typst and by weasyprint: time, memory, size, text, bookmarks, lines of a page.

python benchmarks/pdf.py [TIMES]     the paper's passages are repeated so often; needs requirements/bench.txt for weasyprint
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from html import escape
from pathlib import Path

import pypdfium2

from zhenggai.domain.papers.passages import Column, Composed, Passage, Table

WORDS = "截至2026年3月2日，逐项核对台账，现场查看两次，整改问题12个，追回资金104.42万元。“回头看”发现的（3件）已经办结；其余正在办理。"
CSS = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: '— ' counter(page) ' —'; font-size: 14pt; padding-right: 14pt } }
@page :left { @bottom-left { content: '— ' counter(page) ' —'; font-size: 14pt; padding-left: 14pt } }
body { margin: 0; font: 16pt/28.95pt 'Noto Serif CJK SC'; letter-spacing: -0.25pt; text-align: justify }
h1, h2, h3, p { margin: 0; font-size: 16pt; font-weight: 400; text-indent: 31.5pt }
h1 { font-family: 'Noto Sans CJK SC' }
.title { text-align: center; font-size: 22pt; line-height: 35pt; text-indent: 0; bookmark-level: none }
table { width: 100%; border-collapse: collapse; font-size: 10.5pt; line-height: 20pt } td, th { border: 0.5pt solid }
"""
HEADS = {"heading1": "h1", "heading2": "h2", "heading3": "h3"}


def a_paper(times: int) -> Composed:
    """A report of so many sections, each with headings, ten paragraphs and a table."""
    passages = [Passage("title", "title", ("关于整改进展情况的报告",))]
    columns = (Column("序号", 1), Column("整改措施", 6), Column("情况", 6))
    for n in range(times):
        passages.append(Passage(f"{n}/1", "heading1", (f"第{n}部分",)))
        passages.append(Passage(f"{n}/2", "heading2", (f"（{n}）关于落实方面",)))
        passages.extend(Passage(f"{n}/p{m}", "body", (f"{m}. {WORDS * 3}",)) for m in range(10))
        rows = tuple(((f"{m}",), (WORDS,), (WORDS,)) for m in range(10))
        passages.append(Passage(f"{n}/t", "table", table=Table(columns, rows)))
    return Composed("progress", "报告", "报告", date(2026, 3, 2), tuple(passages))


def by_typst(paper: Composed) -> bytes:
    """As the product sets it, but in this process."""
    import typst

    from zhenggai.papers.official.typeset import document, sheet_of

    fonts = typst.Fonts(include_embedded_fonts=False)
    here = set(fonts.families())
    sheet = sheet_of(paper)
    sheet["faces"] = {key: [name for name in names if name in here] for key, names in sheet["faces"].items()}
    return typst.compile(
        document().encode(),
        font_paths=fonts,
        format="pdf",
        sys_inputs={"paper": json.dumps(sheet)},
        pdf_standards="a-2a",
    )


def by_weasyprint(paper: Composed) -> bytes:
    """The same passages as HTML with a style sheet of the same measures."""
    import weasyprint

    body = "".join(map(_html, paper.passages))
    page = f"<html lang=zh><title>{paper.title}</title><style>{CSS}</style><body>{body}"
    return weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/a-2u")


def _html(passage: Passage) -> str:
    if passage.table is not None:
        head = "".join(f"<th>{escape(column.title)}" for column in passage.table.columns)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(str(cell[0]))}' for cell in row)}" for row in passage.table.rows)
        return f"<table><thead><tr>{head}</thead>{rows}</table>"
    if passage.kind == "title":
        return f"<p class=title>{escape(passage.text)}</p>"
    tag = HEADS.get(passage.kind, "p")
    return f"<{tag}>{escape(passage.text)}</{tag}>"


def text_of(pdf: pypdfium2.PdfDocument) -> str:
    """The text of all pages as a reader's program finds it."""
    return "".join(page.get_textpage().get_text_range() for page in pdf)


def letters(text: str) -> str:
    """The letters alone, without those of titles of columns, which are repeated on each page."""
    return "".join(letter for letter in text if letter.isalpha() and letter not in "序号整改措施情况")


def measure(name: str, times: int) -> None:
    """Set the paper once in this process and say what it took."""
    paper = a_paper(times)
    started = time.perf_counter()
    data = {"typst": by_typst, "weasyprint": by_weasyprint}[name](paper)
    seconds = time.perf_counter() - started
    pdf = pypdfium2.PdfDocument(io.BytesIO(data))
    wanted, found = letters("".join(passage.text for passage in paper.passages)), letters(text_of(pdf))
    text = "in order" if found == wanted else "complete" if Counter(found) == Counter(wanted) else "differs"
    print(
        f"{name:11} {len(pdf):4} pages {seconds:6.2f} s {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:6.0f} MB "
        f"{len(data) / 1000:7.0f} kB  text {text}  "
        f"bookmarks {sum(1 for _ in pdf.get_toc())} of {2 * times}"
    )


def main() -> None:
    """Each in a process of its own, once short and once long."""
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
        return
    times = int(sys.argv[1]) if len(sys.argv) == 2 else 30
    for size in (1, times):
        for name in ("typst", "weasyprint"):
            subprocess.run([sys.executable, str(Path(__file__).resolve()), name, str(size)], check=True)


if __name__ == "__main__":
    main()
