"""Files made to harm or that came to harm: one clear sentence, little memory, little time."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from builders import docx_of, docx_with, ofd_of, pdf_of, xlsx_of, zip_of
from zhenggai.jobs.confined import read_confined
from zhenggai.reading.blocks import Paragraph
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import Limits, open_document

TODAY = date(2024, 6, 1)
TEXT = "关于巡视整改进展情况的通报\n一、整改落实情况\n(一)关于责任落实不到位的问题。\n一是召开会议3次,投入12.5万元。"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MEGABYTE = 1_000_000


def refusal(data: bytes, name: str = "可疑.docx") -> str:
    """The sentence that opening gives; it names the file and says what to do."""
    with pytest.raises(Unreadable) as caught:
        open_document(data, name=name)
    sentence = str(caught.value)
    assert sentence.startswith(f"《{name}》")
    assert sentence.endswith("。")
    assert "$" not in sentence
    return sentence


def said_of(data: bytes) -> str:
    """The sentence that opening gives, or the same name where it opens; any other error fails the test."""
    try:
        open_document(data, name="可疑")
    except Unreadable as fault:
        return str(fault)
    return "《可疑》"


def docx_holding(document: str) -> bytes:
    """A docx whose main part is exactly this."""
    return zip_of({"word/document.xml": document})


def bomb(size: int) -> bytes:
    """A docx with one text node of `size` blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container, container.open("word/document.xml", "w") as part:
        part.write(f"<w:document {WORD}><w:body><w:p><w:r><w:t>".encode())
        for _ in range(size // _MEGABYTE):
            part.write(b"A" * _MEGABYTE)
        part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return out.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """The same zip with another unpacked size in its headers."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        true = max(info.file_size for info in container.infolist())
    return data.replace(true.to_bytes(4, "little"), size.to_bytes(4, "little"))


class TestOpening:
    def test_a_zip_that_admits_to_unpack_too_far_is_refused_at_once(self) -> None:
        assert "解压后超过200MB" in refusal(bomb(400 * _MEGABYTE))

    def test_a_zip_that_lies_about_its_size_is_stopped_while_it_streams(self) -> None:
        data = lying(bomb(100 * _MEGABYTE), 1000)

        sentence = refusal(data)

        assert "压缩比超过100:1" in sentence or "已损坏" in sentence

    def test_a_part_packed_beyond_a_hundred_to_one_is_refused(self) -> None:
        assert "压缩比超过100:1" in refusal(bomb(50 * _MEGABYTE))

    def test_a_zip_with_too_many_members_is_refused(self) -> None:
        data = zip_of({f"word/{index}.xml": "" for index in range(5_001)})

        assert "内含文件超过5000个" in refusal(data)

    def test_a_zip_inside_a_zip_is_not_opened(self) -> None:
        assert "是压缩包，不是可以读取的类型" in refusal(zip_of({"inner.docx": docx_of(TEXT)}), "打包.zip")

    @pytest.mark.parametrize("prologue", [ENTITIES, XXE])
    @pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "word/styles.xml"])
    def test_entities_in_any_part_of_a_docx_are_refused(self, prologue: str, part: str) -> None:
        body = f"<w:p><w:r><w:t>{'&a;' if part.endswith('document.xml') else '甲'}</w:t></w:r></w:p>"
        parts = {
            "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            part: f"{prologue}<w:numbering {WORD}/>",
        }
        if part.endswith("document.xml"):
            parts[part] = f"{prologue}<w:document {WORD}><w:body>{body}</w:body></w:document>"

        assert "DOCTYPE/ENTITY" in refusal(zip_of(parts))

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_entities_in_another_encoding_are_refused(self, encoding: str) -> None:
        document = f"{XXE}<w:document {WORD}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"

        sentence = refusal(zip_of({"word/document.xml": document.encode(encoding)}))

        assert "DOCTYPE/ENTITY" in sentence

    def test_a_rare_encoding_that_could_hide_entities_is_refused(self) -> None:
        document = f'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE x+AD4-<w:document {WORD}/>'

        assert "已损坏" in refusal(docx_holding(document))

    def test_entities_in_a_workbook_and_an_ofd_are_refused(self) -> None:
        book = zip_of({"xl/workbook.xml": f"{ENTITIES}<workbook/>"})
        fixed = zip_of({"OFD.xml": f"{XXE}<OFD>&a;</OFD>"})

        assert "DOCTYPE/ENTITY" in refusal(book, "台账.xlsx")
        assert "DOCTYPE/ENTITY" in refusal(fixed, "公文.ofd")

    @pytest.mark.parametrize("depth", [100, 1_000, 200_000])
    def test_deep_nesting_ends_in_a_sentence_or_a_reading(self, depth: int) -> None:
        inner = "<w:smartTag>" * depth + "<w:r><w:t>甲</w:t></w:r>" + "</w:smartTag>" * depth
        data = docx_with(f"<w:p>{inner}</w:p>")

        if depth == 100:
            assert open_document(data, name="深.docx").blocks
        else:
            refusal(data)

    def test_tables_nested_without_end_are_refused(self) -> None:
        body = "<w:tbl><w:tr><w:tc>" * 120 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 120

        refusal(docx_with(body))

    def test_a_page_nested_deep_is_read(self) -> None:
        page = ("<html><body>" + "<div>" * 2_000 + "<p>一、整改落实情况。</p>").encode()

        document = open_document(page, name="页.html")

        assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、整改落实情况。"]

    def test_a_page_nested_without_end_is_refused_at_once(self) -> None:
        page = ("<html><body>" + "<div><span>" * 100_000 + "<p>一、整改落实情况。</p>").encode()

        assert "嵌套超过3000层" in refusal(page, "页.html")

    @pytest.mark.parametrize("make", [docx_of, pdf_of, ofd_of])
    @pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.98])
    def test_a_truncated_file_is_said_to_be_incomplete(self, make: object, share: float) -> None:
        whole: bytes = make(TEXT)  # type: ignore[operator]

        sentence = refusal(whole[: int(len(whole) * share)])

        assert "已损坏或不完整" in sentence

    def test_a_truncated_workbook_is_said_to_be_incomplete(self) -> None:
        whole = xlsx_of([["序号", "问题"], [1, "甲"]])

        assert "已损坏或不完整" in refusal(whole[: len(whole) // 2], "台账.xlsx")

    def test_flipped_bits_never_raise_anything_else(self) -> None:
        dice = random.Random(20240601)
        for whole in (docx_of(TEXT, numbered=True), pdf_of(TEXT), ofd_of(TEXT), xlsx_of([["序号", "问题"], [1, "甲"]])):
            for _ in range(60):
                data = bytearray(whole)
                for _ in range(dice.randint(1, 12)):
                    data[dice.randrange(len(data))] = dice.randrange(256)

                assert said_of(bytes(data)).startswith("《可疑》")

    def test_random_bytes_never_raise_anything_else(self) -> None:
        dice = random.Random(7)
        for mark in (
            b"",
            b"PK\x03\x04",
            b"%PDF-1.7\n",
            OLE,
            b"<html>",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"MIME-Version: 1.0\nmultipart/related",
        ):
            for size in (1, 10, 1_000):
                data = mark + dice.randbytes(size) + b"%%EOF"

                assert said_of(data).startswith("《可疑》")

    @pytest.mark.parametrize("name", ["报告.txt", "报告.pdf", "报告.xlsx", "报告", "报告.zip"])
    def test_a_wrong_extension_does_not_matter(self, name: str) -> None:
        document = open_document(docx_of(TEXT), name=name)

        assert document.format == "docx"

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"\x89PNG\r\n\x1a\n" + bytes(100), "是图片"),
            (b"\xff\xd8\xff\xe0" + bytes(100), "是图片"),
            (b"{\\rtf1 abc}", "是RTF 文件"),
            (b"Rar!\x1a\x07" + bytes(100), "是RAR 压缩包"),
            (OLE + "EncryptedPackage\0".encode("utf-16-le"), "是加密文件"),
            (OLE + "WordDocument\0".encode("utf-16-le"), "旧格式的 Word"),
            (OLE + "PowerPoint Document\0".encode("utf-16-le"), "是演示文稿"),
            (OLE + "Workbook\0".encode("utf-16-le") + bytes(2000), "已损坏"),
            (b"MZ" + bytes(100), "是程序文件"),
        ],
    )
    def test_what_is_no_report_format_is_named(self, data: bytes, said: str) -> None:
        assert said in refusal(data, "附件.docx")

    def test_an_encrypted_pdf_says_how_to_unlock_it(self) -> None:
        assert "是加密的 PDF" in refusal(pdf_of(TEXT, password="secret"), "密.pdf")

    def test_a_scan_says_that_it_needs_recognition(self) -> None:
        out = io.BytesIO()
        canvas = Canvas(out)
        canvas.rect(10, 10, 500, 700, fill=1)
        canvas.showPage()
        canvas.save()

        assert "是扫描件" in refusal(out.getvalue(), "扫描.pdf")

    def test_the_limit_on_size_is_the_caller_s(self) -> None:
        with pytest.raises(Unreadable, match="超过1MB的上限"):
            open_document(b"a" * 1_000_001, name="大.txt", limits=Limits(size=1_000_000))

    def test_a_workbook_that_uses_its_last_cell_opens_at_once(self) -> None:
        sheet = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
        data = sheet_holding(sheet)

        begun = time.process_time()
        document = open_document(data, name="台账.xlsx")

        assert time.process_time() - begun < 1
        assert len(document.blocks) == 1

    def test_a_table_with_too_many_cells_is_refused(self) -> None:
        cell = '<td colspan="1000">甲</td>'
        page = "<html><body><p>一、整改。</p><table>" + f"<tr>{cell * 20}</tr>" * 100 + "</table></body></html>"

        assert "表格超过1000000个单元格" in refusal(page.encode(), "表.html")


def sheet_holding(sheet: str) -> bytes:
    """An xlsx whose only sheet is exactly this."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zip_of(
        {
            "xl/workbook.xml": f'<workbook xmlns:r="{kind}"><sheets><sheet name="甲" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/a.xml"/></Relationships>',
            "xl/worksheets/a.xml": sheet,
        }
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """What a child spent: seconds by the wall, bytes of memory at the peak."""

    seconds: float
    memory: int
    answer: str


def cost_of(data: bytes, name: str, folder: Path) -> Cost:
    """Read a file in its confined child and measure that child from a process of its own."""
    place = folder / "file"
    place.write_bytes(data)
    code = (
        "import sys, resource, datetime, pathlib\n"
        "from zhenggai.jobs.confined import read_confined, Unreadable\n"
        "try: print(read_confined(pathlib.Path(sys.argv[1]).read_bytes(), name=sys.argv[2], today=datetime.date(2024, 6, 1)).source.format)\n"
        "except Unreadable as fault: print(fault)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(place), name],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    answer, peak = done.stdout.rsplit("\n", 2)[:2]
    return Cost(time.monotonic() - begun, int(peak) * 1024, answer)


HARMFUL = {
    "五十兆.txt": lambda: ("一是" * 8_333_333).encode(),
    "一行.txt": lambda: ("一是落实整改责任," * 400_000).encode(),
    "一行.html": lambda: ("<p>" + "一是落实整改责任," * 400_000 + "</p>").encode(),
    "炸弹.docx": lambda: bomb(400 * _MEGABYTE),
    "说谎.docx": lambda: lying(bomb(190 * _MEGABYTE), 1000),
    "松散.docx": lambda: docx_with("<w:p><w:r><w:t>整改问题</w:t></w:r></w:p>" * 300_000),
    "实体.docx": lambda: docx_holding(f"{ENTITIES}<w:document/>"),
    "随机.pdf": lambda: b"%PDF-1.7\n" + random.Random(3).randbytes(5 * _MEGABYTE) + b"%%EOF",
}


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is asked of the POSIX system")
@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_files_cost_less_than_600_megabytes_and_20_seconds(name: str, tmp_path: Path) -> None:
    cost = cost_of(HARMFUL[name](), name, tmp_path)

    assert cost.memory < 600_000_000
    # The child is ended after 20 seconds; the rest is for a busy machine to notice it.
    assert cost.seconds < 30
    assert cost.answer


def test_reading_in_a_child_survives_a_harmful_file() -> None:
    with pytest.raises(Unreadable, match=r"《炸弹.docx》解压后超过200MB"):
        read_confined(bomb(300 * _MEGABYTE), name="炸弹.docx", today=TODAY)

    assert read_confined(TEXT.encode(), name="好.txt", today=TODAY).text
