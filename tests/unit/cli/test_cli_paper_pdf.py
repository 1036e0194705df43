"""`paper --pdf`: the same paper as PDF, and what is said of typefaces."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from unit.cli.test_cli_paper import call, environment
from zhenggai.cli.commands.paper import font_lines
from zhenggai.papers.official import typefaces

__all__ = ["environment"]


def test_a_paper_is_written_as_pdf(environment: dict[str, str]) -> None:
    out = Path(environment["PLACE"]) / "报告.pdf"

    done = call(environment, "paper", "progress", "--cycle", "1", "--pdf", "--out", str(out))

    assert (done.returncode, done.stderr) == (0, "")
    text = "".join(pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range().split())
    assert "1.关于学习计划不落实的问题。" in text


def test_missing_typefaces_are_named_with_what_stands_for_them() -> None:
    faces = typefaces(["SimHei", "宋体", "Noto Serif CJK SC"])

    pages, word = (list(font_lines(faces, pdf=pdf)) for pdf in (True, False))
    assert pages[0] == "这台机器没有“方正小标宋简体”，PDF 用“Noto Serif CJK SC”代替。"
    assert word[0] == "这台机器没有“方正小标宋简体”，Word 会用“宋体”代替。"
    assert len(word) == 3


def test_a_machine_that_does_not_say_is_told_of_once() -> None:
    assert len(list(font_lines(typefaces(None), pdf=True))) == 1
