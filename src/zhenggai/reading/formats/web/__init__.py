"""Saved web pages: the article without the menus, share buttons and footers around it."""

from __future__ import annotations

import email
import email.policy
import re

from selectolax.lexbor import LexborHTMLParser

from zhenggai.reading.blocks import Document
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.decode import Decoded, decode
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.plain import lost_characters
from zhenggai.reading.formats.web.abyss import refuse_abyss
from zhenggai.reading.formats.web.article import find_article
from zhenggai.reading.formats.web.facts import page_date, page_title
from zhenggai.reading.formats.web.flow import Flow

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w\-]+)""", re.I)
_HEAD = 8192
# Pages that say gb2312 use characters of its successors.
_SUCCESSOR = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def open_page(data: bytes, *, limits: Limits) -> Document:
    """:raises Unreadable: where the page has no text."""
    decoded = decode(data, declared=_declared(data))
    refuse_abyss(decoded.text)
    tree = LexborHTMLParser(_XML_DECLARATION.sub("", decoded.text))
    if tree.body is None:
        raise Unreadable(faults.NO_TEXT)
    title, published = page_title(tree), page_date(tree)
    article = find_article(tree.body)
    blocks = Flow(limits=limits).blocks(article)
    if not blocks:
        raise Unreadable(faults.NO_TEXT)
    return Document(
        format="html",
        blocks=blocks,
        title=title,
        published=published,
        mended=lost_characters(Decoded(tree.body.text(), decoded.lost)) if decoded.lost else (),
    )


def page_of_archive(data: bytes) -> bytes:
    """The page inside a web archive (MHTML), as UTF-8.

    :raises Unreadable: where there is no page in it.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return decode(
                    payload, declared=_known(part.get_content_charset() or "") or _declared(payload)
                ).text.encode()
    raise Unreadable(faults.NO_TEXT)


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_HEAD])
    return _known(match[1].decode("ascii", "replace")) if match else None


def _known(charset: str) -> str | None:
    """The encoding to try for a declared one; UTF-16 in a page read so far is a false claim."""
    charset = charset.lower()
    return None if not charset or charset.startswith("utf-16") else _SUCCESSOR.get(charset, charset)
