"""What is taken as a paper."""

from __future__ import annotations

import pytest

from zhenggai.domain.paper_kinds import NotAPaper, paper_kind

OLD, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ", b"PK\x03\x04 "


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7", "纪要.docx", "pdf"),
        (b"\x89PNG\r\n\x1a\n..", "扫描件", "png"),
        (b"\xff\xd8\xff\xe0", "照片.jpeg", "jpg"),
        (OLD, "纪要.doc", "doc"),
        (ZIP, "纪要.DOCX", "docx"),
        (ZIP, "纪要.ofd", "ofd"),
    ],
)
def test_a_paper_is_known_by_its_content(head, name, kind):
    assert paper_kind(head, name=name) == kind


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", "空.pdf"),
        (b"MZ\x90", "纪要.pdf"),
        (b"<html>", "纪要.docx"),
        (ZIP, "纪要.zip"),
        (ZIP, "纪要"),
        (OLD, "a.msi"),
    ],
)
def test_anything_else_is_refused(head, name):
    with pytest.raises(NotAPaper):
        paper_kind(head, name=name)
