"""Papers as PDF from their page, and what the page says of typefaces."""

from __future__ import annotations

import pypdfium2
import pytest
from django.test import Client

from web.test_paper_pages import a_paper, address, said
from working import a_work

pytestmark = pytest.mark.django_db


def test_a_paper_is_downloaded_as_pdf(wang: Client):
    paper = a_paper(a_work())

    answer = wang.get(address(paper, "file.pdf"))

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert ".pdf" in answer["Content-Disposition"]
    assert len(list(pypdfium2.PdfDocument(answer.content).get_toc())) > 2
    assert "下载 PDF" in said(wang, address(paper))
    assert wang.get(address(paper, "file.pdf?version=9")).status_code == 404


def test_the_page_names_every_typeface_and_what_stands_for_it(wang: Client):
    page = said(wang, address(a_paper(a_work())))

    for font, other in (("方正小标宋简体", "宋体"), ("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体")):
        assert font in page
        assert f"Word 用“{other}”代替" in page


def test_a_unit_gets_no_pdf(zhao: Client):
    assert zhao.get(address(a_paper(a_work()), "file.pdf")).status_code == 403
