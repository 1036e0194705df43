"""Enumerations against their stated number: 综合、监督、问责3个工作组; 等10个:甲项目、乙项目."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenggai.domain.report import Quantity, Relation
from zhenggai.reading.relations.passages import Passage
from zhenggai.reading.relations.verdicts import plain

_COVERED = re.compile(r"《[^《》]{1,80}》|“[^“”]{1,60}”|\([^()]{0,60}\)|‘[^‘’]{1,40}’")
_FOUNDED = re.compile(r"(?:下设|设立|成立|组建|分设|内设)")
_COMPOSED = re.compile(r"由|组成|为组长|的$")
_GROUPS = re.compile(r"[^,。;、:()]{0,8}(?:组|专班|小组|办公室)")
_DAYS = re.compile(r"[月日](?:份)?[、和]|[月日](?:份)?$")
_HEADED = re.compile(
    r"[^,。;、:()\n]{0,10}?(?:组|专班|办公室|[镇乡村县区市局]|街道|社区|单位|部门|项目|企业|公司|领域|方面|环节|试点|制度|办法|行业|系统|文件|清单|平台|中心|学校|医院|行动|产业|专栏)"
)
_MOST_ITEMS = 30
_BEFORE = 160
_AFTER = 400
_MARKS = re.compile(r"[,。;:!?\n\t()]")
_LABEL = re.compile(r"^\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})、")
_MARKER = re.compile(r"(?:^|[,。;:])(?:[一二三四五六七八九十]{1,2}是|\(\d{1,2}\)|[①-⑳])")


def find_listings(passage: Passage) -> Iterator[Relation]:
    """Count relations of one sentence."""
    for index in range(passage.low, passage.high):
        figure = passage.quantities[index]
        if (
            figure.kind != "count"
            or figure.approximate
            or figure.bound
            or not 1 < figure.value <= _MOST_ITEMS
            or figure.value % 1
        ):
            continue
        found = _listed_after(passage, index, figure) or _listed_before(passage, index, figure)
        if found:
            items, holds = found
            yield Relation("count", index, (), holds, str(items), plain(figure.value))


def _listed_before(passage: Passage, index: int, figure: Quantity) -> tuple[int, bool] | None:
    """甲、乙、丙3个镇, 甲、乙、丙等3个镇: claimed where the number comes out; wrong only where groups are founded by name."""
    floor = max(
        passage.first, figure.span[0] - _BEFORE, passage.quantities[index - 1].span[1] if index > passage.low else 0
    )
    words = passage.text[floor : figure.span[0]]
    if "、" not in words and not words.endswith(("》", "”", "》等", "”等")):
        return None
    clause = _last_clause(_COVERED.sub("#", words))
    if index > passage.low and floor == passage.quantities[index - 1].span[1] and not _MARKS.search(words):
        clause = _after_joint(clause)
    partial = clause.endswith("等")
    items = _counts(clause.removesuffix("等"))
    expected = int(figure.value)
    if expected in items:
        return (
            None
            if _is_chance(clause, expected, passage.text[figure.span[1] : figure.span[1] + 14])
            else (expected, True)
        )
    founded = _FOUNDED.search(clause)
    unsure = partial or not founded or len(items) > 1 or items[0] < 2 or _COMPOSED.search(clause)
    if unsure or not _GROUPS.match(passage.text, figure.span[1]):
        return None
    return items[0], False


def _is_chance(clause: str, expected: int, following: str) -> bool:
    """Whether two words before a 2 need not be the two things counted: 讲座、论坛2场, 弄虚作假、虚报销号的2个单位."""
    if clause.endswith("的"):
        return True
    return expected == 2 and not (clause.count("#") > 1 or _DAYS.search(clause) or _HEADED.match(following))


def _after_joint(clause: str) -> str:
    """What follows 和 in 4个工作组和甲、乙2个专项组; nothing where the figure before belongs to the same list."""
    head, joint, rest = clause.partition("和")
    return rest if joint and "、" not in head else ""


def _last_clause(words: str) -> str:
    return _LABEL.sub("", _MARKS.split(words)[-1])


def _counts(clause: str) -> list[int]:
    """How many things a clause may enumerate: by 、 alone, or with a final 和; titles side by side count each."""
    covered = clause.count("#")
    items = clause.count("、") + 1
    if covered > 1 and items == 1 and "##" in clause:
        return [covered]
    last = clause.rpartition("、")[2]
    joined = [items + 1] if items > 1 and re.search(r"[^平共总饱附调缓]和|以及|及(?!时)|与", last) else []
    return [items, *joined] if items > 1 else [0]


def _listed_after(passage: Passage, index: int, figure: Quantity) -> tuple[int, bool] | None:
    """10个:甲项目、乙项目、…: wrong only where all items end alike, so that each 、 surely parts two of them."""
    end = figure.span[1]
    colon = passage.text.find(":", end, end + 16)
    if colon < 0 or any(mark in passage.text[end:colon] for mark in ",。;、()\n"):
        return None
    stop = min(passage.last, colon + _AFTER)
    words = _COVERED.sub("#", passage.text[colon + 1 : stop])
    if _closed_list(words) == figure.value:
        return int(figure.value), True
    items, clean = _items(words)
    if items < 2:
        return None
    if items == figure.value:
        return items, True
    whole = stop == passage.last
    return (items, False) if clean and whole else None


def _closed_list(words: str) -> int:
    """Items of 甲、乙、丙; where the next measure follows: the semicolon closes the list instead of parting it."""
    listing, mark, rest = words.partition(";")
    alone = mark and _MARKER.match(";" + rest) and not _MARKS.search(listing) and not _MARKER.match(listing)
    return listing.count("、") + 1 if alone else 0


def _items(words: str) -> tuple[int, bool]:
    """Number of items in a list, and whether they are so alike that the number is sure."""
    markers = len(_MARKER.findall(words))
    if markers > 1:
        return markers, False
    if ";" in words:
        parts = [part for part in re.split(r"[;。\n]", words) if part]
        return len(parts), False
    listing = re.split(r"[,。\n]", words)[0]
    parts = listing.split("、")
    if "##" in listing and len(parts) == 1:
        return listing.count("#"), listing.strip("#") == ""
    endings = {part[-2:] for part in parts}
    return len(parts), len(endings) == 1 and all(len(part) > 2 for part in parts) and "等" not in listing[
        -3:
    ] and not re.search(r"\d", listing[-8:])
