"""Which headings are problems, which own problems, and which are only chapters of the report."""

from __future__ import annotations

from collections.abc import Sequence

from zhenggai.domain.report import Span
from zhenggai.reading.structure.labels import RANK
from zhenggai.reading.structure.marks import Marks
from zhenggai.reading.structure.measures import first_chain
from zhenggai.reading.structure.titles import (
    ASPECT,
    CLUES,
    COMING,
    CONTACT,
    COUNTED,
    ORGANISING,
    RESULTS,
    STRONG,
    ends_deficient,
    is_acting,
    is_deficient,
)
from zhenggai.reading.structure.tree import Node

_THRESHOLD = 0.5
_UNSURE = 0.06
_LONG_LINE = 90
_SHORT_LINE = 60
_NOUN = 24
_SHORT_NOUN = 16
_PROBLEM_FIELDS = frozenset({"problem", "task", "measures", "progress", "responsible", "deadline", "state"})
_TOP_RANKS = 2.5


class Judge:
    """Verdicts over the headings of one text."""

    def __init__(self, text: str, marks: Marks) -> None:
        self._text = text
        self._marks = marks
        # Asked again and again while the tree is walked; a node's answer never changes.
        self._chapters: dict[int, bool] = {}
        self._scores: dict[int, float] = {}
        # Groups that could be read either way: span of the first title, and whether they were taken for problems.
        self.unsure: dict[int, tuple[Span, bool]] = {}

    def title(self, node: Node) -> str:
        """The words of a heading."""
        return self._text[node.title[0] : node.title[1]]

    def is_chapter(self, node: Node) -> bool:
        """Whether a heading speaks of organisation, the next steps, clues or contacts, so that nothing in it is a problem."""
        known = self._chapters.get(node.start)
        if known is None:
            known = self._chapters[node.start] = self._reads_as_chapter(node)
        return known

    def _reads_as_chapter(self, node: Node) -> bool:
        title = self.title(node)
        if not title or node.fields or STRONG.search(title) or ASPECT.search(title) or ends_deficient(title):
            return False
        if node.rank <= 1 and not RESULTS.search(title) and (ORGANISING.search(title) or COMING.search(title)):
            return True
        if (
            node.rank <= 1
            and (ORGANISING.search(title) or COMING.search(title))
            and not self._owns_problems_by_name(node)
        ):
            return True
        return bool(
            CLUES.search(title)
            or (CONTACT.search(title) and len(title) < 30)
            or (node.rank <= _TOP_RANKS and COMING.match(title))
        )

    def owns_problems(self, node: Node) -> bool:
        """Whether a heading's own children are problems."""
        real = [child for child in node.children if not self.is_chapter(child)]
        if not real or not self.are_problems(real, named=self._names_problems(node) or self._is_bare_noun(node)):
            return False
        if node.rank <= _TOP_RANKS or ASPECT.search(self.title(node)):
            return True
        return not self._is_problem_like(node)

    def are_problems(self, group: Sequence[Node], *, named: bool) -> bool:
        """Whether headings of one level are problems; `named` where the heading above says that problems follow."""
        if not group:
            return False
        mean = sum(self._score(node) for node in group) / len(group) + (0.3 if named else 0.0)
        if abs(mean - _THRESHOLD) < _UNSURE:
            self.unsure[group[0].start] = (group[0].title, mean >= _THRESHOLD)
        return mean >= _THRESHOLD

    def is_strong(self, node: Node) -> bool:
        """Whether a heading's words end in 问题 and name no whole aspect."""
        title = self.title(node)
        return bool(STRONG.search(title)) and not ASPECT.search(title)

    def _is_bare_noun(self, node: Node) -> bool:
        """Whether a short heading names no shortcoming and has no text of its own, so that what stands below must tell."""
        if len(self.title(node)) > _SHORT_NOUN or node.rank > _TOP_RANKS or self._is_problem_like(node):
            return False
        return not self._text[node.body : node.head_end].strip()

    def _names_problems(self, node: Node) -> bool:
        """Whether a heading announces problems below it, without being one."""
        title = self.title(node)
        return bool(RESULTS.search(title) or ASPECT.search(title)) and not self.is_strong(node)

    def _owns_problems_by_name(self, node: Node) -> bool:
        named = [child for child in node.children if self.is_strong(child) or ASPECT.search(self.title(child))]
        return len(named) * 2 > len(node.children)

    def _is_problem_like(self, node: Node) -> bool:
        return self._score(node) >= _THRESHOLD

    def _score(self, node: Node) -> float:
        known = self._scores.get(node.start)
        if known is None:
            known = self._scores[node.start] = self._judged(node)
        return known

    def _judged(self, node: Node) -> float:
        title = self.title(node)
        if self._is_marked(node):
            return 1.0
        if node.rank >= RANK["ordinal"] or self._runs_on(node):
            return 0.0
        if STRONG.search(title):
            return 1.0 if not ASPECT.search(title) else 0.7
        acting, counted, alone = is_acting(title), COUNTED.search(title) is not None, self._stands_alone(node)
        if (
            is_deficient(title)
            and len(title) <= _LONG_LINE
            and (not (acting or counted) or ends_deficient(title) or (counted and alone))
        ):
            return 0.8
        if ASPECT.search(title):
            return 0.6 if self._has_chain(node) else 0.4
        if title.startswith("关于") and len(title) <= _LONG_LINE:
            return 0.7
        if acting or counted:
            return 0.3 if alone else 0.1
        if len(title) <= _SHORT_LINE and (alone or self._has_chain(node)):
            return 0.6
        return 0.3 if len(title) <= _NOUN else 0.15

    def _runs_on(self, node: Node) -> bool:
        """Whether the line goes on with the next number of its own kind: ①…;②… is a list and no heading."""
        label = node.label
        if label is None or label.number is None or label.scheme not in ("circled", "paren_decimal"):
            return False
        following = chr(ord(label.text[0]) + 1) if label.scheme == "circled" else f"({label.number + 1})"
        line_end = self._text.find("\n", node.start, node.end)
        return self._text.find(following, node.start, line_end if line_end >= 0 else node.end) >= 0

    def _has_chain(self, node: Node) -> bool:
        """Whether the heading's own text is cut into measures."""
        return bool(first_chain([(node.body, node.head_end)], self._marks))

    def _stands_alone(self, node: Node) -> bool:
        """Whether the title is a line of its own with text below it."""
        line_end = self._text.find("\n", node.start, node.end)
        return line_end >= 0 and node.body >= line_end and len(self._text[line_end : node.end].strip()) > 1

    def _is_marked(self, node: Node) -> bool:
        if node.label is not None and node.label.scheme == "item":
            return True
        return any(field.head.purpose in _PROBLEM_FIELDS for field in node.fields) or (
            node.rank == 3 and (node.label is None or node.label.scheme == "plain")
        )
