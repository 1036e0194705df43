"""The road from bytes to a report: open, normalise, outline, grammars, checks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from zhenggai.checking import check_report
from zhenggai.domain.report import DateRange, Doubt, Problem, Reference, Report, Section, Source, Span
from zhenggai.reading.blocks import Document, Paragraph
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import Limits, open_document
from zhenggai.reading.header import Front, read_header
from zhenggai.reading.normal import NormalText, normalise
from zhenggai.reading.promises import find_promises
from zhenggai.reading.quantities import find_quantities
from zhenggai.reading.references import find_references
from zhenggai.reading.relations import find_relations
from zhenggai.reading.sentences import Sentences
from zhenggai.reading.structure.marks import Marks
from zhenggai.reading.structure.outline import Outline, Outliner
from zhenggai.reading.structure.tree import grow
from zhenggai.reading.tables.ledger import Ledgers, take_tables
from zhenggai.reading.tail import prose_end
from zhenggai.reading.times import find_dates

_GENRE = re.compile(r"整改|巡视|巡察|审计|督察|反馈|问题")
_BEGINNING = 24
_NO_PROBLEM = "正文有标题，但看不出哪些是问题；请在预览中添加，或确认这份文件只有总数"


def read_report(data: bytes, *, name: str, today: date, limits: Limits) -> Report:
    """Read one file, as `zhenggai.reading.read` promises.

    :raises Unreadable: with one sentence that names the file, the fault and the remedy.
    """
    document = open_document(data, name=name, limits=limits)
    normal = normalise(document)
    source = Source(name, hashlib.sha256(data).hexdigest(), _characters(document), document.format)
    report = _understand(source, normal, today)
    if not report.sections and not _GENRE.search(normal.text):
        raise Unreadable(
            "《$name》里没有找到整改内容：只读到 $count 个字，开头是“$beginning”。请确认选对了文件。",
            name=name,
            count=len(normal.text),
            beginning=normal.text[:_BEGINNING].replace("\n", " "),
        )
    doubts = sorted((*report.doubts, *check_report(report, today=today)), key=lambda doubt: (doubt.span, doubt.rule))
    return replace(report, doubts=tuple(doubts))


def _understand(source: Source, normal: NormalText, today: date) -> Report:
    text = normal.text
    end = prose_end(text, normal.lines)
    marks = Marks(text)
    root = grow(text, normal.lines, end)
    outliner = Outliner(text, marks)
    ledgers = take_tables(text, normal.tables, outliner.outline(root), marks)
    outline = ledgers.outline
    header = read_header(
        Front(text, _front_lines(normal, ledgers), _outside(outline, len(text)), end, normal.published, normal.title)
    )
    sentences = Sentences(text)
    dates = find_dates(
        text, published=header.published, feedback=header.feedback_date, today=today, scopes=_scopes(outline)
    )
    references = find_references(text)
    quantities = find_quantities(text, taken=_taken(dates, references), markers=_markers(outline))
    promises = find_promises(
        text,
        dates=dates,
        sentences=sentences,
        headings=outliner.headings,
        published=header.published,
        deadlines=sorted((*outliner.deadlines, *ledgers.deadlines)),
    )
    doubts = [*normal.doubts, *outliner.doubts]
    if root.children and not outline.sections:
        doubts.append(Doubt("reading.unsure", "warning", _NO_PROBLEM, root.children[0].title))
    return Report(
        source=source,
        header=header,
        text=text,
        sections=outline.sections,
        chapters=outline.chapters,
        quantities=quantities,
        dates=dates,
        promises=promises,
        references=references,
        relations=find_relations(text, quantities=quantities, sentences=sentences),
        doubts=tuple(doubts),
    )


def _characters(document: Document) -> int:
    """Characters of the file's own text."""
    return sum(
        len(block.text)
        if isinstance(block, Paragraph)
        else sum(len(c.text) for c in {id(c): c for row in block.rows for c in row}.values())
        for block in document.blocks
    )


def _front_lines(normal: NormalText, ledgers: Ledgers) -> Sequence[int]:
    """Lines in which a title may stand: those of the prose, and a table's rows above its header."""
    return sorted({*normal.lines, *(span[0] for span in ledgers.captions)}) if ledgers.captions else normal.lines


def _outside(outline: Outline, length: int) -> list[Span]:
    """The text outside all sections."""
    spans: list[Span] = []
    place = 0
    for section in outline.sections:
        if section.span[0] > place:
            spans.append((place, section.span[0]))
        place = max(place, section.span[1])
    if place < length:
        spans.append((place, length))
    return spans


def _problems(sections: Sequence[Section]) -> Iterator[Problem]:
    pending = [problem for section in reversed(sections) for problem in reversed(section.problems)]
    while pending:
        problem = pending.pop()
        yield problem
        pending.extend(reversed(problem.children))


def _scopes(outline: Outline) -> list[int]:
    """Where a stated year stops being taken over: at each section, chapter, problem and measure."""
    starts = {section.span[0] for section in outline.sections} | {chapter.span[0] for chapter in outline.chapters}
    for problem in _problems(outline.sections):
        starts.add(problem.span[0])
        starts.update(measure.span[0] for measure in problem.measures)
    return sorted(starts)


def _markers(outline: Outline) -> list[Span]:
    """Labels and measure markers, in which no figure stands."""
    spans = [(s.span[0], s.span[0] + len(s.label)) for s in outline.sections if s.label]
    spans.extend((c.span[0], c.span[0] + len(c.label)) for c in outline.chapters if c.label)
    for problem in _problems(outline.sections):
        if problem.label:
            spans.append((problem.span[0], problem.span[0] + len(problem.label)))
        spans.extend((m.span[0], m.span[0] + len(m.marker)) for m in problem.measures if m.marker)
    return sorted(set(spans))


def _taken(dates: Sequence[DateRange], references: Sequence[Reference]) -> list[Span]:
    return sorted([d.span for d in dates] + [r.span for r in references])
