"""Words with figures among them: a figure is a field that nobody types, so that it can always be traced and computed anew."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.refusals import Refusal

LONGEST_PASSAGE = 20_000
_FIELD = re.compile(r"⟦(?P<place>\d{1,4})[:：](?P<text>[^⟦⟧]*)⟧")
_BRACKETS = frozenset("⟦⟧")


class CannotEdit(Refusal):
    """An edit that would change a figure by hand, or that cannot be kept."""


@dataclass(frozen=True, slots=True)
class FigureField:
    """A figure in a paper. `key` says for ever which one it is; `top` and `bottom` are those of a ratio, as printed.

    `value` is exact decimal text in the unit's own terms; `figure` and `task` are where it can be looked up.
    """

    key: str
    text: str
    value: str
    unit: str
    source: str
    scope: str = ""
    as_of: date | None = None
    top: str = ""
    bottom: str = ""
    figure: int | None = None
    task: int | None = None


Piece = str | FigureField
Words = tuple[Piece, ...]


def joined(*parts: Piece | Words) -> Words:
    """All of it in order, with neighbouring texts as one and nothing empty."""
    found: list[Piece] = []
    for piece in (one for part in parts for one in ((part,) if isinstance(part, str | FigureField) else part)):
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def plain(words: Words) -> str:
    """The words as they are printed."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in words)


def fields_of(words: Words) -> tuple[FigureField, ...]:
    """The figures among the words, in order."""
    return tuple(piece for piece in words if isinstance(piece, FigureField))


def ended(words: Words, mark: str = "。") -> Words:
    """The words with this mark at their end, unless another one stands there."""
    text = plain(words).rstrip()
    if not text or text[-1] in "。！？；：…":
        return words
    last = words[-1]
    if text[-1] in "，、,;" and isinstance(last, str):
        return joined(words[:-1], last.rstrip()[:-1], mark)
    return joined(words, mark)


def listed(parts: Iterable[Words], between: str = "；") -> Words:
    """Several words as a list, without their own full stops."""
    found: Words = ()
    for part in parts:
        bare = unended(part)
        if bare:
            found = joined(found, between if found else "", bare)
    return found


def unended(words: Words) -> Words:
    """The words without a full stop at their end."""
    if words and isinstance(words[-1], str):
        return joined(words[:-1], words[-1].rstrip().rstrip("。；;"))
    return words


def editable(words: Words) -> str:
    """The words as somebody edits them: each figure as a locked field with its place."""
    place = 0
    found = []
    for piece in words:
        if isinstance(piece, str):
            found.append(piece)
        else:
            place += 1
            found.append(f"⟦{place}:{piece.text}⟧")
    return "".join(found)


def edited(text: str, before: Words) -> Words:
    """The words that somebody made of `before`; figures may move and go, but not change.

    :raises CannotEdit: where a field is none of the passage's, or was changed.
    """
    _demand_keepable(text)
    fields = fields_of(before)
    found: list[Piece] = []
    done = 0
    for match in _FIELD.finditer(text):
        found.extend((_bare(text[done : match.start()]), _field(match, fields)))
        done = match.end()
    found.append(_bare(text[done:]))
    words = joined(*found)
    if not plain(words).strip():
        raise CannotEdit("这一段不能是空的。")
    return words


def _field(match: re.Match[str], fields: tuple[FigureField, ...]) -> FigureField:
    place = int(match["place"])
    if not 1 <= place <= len(fields):
        raise CannotEdit("这一段里没有第 $place 个数字，请从原来的文字里取。", place=place)
    field = fields[place - 1]
    if match["text"] != field.text:
        raise CannotEdit(
            "数字“$old”不能手工改成“$new”：请到台账里更正，再重新生成。", old=field.text, new=match["text"]
        )
    return field


def _bare(text: str) -> str:
    if _BRACKETS & set(text):
        raise CannotEdit("有一处 ⟦ ⟧ 不完整，请照原样保留。")
    return text


def _demand_keepable(text: str) -> None:
    if len(text) > LONGEST_PASSAGE:
        raise CannotEdit("文字太长，最多 $longest 个字。", longest=LONGEST_PASSAGE)
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
        raise CannotEdit("文字里有无法保存的字符。")
    if "\n" in text.strip():
        raise CannotEdit("一段只写一段话，请不要换行；要分段的，写到下一段。")
