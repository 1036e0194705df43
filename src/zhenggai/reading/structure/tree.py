"""Lines become a tree of headings: what stands under what, before anybody asks which of them is a problem."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhenggai.domain.report import Span
from zhenggai.reading.structure.fields import FieldHead, inner_fields, match_field
from zhenggai.reading.structure.labels import RANK, Label, match_label
from zhenggai.reading.structure.titles import STRONG, ends_deficient, title_span

_PLAIN = re.compile(r"(?:关于|针对|对于)[^\n。]{2,160}?(?:问题|方面)[。:]?(?=\n|$)|【[^】\n]{4,120}问题】(?=\n|$)")
_ONE_LINE = frozenset({"responsible", "deadline", "state"})
_NAMED_ASPECT = re.compile(r"(?:关于|针对)[^\n。;]{2,60}?(?:方面|问题)[。:]\s?(?=一是)")


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled line and all that belongs to it: `start` at its name, `value` from behind the colon."""

    head: FieldHead
    start: int
    value: Span


@dataclass(slots=True)
class Node:
    """A heading (or what may be one) with everything down to the next of its rank."""

    label: Label | None
    start: int
    title: Span
    body: int
    end: int
    rank: float
    children: list[Node] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    # The last number of a list inside this heading's text that is numbered like the heading itself.
    listed: int = 0

    @property
    def head_end(self) -> int:
        """Where this heading's own text ends: at its first child, or at its end."""
        return self.children[0].start if self.children else self.end


def grow(text: str, lines: Sequence[int], end: int) -> Node:
    """The tree of all headings; its root spans the whole prose and has neither label nor title."""
    root = Node(None, 0, (0, 0), 0, end, -1)
    stack = [root]
    for place, start in enumerate(lines):
        if start >= end:
            break
        line_end = (lines[place + 1] - 1) if place + 1 < len(lines) else end
        _take_line(text, start, min(line_end, end), stack)
    _close(stack, 0, end)
    _end_fields(text, root)
    return root


def _take_line(text: str, start: int, line_end: int, stack: list[Node]) -> None:
    head = match_field(text, start)
    if head is not None and not _opens_problem(text, head, stack):
        _add_fields(text, start, line_end, head, stack[-1])
        return
    label = (_next_number(text, start, stack) or match_label(text, start)) if head is None else None
    inner = match_field(text, label.end) if label is not None else None
    if inner is not None and inner.purpose not in ("problem", "task") and len(stack) > 1:
        _add_fields(text, start, line_end, inner, stack[-1])
        return
    if head is not None:
        label = Label("plain", text[start : head.end].strip(), None, ":", head.end)
    node = _node_at(text, start, line_end, inner or head, label)
    if node is None or _continues_list(text, node, stack) or _lists_behind_colon(text, node, stack[-1]):
        return
    _put(node, stack)
    if node.title[1] < node.body < line_end and (follows := match_field(text, node.body)) is not None:
        _add_fields(text, node.body, line_end, follows, node)


def _next_number(text: str, start: int, stack: list[Node]) -> Label | None:
    """The label 3. of a line 3.3个项目, which reads as such only behind an open 2."""
    if not text[start : start + 1].isdigit():
        return None
    for node in reversed(stack):
        if node.label is not None and node.label.scheme == "decimal":
            number = (node.label.number or 0) + 1
            expected = f"{number}{node.label.mark}"
            end = start + len(expected)
            if text.startswith(expected, start) and text[end : end + 1].isdigit():
                return Label("decimal", expected, number, node.label.mark, end)
    return None


def _opens_problem(text: str, head: FieldHead, stack: list[Node]) -> bool:
    """Whether a 反馈问题: line begins a new problem: where the open one has its own fields or there is none open."""
    if head.purpose not in ("problem", "task"):
        return False
    node = stack[-1]
    if node.rank == RANK["plain"]:
        return any(f.head.purpose not in ("other", "responsible") for f in node.fields) or head.purpose == "problem"
    if any(f.head.purpose in ("problem", "task", "measures", "progress") for f in node.fields):
        return True
    title = text[node.title[0] : node.title[1]]
    return node.rank <= RANK["hanzi"] and len(title) < 30 and not node.fields and not ends_deficient(title)


def _node_at(text: str, start: int, line_end: int, head: FieldHead | None, label: Label | None) -> Node | None:
    if head is not None or label is not None:
        whole = head is not None or (label is not None and label.scheme == "item")
        last = min([at for at, _ in inner_fields(text, head.end, line_end)] or [line_end]) if head else line_end
        title = title_span(text, head.end if head else label.end if label else start, last, whole=whole)
        rank = _rank(label, text[title.span[0] : title.span[1]]) if label else RANK["plain"]
        return Node(label, start, title.span, title.body, line_end, rank)
    plain = _PLAIN.match(text, start, line_end) or _NAMED_ASPECT.match(text, start, line_end)
    if plain is None:
        return None
    title = title_span(text, start, line_end)
    return Node(None, start, title.span, title.body, line_end, RANK["plain"])


def _rank(label: Label, title: str) -> float:
    """A label's depth; words and dashes in front of a named problem stand as high as its number would."""
    if label.scheme in ("ordinal", "dash") and (STRONG.search(title) or title.startswith("关于")):
        return RANK["decimal"] - 0.5
    return RANK[label.scheme] + (0.1 * label.text.count(".") if label.scheme == "multi" else 0)


def _continues_list(text: str, node: Node, stack: list[Node]) -> bool:
    """Whether a numbered line only goes on with the list inside an open 整改措施: line."""
    top = stack[-1]
    if node.label is None or not top.fields or node.label.scheme in ("part", "hanzi", "paren_hanzi", "item"):
        return False
    if top.label is None or top.label.scheme != node.label.scheme or top.label.mark != node.label.mark:
        return node.rank >= top.rank or top.rank == RANK["plain"]
    number, last = node.label.number, top.label.number
    if number is None or last is None or number == last + 1:
        return False
    # Of problems some may be withheld, so that their numbers have gaps; no measure is worded as one.
    return number <= last or not all(ends_deficient(text[one.title[0] : one.title[1]]) for one in (top, node))


def _lists_behind_colon(text: str, node: Node, top: Node) -> bool:
    """Whether items that look like the open heading's sisters are a list that its last line, ending in a colon, announced."""
    if node.label is None or not _same_mark(top, node) or node.label.number is None:
        return False
    number = node.label.number
    begins = number == 1 and text[node.start - 2 : node.start] == ":\n"
    goes_on = top.listed > 0 and number == top.listed + 1
    is_sister = top.label is not None and number == (top.label.number or 0) + 1 and text[node.start - 2] not in ":;"
    if begins or (goes_on and not is_sister):
        top.listed = number
        return True
    return False


def _put(node: Node, stack: list[Node]) -> None:
    """Close what the new heading ends, and hang it under what is left open."""
    depth = _depth_for(node, stack)
    _close(stack, depth, node.start)
    stack[-1].children.append(node)
    stack.append(node)


def _depth_for(node: Node, stack: list[Node]) -> int:
    for depth in range(len(stack) - 1, 0, -1):
        if _same_mark(stack[depth], node):
            return depth
    for depth in range(len(stack) - 1, 0, -1):
        if _same_level(stack[depth], node):
            return depth
    if node.label is not None and node.label.number == 1 and node.rank > RANK["hanzi"]:
        return len(stack)
    for depth in range(1, len(stack)):
        if stack[depth].rank >= node.rank and not _restarts_below(stack[depth], node):
            return depth
    return len(stack)


def _same_mark(opened: Node, node: Node) -> bool:
    """Whether two labels are of one list beyond doubt: same script, same mark, same depth."""
    if opened.label is None or node.label is None or opened.rank != node.rank:
        return False
    return opened.label.scheme == node.label.scheme and opened.label.mark == node.label.mark


def _same_level(opened: Node, node: Node) -> bool:
    if opened.label is None or node.label is None:
        return opened.label is node.label and opened.rank == node.rank
    if opened.label.scheme != node.label.scheme or opened.rank != node.rank:
        return False
    if opened.label.mark == node.label.mark:
        return True
    return not _restarts_below(opened, node)


def _restarts_below(opened: Node, node: Node) -> bool:
    """Whether 1、 below 3. begins a list of its own: same script, another mark, counting from one."""
    if opened.label is None or node.label is None or opened.label.scheme != node.label.scheme:
        return False
    return opened.label.mark != node.label.mark and node.label.number == 1 and opened.rank == node.rank


def _close(stack: list[Node], depth: int, end: int) -> None:
    while len(stack) > max(depth, 1):
        stack.pop().end = end
    if depth == 0:
        stack[0].end = end


def _add_fields(text: str, start: int, line_end: int, head: FieldHead, node: Node) -> None:
    heads = [(start, head), *((at, inner) for at, inner in inner_fields(text, head.end, line_end))]
    node.fields.extend(Field(each, at, (each.end, line_end)) for at, each in heads)


def _end_fields(text: str, node: Node) -> None:
    """A field runs to the next one, or to the heading that follows it."""
    for nested in node.children:
        _end_fields(text, nested)
    if not node.fields:
        return
    starts = sorted([f.start for f in node.fields] + [child.start for child in node.children] + [node.end])
    node.fields = [_ended(text, f, next(start for start in starts if start > f.start)) for f in node.fields]


def _ended(text: str, field: Field, following: int) -> Field:
    """A line that names who or by when is one line; any other runs to what follows it."""
    last = min(following, field.value[1]) if field.head.purpose in _ONE_LINE else following
    return Field(field.head, field.start, _stripped(text, field.head.end, last))


def _stripped(text: str, first: int, last: int) -> Span:
    while last > first and text[last - 1] in " \n\t":
        last -= 1
    return first, last
