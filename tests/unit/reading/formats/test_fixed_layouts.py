"""PDF and OFD know only where each character stands; paragraphs come back whole."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from builders import ofd_of, pdf_of, zip_of
from zhenggai.reading.blocks import Paragraph
from zhenggai.reading.formats import open_document

REPORT = """一、整改工作总体情况
(一)提高政治站位,切实扛起整改责任。县水利局党组坚持把巡察整改作为重大政治任务,第一时间召开党组会议传达学习,成立整改工作领导小组,先后召开专题会议5次,研究解决问题12个。
二、反馈问题整改落实情况
(一)关于“党的理论学习不够深入,结合实际贯彻落实上级决策部署存在差距以及责任落实层层递减”方面的问题。
1.关于理论学习不深入,以文件落实文件、以会议贯彻会议,联系水利工作实际不够紧密的问题。
一是修订制度3项,明确每月集中学习不少于1次;二是开展专题研讨12次,撰写心得体会46篇,参与率98.5%;三是对照检查,举一反三,建立问题台账,逐项销号。
2.关于工程建设监管不到位的问题。
一是对2021年以来实施的15个项目开展“回头看”,发现问题23个,已整改22个,剩余1个预计2024年6月底前完成。
责任单位:建设管理股
整改时限:立行立改,长期坚持
(1)甲事项说明:已完成。
(2)乙事项说明,正在推进,已投入资金1234.56万元,占总投资额的45.6%,惠及群众3200余户,取得良好效果。
三、下一步打算
坚持标本兼治。"""


def texts(data: bytes) -> list[str]:
    """Texts of the paragraphs of a file."""
    return [block.text for block in open_document(data, name="通报").blocks if isinstance(block, Paragraph)]


class TestBoth:
    @pytest.mark.parametrize("make", [pdf_of, ofd_of])
    @pytest.mark.parametrize("per_line", [22, 24, 25, 26, 27, 28])
    def test_what_lines_and_pages_broke_is_joined(self, make: object, per_line: int) -> None:
        text = "\n".join([REPORT] * 3)

        assert texts(make(text, per_line=per_line)) == text.split("\n")  # type: ignore[operator]

    @pytest.mark.parametrize(("make", "kind"), [(pdf_of, "pdf"), (ofd_of, "ofd")])
    def test_the_format_is_told_by_content(self, make: object, kind: str) -> None:
        assert open_document(make(REPORT), name="通报.docx").format == kind  # type: ignore[operator]


class TestPdf:
    @pytest.mark.parametrize(
        "numbers",
        [
            "— {page} —",
            "-{page}-",
            "{page}",
            "第 {page} 页 共 {pages} 页",
            "第{page}页",
            "{page} / {pages}",
            "Page {page} of {pages}",
            "",
        ],
    )
    def test_page_numbers_of_each_fashion_are_dropped(self, numbers: str) -> None:
        text = "\n".join([REPORT] * 3)

        assert texts(pdf_of(text, numbers=numbers)) == text.split("\n")

    def test_a_running_head_is_dropped(self) -> None:
        text = "\n".join([REPORT] * 3)

        assert texts(pdf_of(text, running_head="云岭县水利局党组整改通报")) == text.split("\n")

    def test_a_title_on_two_lines_is_one(self) -> None:
        title = ("中共云岭县水利局党组关于县委第二巡察", "组反馈意见整改进展情况的通报")

        assert texts(pdf_of(REPORT, title=title)) == ["".join(title), *REPORT.split("\n")]

    def test_a_date_below_the_title_stays_apart(self) -> None:
        title = ("整改进展情况的通报", "(2023年11月2日)")

        assert texts(pdf_of(REPORT, title=title))[:2] == list(title)

    def test_paragraphs_without_indent_are_told_apart_by_their_ends_and_labels(self) -> None:
        assert texts(pdf_of(REPORT, indent=0)) == REPORT.split("\n")

    def test_hanging_numerals_do_not_break_an_item(self) -> None:
        items = "\n".join(
            f"{number}.关于第{number}项工作推进不够有力,措施不够具体,责任没有压实到岗到人的问题需要持续整改"
            for number in range(1, 10)
        )

        assert texts(pdf_of(items, indent=0, hang=1)) == items.split("\n")

    def test_a_number_in_the_text_is_no_page_number(self) -> None:
        text = "一、问题数\n697\n二、完成数\n688\n三、比例\n98.7%"

        assert texts(pdf_of(text)) == text.split("\n")

    def test_latin_words_keep_their_blanks(self) -> None:
        assert texts(pdf_of("推广应用 Office Automation 系统,完成率 98.5% 以上。")) == [
            "推广应用 Office Automation 系统,完成率 98.5% 以上。"
        ]

    def test_a_cell_of_several_lines_is_read_as_one_and_apart_from_what_follows(self) -> None:
        out = io.BytesIO()
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas = Canvas(out)
        canvas.setFont("STSong-Light", 12)
        for left, top, line in (
            (80, 700, "一、整改台账如下。"),
            (80, 670, "1"),
            (160, 680, "理论学习不深入,联系"),
            (160, 660, "实际不紧密的问题"),
            (400, 680, "建设管理股"),
            (80, 640, "二、下一步打算"),
        ):
            canvas.drawString(left, top, line)
        canvas.save()

        found = texts(out.getvalue())

        assert "理论学习不深入,联系实际不紧密的问题" in found
        assert found[-1] == "二、下一步打算"

    def test_bold_made_by_drawing_twice_is_read_once(self) -> None:
        out = io.BytesIO()
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas = Canvas(out)
        canvas.setFont("STSong-Light", 16)
        for offset in (0, 0.4):
            canvas.drawString(80 + offset, 700, "一、人人有责、件件落实的总体情况")
        canvas.save()

        assert texts(out.getvalue()) == ["一、人人有责、件件落实的总体情况"]


class TestOfd:
    def test_shorthand_distances_and_a_missing_namespace_are_understood(self) -> None:
        page = (
            '<Page><Content><Layer><TextObject Boundary="20 30 100 5" Size="5"><TextCode X="0" Y="4" DeltaX="g 6 5">一、总体情况。</TextCode></TextObject>'
            '<TextObject Boundary="20 40 100 5" Size="5"><TextCode X="0" Y="4" DeltaX="g 9 5">二、下一步工作打算。</TextCode></TextObject></Layer></Content></Page>'
        )
        data = zip_of(
            {
                "OFD.xml": "<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>",
                "Doc_0/Document.xml": '<Document><Pages><Page BaseLoc="Pages/0.xml"/></Pages></Document>',
                "Doc_0/Pages/0.xml": page,
            }
        )

        assert texts(data) == ["一、总体情况。", "二、下一步工作打算。"]

    def test_characters_written_one_by_one_make_lines(self) -> None:
        objects = "".join(
            f'<TextObject Boundary="{20 + 5 * place} {30 + 8 * row} 5 5" Size="5"><TextCode X="0" Y="4">{character}</TextCode></TextObject>'
            for row, line in enumerate(("一、总体情况。", "二、打算。"))
            for place, character in enumerate(line)
        )
        data = zip_of(
            {
                "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
                "Doc_0/Document.xml": '<Document><Pages><Page BaseLoc="P.xml"/></Pages></Document>',
                "Doc_0/P.xml": f"<Page><Content><Layer>{objects}</Layer></Content></Page>",
            }
        )

        assert texts(data) == ["一、总体情况。", "二、打算。"]
