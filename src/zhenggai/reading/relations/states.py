"""States that split a whole: 已完成19个、正在整改6个, after their total or in the sentence that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenggai.domain.report import Quantity
from zhenggai.reading.relations.passages import Passage, same_measure
from zhenggai.reading.relations.verdicts import Tie

# 公共, 中共 and 共建 total nothing.
_ALL = r"(?<![公中])共(?![建同享识商治产])"
_TOTAL = re.compile(
    rf"{_ALL}|总|合计|累计|全部|反馈|移交|交办|转办|受理|接收|排查|梳理|分解|细化|涉及|发现|问题|任务|事项|线索|信访"
)
_DONE = re.compile(
    r"(?<!未)(?<!未能)(?<!基本)(?:已?完成|办结|已?整改到位|已整改|销号|整改完毕|已解决|已化解|已办|已交付|已退还|已拨付|完工|已修复|已清退|已处置|已)"
)
_GOING = re.compile(r"基本完成|正在|整改中|推进中|办理中|持续|长期|在办|在建|推进|阶段性")
_OPEN = re.compile(r"未|尚|没有|其余|剩余|余下|其他")
_STATE_FIRST = re.compile(r"(?:目前|现|截至目前)?(?:已|未|尚|正在|其余|剩余|余下|其他|完成|办结|基本完成)")
_REMAINDER = re.compile(r"其余|其他|剩余|余下|长期|另")
_LEFT_OVER = ("其余", "剩余", "余下", "其他")
_FED_BACK = re.compile(rf"{_ALL}|总计|合计|反馈|查出|指出|发现|移交|交办|转办|受理|接收|收到|排查|梳理")
_TOGETHER = re.compile(rf"(?:{_ALL}|总计|合计)[^,。;、:]{{0,8}}$")
_MOST_ALIKE = 8
_WINDOW = 80
# The sentence after a total goes on about it only where it opens with a day or a state, and not with another subject.
_OPENING = re.compile(
    r"\s*(?:(?:截至|截止|到)[^,。;、]{0,16}?,|(?:截至)?目前,?|现,?|至今,?|经(?:过)?整改,)*"
    r"(?:截至[^,。;、]{2,14}?(?=已|正|完成))?(?:其中[,:]?)?(?:上述|以上|所有|这些|该批)?"
)
_STATE_WORDS = re.compile(
    r"(?:目前|还有|有|均|已|基本|正在|尚|仍|未|没有|持续|长期|继续|阶段性|立行立改|其余|剩余|余下|其他|需|全部|全面|完成|整改|办结|办理|销号"
    r"|坚持|推进|到位|完毕|解决|化解|处置|处理|了结|核查|落实|启动|开展|进行|中|了|的|问题|线索|信访件|信访|事项|任务|案件)*"
)
_NOUNS = re.compile(r"问题|线索|信访|事项|任务|案件")
_NEARLY = re.compile(r"基本|阶段性")


def find_states(passage: Passage) -> Iterator[Tie]:
    """反馈问题25个,已完成19个、正在整改6个: states that exclude one another split the figure before them."""
    index = passage.low
    while index < passage.high - 1:
        parts = _stated_parts(passage, index)
        if parts:
            yield from _state_tie(passage, index, parts)
        index = parts[-1] + 1 if len(parts) > 1 else index + 1


def _stated_parts(passage: Passage, whole: int) -> tuple[int, ...]:
    figure = passage.quantities[whole]
    if figure.kind in ("ratio", "points") or _STATE_FIRST.match(passage.lead(whole)):
        return ()
    return tuple(_parts_from(passage, whole + 1, figure))


def _parts_from(passage: Passage, first: int, whole: Quantity) -> Iterator[int]:
    """Figures from `first` on that count the whole's things in some state; rates between them are skipped."""
    for index in range(first, min(first + 7, passage.high)):
        gap, figure = passage.gap(index), passage.quantities[index]
        if ";" in gap and not _goes_on(passage, index):
            return
        if figure.kind == "ratio":
            continue
        if "其中" in gap or "(" in gap or not same_measure(figure, whole) or not state_of(passage, index):
            return
        yield index


def _goes_on(passage: Passage, index: int) -> bool:
    """Whether the clause after a semicolon names the rest or a bare state, and no subject of its own."""
    lead = passage.lead(index)
    return lead.startswith(_LEFT_OVER) or _is_bare(lead + passage.tail(index))


def _state_tie(passage: Passage, whole: int, parts: tuple[int, ...]) -> Iterator[Tie]:
    named = bool(_TOTAL.search(passage.lead(whole) + passage.tail(whole)))
    direct = len(parts) == 1 and "," not in passage.gap(parts[0])
    if len(parts) > 1:
        sure = named and exclusive(passage, parts) and not any(";" in passage.gap(part) for part in parts)
        yield Tie(whole, parts, complete=sure and _is_closed(passage, parts[-1]), disjoint=sure)
    elif (
        direct
        and named
        and passage.quantities[parts[0]].value > passage.quantities[whole].value
        and state_of(passage, parts[0]) == "done"
    ):
        yield Tie(whole, parts, each=True, firm=True)


def _is_closed(passage: Passage, last: int) -> bool:
    """Whether nothing after the last part goes on counting."""
    more = last + 1
    trailing = (
        more < passage.high
        and same_measure(passage.quantities[more], passage.quantities[last])
        and ";" not in passage.gap(more)
    )
    return not trailing and not _REMAINDER.search(passage.after(last))


def find_carried(passage: Passage, before: Passage) -> Iterator[Tie]:
    """共查出问题316个。已完成整改287个,正在整改29个: the states split the total of the sentence before."""
    first = passage.low
    whole = carried_total(before, passage.quantities[first])
    if whole is None or not is_continued(passage):
        return
    parts = tuple(_parts_from(passage, first, passage.quantities[whole]))
    if len(parts) > 1 and exclusive(passage, parts):
        sure = speaks_of(passage, before, whole, parts)
        yield Tie(whole, parts, complete=sure and _is_whole_account(passage, parts), disjoint=sure)


def _is_whole_account(passage: Passage, parts: tuple[int, ...]) -> bool:
    """Whether states are named for all: some part is not done, and nothing near goes on with the rest."""
    end = passage.quantities[parts[-1]].span[1]
    left = any(not _NEARLY.search(passage.lead(part)) for part in parts if state_of(passage, part) != "done")
    return left and _is_closed(passage, parts[-1]) and not _REMAINDER.search(passage.text, end, end + _WINDOW)


def is_continued(passage: Passage) -> bool:
    """Whether the sentence opens with a state, so that it speaks of what the sentence before counted."""
    gap = passage.text[passage.first : passage.quantities[passage.low].span[0]]
    opening = _OPENING.match(gap) if len(gap) < 60 else None
    return opening is not None and _is_bare(gap[opening.end() :]) and bool(state_of(passage, passage.low))


def carried_total(before: Passage, figure: Quantity) -> int | None:
    """The only figure of the sentence that can be the total of what `figure` counts."""
    near = range(max(before.low, before.high - _MOST_ALIKE), before.high)
    alike = [index for index in near if same_measure(before.quantities[index], figure)]
    if len(alike) == 1 and _FED_BACK.search(before.lead(alike[0]) + before.tail(alike[0])):
        return None if state_of(before, alike[0]) else alike[0]
    together = [index for index in alike if _TOGETHER.search(before.lead(index))]
    return together[0] if together and together[0] == alike[-1] else None


def speaks_of(passage: Passage, before: Passage, whole: int, parts: tuple[int, ...]) -> bool:
    """Whether parts of a sentence can only be of the whole before it: one paragraph, bare states, no other noun."""
    if passage.first != before.last or before.text[before.last - 1] == "\n":
        return False
    named = before.lead(whole) + before.tail(whole)
    clauses = [_after_day(passage.lead(part)) + passage.tail(part) for part in parts]
    return all(_is_bare(words) and all(noun in named for noun in _NOUNS.findall(words)) for words in clauses)


def _after_day(words: str) -> str:
    opening = _OPENING.match(words)
    return words[opening.end() :] if opening else words


def _is_bare(words: str) -> bool:
    return _STATE_WORDS.fullmatch(words) is not None


def exclusive(passage: Passage, parts: tuple[int, ...]) -> bool:
    """Whether every part has a state of its own and one of them is done."""
    states = [state_of(passage, part) for part in parts]
    return len(states) > 1 and "done" in states and all(states) and len(set(states)) > 1


def state_of(passage: Passage, index: int) -> str:
    """`done`, `going` or `open` as the clause of the figure says; empty where it says nothing."""
    words = passage.lead(index) or (passage.tail(index) if passage.ends_clause(index) else "")
    for name, pattern in (("going", _GOING), ("open", _OPEN), ("done", _DONE)):
        if pattern.search(words):
            return name
    return ""
