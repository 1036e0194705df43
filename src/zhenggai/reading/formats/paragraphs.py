"""Lines of pages into paragraphs: page numbers and running heads go, what the page broke is joined again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from zhenggai.reading.blocks import Paragraph
from zhenggai.reading.formats.lines import Line

_PAGE_NUMBER = re.compile(
    r"[-—–―─·•\s]*\d{1,4}[-—–―─·•\s]*|第\s*\d+\s*页(?:\s*[,,/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+|第\s*\d+\s*页\s*/\s*共?\s*\d+\s*页?"
    r"|page\s*\d+(?:\s*(?:of|/)\s*\d+)?|共\s*\d+\s*页\s*[,,]?\s*第\s*\d+\s*页|[-—–\s]*[ivxIVX]{1,6}[-—–\s]*",
    re.I,
)
# Kinds of labels that open a paragraph, each under its own name.
_LABEL = re.compile(
    r"(?P<first>[一二三四五六七八九十]{1,3}、)|(?P<second>[(（][一二三四五六七八九十]{1,3}[)）])|(?P<third>\d{1,3}(?:、|[.．](?!\d)))"
    r"|(?P<fourth>[(（]\d{1,3}[)）]|[①-⑳])|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3}(?=[\u4e00-\u9fff])(?![万亿余多个元米公亩吨]))"
    r"|(?P<part>第[一二三四五六七八九十]{1,3}[章节条部]|(?:反馈)?问题\s*\d|(?:整改|责任|牵头|完成|反馈|下一步)\w{2,6}[:：])"
)
_HANGING = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[(（]\w{1,3}[)）]|\d{1,3}[、.．)）]|[①-⑳•●■▪◆·-])")
_ENDS = ("。", "！", "!", "？", "?", "：", ":", "；", ";", "”", "》", "）", ")")
_DIGITS = re.compile(r"\d+")
_LATIN_END = re.compile(r"[!-~]*[A-Za-z]$")
_LATIN_START = re.compile(r"[A-Za-z][!-~]*")
_ADDRESS = re.compile(r"[@/]|www\.")
_EDGE = 2
_NARROWEST = 16
_FURTHEST_BACK = 4.5
_REPEATED_PAGES = 3


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the text of a page stands: its edges, the width of a character, the distance of two lines."""

    left: float
    right: float
    size: float
    leading: float

    def indent(self, line: Line) -> float:
        """Characters between the left edge and the line."""
        return (line.left - self.left) / self.size

    def rest(self, line: Line) -> float:
        """Characters between the line's end and the right edge."""
        return (self.right - line.right) / self.size

    def is_centred(self, line: Line) -> bool:
        """Whether the line stands in the middle with room on both sides."""
        before, after = self.indent(line), self.rest(line)
        return before > 1.5 and after > 1 and abs(before - after) < 2.5


def paragraphs_of(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Paragraphs of a whole document."""
    lines = without_furniture(lines)
    if not lines:
        return ()
    frames = _frames(lines)
    flush = _flush_labels(lines, frames)
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _begins(line, groups[-1], frames, flush):
            groups.append([line])
        else:
            groups[-1].append(line)
    return tuple(Paragraph(_joined(group)) for group in groups)


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Lines without page numbers and without heads and feet that return on every page."""
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    repeated = _repeated(pages)
    kept: list[Line] = []
    for page in pages:
        order = sorted(page, key=lambda line: line.baseline)
        edges = {id(line) for line in (*order[:_EDGE], *order[-_EDGE:])}
        outermost = {id(order[0]), id(order[-1])}
        kept += [
            line
            for line in page
            if not (id(line) in edges and _masked(line) in repeated)
            and not (id(line) in outermost and _PAGE_NUMBER.fullmatch(line.text.strip()))
        ]
    return kept


def _repeated(pages: list[list[Line]]) -> set[str]:
    """Edge lines, digits masked, that stand at one height on most pages.

    Two pages prove less than three: there the line must also be smaller than the text.
    """
    size = median(line.size for page in pages for line in page) if pages else 0
    seen: dict[str, list[Line]] = {}
    for page in pages:
        order = sorted(page, key=lambda line: line.baseline)
        for line in {id(line): line for line in (*order[:_EDGE], *order[-_EDGE:])}.values():
            seen.setdefault(_masked(line), []).append(line)
    return {text for text, found in seen.items() if _returns(found, len(pages), size)}


def _returns(found: list[Line], pages: int, size: float) -> bool:
    heights = [line.baseline for line in found]
    small = all(line.size < size * 0.85 for line in found)
    needed = max(2 if small else _REPEATED_PAGES, pages * 0.4)
    return len(found) >= needed and max(heights) - min(heights) < size * 2


def _masked(line: Line) -> str:
    return _DIGITS.sub("0", "".join(line.text.split()))


def _frames(lines: Sequence[Line]) -> dict[int, _Frame]:
    """The frame of each page; short pages borrow that of the whole document."""
    whole = _frame(lines)
    frames = {}
    for page, group in groupby(lines, key=lambda line: line.page):
        own = list(group)
        frames[page] = _page_frame(own, whole) if len(own) >= 8 else whole
    return frames


def _page_frame(lines: Sequence[Line], whole: _Frame) -> _Frame:
    """A page of its own margins; one that holds nothing but indented lines has those of the document."""
    own = _frame(lines)
    indents = [own.indent(line) for line in lines]
    flush, indented = sum(abs(indent) < 0.3 for indent in indents), sum(1.5 < indent < 2.6 for indent in indents)
    if flush >= 3 and indented >= 2:
        return own
    return replace(own, left=whole.left) if 0 < own.left - whole.left < 2.6 * own.size else own


def _frame(lines: Sequence[Line]) -> _Frame:
    size = median(line.size for line in lines) or 1
    body = [line for line in lines if abs(line.size - size) < size * 0.15] or list(lines)
    lefts = sorted(line.left for line in body)
    left = _left_edge(lefts, size)
    rights = sorted(line.right for line in body)
    steps = [b.baseline - a.baseline for a, b in pairwise(body) if a.page == b.page and b.baseline > a.baseline]
    return _Frame(
        left=left,
        # A page of short lines shows no right edge: nothing is broken at less than this.
        right=max(rights[-1 - len(rights) // 20], left + _NARROWEST * size),
        size=size,
        leading=median(steps) if steps else size * 2,
    )


def _left_edge(lefts: list[float], size: float) -> float:
    """The leftmost place where lines begin; one line far out to the left is no edge."""
    for place, left in enumerate(lefts[:-1]):
        if lefts[place + 1] - left < 3 * size:
            return left
    return lefts[0]


def _flush_labels(lines: Sequence[Line], frames: dict[int, _Frame]) -> set[str]:
    """Kinds of labels that this document rather sets at the left edge than indented."""
    balance: Counter[str] = Counter()
    for last, line in pairwise(lines):
        label = _LABEL.match(line.text)
        if label is None or label.lastgroup is None:
            continue
        if frames[line.page].indent(line) >= 1.2:
            balance[label.lastgroup] -= 1
        elif frames[last.page].rest(last) > 2.5:
            balance[label.lastgroup] += 1
    return {kind for kind, count in balance.items() if count > 0}


def _begins(line: Line, group: list[Line], frames: dict[int, _Frame], flush: set[str]) -> bool:
    """Whether a line starts a new paragraph after the lines of this one."""
    last, frame = group[-1], frames[line.page]
    if "\t" in line.text or "\t" in last.text or abs(line.size - last.size) > 0.15 * frame.size:
        return True
    if _is_apart(last, line, frame):
        return True
    if _is_title(last, frames[last.page]) and _is_title(line, frame):
        return last.text.endswith(_ENDS) or line.text.startswith(("(", "（", "—"))
    if _is_in_column(last, line, frame):
        return False
    if frames[last.page].rest(last) > 2.5 or frames[last.page].indent(last) - frame.indent(line) > _FURTHEST_BACK:
        return True
    if frame.indent(line) >= 1.2:
        return not _hangs(line, group, frames)
    label = _LABEL.match(line.text)
    if label is not None and label.lastgroup in flush and last.text.endswith(_ENDS):
        return True
    return _is_whole_heading(group, flush)


def _is_whole_heading(group: list[Line], flush: set[str]) -> bool:
    """Whether a labelled title at the left edge has come to its end and happens to fill its line."""
    label = _LABEL.match(group[0].text)
    return label is not None and label.lastgroup in flush and group[-1].text.endswith(("问题", "问题。"))


def _is_in_column(last: Line, line: Line, frame: _Frame) -> bool:
    """Whether two lines stand below each other in one cell of a table, away from the edge."""
    return (
        last.page == line.page
        and frame.indent(line) > 3
        and abs(line.left - last.left) < 0.3 * frame.size
        and len(last.text) > 4
        and not last.text.endswith(_ENDS)
        and not line.text[0].isdecimal()
        and not _LABEL.match(line.text)
    )


def _is_apart(last: Line, line: Line, frame: _Frame) -> bool:
    usual = frame.leading * max(line.size / frame.size, 1)
    return last.page == line.page and not 0 < line.baseline - last.baseline < usual * 1.6


def _is_title(line: Line, frame: _Frame) -> bool:
    """Larger than the text and centred, or so long that it fills the line."""
    return line.size > frame.size * 1.15 and (frame.is_centred(line) or frame.rest(line) < 1)


def _hangs(line: Line, group: list[Line], frames: dict[int, _Frame]) -> bool:
    """Whether an indented line continues an item whose numeral alone stands out to the left."""
    first, last = group[0], group[-1]
    indent = frames[line.page].indent(line)
    if len(group) > 1:
        return abs(indent - frames[last.page].indent(last)) < 0.6 and frames[first.page].indent(first) < indent - 0.6
    outdented = frames[first.page].indent(first) < indent - 0.6
    return outdented and bool(_HANGING.match(first.text)) and not last.text.endswith(("。", ":", "："))


def _joined(group: Sequence[Line]) -> str:
    text = group[0].text.strip()
    for line in group[1:]:
        piece = line.text.strip()
        text += (" " if _parts_words(text, piece) else "") + piece
    return text


def _parts_words(text: str, piece: str) -> bool:
    """Whether two Latin words met at the line's end, and not the halves of an address."""
    before, after = _LATIN_END.search(text), _LATIN_START.match(piece)
    return before is not None and after is not None and not _ADDRESS.search(before[0] + after[0])
