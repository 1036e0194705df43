"""How the genre puts things: one after the other as 一是…二是…, a day for 目前, and a full stop at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from zhenggai.domain.numbering import hanzi_label
from zhenggai.domain.papers.facts import spoken
from zhenggai.domain.papers.words import Words, ended, joined, plain

MOST_NUMERALS = 99
# Half-width marks stand in a paper only between digits and letters.
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF = re.compile(r"(?<![0-9A-Za-z])[,;:?!()]|[,;:?!()](?![0-9A-Za-z])")
# Words that mean the day on which they were said; in a name or a quotation they are left alone.
_NOW = re.compile(r"(?:截至|截止|到)?(?:目前为止|目前|当前|现在)(?P<comma>[，,]?)")
_INNER = str.maketrans({"“": "‘", "”": "’"})
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")


def full_width(text: str) -> str:
    """The text with the punctuation of official prose, character by character."""
    return _HALF.sub(lambda match: _FULL[match[0]], text)


def dated_now(words: Words, day: date) -> Words:
    """The words with 目前 and its like written out as the day on which they were said."""
    return joined(*(_dated(piece, day) if isinstance(piece, str) else piece for piece in words))


def chained(parts: Sequence[Words]) -> Words:
    """Several steps as one paragraph: 一是…二是…; a single one stands without a mark."""
    if len(parts) == 1:
        return ended(parts[0])
    return joined(*(piece for place, part in enumerate(parts, start=1) for piece in (ordinal(place), *ended(part))))


def ordinal(place: int) -> str:
    """The mark of a step: 一是, 二是."""
    return f"{hanzi_label(place)}是" if place <= MOST_NUMERALS else f"（{place}）"


def numeral(place: int) -> str:
    """The numeral of a heading."""
    return hanzi_label(place) if place <= MOST_NUMERALS else str(place)


def about(title: str) -> str:
    """A problem as the heading of what was done about it: 关于…的问题."""
    bare = title.strip().rstrip("。：:")
    quoted = bare.startswith(("“", "《"))
    start = bare if bare.startswith(("关于", "针对")) else f"关于{bare}"
    return start if start.endswith("问题") or (quoted and "问题" in bare[-3:]) else f"{start}的问题"


def in_order(sentences: Sequence[Words]) -> Words:
    """Sentences one after the other, each said once."""
    found: Words = ()
    said: set[str] = set()
    for sentence in sentences:
        text = plain(sentence).strip()
        if text and text not in said:
            said.add(text)
            found = joined(found, ended(sentence))
    return found


def in_lines(parts: Sequence[Words]) -> Words:
    """Parts of a cell, each on a line of its own."""
    return joined(*(piece for place, part in enumerate(parts) for piece in ("\n" if place else "", *part)))


def quoted(words: Words) -> Words:
    """The words as a quotation, with those that they quote in single marks."""
    inner = (piece.translate(_INNER) if isinstance(piece, str) else piece for piece in words)
    return joined("“", *inner, "”")


def _dated(text: str, day: date) -> str:
    spared = [match.span() for match in _QUOTED.finditer(text)]

    def written(match: re.Match[str]) -> str:
        inside = any(first <= match.start() < last for first, last in spared)
        return match[0] if inside else f"截至{spoken(day)}，"

    return _NOW.sub(written, text)
