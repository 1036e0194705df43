"""The numbers and marks that stand at the front of a line: 一、 (一) 1. (1) ① 1.1 问题1: 第一, ——."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.numbering import label_value

Scheme = Literal[
    "part", "hanzi", "paren_hanzi", "item", "plain", "decimal", "multi", "paren_decimal", "circled", "ordinal", "dash"
]

# How deep a scheme usually stands; a scheme not yet open closes everything that usually stands deeper.
RANK: dict[Scheme, int] = {
    "part": 0,
    "hanzi": 1,
    "paren_hanzi": 2,
    "item": 3,
    "plain": 3,
    "decimal": 4,
    "multi": 5,
    "paren_decimal": 6,
    "circled": 7,
    "ordinal": 8,
    "dash": 9,
}

_HANZI = "[一二三四五六七八九十百]{1,4}"
_UNITS = "公里|千米|平方|公顷|万|亿|亩|吨|元|千克|公斤|米|倍|%|个百分点|百分点|度|小时|天|年|月|个|家|户|人|次|项|件|处|GB|MB|kW"
_LABEL = re.compile(
    rf"""
    (?P<part>第{_HANZI}(?:部分|章|节)[、:.\s]?)
  | (?P<hanzi>{_HANZI}\s?(?:、|\.(?!\d))(?!{_HANZI}(?:季度|年度)))
  | (?P<paren_hanzi>\(\s?{_HANZI}\s?\)[、.]?)
  | (?P<item>(?:第\s?(?:{_HANZI}|\d{{1,3}})\s?(?:个)?(?:问题|题|项问题)|\(问题\s?(?:{_HANZI}|\d{{1,3}})\))\s?(?:[:、.]|(?=\n|$)|\s|(?<=\)))|【?(?:巡视|巡察|督察|审计)?(?:反馈|发现|存在|移交|整改|具体)?(?:的)?(?:意见)?(?:问题|任务|事项|清单)(?:清单)?\s?(?:\(\s?(?:{_HANZI}|\d{{1,3}})\s?\)|(?:{_HANZI}|\d{{1,3}}(?![\d.]*[%个项件万])))\s?(?:】[::]?|[:、.]|(?=\n|$)|\s))
  | (?P<multi>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?:[.、]\s?|\s+|(?!\s|\d|{_UNITS})))
  | (?P<decimal>\d{{1,3}}\s?(?:\.(?!\d)|、(?!\d{{1,3}}(?:[、.月日号项至到-]|$))))
  | (?P<paren_decimal>\(\s?\d{{1,2}}\s?\)[、.]?|\d{{1,2}}\)、?)
  | (?P<circled>[①-⑳][、.]?)
  | (?P<ordinal>第{_HANZI}[,、:]|(?:首先|其次|再次|再者|最后)[,:])
  | (?P<dash>——?|--?(?!\d)|[•●■◆▪·])
    """,
    re.VERBOSE,
)
_NUMERAL = re.compile(r"\d+|[①-⑳]|[一二三四五六七八九十百]+")
_ORDINAL_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
LABEL_HEADS = frozenset(
    "第一二三四五六七八九十百(【问反存任发移整具巡督审清事意0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳首其再最—-•●■◆▪·"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at an offset; `text` as printed, `number` its last numeral's value."""

    scheme: Scheme
    text: str
    number: int | None
    mark: str
    end: int


def match_label(text: str, offset: int) -> Label | None:
    """The label that begins exactly at `offset`, if one does."""
    if text[offset : offset + 1] not in LABEL_HEADS:
        return None
    match = _LABEL.match(text, offset)
    if match is None:
        return None
    scheme: Scheme = match.lastgroup  # type: ignore[assignment]
    printed = match.group().rstrip()
    return Label(scheme, printed, _number(scheme, printed), printed[-1], match.end())


def _number(scheme: Scheme, printed: str) -> int | None:
    if scheme == "ordinal" and printed[:2] in _ORDINAL_WORDS:
        return _ORDINAL_WORDS[printed[:2]]
    numerals = _NUMERAL.findall(printed)
    return label_value(numerals[-1]) if numerals else None
