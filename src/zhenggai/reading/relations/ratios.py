"""Percentages whose numerator and denominator stand in the same sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from zhenggai.domain.report import Quantity, Relation
from zhenggai.reading.relations.passages import Passage, same_measure
from zhenggai.reading.relations.states import carried_total, is_continued, speaks_of, state_of
from zhenggai.reading.relations.verdicts import percentage, ratio_relation

_CUE = re.compile(r"占|率|比例|比重|百分比|达到?$|完成$")
_GROWTH = re.compile(
    r"增长|增幅|增速|同比|环比|下降|降低|提高|提升|上升|回升|回落|较|比上|比去|比全|高于|低于|目标|不低于|由|从|利率|税率"
)
_DONE_RATE = re.compile(r"(?:完成|整改|办结|销号|化解|解决|清退|清零|落实|处置|办理|拨付|交付)[完成结]?率")
_PLAIN_RATE = re.compile(
    r"(?:问题|任务|线索|信访件|事项)?(?:总体|整体)?(?:整改|完成|办结|整改完成|完成整改|办理完成|销号|整改销号|化解|解决)率(?:已)?(?:达到?|为|是)?"
)
_OTHER_RATE = re.compile(r"满意|同期|平均|全市|全省|全国|全县|全区|总体|知晓|回访|上年|去年|历史")
_GROUPED = re.compile(r"[^,。;、:()]{1,12}共(?:有|计)?[^,。;、:()]{0,6}")
_RATE_NAME = re.compile(r"(..)率")
_MOST_PAIRED = 8
_APPROXIMATE = Decimal(5)


def find_ratios(passage: Passage, before: Passage | None) -> Iterator[Relation]:
    """Ratio relations of one sentence; `before` is the one that ends where it begins, if it holds figures."""
    for index in range(passage.low + 1, passage.high):
        if passage.quantities[index].kind != "ratio":
            continue
        lead = passage.lead(index)
        if lead.startswith("的"):
            lead = passage.lead(index - 1) + lead
        if _CUE.search(lead) and not _GROWTH.search(lead):
            yield from _ratio(passage, before, index, lead)


def _ratio(passage: Passage, before: Passage | None, index: int, lead: str) -> Iterator[Relation]:
    """The pair that gives the printed ratio; where none does and nothing else can be meant, the pair that should."""
    figures = passage.quantities
    digits = _printed_digits(figures[index].text)
    pairs = list(_pairs(passage, index))
    for part, whole in pairs:
        if _fits(figures, index, part, whole, digits):
            yield ratio_relation(index, part, whole, figures, digits=digits, holds=True)
            return
    if before and ("率" in lead or lead.startswith("占")):
        across = _carried_ratio(passage, before, index, lead) or _ratio_across(passage, before, index, lead)
        if across:
            yield across
            return
    meant = _meant_pair(passage, index, lead)
    if meant and not _fits_otherwise(figures, index, pairs, digits):
        yield ratio_relation(index, *meant, figures, digits=digits, holds=False)


def _ratio_across(passage: Passage, before: Passage, index: int, lead: str) -> Relation | None:
    """排查6820亩。复耕6310亩,复耕率92.5%: a denominator in the sentence before, claimed only where it comes out."""
    figures, part, digits = passage.quantities, index - 1, _printed_digits(passage.quantities[index].text)
    for whole in range(before.high - 1, max(before.low, before.high - 4) - 1, -1):
        if (
            digits
            and "率" in lead
            and part >= passage.low
            and _comparable(figures[part], figures[whole])
            and _fits(figures, index, part, whole, digits)
        ):
            return ratio_relation(index, part, whole, figures, digits=digits, holds=True)
    return None


def _carried_ratio(passage: Passage, before: Passage, index: int, lead: str) -> Relation | None:
    """共查出问题316个。已完成整改287个,正在整改29个,整改完成率90.8%: the done part of the total before."""
    figures, digits = passage.quantities, _printed_digits(passage.quantities[index].text)
    near = tuple(range(max(passage.low, index - _MOST_PAIRED), index))
    whole = carried_total(before, figures[near[0]]) if near[0] == passage.low and is_continued(passage) else None
    done = [place for place in near if state_of(passage, place) == "done"]
    if whole is None or len(done) != 1 or not all(_comparable(figures[place], figures[whole]) for place in near):
        return None
    holds = _fits(figures, index, done[0], whole, digits)
    if holds or (_is_firm(passage, before, whole, index) and not _fits_together(figures, index, near, whole, digits)):
        return ratio_relation(index, done[0], whole, figures, digits=digits, holds=holds)
    return None


def _is_firm(passage: Passage, before: Passage, whole: int, index: int) -> bool:
    """Whether a rate can mean nothing but the done part of the total in the sentence before it."""
    ratio, near = passage.quantities[index], tuple(range(passage.low, index))
    plain_rate = _PLAIN_RATE.fullmatch(passage.lead(index)) and ";" not in passage.gap(index)
    vague = any(passage.quantities[place].approximate or passage.quantities[place].bound for place in (whole, *near))
    sure = plain_rate and not (vague or ratio.approximate or ratio.bound)
    return bool(sure) and speaks_of(passage, before, whole, near)


def _fits_together(figures: Sequence[Quantity], index: int, near: tuple[int, ...], whole: int, digits: int) -> bool:
    """Whether the printed ratio is that of several parts together, or of what the parts leave of the whole."""
    total, stated = figures[whole].value, figures[index].value * 100
    values = [figures[place].value for place in near]
    sums = {sum(some, Decimal(0)) for size in (1, 2, 3) for some in combinations(values, size)}
    return any(stated in (percentage(some, total, digits), percentage(total - some, total, digits)) for some in sums)


def _pairs(passage: Passage, index: int) -> Iterator[tuple[int, int]]:
    """Numerator and denominator of one unit, nearest numerators first and the earliest denominators first."""
    near = range(max(passage.low, index - _MOST_PAIRED), index)
    for part in reversed(near):
        for whole in near:
            if part != whole and _comparable(passage.quantities[part], passage.quantities[whole]):
                yield part, whole


def _comparable(part: Quantity, whole: Quantity) -> bool:
    return same_measure(part, whole) and part.kind not in ("ratio", "points") and 0 < whole.value >= part.value


def _fits(figures: Sequence[Quantity], index: int, part: int, whole: int, digits: int) -> bool:
    ratio = figures[index]
    stated = ratio.value * 100
    computed = percentage(figures[part].value, figures[whole].value, digits)
    if ratio.approximate or figures[part].approximate or figures[whole].approximate:
        return abs(computed - stated) <= _APPROXIMATE
    if ratio.bound:
        return computed >= stated if ratio.bound == "min" else computed <= stated
    return computed == stated


def _meant_pair(passage: Passage, index: int, lead: str) -> tuple[int, int] | None:
    """The only pair a rate can mean: whole, done part, rate, each in the clause after the other."""
    figures = passage.quantities
    ratio = figures[index]
    if ratio.approximate or ratio.bound or _OTHER_RATE.search(lead):
        return None
    near = _without_groups(
        passage,
        [
            place
            for place in range(max(passage.low, index - _MOST_PAIRED), index)
            if figures[place].kind not in ("ratio", "points")
        ],
    )
    if len(near) > 1 and _is_share(passage, index, near):
        return near[-2], near[-1]
    if len(near) == 2 and index - near[1] == 1 and _is_plain_pair(passage, near, lead):
        return near[1], near[0]
    if len(near) > 2 and _DONE_RATE.search(lead):
        return _stated_pair(passage, near)
    return None


def _without_groups(passage: Passage, near: list[int]) -> list[int]:
    """Figures without the 两个 of 两个系统共21个, which counts what has the total and not the total."""
    grouped = len(near) > 1 and near[1] == near[0] + 1 and _GROUPED.fullmatch(passage.gap(near[1]))
    return near[1:] if grouped else near


def _is_share(passage: Passage, index: int, near: list[int]) -> bool:
    """完成3.2万亩,占任务4万亩的80%: the share names its whole between 占 and 的."""
    part, whole = near[-2:]
    named = (
        whole == index - 1 and part == whole - 1 and passage.gap(index) == "的" and passage.lead(whole).startswith("占")
    )
    return (
        named
        and passage.gap(whole).startswith(",占")
        and _comparable(passage.quantities[part], passage.quantities[whole])
    )


def _is_plain_pair(passage: Passage, near: list[int], lead: str) -> bool:
    """共检查47家,发现问题41家,占87.23%: no more than these two figures, and the second is of the first."""
    whole, part = near
    between = passage.gap(part)
    rate = "率" in lead or "占" in lead
    named = _RATE_NAME.search(lead)
    tied = (
        state_of(passage, part) == "done" or "其中" in between or (named is not None and named[1] in passage.lead(part))
    )
    clean = not re.search(r"[;。]|不|未|较|比", between + passage.lead(part) + passage.tail(part))
    beside = state_of(passage, whole) == "done" and state_of(passage, part) in ("going", "open")
    return rate and tied and clean and not beside and _comparable(passage.quantities[part], passage.quantities[whole])


def _stated_pair(passage: Passage, near: list[int]) -> tuple[int, int] | None:
    """反馈问题697个,完成整改688个,…,整改完成率98.71%: the done part of the first figure."""
    whole = near[0]
    done = [place for place in near[1:] if state_of(passage, place) == "done"]
    states = all(state_of(passage, place) for place in near[1:])
    alike = all(same_measure(passage.quantities[place], passage.quantities[whole]) for place in near)
    return (done[0], whole) if states and alike and len(done) == 1 and not state_of(passage, whole) else None


def _fits_otherwise(figures: Sequence[Quantity], index: int, pairs: list[tuple[int, int]], digits: int) -> bool:
    """Whether the printed ratio is what is left (合格率 from 不合格) or comes from several parts together."""
    stated = figures[index].value * 100
    for part, whole in pairs:
        if percentage(figures[whole].value - figures[part].value, figures[whole].value, digits) == stated:
            return True
        together = [figures[other].value for other, base in pairs if base == whole and other != whole]
        if any(percentage(figures[part].value + other, figures[whole].value, digits) == stated for other in together):
            return True
    return False


def _printed_digits(text: str) -> int:
    """Decimals of the printed percentage; 百分之三十 and 六成 count as whole percents."""
    decimals = re.search(r"\.(\d+) ?%", text)
    return len(decimals[1]) if decimals else 0
