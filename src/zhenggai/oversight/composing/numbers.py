"""No figure is typed: what somebody writes into a passage must hold no quantity that was not there."""

from __future__ import annotations

from collections import Counter
from datetime import date

from zhenggai.domain.papers.words import CannotEdit, Words
from zhenggai.reading.normal import normal_characters
from zhenggai.reading.reported import read_text

# The day gives no year to anything here; only figures count.
_GAP = "、"
_DAY = date(2000, 1, 1)


def demand_no_new_figures(before: Words, after: Words) -> None:
    """Return when the free text of `after` has no figure that the free text of `before` has not.

    :raises CannotEdit: naming the first one that was typed.
    """
    typed = _typed(after)
    typed.subtract(_typed(before))
    new = next((text for text, count in typed.items() if count > 0), None)
    if new is not None:
        raise CannotEdit("“$figure”是手工写的数字。请先登记到台账，再重新生成；原有的数字请保留 ⟦ ⟧。", figure=new)


def _typed(words: Words) -> Counter[str]:
    text = normal_characters(_GAP.join(piece for piece in words if isinstance(piece, str)))
    return Counter(figure.text for figure in read_text(text, today=_DAY, feedback=None).figures)
