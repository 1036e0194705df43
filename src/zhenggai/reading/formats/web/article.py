"""Where the article is: go inward as long as nothing but furniture is left outside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode as Node

from zhenggai.reading.formats.web.nodes import BLOCK, SILENT, is_hidden, is_text, marks_of

_PROSE = re.compile(r"[。；;，,：:、]")
_LABEL = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}[.、．]|[①-⑳]|(?:反馈)?问题\s*\d|整改\w{1,4}[:：]|附件)"
)
_FURNITURE_MARK = re.compile(
    r"\b(?:nav|menu|foot(?:er)?|header|head|top(?:bar)?|share|side(?:bar)?|breadcrumb|crumb|location|position|copyright|related|recommend|login|search"
    r"|comment|toolbar|tools?|print|banner|links?|friend|qrcode|pages?|pagination|navigation|contentinfo|search|hot|rank)\b|share|footer|copyright|breadcrumb|navbar",
)
# Words of a site's frame, told from the same words in a report's prose: 提供技术支持, 线索来源, 无障碍设施.
_FURNITURE_TEXT = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|技术支持[:：]|分享到|扫一扫|上一[篇条][:：]?|下一[篇条][:：]?|相关(?:阅读|文章|新闻|链接)|责任编辑|打印本页|关闭(?:窗口|本页)"
    r"|字体[:：]|浏览次数|当前位置|您(?:的|现在的|当前的)位置|返回顶部|网站地图|友情链接|隐私(?:声明|政策)|Copyright|无障碍(?:浏览|阅读|版)|用户登录|站内搜索"
    r"|(?<![\u4e00-\u9fff])(?:主办|承办)(?:单位)?[:：]|(?<![\u4e00-\u9fff])(?:稿件|信息|文章)?来源[:：]|发布(?:时间|日期)[:：]"
)
_BRIEF = 80
_REMOVED_TAGS = ("nav", "footer", "aside")
_WHOLE = 0.5


@dataclass(slots=True)
class _Weight:
    """What stands in an element: marks of prose outside links, characters inside and outside of them, lines."""

    prose: int = 0
    plain: int = 0
    linked: int = 0
    lines: int = 0

    def add(self, other: _Weight) -> None:
        self.prose += other.prose
        self.plain += other.plain
        self.linked += other.linked
        self.lines += other.lines


def find_article(body: Node) -> Node:
    """The innermost element that still holds every paragraph of the article; furniture inside it is taken out."""
    weights = _weigh(body)
    total = weights[body.mem_id].prose
    _take_out(body, weights, total)
    here = body
    while True:
        inner = _heaviest(here, weights, total)
        if inner is None or any(_speaks(node, weights) for node in _others(here, inner)):
            _trim(here, weights)
            return here
        here = inner


def _weigh(body: Node) -> dict[int, _Weight]:
    """Weight of every element, children before parents, without recursion: pages may nest as deep as they like."""
    weights: dict[int, _Weight] = {}
    stack: list[tuple[Node, bool, bool]] = [(body, False, False)]
    while stack:
        node, linked, done = stack.pop()
        if done:
            weight = weights[node.mem_id]
            parent = node.parent
            if parent is not None and node.mem_id != body.mem_id:
                weights[parent.mem_id].add(weight)
                weights[parent.mem_id].lines += node.tag in BLOCK or node.tag == "br"
            continue
        weights[node.mem_id] = _Weight()
        stack.append((node, linked, True))
        for child in node.iter(include_text=True):
            if is_text(child):
                _add_text(weights[node.mem_id], child.text_content or "", linked)
            elif child.tag not in SILENT:
                stack.append((child, linked or child.tag == "a", False))
    return weights


def _add_text(weight: _Weight, text: str, linked: bool) -> None:
    length = len(text.strip())
    if linked:
        weight.linked += length
    else:
        weight.plain += length
        weight.prose += len(_PROSE.findall(text)) if length else 0


def _take_out(body: Node, weights: dict[int, _Weight], total: int) -> None:
    """Remove what markup declares to be no content, unless half of the page stands in it."""
    for node in [*body.css(", ".join(_REMOVED_TAGS)), *body.css("[style], [hidden]")]:
        if node.tag not in _REMOVED_TAGS and not is_hidden(node):
            continue
        weight = weights.get(node.mem_id)
        if weight is not None and weight.prose <= total * _WHOLE and node.mem_id != body.mem_id:
            node.remove()


def _heaviest(here: Node, weights: dict[int, _Weight], total: int) -> Node | None:
    """The child to go into: it has several lines, and is no furniture by name unless half of the page stands in it."""
    children = [
        child
        for child in here.iter(include_text=False)
        if child.tag not in SILENT and weights[child.mem_id].lines > 1 and weights[child.mem_id].prose
    ]
    likely = [child for child in children if weights[child.mem_id].prose > total * _WHOLE or not _is_furniture(child)]
    return max(likely, key=lambda child: weights[child.mem_id].prose, default=None)


def _is_furniture(node: Node) -> bool:
    return bool(_FURNITURE_MARK.search(marks_of(node)))


def _others(here: Node, inner: Node) -> list[Node]:
    return [child for child in here.iter(include_text=True) if child.mem_id != inner.mem_id and child.tag not in SILENT]


def _trim(article: Node, weights: dict[int, _Weight]) -> None:
    """Take furniture from both ends of an article that has no container of its own."""
    children = [child for child in article.iter(include_text=True) if child.tag not in SILENT]
    speaking = [place for place, child in enumerate(children) if _speaks(child, weights)]
    if not speaking:
        return
    for child in (*children[: speaking[0]], *children[speaking[-1] + 1 :]):
        if not is_text(child) and _is_frame(child, weights[child.mem_id]):
            child.remove()


def _is_frame(node: Node, weight: _Weight) -> bool:
    if weight.linked > weight.plain or _is_furniture(node):
        return True
    text = node.text(separator="").strip()
    return len(text) < _BRIEF * (1 + weight.lines) and bool(_FURNITURE_TEXT.search(text))


def _speaks(node: Node, weights: dict[int, _Weight]) -> bool:
    """Whether a neighbour of the article could be a part of it: prose that is no furniture, or a labelled heading."""
    if is_text(node):
        text = (node.text_content or "").strip()
        return len(text) > 1 and ("。" in text or bool(_LABEL.match(text)))
    weight = weights[node.mem_id]
    if not weight.plain or weight.linked > weight.plain:
        return False
    text = node.text(separator="").strip()
    if _is_furniture(node):
        return False
    if _LABEL.match(text):
        return True
    return ("。" in text or "；" in text) and not (_FURNITURE_TEXT.search(text) and len(text) < 600)
