"""An office's own layout: every mistake with its place, nothing hostile, and papers that come out whole."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode
from dataclasses import replace
from datetime import date
from string import Template

import pytest
from lxml import etree

from builders.layout import GOOD, W, layout_of, link, paragraph, table
from builders.ledger_facts import the_facts
from zhenggai import reading
from zhenggai.domain.papers.kinds import compose
from zhenggai.domain.papers.passages import Passage
from zhenggai.jobs.confined import ChildLimits
from zhenggai.jobs.laying import examine, lay_out
from zhenggai.jobs.layouts import laid_out, mistakes_of
from zhenggai.papers.layouts import PLACES, LayoutFacts, filling_of
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import Limits

N = f"{{{W}}}"
FACTS = LayoutFacts("县水利局", "2026年第一轮")


def told(data: bytes) -> list[str]:
    """Every mistake as it is read."""
    found = examine(data, Limits())["mistakes"]
    return [": ".join(Template(one[part]).safe_substitute(one["facts"]) for part in ("where", "what")) for one in found]


def finished(data: bytes, kind: str = "progress", **facts: object) -> bytes:
    paper = replace(compose(kind, the_facts()), document_number="云发〔2026〕5号", **facts)
    return b64decode(lay_out(data, filling_of(paper, FACTS).plain(), Limits())["docx"])


def words(data: bytes, part: str = "word/document.xml") -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        root = etree.fromstring(container.read(part))
    return ["".join(piece.text or "" for piece in one.iter(f"{N}t")) for one in root.iter(f"{N}p")]


def test_a_layout_without_mistakes_has_none():
    assert told(layout_of()) == []
    assert told(layout_of([*(f"{{{{ {name} }}}}" for name in PLACES)])) == []


def test_each_mistake_is_told_with_its_place_and_the_nearest_name():
    body = (
        paragraph("文件")
        + paragraph("{{标", "提}}")
        + paragraph("{{正文}}")
        + table([["一", "二"], ["三", "{{署明}}"]])
    )

    assert told(layout_of(body, header=paragraph("{{轮此}}"))) == [
        "第 2 段: 没有“{{标提}}”这个占位，是不是“{{标题}}”",
        "第 1 张表第 2 行第 2 格: 没有“{{署明}}”这个占位，是不是“{{署名}}”",
        "页眉第 1 段: 没有“{{轮此}}”这个占位，是不是“{{轮次}}”",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ ''.__class__.__mro__ }}", "没有“{{''.__class__.__mro__}}”这个占位"),
        ("{{ range(10**9) }}", "没有“{{range(10**9)}}”这个占位"),
        ("{% for x in range(10**9) %}x{% endfor %}", "看不懂“{% for x in range(10**9) %}”"),
        ("{% include '/etc/passwd' %}", "看不懂“{% include '/etc/passwd' %}”"),
        ("{{ open('/etc/passwd').read() }}", "没有“{{open('/etc/passwd').read()}}”这个占位"),
        ("{{ 标题.text }}", "没有“{{标题.text}}”这个占位"),
        ("{{标题", "看不懂“{{标题”"),
        ("{# 注 #}", "看不懂“{# 注 #}”"),
    ],
)
def test_there_is_no_language_in_a_layout(line: str, said: str):
    mistakes = told(layout_of([*GOOD, line]))

    assert [one.startswith(f"第 7 段: {said}") for one in mistakes][:1] == [True]
    with pytest.raises(Unreadable):
        finished(layout_of([*GOOD, line]))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"links": link("http://evil.example/x.png")}, "链接到文件以外的“http://evil.example/x.png”"),
        ({"links": link("file:///etc/passwd", "attachedTemplate")}, "链接到文件以外的“file:///etc/passwd”"),
        ({"links": link("part.html", "aFChunk", outside=False)}, "引入了别的文件“part.html”"),
        ({"more": {"word/vbaProject.bin": b"x"}}, "含有宏或嵌入的对象“word/vbaProject.bin”"),
        ({"more": {"word/embeddings/sheet.xlsx": b"x"}}, "含有宏或嵌入的对象"),
        ({"kind": "application/vnd.ms-word.document.macroEnabled.main+xml"}, "是带宏的文件"),
    ],
)
def test_macros_objects_and_links_to_the_outside_are_refused(facts: dict[str, object], said: str):
    assert [said in one for one in told(layout_of(**facts))] == [True]  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["INCLUDETEXT", "IncludePicture", "DDEAUTO", "HYPERLINK"])
def test_fields_that_fetch_are_refused_however_they_are_cut(code: str):
    cut = f'<w:p><w:r><w:instrText>{code[:3]}</w:instrText></w:r><w:r><w:instrText>{code[3:]} "C:/x"</w:instrText></w:r></w:p>'

    assert told(layout_of("".join(map(paragraph, GOOD)) + cut)) == [
        f"整个文件: 有域代码 {code.upper()}，会引入外面的内容，请改成文字"
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (paragraph("{{标题}}"), "要有一处 {{正文}}，现在有 0 处"),
        (paragraph("{{正文}}") * 2, "现在有 2 处"),
        (paragraph("以下：{{正文}}"), "要单独占一段"),
        (table([["{{正文}}"]]), "要单独占一段"),
        (paragraph("{{标题}}" * 201) + paragraph("{{正文}}"), "占位有 202 处，最多 200 处"),
    ],
)
def test_the_body_has_one_place_of_its_own(body: str, said: str):
    assert any(said in one for one in told(layout_of(body)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        layout_of()[:300],
        layout_of(more={"word/bomb.xml": b"<a>" + b"0" * 30_000_000 + b"</a>"}),
        layout_of('<!DOCTYPE x [<!ENTITY y "z">]>'),
    ],
)
def test_what_is_no_layout_is_refused(data: bytes):
    with pytest.raises(Unreadable):
        mistakes_of(data, name="版式.docx", limits=ChildLimits(size=20_000_000))


def test_a_paper_comes_out_in_the_layout_of_the_office():
    body = "".join(map(paragraph, GOOD[:2])) + paragraph("《{{标", "题}}》") + "".join(map(paragraph, GOOD[3:]))
    paper = compose("progress", the_facts())

    lines = words(finished(layout_of(body, header=paragraph("{{轮次}}（{{范围}}）"))))

    inner = [one.text for one in paper.passages if one.kind not in ("title", "addressee", "signature", "date")]
    title, by, on = (
        next(one.text for one in paper.passages if one.kind == kind) for kind in ("title", "signature", "date")
    )
    assert lines == ["云岭县整改办文件", "云发〔2026〕5号", f"《{title}》", *inner, by, on]
    header = finished(layout_of(GOOD, header=paragraph("{{轮次}}（{{范围}}）")))
    assert words(header, "word/header1.xml") == ["2026年第一轮（县水利局）"]


def test_headings_take_the_style_of_the_office_and_tables_the_width_of_its_page():
    with zipfile.ZipFile(io.BytesIO(finished(layout_of(), kind="plan"))) as container:
        root, styles = (etree.fromstring(container.read(f"word/{name}.xml")) for name in ("document", "styles"))

    used = {style.get(f"{N}val") for style in root.iter(f"{N}pStyle")}
    defined = {style.get(f"{N}styleId") for style in styles.iter(f"{N}style")}
    assert "1" in used
    assert used <= defined
    assert {round(int(width.get(f"{N}w")), -2) for width in root.iter(f"{N}tblW")} == {9900}


def test_body_text_looks_as_the_placeholder_did():
    properties = '<w:spacing w:line="500"/>'
    with zipfile.ZipFile(io.BytesIO(finished(layout_of(paragraph("{{正文}}", properties=properties))))) as container:
        root = etree.fromstring(container.read("word/document.xml"))

    assert sum(one.get(f"{N}line") == "500" for one in root.iter(f"{N}spacing")) >= 3


def test_what_is_put_in_is_not_looked_at_again():
    odd = (Passage("title", "title", ("{{正文}}{{署名}}<w:p/>",)), Passage("one", "body", ("{{标题}}",)))

    assert words(finished(layout_of(GOOD[2:4]), passages=odd)) == ["{{正文}}{{署名}}<w:p/>", "{{标题}}"]


def test_the_child_fills_a_layout_and_its_paper_reads_back():
    filling = filling_of(compose("progress", the_facts()), FACTS)

    data = laid_out(layout_of(), filling, name="版式.docx")

    report = reading.read(data, name="报告.docx", today=date(2026, 3, 2))
    assert "关于小型水库除险加固滞后的问题" in [one.title for section in report.sections for one in section.problems]
    assert laid_out(layout_of(), filling, name="版式.docx") == data


def test_a_child_that_takes_too_long_is_stopped():
    with pytest.raises(Unreadable):
        mistakes_of(layout_of(), name="版式.docx", limits=ChildLimits(size=20_000_000, wall=0.05))
