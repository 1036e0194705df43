"""Word documents as offices write them: automatic numbers, merged cells, tracked changes, text boxes."""

from __future__ import annotations

import pytest

from builders import docx_of, docx_with, zip_of
from zhenggai.reading.blocks import Cell, Paragraph, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import open_document

REPORT = """关于整改进展情况的通报
一、总体情况
(一)关于学习不深入的问题。
1.关于制度不健全的问题。
一是修订制度3项。
2.关于监督不到位的问题。
(1)第一步
(2)第二步
(二)关于作风不实的问题。
1.关于调研不足的问题。
二、下一步打算"""


def texts(data: bytes) -> list[str]:
    """Texts of the paragraphs of a document."""
    return [block.text for block in open_document(data, name="通报.docx").blocks if isinstance(block, Paragraph)]


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of an automatic list."""
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(*levels: str, extra: str = "", number: str = "") -> str:
    """One abstract list with these levels and one list that uses it."""
    inner = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/>{level}</w:lvl>' for index, level in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="5">{inner}</w:abstractNum>{extra}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="5"/>{number}</w:num>'
    )


def level(shape: str, text: str, more: str = "") -> str:
    """The look of one level."""
    return f'<w:numFmt w:val="{shape}"/>{more}<w:lvlText w:val="{text}"/>'


class TestNumbers:
    def test_automatic_numbers_give_the_text_of_typed_ones(self) -> None:
        assert texts(docx_of(REPORT, numbered=True)) == texts(docx_of(REPORT)) == REPORT.split("\n")

    def test_levels_can_be_printed_together(self) -> None:
        lists = numbering(level("decimal", "%1"), level("decimal", "%1.%2"))
        body = item("总则") + item("目的", 1) + item("范围", 1) + item("措施") + item("落实", 1)

        assert texts(docx_with(body, numbering=lists)) == ["1 总则", "1.1 目的", "1.2 范围", "2 措施", "2.1 落实"]

    def test_a_legal_level_prints_its_chapter_in_digits(self) -> None:
        lists = numbering(level("chineseCounting", "第%1章"), level("decimal", "%1.%2", "<w:isLgl/>"))

        assert texts(docx_with(item("甲") + item("乙", 1), numbering=lists)) == ["第一章甲", "1.1 乙"]

    def test_a_level_that_never_restarts_runs_through(self) -> None:
        lists = numbering(level("chineseCounting", "%1、"), level("decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
        body = item("甲") + item("子", 1) + item("丑", 1) + item("乙") + item("寅", 1)

        assert texts(docx_with(body, numbering=lists)) == ["一、甲", "1.子", "2.丑", "二、乙", "3.寅"]

    def test_a_skipped_level_counts_as_begun(self) -> None:
        lists = numbering(level("decimal", "%1."), level("decimal", "%1.%2."), level("decimal", "%1.%2.%3."))

        assert texts(docx_with(item("甲", 2) + item("乙", 2), numbering=lists)) == ["1.1.1.甲", "1.1.2.乙"]

    def test_a_second_list_continues_the_first_unless_it_says_where_to_start(self) -> None:
        more = (
            '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
            '<w:num w:numId="3"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
        lists = numbering(level("decimal", "%1."), number="") + more
        body = item("甲") + item("乙", number=2) + item("丙", number=3) + item("丁", number=3)

        assert texts(docx_with(body, numbering=lists)) == ["1.甲", "2.乙", "1.丙", "2.丁"]

    def test_an_override_can_change_the_look(self) -> None:
        override = f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="4"/>{level("decimalEnclosedCircleChinese", "%1")}</w:lvl></w:lvlOverride>'

        assert texts(docx_with(item("甲"), numbering=numbering(level("decimal", "%1."), number=override))) == ["④甲"]

    def test_bullets_are_dropped_and_do_not_disturb_the_count(self) -> None:
        lists = numbering(level("decimal", "%1."), level("bullet", ""))
        body = item("甲") + item("说明", 1) + item("乙")

        assert texts(docx_with(body, numbering=lists)) == ["1.甲", "说明", "2.乙"]

    def test_a_style_brings_its_number_and_its_heading(self) -> None:
        styles = (
            '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="heading 2"/><w:basedOn w:val="a1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="我的标题"/><w:basedOn w:val="a2"/></w:style>'
        )
        lists = numbering(level("chineseCounting", "%1、"), level("chineseCounting", "(%2)"))
        body = "".join(
            paragraph(run(text), f'<w:pStyle w:val="{style}"/>')
            for text, style in (("甲", "a1"), ("乙", "a2"), ("丙", "a3"))
        )

        blocks = open_document(docx_with(body, numbering=lists, styles=styles), name="a.docx").blocks

        assert blocks == (
            Paragraph("一、甲", heading=1),
            Paragraph("(一)乙", heading=2),
            Paragraph("(二)丙", heading=2),
        )

    def test_a_paragraph_can_refuse_the_number_of_its_style(self) -> None:
        styles = '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="x"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        body = paragraph(run("甲"), '<w:pStyle w:val="a1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')

        assert texts(docx_with(body, numbering=numbering(level("decimal", "%1.")), styles=styles)) == ["甲"]

    def test_an_empty_numbered_paragraph_counts_as_it_does_in_word(self) -> None:
        lists = numbering(level("decimal", "%1."))

        assert texts(docx_with(item("甲") + item("") + item("乙"), numbering=lists)) == ["1.甲", "3.乙"]

    @pytest.mark.parametrize(
        ("shape", "start", "printed"),
        [
            ("chineseCounting", 10, "十"),
            ("chineseCountingThousand", 21, "二十一"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1003, "一千零三"),
            ("ideographDigital", 12, "一二"),
            ("chineseLegalSimplified", 12, "拾贰"),
            ("ideographTraditional", 3, "丙"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalZero", 7, "07"),
            ("upperRoman", 14, "XIV"),
            ("lowerLetter", 27, "aa"),
            ("somethingNew", 8, "8"),
        ],
    )
    def test_number_formats_print_as_word_prints_them(self, shape: str, start: int, printed: str) -> None:
        lists = (
            f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>{level(shape, "%1、")}</w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        )

        assert texts(docx_with(item("甲"), numbering=lists)) == [f"{printed}、甲"]


class TestText:
    def test_insertions_are_read_and_deletions_are_not(self) -> None:
        body = paragraph(
            f"{run('整改')}<w:ins>{run('全部')}</w:ins><w:del><w:r><w:delText>未</w:delText></w:r></w:del>{run('完成')}"
        )

        assert texts(docx_with(body)) == ["整改全部完成"]

    def test_a_deleted_paragraph_end_joins_two_paragraphs(self) -> None:
        body = paragraph(run("整改工作"), "<w:rPr><w:del/></w:rPr>") + paragraph(run("完成"))

        assert texts(docx_with(body)) == ["整改工作完成"]

    def test_moved_text_stands_only_where_it_went(self) -> None:
        body = paragraph(f"<w:moveFrom>{run('旧处')}</w:moveFrom>{run('甲')}") + paragraph(
            f"<w:moveTo>{run('新处')}</w:moveTo>"
        )

        assert texts(docx_with(body)) == ["甲", "新处"]

    def test_breaks_tabs_and_fields(self) -> None:
        body = paragraph(
            "<w:r><w:t>一、</w:t><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>"
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
            f'<w:hyperlink>{run("链接")}</w:hyperlink><w:fldSimple w:instr="DATE">{run("今日")}</w:fldSimple>'
        )

        assert texts(docx_with(body)) == ["一、\t甲\n乙链接今日"]

    def test_content_controls_are_read_wherever_they_stand(self) -> None:
        body = f"<w:sdt><w:sdtContent>{paragraph(run('甲'))}<w:sdt><w:sdtContent>{paragraph(run('乙'))}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
        body += paragraph(f"<w:sdt><w:sdtContent>{run('丙')}</w:sdtContent></w:sdt>")

        assert texts(docx_with(body)) == ["甲", "乙", "丙"]

    def test_a_text_box_is_read_once_after_its_paragraph(self) -> None:
        inside = f"<w:txbxContent>{paragraph(run('框内'))}</w:txbxContent>"
        box = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent>"

        assert texts(docx_with(paragraph(f"{run('框')}<w:r>{box}</w:r>{run('外')}"))) == ["框外", "框内"]

    def test_footnotes_headers_and_hidden_text_stay_out(self) -> None:
        body = paragraph(f"{run('甲')}<w:r><w:footnoteReference w:id='1'/></w:r>{run('隐', '<w:vanish/>')}{run('乙')}")
        extra: dict[str, str | bytes] = {"word/footnotes.xml": "<x>脚注</x>", "word/header1.xml": "<x>页眉</x>"}

        assert texts(docx_with(body, extra=extra)) == ["甲乙"]

    def test_a_table_of_contents_is_not_read(self) -> None:
        styles = '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
        body = paragraph(run("一、总体情况\t1"), '<w:pStyle w:val="10"/>') + paragraph(run("一、总体情况"))

        assert texts(docx_with(body, styles=styles)) == ["一、总体情况"]

    def test_bold_and_outline_levels_are_kept(self) -> None:
        body = paragraph(run("甲", "<w:b/>") + run(" "), '<w:outlineLvl w:val="1"/>') + paragraph(
            run("乙", "<w:b/>") + run("丙")
        )

        first, second = open_document(docx_with(body), name="a.docx").blocks

        assert first == Paragraph("甲", heading=2, bold=True)
        assert second == Paragraph("乙丙")

    def test_ruby_gives_the_text_and_not_the_reading(self) -> None:
        body = paragraph(
            f"<w:r><w:ruby><w:rt>{run('zheng')}</w:rt><w:rubyBase>{run('整')}</w:rubyBase></w:ruby></w:r>{run('改')}"
        )

        assert texts(docx_with(body)) == ["整改"]


class TestTables:
    def test_merged_cells_are_one_cell_wherever_they_stand(self) -> None:
        merged, wide = Cell("学习不深入"), Cell("整改情况")
        table = Table(
            ((Cell("序号"), wide, wide), (Cell("1"), merged, Cell("甲")), (Cell("2"), merged, Cell("乙\n丙")))
        )

        (found,) = open_document(docx_of([table]), name="a.docx").blocks

        assert isinstance(found, Table)
        assert [[cell.text for cell in row] for row in found.rows] == [
            [cell.text for cell in row] for row in table.rows
        ]
        assert found.rows[0][1] is found.rows[0][2]
        assert found.rows[1][1] is found.rows[2][1]
        assert found.rows[1][2] is not found.rows[2][2]

    def test_tables_stand_where_they_stand_among_paragraphs(self) -> None:
        table = Table(((Cell("甲"), Cell("乙")),))

        blocks = open_document(docx_of([Paragraph("前"), table, Paragraph("后")]), name="a.docx").blocks

        assert [type(block).__name__ for block in blocks] == ["Paragraph", "Table", "Paragraph"]

    def test_automatic_numbers_count_inside_cells(self) -> None:
        rows = "".join(f"<w:tr><w:tc>{item('')}</w:tc><w:tc>{item(text)}</w:tc></w:tr>" for text in ("甲", "乙"))

        (found,) = open_document(
            docx_with(f"<w:tbl>{rows}</w:tbl>", numbering=numbering(level("decimal", "%1."))), name="a.docx"
        ).blocks

        assert isinstance(found, Table)
        assert [row[-1].text for row in found.rows][1].endswith("乙")

    def test_a_serial_number_column_of_automatic_numbers_is_written_out(self) -> None:
        rows = "".join(
            f"<w:tr><w:tc>{item('')}</w:tc><w:tc>{paragraph(run(text))}</w:tc></w:tr>" for text in ("甲", "乙")
        )

        (found,) = open_document(
            docx_with(f"<w:tbl>{rows}</w:tbl>", numbering=numbering(level("decimal", "%1"))), name="a.docx"
        ).blocks

        assert isinstance(found, Table)
        assert [[cell.text for cell in row] for row in found.rows] == [["1", "甲"], ["2", "乙"]]

    def test_a_frame_around_the_text_is_no_table(self) -> None:
        frame = f"<w:tbl><w:tr><w:tc>{paragraph(run('一、甲'))}{paragraph(run('二、乙'))}</w:tc></w:tr></w:tbl>"

        assert texts(docx_with(frame)) == ["一、甲", "二、乙"]

    def test_a_table_inside_a_frame_is_still_a_table(self) -> None:
        inner = f"<w:tbl><w:tr>{''.join(f'<w:tc>{paragraph(run(text))}</w:tc>' for text in '甲乙丙')}</w:tr></w:tbl>"
        frame = f"<w:tbl><w:tr><w:tc>{paragraph(run('前'))}{inner}<w:p/></w:tc></w:tr></w:tbl>"

        first, second = open_document(docx_with(frame), name="a.docx").blocks

        assert first == Paragraph("前")
        assert isinstance(second, Table)

    def test_a_deleted_row_and_an_empty_row_are_gone(self) -> None:
        def row(text: str, properties: str = "") -> str:
            return f"<w:tr><w:trPr>{properties}</w:trPr>" + f"<w:tc>{paragraph(run(text))}</w:tc>" * 2 + "</w:tr>"

        (found,) = open_document(
            docx_with(f"<w:tbl>{row('甲')}{row('', '')}{row('乙', '<w:del/>')}</w:tbl>"), name="a.docx"
        ).blocks

        assert isinstance(found, Table)
        assert len(found.rows) == 1


class TestOtherWriters:
    def test_the_strict_variant_is_read(self) -> None:
        document = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>'

        assert texts(zip_of({"word/document.xml": document})) == ["甲"]

    def test_a_main_part_with_another_name_is_found(self) -> None:
        document = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>'
        links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>'

        assert texts(zip_of({"_rels/.rels": links, "word/document2.xml": document})) == ["甲"]

    def test_a_document_of_pictures_says_that_there_is_no_text(self) -> None:
        with pytest.raises(Unreadable, match="里没有读到文字"):
            open_document(docx_with("<w:p><w:r><w:drawing/></w:r></w:p>"), name="图.docx")
