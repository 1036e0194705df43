"""Wording that ties a whole to its parts: 其中, …中, 包括, brackets, lists after a colon; states and totals beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from zhenggai.domain.report import Quantity
from zhenggai.reading.relations.passages import Passage, same_measure
from zhenggai.reading.relations.states import exclusive, find_carried, find_states
from zhenggai.reading.relations.totals import find_totals
from zhenggai.reading.relations.verdicts import Tie

_REST = re.compile(r"其余|其他|其它|剩余|余下|剩下|另外|另有|另\d?$")
_OTHER_MATTER = re.compile(
    r"带动|新增|此外|同时|同比|环比|增长|增加|减少|下降|累计|上年|去年|上一年|比上|较上|高于|低于|建立|制定|出台|修订|完善|制发|印发|开展|召开|举办|培训"
    r"|问责|立案|追责|处理|处分|约谈|投入|投资|计划|预计|力争|目标|原有|达到|扩大|覆盖|涉及|每"
)
_CHANGED = re.compile(
    r"新增|同比|环比|增长|增加|减少|下降|上年|去年|上一年|比|较|高于|低于|计划|预计|力争|目标|原(?!渠道|因|则|籍)|达到|其中"
)
_PUNISHED = re.compile(r"处分|处理|诫勉|谈话|警告|撤职|问责|通报|检查")
_NOT_ALL = re.compile(r"其中|包括|包含|含|等|比|较|同比|上年|去年|计划|目标|原|至|约谈|不含|另")
_WITHIN = re.compile(
    r"^[^,。;、:()\n]{0,14}?(?<![集其当空期途程作查工设年月日在高初])中(?:,|共?有|已|尚|仍|正|未|完成|(?=\d))"
)
_TOGETHER = re.compile(r"(?<![公中])共(?![建同享识商治产])(?:有|计)?[^,。;、:]{0,8}$")
_DIVIDED = re.compile(r"[^,。;、:()]{0,8},(?!其中|占)")
_COMPRISES = re.compile(r"包[括含]|含")


def find_ties(passage: Passage, before: Passage | None) -> Iterator[Tie]:
    """All ties of one sentence; `before` is the sentence that ends where it begins, if it holds figures."""
    sentence = (
        passage.text[passage.first : passage.last]
        if passage.last - passage.first < 4000
        else passage.text[passage.first : passage.first + 4000]
    )
    for word, rule in _RULES:
        if word in sentence:
            yield from rule(passage, before)
    if "共" in sentence or "计" in sentence:
        yield from find_totals(passage)
    if passage.high - passage.low > 1:
        yield from find_states(passage)
        if before:
            yield from find_carried(passage, before)


def _including(passage: Passage, before: Passage | None) -> Iterator[Tie]:
    """共…,其中…,…: the whole stands before 其中, also in the sentence before."""
    for index in range(passage.low, passage.high):
        gap = passage.gap(index)
        place = gap.rfind("其中")
        if place < 0:
            continue
        start = passage.quantities[index].span[0] - len(gap) + place
        yield from _parts_after(
            passage, before if start - passage.first < 2 else None, index, listed=gap[place + 2 : place + 3] == ":"
        )


def _parts_after(passage: Passage, before: Passage | None, index: int, *, listed: bool) -> Iterator[Tie]:
    """One tie for each unit that figures from `index` on share with a figure before 其中."""
    seen: set[str] = set()
    for first in range(index, min(index + 8, passage.high)):
        figure = passage.quantities[first]
        if first > index and _stops(passage, first, listed=listed):
            return
        if figure.unit in seen or figure.kind in ("ratio", "points"):
            continue
        seen.add(figure.unit)
        whole, alone = _whole_before(passage, before, index, figure)
        if whole is None:
            continue
        parts = _punished_parts(passage, whole, first) or tuple(_parts_from(passage, first, listed=listed))
        complete = first == index and any(_REST.search(passage.lead(part)) for part in parts[1:])
        yield Tie(
            whole,
            parts,
            complete=complete,
            each=True,
            firm=alone and first == index,
            disjoint=exclusive(passage, parts),
        )


def _punished_parts(passage: Passage, whole: int, first: int) -> tuple[int, ...]:
    """问责18人,其中党纪处分5人,组织处理13人: ways of punishing are parts where they add up to all who were punished."""
    if not _PUNISHED.search(passage.lead(first)):
        return ()
    figures, parts = passage.quantities, tuple(_parts_from(passage, first, listed=False, deeds=True))
    return parts if len(parts) > 1 and sum(figures[part].value for part in parts) == figures[whole].value else ()


def _stops(passage: Passage, index: int, *, listed: bool) -> bool:
    gap = passage.gap(index)
    return (";" in gap and not listed) or "。" in gap or "其中" in gap


def _whole_before(passage: Passage, before: Passage | None, index: int, figure: Quantity) -> tuple[int | None, bool]:
    """The nearest figure before `index` that can hold `figure`, and whether it is the only one of its unit."""
    source = before or passage
    high = source.high if before else index
    found = [
        place
        for place in range(high - 1, max(source.low, high - 8) - 1, -1)
        if same_measure(source.quantities[place], figure)
    ]
    if not before:
        found = [place for place in found if ";" not in passage.text[source.quantities[place].span[1] : figure.span[0]]]
    for place in found:
        if source.quantities[place].value >= figure.value:
            return place, len(found) == 1
    return (found[0], True) if len(found) == 1 else (None, False)


def _parts_from(passage: Passage, first: int, *, listed: bool, deeds: bool = False) -> Iterator[int]:
    """The figure `first` and those after it that go on counting the same; figures in brackets explain and are skipped.

    `deeds`: what was done to people splits the whole (党纪处分5人,组织处理13人) and is no other matter.
    """
    figure, depth = passage.quantities[first], 0
    yield first
    for index in range(first + 1, min(first + 12, passage.high)):
        gap = passage.gap(index)
        depth += gap.count("(") - gap.count(")")
        if depth < 0 or _stops(passage, index, listed=listed):
            return
        if depth > 0 or not same_measure(passage.quantities[index], figure):
            continue
        if (_CHANGED if gap.startswith("、") or deeds else _OTHER_MATTER).search(passage.lead(index)):
            return
        yield index


def _amid(passage: Passage, _: Passage | None) -> Iterator[Tie]:
    """9638户企业中,8641户…,唤醒997户: parts follow 中."""
    for index in range(passage.low, passage.high - 1):
        if not _WITHIN.match(
            passage.text[passage.quantities[index].span[1] : passage.quantities[index + 1].span[0] + 1]
        ):
            continue
        parts = tuple(_planned_parts(passage, index))
        if parts:
            yield Tie(index, parts, each=True)


def _planned_parts(passage: Passage, whole: int) -> Iterator[int]:
    depth = 0
    for index in range(whole + 1, min(whole + 12, passage.high)):
        gap = passage.gap(index)
        depth += gap.count("(") - gap.count(")")
        if ";" in gap or depth < 0:
            return
        if depth == 0 and same_measure(passage.quantities[index], passage.quantities[whole]):
            yield index


def _bracketed(passage: Passage, _: Passage | None) -> Iterator[Tie]:
    """8641户已退出(吊销3017户,注销5624户): a bracket that splits the figure before it."""
    for index in range(passage.low, passage.high - 2):
        gap = passage.gap(index + 1)
        head, opened = gap.partition("(")[:2]
        if not opened or any(mark in head for mark in ",。;:、)"):
            continue
        close = passage.text.find(")", passage.quantities[index + 1].span[1], passage.quantities[index].span[1] + 200)
        parts = _clean_list(passage, index, passage.quantities[index].span[1] + len(head) + 1, close)
        if parts:
            yield Tie(index, parts, complete=not _may_overlap(passage, parts))


def _listed(passage: Passage, _: Passage | None) -> Iterator[Tie]:
    """共30个:教育类12个、卫生类10个、其他8个: the list after a colon splits the figure before it."""
    for index in range(passage.low, passage.high - 2):
        end = passage.quantities[index].span[1]
        colon = passage.text.find(":", end, end + 12)
        if (
            colon < 0
            or colon > passage.quantities[index + 1].span[0]
            or any(mark in passage.text[end:colon] for mark in ",。;、(")
        ):
            continue
        end = _list_end(passage, colon + 1)
        parts = _clean_list(passage, index, colon + 1, end)
        if parts:
            yield Tie(index, parts, complete=not _may_overlap(passage, parts))
            continue
        closed = passage.text.find(";", colon, end)
        parts = _clean_list(passage, index, colon + 1, closed)
        if parts:
            yield Tie(index, parts)


def _list_end(passage: Passage, start: int) -> int:
    end = min(passage.last, start + 300)
    return end - 1 if end == passage.last and passage.text[end - 1 : end] in "。!?\n" else end


def _clean_list(passage: Passage, whole: int, start: int, end: int) -> tuple[int, ...]:
    """Figures of a list whose every item holds exactly one figure of the whole's unit; none where it is not so clean."""
    words = passage.text[start:end] if end > start else ""
    if not words or _NOT_ALL.search(words):
        return ()
    inside = [index for index in range(whole + 1, passage.high) if passage.quantities[index].span[1] <= end]
    items = len(re.split(r"[,;、]", words))
    alike = all(same_measure(passage.quantities[index], passage.quantities[whole]) for index in inside)
    return tuple(inside) if alike and len(inside) == items > 1 else ()


def _may_overlap(passage: Passage, parts: tuple[int, ...]) -> bool:
    """One person may be punished in two ways, so that such parts can exceed their whole."""
    return any(_PUNISHED.search(passage.lead(part)) for part in parts)


def _comprising(passage: Passage, _: Passage | None) -> Iterator[Tie]:
    """债务2.1亿元,包括本金1.3亿元、利息0.8亿元: a sum only where it comes out, for 包括 need not name all."""
    for index in range(passage.low + 1, passage.high - 1):
        if _COMPRISES.search(passage.gap(index)) and same_measure(
            passage.quantities[index - 1], passage.quantities[index]
        ):
            yield Tie(index - 1, tuple(_parts_from(passage, index, listed=False)))


def _respectively(passage: Passage, _: Passage | None) -> Iterator[Tie]:
    """共30个,分别为10个、12个、8个."""
    for index in range(passage.low + 1, passage.high - 1):
        if not re.search(r"分别[为是有]", passage.gap(index)):
            continue
        whole = index - 1
        parts = tuple(_parts_from(passage, index, listed=False))
        if same_measure(passage.quantities[whole], passage.quantities[index]) and len(parts) > 1:
            yield Tie(whole, parts, complete=bool(re.search(r"共|合计|总计|总数", passage.lead(whole))))


def _broken_down(passage: Passage, _: Passage | None) -> Iterator[Tie]:
    """两个系统共21个,甲系统12个,乙系统9个: a sum only where it comes out, for other figures may follow."""
    for index in range(passage.low, passage.high - 2):
        alike = same_measure(passage.quantities[index], passage.quantities[index + 1])
        if not alike or not _DIVIDED.match(passage.gap(index + 1)):
            continue
        if _TOGETHER.search(passage.lead(index)) and not _OTHER_MATTER.search(passage.lead(index + 1)):
            yield Tie(index, tuple(_parts_from(passage, index + 1, listed=False)))


_RULES: tuple[tuple[str, Callable[[Passage, Passage | None], Iterator[Tie]]], ...] = (
    ("其中", _including),
    ("中", _amid),
    ("(", _bracketed),
    (":", _listed),
    ("分别", _respectively),
    ("包", _comprising),
    ("共", _broken_down),
)
