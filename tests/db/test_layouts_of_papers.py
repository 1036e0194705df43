"""An office's own layouts: kept by kind and number, retired, used when a paper is downloaded."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from builders.layout import GOOD, layout_of
from people import LI, NOON, SUN, WANG, ZHAO
from working import Work, a_work
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.models import Entry
from zhenggai.oversight.models import PaperLayout
from zhenggai.oversight.operations.composing import PaperWish, compose_paper
from zhenggai.oversight.operations.layouts import LayoutChanged, WrongLayout, add_layout, retire_layout
from zhenggai.oversight.queries.composed import paper_file, paper_page
from zhenggai.oversight.queries.layouts import layout_file, layouts_page

pytestmark = pytest.mark.django_db


def bring(work: Work, data: bytes | None = None, *, kind: str = "progress", actor=WANG) -> int:
    file = io.BytesIO(layout_of() if data is None else data)
    return add_layout(cycle_id=work.cycle, kind=kind, file=file, name="..\\版式.docx", actor=actor, at=NOON)


def test_layouts_of_a_kind_are_numbered_journaled_and_listed():
    work = a_work()

    bring(work), bring(work, layout_of([*GOOD, "抄送"])), bring(work, kind="plan")

    rows = layouts_page(cycle_id=work.cycle, actor=WANG).rows
    entry = json.loads(Entry.objects.order_by("-sequence")[0].body)
    assert [(row.kind, row.number, row.name) for row in rows] == [
        ("plan", 1, "版式.docx"),
        ("progress", 2, "版式.docx"),
        ("progress", 1, "版式.docx"),
    ]
    assert Entry.objects.filter(verb="layout.add").count() == 3
    assert entry["after"]["sha256"] == PaperLayout.objects.get(kind="plan").sha256


def test_a_paper_is_downloaded_in_the_layout_until_it_is_retired():
    work = a_work()
    paper = compose_paper(cycle_id=work.cycle, wish=PaperWish("progress"), actor=WANG, at=NOON)
    layout = bring(work)
    other = bring(work, kind="plan")

    content = paper_file(paper_id=paper, actor=WANG, layout=layout).content
    offered = [row.id for row in paper_page(paper_id=paper, actor=WANG, now=NOON).layouts]
    retire_layout(layout_id=layout, version=1, actor=WANG, at=NOON)

    with zipfile.ZipFile(io.BytesIO(content)) as container:
        assert "云岭县整改办文件" in container.read("word/document.xml").decode()
    assert offered == [layout]
    assert paper_page(paper_id=paper, actor=WANG, now=NOON).layouts == ()
    for gone in (layout, other, 10**6):
        with pytest.raises(NoSuchThing):
            paper_file(paper_id=paper, actor=WANG, layout=gone)
    with pytest.raises(LayoutChanged):
        retire_layout(layout_id=layout, version=1, actor=WANG, at=NOON)
    assert layout_file(layout_id=layout, cycle_id=work.cycle, actor=WANG).size


def test_a_layout_with_mistakes_is_not_kept_and_all_are_told():
    work = a_work()

    with pytest.raises(WrongLayout) as refused:
        bring(work, layout_of(["{{标提}}", "{{正文}}", "{% for %}"]))
    with pytest.raises(WrongLayout):
        bring(work, b"PK\x03\x04")
    with pytest.raises(WrongLayout):
        bring(work, kind="poem")

    assert [one.facts["number"] for one in refused.value.mistakes] == [1, 3]
    assert not PaperLayout.objects.exists()
    assert not Entry.objects.filter(verb="layout.add").exists()


def test_who_may_not_brings_and_retires_nothing():
    work = a_work()
    layout = bring(work)

    for actor in (LI, SUN, ZHAO):
        with pytest.raises(NotAllowed):
            bring(work, actor=actor)
        with pytest.raises(NotAllowed):
            retire_layout(layout_id=layout, version=1, actor=actor, at=NOON)
    for ask in (
        lambda: layouts_page(cycle_id=work.cycle, actor=ZHAO),
        lambda: layout_file(layout_id=layout, cycle_id=work.cycle, actor=ZHAO),
    ):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NoSuchThing):
        retire_layout(layout_id=10**6, version=1, actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        layout_file(layout_id=layout, cycle_id=work.cycle + 1, actor=WANG)
