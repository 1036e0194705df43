"""Plain text in every encoding an office's machines write."""

from __future__ import annotations

import codecs
import time

import pytest

from zhenggai.reading.blocks import Paragraph
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import open_document

TEXT = "一、关于责任落实不到位的问题。\n一是召开会议,部署整改工作,投入12.5万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_usual_encoding_gives_the_same_text(encoding: str) -> None:
    document = open_document(TEXT.encode(encoding), name="报告.txt")

    assert document.blocks == (Paragraph(TEXT),)
    assert document.format == "txt"


def test_a_big_endian_mark_is_understood() -> None:
    document = open_document(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), name="报告.txt")

    assert document.blocks == (Paragraph(TEXT),)


def test_traditional_characters_in_big5_are_read_as_they_stand() -> None:
    text = "一、關於責任制度的問題。一是召開會議,部署工作,加強管理。"

    document = open_document(text.encode("big5"), name="報告.txt")

    assert document.blocks == (Paragraph(text),)


def test_line_ends_of_other_systems_become_one_kind() -> None:
    document = open_document("一、甲\r\n二、乙\r三、丙".encode(), name="报告.txt")

    assert document.blocks == (Paragraph("一、甲\n二、乙\n三、丙"),)


def test_the_extension_does_not_decide() -> None:
    document = open_document(TEXT.encode(), name="报告.docx")

    assert document.format == "txt"


def test_a_lone_surrogate_is_replaced_and_said() -> None:
    data = "整改工作\ud83d落实到位,问题解决。".encode("utf-8", "surrogatepass")

    document = open_document(data, name="报告.txt")

    assert document.blocks == (Paragraph("整改工作\ufffd落实到位,问题解决。"),)
    assert [mended.what for mended in document.mended] == ["有1个字符损坏,无法读出"]


def test_half_a_surrogate_pair_in_utf_16_is_replaced() -> None:
    data = codecs.BOM_UTF16_LE + "整改".encode("utf-16-le") + b"\x00\xd8" + "落实".encode("utf-16-le")

    document = open_document(data, name="报告.txt")

    assert document.blocks == (Paragraph("整改\ufffd落实"),)


def test_a_cut_off_last_character_costs_only_itself() -> None:
    document = open_document((TEXT * 5).encode()[:-1], name="报告.txt")

    assert document.blocks[0].text.startswith(TEXT)  # type: ignore[union-attr]
    assert document.mended


@pytest.mark.parametrize(
    "data",
    [b"\0\0\0abc\0", b"text\0with nul", bytes(range(256)) * 20, b"\x01\x02\x03\x04" * 50, b"\xff\xfd\xfe\x80" * 40],
)
def test_bytes_that_are_no_text_are_refused_with_the_name_of_the_file(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^《乱码.txt》.*后再导入。$"):
        open_document(data, name="乱码.txt")


@pytest.mark.parametrize("data", [b"", b"  \n\t ", codecs.BOM_UTF8, "\u3000\n".encode()])
def test_a_file_without_a_character_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"空文件|没有读到文字"):
        open_document(data, name="空.txt")


def test_ten_megabytes_open_in_a_tenth_of_a_second() -> None:
    data = "一是扎实推进各项整改工作,落实责任,投入资金12.5万元。\n".encode() * 128_000

    begun = time.process_time()
    open_document(data, name="长.txt")
    spent = time.process_time() - begun

    assert len(data) > 9_000_000
    assert spent < 0.1 * 3
