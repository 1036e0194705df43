"""What a careful reader asks about a paper: the rules for texts over its words, and what its own figures say of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from zhenggai.domain.papers.passages import Passage
from zhenggai.domain.report import Doubt
from zhenggai.oversight.paper_shapes import PaperDoubt
from zhenggai.reading import read
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.normal import normal_characters

# Papers that go through the problems one by one; of others nobody asks how they number and answer them.
TELLING = frozenset({"plan", "progress", "public"})
OF_PROBLEMS = ("numbering.", "declared.", "measure.", "problem.", "reading.")


def doubts_about(passages: Sequence[Passage], *, kind: str, as_of: date) -> dict[str, tuple[PaperDoubt, ...]]:
    """The doubts about a paper by the keys of its passages; those of the whole stand under an empty key."""
    found: dict[str, list[PaperDoubt]] = defaultdict(list)
    for key, doubt in (*_text_doubts(passages, kind=kind, as_of=as_of), *figure_doubts(passages, as_of=as_of)):
        if doubt not in found[key]:
            found[key].append(doubt)
    return {key: tuple(doubts) for key, doubts in found.items()}


def figure_doubts(passages: Iterable[Passage], *, as_of: date) -> Iterator[tuple[str, PaperDoubt]]:
    """One figure with two values, and a figure of a day after that of the paper."""
    texts: dict[str, str] = {}
    for passage in passages:
        for figure in passage.figures:
            first = texts.setdefault(figure.key, figure.text)
            if first != figure.text:
                message = f"同一个数字一处写{first}，一处写{figure.text}，请重新生成。"
                yield passage.key, PaperDoubt("paper.same", "error", message)
            if figure.as_of and figure.as_of > as_of:
                message = f"{figure.text}截至{figure.as_of.isoformat()}，晚于文稿的截至日。"
                yield passage.key, PaperDoubt("paper.later", "warning", message)


def _text_doubts(passages: Sequence[Passage], *, kind: str, as_of: date) -> Iterator[tuple[str, PaperDoubt]]:
    prose = [passage for passage in passages if passage.table is None]
    lines = [normal_characters(passage.text) for passage in prose]
    try:
        report = read("\n".join(lines).encode(), name="文稿.txt", today=as_of)
    except Unreadable:
        return
    starts = _starts(report.text, lines)
    asked = [doubt for doubt in report.doubts if kind in TELLING or not doubt.rule.startswith(OF_PROBLEMS)]
    for doubt in asked:
        yield _key_at(doubt, starts, prose), PaperDoubt(doubt.rule, doubt.severity, doubt.message)


def _starts(text: str, lines: Sequence[str]) -> list[int]:
    """Where each line begins in the text that was read; a line that was joined to another is where it was found."""
    found = []
    place = 0
    for line in lines:
        at = text.find(line, place)
        found.append(at)
        place = at + len(line) if at >= 0 else place
    return found


def _key_at(doubt: Doubt, starts: Sequence[int], passages: Sequence[Passage]) -> str:
    if doubt.span == (0, 0):
        return ""
    inside = [place for place, start in enumerate(starts) if 0 <= start <= doubt.span[0]]
    return passages[inside[-1]].key if inside else ""
