"""What the page says of its article: its title and the day it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from selectolax.lexbor import LexborHTMLParser

_TITLES = ("articletitle", "og:title", "dc.title", "title")
_DATES = (
    *("pubdate", "publishdate", "publish_date", "pub_date", "article:published_time", "og:published_time"),
    *(
        "og:release_date",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "weibo: article:create_at",
        "date",
        "createdate",
    ),
)
_SITE = re.compile(r"\s*(?:[|_–—]|--|\s-\s).*$|-[^-]*(?:网|门户|政府|委员会|监委|纪委)[^-]*$")
_DAY = r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})"
_ANY_DAY = re.compile(_DAY)
_LABELLED = re.compile(
    rf"(?:发布(?:时间|日期|于)?|发文(?:时间|日期)|成文日期|公开日期|公示时间|发表时间|发稿时间|更新时间|(?<![\u4e00-\u9fff])(?:时间|日期))\s*[:：]?\s*[\[(（【]?\s*{_DAY}"
)
_TOP = 6_000


def page_title(tree: LexborHTMLParser) -> str | None:
    """The article's title without the site's name."""
    for candidate in _titles(tree):
        text = " ".join(candidate.split())
        if len(text) >= 4:
            return text
    return None


def _titles(tree: LexborHTMLParser) -> Iterator[str]:
    meta = _meta(tree)
    if "articletitle" in meta:
        yield meta["articletitle"]
    shown = tree.css_first("title")
    whole = shown.text() if shown is not None else ""
    for heading in tree.css("h1"):
        text = heading.text(separator="")
        if len(text.strip()) >= 6:
            yield text
    yield _SITE.sub("", meta.get("og:title", ""))
    yield _SITE.sub("", whole)
    yield whole


def page_date(tree: LexborHTMLParser) -> date | None:
    """The day of publication: what the page declares, else a labelled day, else a day on a short line near the top."""
    meta = _meta(tree)
    for key in _DATES:
        found = _first_day(_ANY_DAY, meta.get(key, ""))
        if found:
            return found
    if tree.body is None:
        return None
    lines = _lines(tree)
    top = "\n".join(lines)[:_TOP]
    before_text = takewhile(lambda line: "。" not in line, lines)
    short = (_first_day(_ANY_DAY, line) for line in before_text if len(line) <= 40 and _is_dateline(line))
    return _first_day(_LABELLED, top) or next((found for found in short if found), None)


def _is_dateline(line: str) -> bool:
    """A line that is little else than a day, a source or a count of readers."""
    rest = _ANY_DAY.sub("", line)
    return "。" not in line and (
        len(re.sub(r"[\d:：\s年月日]", "", rest)) <= 4 or "来源" in line or "浏览" in line or "作者" in line
    )


def _lines(tree: LexborHTMLParser) -> list[str]:
    body = tree.body
    text = body.text(separator="\n") if body is not None else ""
    return [stripped for line in text[: _TOP * 20].splitlines() if (stripped := line.strip())]


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        key = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        content = attributes.get("content")
        if key and content and content.strip():
            found.setdefault(key, content)
    return found


def _first_day(pattern: re.Pattern[str], text: str) -> date | None:
    for match in pattern.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None
