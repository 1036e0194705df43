"""What differs between two states of a paper: passages by their keys, figures by theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhenggai.domain.papers.passages import PASSAGE_KINDS, Passage
from zhenggai.domain.papers.words import FigureField
from zhenggai.oversight.paper_shapes import ChangedPassage, MovedFigure


def changed_passages(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[ChangedPassage, ...]:
    """The passages whose words differ, in the order of the newer state."""
    before, after = ({passage.key: passage for passage in passages} for passages in (old, new))
    found = []
    for key in dict.fromkeys([*after, *before]):
        one, other = before.get(key), after.get(key)
        texts = (one.text if one else "", other.text if other else "")
        kind = (other or one).kind if other or one else "body"  # type: ignore[union-attr]  # one of them is there
        if texts[0] != texts[1]:
            found.append(ChangedPassage(key, PASSAGE_KINDS[kind], *texts))
    return tuple(found)


def moved_figures(
    old: Iterable[FigureField], new: Iterable[FigureField], *, gone: bool = True
) -> tuple[MovedFigure, ...]:
    """The figures that are others now, each once; with `gone` also those that are no more."""
    now = {figure.key: figure for figure in new}
    seen: set[str] = set()
    found = []
    for figure in old:
        if figure.key in seen:
            continue
        seen.add(figure.key)
        later = now.get(figure.key)
        if later is None and not gone:
            continue
        if later is None or (later.value, later.unit, later.text) != (figure.value, figure.unit, figure.text):
            found.append(
                MovedFigure(figure.scope or figure.source, figure.text, later.text if later else "", figure.task)
            )
    return tuple(found)
