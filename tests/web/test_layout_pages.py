"""The page of an office's own layouts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.test import Client

from builders.layout import GOOD, layout_of
from web.test_paper_pages import a_paper, address, said
from working import a_work
from zhenggai.oversight.models import PaperLayout
from zhenggai.papers.layouts import PLACES

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs"


def send(client: Client, cycle: int, data: bytes, kind: str = "progress"):
    file = io.BytesIO(data)
    file.name = "版式.docx"
    return client.post(f"/cycles/{cycle}/papers/layouts/add/", {"kind": kind, "file": file})


def test_a_layout_is_brought_chosen_and_taken_out_of_use(wang: Client):
    paper = a_paper(a_work())
    page = f"/cycles/{paper.cycle_id}/papers/layouts/"
    empty = said(wang, page)

    data = layout_of()
    sent = send(wang, paper.cycle_id, data)
    layout = PaperLayout.objects.get()
    file = wang.get(address(paper, f"file.docx?layout={layout.pk}"))

    assert "还没有自己的版式" in empty
    assert sent["Location"] == page
    assert "下载 Word（自己的版式第 1 版）" in said(wang, address(paper))
    assert file.content.startswith(b"PK")
    assert b"".join(wang.get(f"{page}{layout.pk}/file/")) == data

    wang.post(f"{page}{layout.pk}/retire/", {"version": "1"})
    assert "停止使用" in said(wang, page)
    assert "自己的版式第 1 版" not in said(wang, address(paper))
    assert wang.get(address(paper, f"file.docx?layout={layout.pk}")).status_code == 404
    assert wang.get(address(paper, "file.docx?layout=nonsense")).status_code == 200


def test_each_mistake_stands_on_the_page(wang: Client):
    work = a_work()

    answer = send(wang, work.cycle, layout_of([*GOOD, "{{ ''.__class__ }}", "{{署明}}"]))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "这份版式有 2 处要改" in page
    assert re.search("第 8 段</strong>：没有“{{署明}}”这个占位，是不是“{{署名}}”", page)
    assert send(wang, work.cycle, b"", "progress").status_code == 422
    assert send(wang, work.cycle, layout_of(), "poem").status_code == 422
    assert not PaperLayout.objects.exists()


def test_a_leader_reads_and_brings_nothing(li: Client):
    work = a_work()

    assert "上传版式" not in said(li, f"/cycles/{work.cycle}/papers/layouts/")
    assert send(li, work.cycle, layout_of()).status_code == 403


def test_the_help_pages_list_every_placeholder():
    for ending in ("md", "en.md"):
        text = (DOCS / "help" / f"papers.{ending}").read_text(encoding="utf-8")
        assert re.findall(r"^\| `\{\{(\w+)\}\}` \|", text, re.MULTILINE) == list(PLACES)
