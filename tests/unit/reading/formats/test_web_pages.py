"""Saved web pages: the whole article, and nothing of the site around it."""

from __future__ import annotations

from datetime import date

import pytest

from builders import html_of
from zhenggai.reading.blocks import Document, Paragraph, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import open_document

ARTICLE = """按照县委统一部署,2023年4月10日至6月10日,县委第二巡察组对县水利局党组开展了巡察。
一、整改工作总体情况
(一)提高站位,扛牢责任。成立领导小组,召开会议5次。
二、反馈问题整改落实情况
1.关于理论学习不深入的问题。
一是修订制度3项;二是开展学习12次。
三、下一步打算
中共云岭县水利局党组
2023年11月2日"""
NOISE = ("首页", "分享", "版权", "上一篇", "相关阅读", "ICP", "当前位置", "不应读出", "打印")


def opened(body: str, *, head: str = "") -> Document:
    """A page with this body."""
    return open_document(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), name="页.html")


def texts(document: Document) -> list[str]:
    """Texts of the paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def paragraphs(text: str, tag: str = "p") -> str:
    """Each line in an element of its own."""
    return "".join(f"<{tag}>{line}</{tag}>" for line in text.split("\n"))


class TestArticle:
    def test_the_article_is_found_whole_and_alone(self) -> None:
        document = open_document(html_of(ARTICLE), name="页.html")

        assert texts(document) == ARTICLE.split("\n")
        assert document.format == "html"

    @pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
    def test_pages_in_each_charset_are_read(self, charset: str) -> None:
        assert texts(open_document(html_of(ARTICLE, charset=charset), name="页.html")) == ARTICLE.split("\n")

    def test_a_page_that_lies_about_its_charset_is_read(self) -> None:
        page = html_of(ARTICLE, charset="utf-8").replace(b'charset="utf-8"', b'charset="gb2312"')

        assert texts(open_document(page, name="页.html")) == ARTICLE.split("\n")

    def test_a_page_without_any_charset_is_read(self) -> None:
        page = f"<html><body>{paragraphs(ARTICLE)}</body></html>".encode("gb18030")

        assert texts(open_document(page, name="页.htm")) == ARTICLE.split("\n")

    def test_paragraphs_of_a_short_notice_are_all_kept(self) -> None:
        notice = "巡视反馈的697个问题,完成整改688个。\n特此通报\n附:联系电话"

        assert texts(open_document(html_of(notice), name="页.html")) == notice.split("\n")

    def test_an_article_in_two_containers_loses_neither(self) -> None:
        first, second = ARTICLE.split("\n")[:4], ARTICLE.split("\n")[4:7]
        body = (
            f"<div id=a><div>{paragraphs(chr(10).join(first))}</div><div>{paragraphs(chr(10).join(second))}</div></div>"
        )

        assert texts(opened(f"<ul><li><a>首页</a></li></ul>{body}")) == first + second

    def test_bare_divs_and_line_breaks_are_lines(self) -> None:
        divs = texts(opened(f"<div id=c>{paragraphs(ARTICLE, 'div')}</div>"))
        breaks = texts(opened(f"<div id=c>{ARTICLE.replace(chr(10), '<br>')}</div>"))

        assert divs == ARTICLE.split("\n")
        assert "\n".join(breaks) == ARTICLE

    def test_an_article_without_a_container_loses_only_the_frame_at_its_ends(self) -> None:
        body = f"<ul><li><a href=x>首页</a></li></ul>{paragraphs(ARTICLE)}<p>版权所有 云岭县 ICP备1号</p>"

        assert texts(opened(body)) == ARTICLE.split("\n")

    @pytest.mark.parametrize(
        "last",
        [
            "我局为各乡镇提供技术支持,新建无障碍设施12处。",
            "欢迎登录县政府网站注册并提出意见。",
            "线索来源:群众举报。",
            "整改承办单位:建设管理股。",
        ],
    )
    def test_words_of_a_frame_in_the_last_paragraph_cost_nothing(self, last: str) -> None:
        text = f"{ARTICLE}\n{last}"

        assert texts(open_document(html_of(text), name="页.html")) == text.split("\n")

    def test_text_directly_in_the_body_is_read(self) -> None:
        assert texts(opened("一、总体情况。<p>二、下一步打算。</p>")) == ["一、总体情况。", "二、下一步打算。"]

    def test_one_giant_cell_is_no_table(self) -> None:
        body = f"<table><tr><td width=200><a>要闻</a><br><a>公告</a></td><td>{paragraphs(ARTICLE)}</td></tr></table>"

        found = opened(body)

        assert texts(found)[-9:] == ARTICLE.split("\n")
        assert not any(isinstance(block, Table) for block in found.blocks)

    def test_a_page_built_of_nested_tables_is_read(self) -> None:
        inner = f"<table><tr><td class=bt>关于整改的通报</td></tr><tr><td>{paragraphs(ARTICLE)}</td></tr></table>"
        body = f"<table><tr><td><a>首页</a></td></tr><tr><td>{inner}</td></tr><tr><td>版权所有:云岭县。ICP备0号</td></tr></table>"

        assert texts(opened(body))[-9:] == ARTICLE.split("\n")

    def test_a_form_around_the_whole_page_hides_nothing(self) -> None:
        assert texts(
            opened(f"<form id=aspnetForm><input value=x><div>{paragraphs(ARTICLE)}</div></form>")
        ) == ARTICLE.split("\n")

    def test_an_article_in_an_element_named_like_furniture_is_kept(self) -> None:
        assert texts(opened(f'<div id="header-main" class="page side">{paragraphs(ARTICLE)}</div>')) == ARTICLE.split(
            "\n"
        )

    def test_hidden_copies_are_not_read_twice(self) -> None:
        body = f'<div>{paragraphs(ARTICLE)}<div style="display:none">{paragraphs("一、隐藏的。")}</div></div>'

        assert texts(opened(body)) == ARTICLE.split("\n")

    def test_an_article_that_the_page_hides_until_it_has_loaded_is_read(self) -> None:
        assert texts(opened(f'<div style="display:none">{paragraphs(ARTICLE)}</div>')) == ARTICLE.split("\n")

    def test_custom_elements_are_looked_through(self) -> None:
        assert texts(
            opened(f"<ucapcontent>{paragraphs(ARTICLE)}</ucapcontent><div class=footer><p>主办:云岭县。</p></div>")
        )[:9] == ARTICLE.split("\n")

    def test_a_web_archive_is_read(self) -> None:
        page = html_of(ARTICLE).decode()
        archive = f'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--x--\r\n'

        assert texts(open_document(archive.encode(), name="页.mhtml")) == ARTICLE.split("\n")

    def test_a_page_of_scripts_alone_says_that_there_is_no_text(self) -> None:
        with pytest.raises(Unreadable, match="没有读到文字"):
            opened("<div id=app></div><script>load('一、整改。')</script>")

    @pytest.mark.parametrize("noise", NOISE)
    def test_nothing_of_the_frame_is_read(self, noise: str) -> None:
        assert not any(noise in text for text in texts(open_document(html_of(ARTICLE), name="页.html")))


class TestInline:
    def test_entities_and_blanks_are_what_they_mean(self) -> None:
        body = "<p>&nbsp;&emsp;一、&ldquo;三公&rdquo;经费&lt;10%&#12290;</p>"

        assert [text.strip() for text in texts(opened(body))] == ["一、“三公”经费<10%。"]

    def test_pieces_of_one_sentence_are_not_parted(self) -> None:
        body = "<p><span>投入</span><span><b>12.5</b></span>万<font>元</font>,完成\n      整改。</p>"

        assert texts(opened(body)) == ["投入12.5万元,完成整改。"]

    def test_bold_and_headings_are_kept(self) -> None:
        body = "<div><h2>一、总体情况</h2><p><strong>1.关于问题。</strong></p><p><b>一是</b>整改。</p></div>"

        assert opened(body).blocks == (
            Paragraph("一、总体情况", heading=2),
            Paragraph("1.关于问题。", bold=True),
            Paragraph("一是整改。"),
        )

    @pytest.mark.parametrize(
        ("opening", "labels"),
        [
            ("<ol>", ["1.甲。", "2.乙。"]),
            ("<ol start=4>", ["4.甲。", "5.乙。"]),
            ("<ol type=a>", ["a.甲。", "b.乙。"]),
            ("<ol reversed>", ["2.甲。", "1.乙。"]),
            ("<ol style='list-style-type: cjk-ideographic'>", ["一、甲。", "二、乙。"]),
            ("<ol style='list-style:none'>", ["甲。", "乙。"]),
            ("<ul>", ["甲。", "乙。"]),
        ],
    )
    def test_list_numbers_are_written_out(self, opening: str, labels: list[str]) -> None:
        closing = "</ol>" if opening.startswith("<ol") else "</ul>"

        assert texts(opened(f"<div>{opening}<li>甲。</li><li><p>乙。</p></li>{closing}</div>")) == labels

    def test_a_number_typed_into_an_item_stands_alone(self) -> None:
        assert texts(opened("<div><ol><li>1.甲。</li><li>(二)乙。</li></ol></div>")) == ["1.甲。", "(二)乙。"]


class TestTables:
    def test_spans_are_unfolded_to_one_cell(self) -> None:
        body = (
            "<p>一、整改情况。</p><table><thead><tr><th rowspan=2>序号<th colspan=2>整改</tr><tr><th>措施<th>时限</tr></thead>"
            "<tbody><tr><td>1<td>甲<br>乙<td>2024年6月</tr></tbody></table>"
        )

        _, table = opened(body).blocks

        assert isinstance(table, Table)
        assert [[cell.text for cell in row] for row in table.rows] == [
            ["序号", "整改", "整改"],
            ["序号", "措施", "时限"],
            ["1", "甲\n乙", "2024年6月"],
        ]
        assert table.rows[0][0] is table.rows[1][0]
        assert table.rows[0][1] is table.rows[0][2]

    def test_ragged_and_senseless_spans_give_a_rectangle(self) -> None:
        body = (
            "<p>一、整改情况。</p><table><tr><td rowspan=x>1<td colspan=0>2<td>3</tr><tr><td rowspan=99>4</tr></table>"
        )

        _, table = opened(body).blocks

        assert isinstance(table, Table)
        assert {len(row) for row in table.rows} == {3}


class TestFacts:
    def test_title_and_day_come_from_the_page(self) -> None:
        document = open_document(
            html_of(ARTICLE, title="云岭县水利局党组整改通报", published="2023-11-06"), name="页.html"
        )

        assert document.title == "云岭县水利局党组整改通报"
        assert document.published == date(2023, 11, 6)

    @pytest.mark.parametrize(
        "line",
        [
            "发布时间:2023-11-06 09:10",
            "发布日期：2023年11月6日",
            "2023-11-06 来源:云岭县",
            "时间：2023/11/6",
            "来源:某办 2023.11.06 浏览次数:3",
            "2023-11-06",
        ],
    )
    def test_the_day_of_publication_is_read_from_its_line(self, line: str) -> None:
        document = opened(f"<div><h1>水利局党组整改通报</h1><div>{line}</div><div>{paragraphs(ARTICLE)}</div></div>")

        assert document.published == date(2023, 11, 6)

    def test_a_declared_day_goes_before_a_printed_one(self) -> None:
        document = opened(
            f"<div>发布时间:2023-11-07</div>{paragraphs(ARTICLE)}",
            head='<meta name="PubDate" content="2023-11-06 08:00">',
        )

        assert document.published == date(2023, 11, 6)

    def test_a_day_in_the_text_is_no_day_of_publication(self) -> None:
        assert opened(paragraphs("\n".join(ARTICLE.split("\n")[:-1]))).published is None

    def test_a_deadline_and_a_signature_are_no_day_of_publication(self) -> None:
        assert opened(paragraphs("一、整改情况,落实责任。\n完成时间:2024-06-30\n2023年11月2日")).published is None

    def test_an_impossible_day_is_none(self) -> None:
        assert opened(f"<div>发布时间:2023-13-45</div>{paragraphs('一、整改情况。')}").published is None

    def test_the_site_s_name_is_cut_from_the_window_title(self) -> None:
        document = opened(paragraphs(ARTICLE), head="<title>水利局党组关于巡察整改的通报-云岭县人民政府网</title>")

        assert document.title == "水利局党组关于巡察整改的通报"
