"""Totals that stand after their parts: 甲村3户、乙村5户,合计8户, and 两项合计11.4万元 for the last two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenggai.domain.numbering import hanzi_value
from zhenggai.reading.relations.passages import Passage, same_measure
from zhenggai.reading.relations.verdicts import Tie

_CHANGED = re.compile(
    r"新增|同比|环比|增长|增加|减少|下降|上年|去年|上一年|比|较|高于|低于|计划|预计|力争|目标|原|达到|其中"
)
_GRAND = re.compile(r"(?:累计|合计|总计|共计|两项合计|三项合计|总共|共)(?:为|达|有)?[^,。;、:]{0,8}$")
_FIRM_GRAND = re.compile(r"(?:累计|合计|总计)(?:为|达|有)?[^,。;、:]{0,6}$")
_TALLY = re.compile(
    r"(?P<count>[两二三四五六七八九十]|(?<!\d)\d{1,2})(?:项|笔|者|类|处|批|块|宗|家|镇|村|乡|县|区|地|户|部分|方面|个)"
    r"(?P<noun>[^,。;、:()\d\n]{0,6}?)(?P<word>合计|共计|总计|共)(?:为|达|有|约)?(?P<after>[^,。;、:()\d\n]{0,6})$"
)
_HEADING = re.compile(
    r"\n *(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,2}|问题)"
)
_TALLY_WORDS = 24
_TALLY_REACH = 200
_MOST_TALLIED = 12


def find_totals(passage: Passage) -> Iterator[Tie]:
    """All ties of one sentence whose total comes last."""
    yield from _summed_up(passage)
    for index in range(passage.low, passage.high):
        start = passage.quantities[index].span[0]
        floor = max(passage.first, start - _TALLY_WORDS)
        near = passage.text.find("共", floor, start) >= 0 or passage.text.find("计", floor, start) >= 0
        tally = _TALLY.search(passage.text, floor, start) if near else None
        if tally:
            yield from _tallied(passage, index, tally)


def _summed_up(passage: Passage) -> Iterator[Tie]:
    """甲村3户、乙村5户,合计8户: the total stands at the end."""
    for index in range(passage.low + 2, passage.high):
        gap = passage.gap(index)
        if not _GRAND.search(gap) or "其中" in gap or ";" in gap:
            continue
        parts = _run_before(passage, index)
        firm = bool(_FIRM_GRAND.search(gap)) and not any(_CHANGED.search(passage.lead(part)) for part in parts)
        for first in range(len(parts) - 1):
            if _comes_out(passage, index, parts[first:]) or (firm and first == 0):
                yield Tie(index, parts[first:], complete=True)
                break


def _comes_out(passage: Passage, total: int, parts: tuple[int, ...]) -> bool:
    return sum(passage.quantities[part].value for part in parts) == passage.quantities[total].value


def _run_before(passage: Passage, total: int) -> tuple[int, ...]:
    """Figures directly before `total`, all of its unit and outside brackets."""
    run: list[int] = []
    for index in range(total - 1, max(passage.low, total - 10) - 1, -1):
        between = passage.gap(index + 1)
        if (
            not same_measure(passage.quantities[index], passage.quantities[total])
            or any(mark in between for mark in "();。")
            or "其中" in between
        ):
            break
        run.append(index)
    return tuple(reversed(run))


def _tallied(passage: Passage, total: int, tally: re.Match[str]) -> Iterator[Tie]:
    """两项合计: the last two figures of the total's unit, also in the items before this one, where they come out."""
    count = int(tally["count"]) if tally["count"].isdecimal() else hanzi_value(tally["count"])
    if count is None or not 1 < count <= _MOST_TALLIED:
        return
    alike = tuple(_alike_before(passage, total, tally.start(), count + 1))
    parts = alike[-count:]
    if len(parts) < count or _HEADING.search(passage.text, passage.quantities[parts[0]].span[1], tally.start()):
        return
    if _comes_out(passage, total, parts):
        yield Tie(total, parts)
    elif not tally["noun"] and not tally["after"] and tally["word"] != "共" and _is_plain_list(passage, alike, parts):
        yield Tie(total, parts, complete=True)


def _alike_before(passage: Passage, total: int, end: int, most: int) -> tuple[int, ...]:
    """At most `most` figures of the total's unit within reach before `end`, in their order."""
    figures, found = passage.quantities, list[int]()
    for index in range(total - 1, max(0, total - 3 * _MOST_TALLIED) - 1, -1):
        if figures[index].span[0] < end - _TALLY_REACH or len(found) == most:
            break
        if figures[index].span[1] <= end and same_measure(figures[index], figures[total]):
            found.append(index)
    return tuple(reversed(found))


def _is_plain_list(passage: Passage, alike: tuple[int, ...], parts: tuple[int, ...]) -> bool:
    """Whether the sentence holds these parts and no other figure of the unit, side by side and without a comparison."""
    inside = tuple(index for index in alike if index >= passage.low)
    between = passage.text[passage.quantities[parts[0]].span[1] : passage.quantities[parts[-1]].span[0]]
    return (
        inside == parts
        and not re.search(r"[(;]|其中", between)
        and not any(_CHANGED.search(passage.lead(part)) for part in parts)
    )
