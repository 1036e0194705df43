"""The outline of a report: sections that own problems, and the chapters that own none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenggai.domain.report import Chapter, Doubt, Problem, Section, Span
from zhenggai.reading.structure.judge import Judge
from zhenggai.reading.structure.labels import RANK
from zhenggai.reading.structure.marks import Marks
from zhenggai.reading.structure.measures import trim
from zhenggai.reading.structure.problems import ProblemBuilder
from zhenggai.reading.structure.titles import ASPECT, RESULTS, title_span
from zhenggai.reading.structure.tree import Node

_IN_SENTENCE = re.compile(r"(?:(?<=[。\n])|^)(?:针对|对于|关于)[^\n。;]{2,90}?问题(?=[,,。:])")


_TAKEN = {True: "按问题读入，也可能只是措施", False: "没有按问题读入"}


@dataclass(frozen=True, slots=True)
class Outline:
    """Sections and chapters in text order."""

    sections: tuple[Section, ...]
    chapters: tuple[Chapter, ...]


class Outliner:
    """Walks the tree of headings of one text and gives each its place."""

    def __init__(self, text: str, marks: Marks) -> None:
        self._text = text
        self._judge = Judge(text, marks)
        self._builder = ProblemBuilder(text, marks, self._judge)
        self.headings: list[Span] = []
        self._sections: list[Section] = []
        self._chapters: list[Chapter] = []

    def outline(self, root: Node) -> Outline:
        """The outline below a root; afterwards `headings` and `deadlines` are known too."""
        tops = root.children
        real = [node for node in tops if not self._judge.is_chapter(node)]
        owners = [node for node in real if self._owns(node)]
        if real and not owners and self._judge.are_problems(real, named=False):
            self._add_section(None, (), tops)
        elif not tops:
            self._add_inline(root, ())
        else:
            for node in tops:
                self._place(node, (), beside_owners=bool(owners) or len(tops) > len(real))
        self.headings = sorted([*self.headings, *self._builder.headings])
        return Outline(tuple(self._sections), tuple(sorted(self._chapters, key=lambda chapter: chapter.span)))

    @property
    def deadlines(self) -> list[Span]:
        """Values of the 完成时限: lines of all problems."""
        return self._builder.deadlines

    @property
    def doubts(self) -> list[Doubt]:
        """Where headings could be read either way."""
        return [
            Doubt("reading.unsure", "warning", f"“{self._text[a:b]}”一组条目{_TAKEN[is_problem]}，请核对", (a, b))
            for (a, b), is_problem in self._judge.unsure.values()
        ]

    def _owns(self, node: Node) -> bool:
        """Whether problems stand anywhere under a heading."""
        if self._judge.is_chapter(node):
            return False
        return (
            self._judge.owns_problems(node)
            or any(self._owns(child) for child in node.children)
            or bool(self._inline(node))
        )

    def _place(self, node: Node, path: tuple[str, ...], *, beside_owners: bool) -> None:
        below = (*path, node.label.text) if node.label else path
        if self._judge.is_chapter(node):
            self._add_chapter(node)
        elif any(self._owns(child) and not self._is_parent_problem(child) for child in node.children):
            self._name_chapter(node)
            self._place_inner(node, below)
        elif self._judge.owns_problems(node):
            self._add_section(node, below, node.children)
        elif inline := self._inline(node):
            self._add_section(node, below, inline)
        elif self._judge.is_strong(node) or not beside_owners:
            self._add_section(None, path, [node])
        else:
            self._add_chapter(node)

    def _is_parent_problem(self, node: Node) -> bool:
        """A numbered problem with sub-problems is a problem, not a section."""
        inner = any(self._owns(child) for child in node.children)
        return not (inner or self._judge.owns_problems(node) or self._inline(node))

    def _place_inner(self, node: Node, path: tuple[str, ...]) -> None:
        """Below a heading whose children own problems, a problem of its own level stands in that heading's section."""
        loose: list[Node] = []
        for child in node.children:
            if not self._owns(child) and not self._judge.is_chapter(child) and self._judge.is_strong(child):
                loose.append(child)
                continue
            self._flush(node, path, loose)
            self._place(child, path, beside_owners=True)
        self._flush(node, path, loose)

    def _flush(self, node: Node, path: tuple[str, ...], loose: list[Node]) -> None:
        if loose:
            self._add_section(node, path, loose)
            loose.clear()

    def _add_section(self, node: Node | None, path: tuple[str, ...], nodes: list[Node]) -> None:
        problems: list[Problem] = []
        for child in nodes:
            if self._judge.is_chapter(child):
                self._add_chapter(child)
            else:
                problems.append(self._builder.build(child))
        if not problems:
            return
        start = node.start if node else problems[0].span[0]
        if node:
            self.headings.append((node.start, node.title[1]))
        self._sections.append(
            Section(
                label=node.label.text if node and node.label else None,
                title=self._judge.title(node) if node else None,
                path=path,
                span=(start, problems[-1].span[1]),
                problems=tuple(problems),
            )
        )

    def _add_chapter(self, node: Node) -> None:
        """A heading without problems, and the headings below it."""
        self._name_chapter(node)
        for child in node.children:
            if child.label is not None and child.rank <= RANK["paren_hanzi"]:
                self._add_chapter(child)

    def _name_chapter(self, node: Node) -> None:
        title = self._judge.title(node)
        span = trim(self._text, (node.start, node.end))
        self.headings.append((node.start, node.title[1]))
        self._chapters.append(Chapter(node.label.text if node.label else None, title, span))

    def _add_inline(self, node: Node, path: tuple[str, ...]) -> None:
        if inline := self._inline(node):
            self._add_section(None, path, inline)

    def _inline(self, node: Node) -> list[Node]:
        """Problems named inside running text: 针对“…”的问题,……"""
        title = self._judge.title(node)
        if (
            node.children
            or node.fields
            or (node.label is not None and not (RESULTS.search(title) or ASPECT.search(title)))
        ):
            return []
        starts = [m.start() for m in _IN_SENTENCE.finditer(self._text, node.body, node.end)]
        if not starts or (len(starts) < 2 and self._text[node.body : starts[0]].strip()):
            return []
        ends = [*starts[1:], node.end]
        return [self._inline_node(first, last) for first, last in zip(starts, ends, strict=True)]

    def _inline_node(self, first: int, last: int) -> Node:
        named = _IN_SENTENCE.match(self._text, first, last)
        stop = named.end() if named else last
        title: Span = (first + 2, stop)
        body = title_span(self._text, stop, last).span[0]
        return Node(None, first, title, body, last, 3)
