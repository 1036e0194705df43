"""One text in five file formats is one report: Word, web page, PDF and OFD say what the plain text says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from document_files import load_input

from builders import docx_of, html_of, ofd_of, pdf_of
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import report_to_json
from zhenggai.reading import read

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "documents").glob("*/text.txt"))
MAKERS: dict[str, Callable[[Report], bytes]] = {
    "docx": lambda report: docx_of(report.text),
    # A frame states a day of publication, which would be news where the text has none.
    "html": lambda report: html_of(report.text, frame=report.header.published is not None),
    "pdf": lambda report: pdf_of(report.text),
    "ofd": lambda report: ofd_of(report.text),
}
TODAY = date(2026, 1, 15)


@cache
def plain(folder: Path) -> Report:
    """The reading of a folder's text file."""
    name, data = load_input(folder)
    return read(data, name=name, today=TODAY)


def said(report: Report, known: Report) -> str:
    """Everything a report says but its source, its doubts, and what only the frame of a web page says."""
    value = report_to_json(report, with_text=True)
    del value["source"], value["doubts"]
    for fact in ("title", "published"):
        if getattr(known.header, fact) is None:
            del value["header"][fact]
    return json.dumps(value, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("form", MAKERS)
def test_a_document_says_the_same_in_every_format(folder: Path, form: str) -> None:
    text = plain(folder)

    other = read(MAKERS[form](text), name=f"report.{form}", today=TODAY)

    assert other.source.format == form
    assert said(other, text) == said(text, text)
