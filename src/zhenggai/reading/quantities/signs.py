"""The words beside a figure: 约 and 左右 blur it, 不少于 and 以上 bound it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Bound = Literal["min", "max"] | None


class Signs(NamedTuple):
    """How many letters before and after a figure belong to its text, and what the words beside it mean."""

    before: int
    after: int
    approximate: bool
    bound: Bound


_NO_SIGNS = Signs(0, 0, False, None)
_REACH = 6
_BLUR = re.compile(
    r"(?:大约|将近|接近|大概|(?<![签节预违合制条公契邀特失相隐缩简俭履续誓])约|(?<![附最邻靠临就远毗])近) ?$"
)
_MANY = re.compile(r"(?<![以向晚早])上$")
_BOUND = re.compile(
    r"(?:(?P<min>不少于|不低于|不小于|不得少于|不得低于|至少|最少|最低|超过|(?<![彩赶反B])超|突破|高于|大于|多于|逾)"
    r"|(?P<max>不超过|不得超过|不多于|不高于|不大于|未超过|至多|最多|最高|最长|低于|少于|小于|不足|不到))了? ?$"
)
_AFTER = re.compile(
    r"(?P<blur>左右|上下(?![联级游班])|有余|余(?![项个家户名件])|多(?=[,。;、的]|$))|(?P<min>及?以上|之多)"
    r"|(?P<max>以内|之内|及?以下|(?<=[月天日时周年钟期])内(?![部容外控涵需在设]))"
)
_LOOSE = ("约有", "约为", "约占", "约达", "约合", "大概有")
_BLUR_ENDS = frozenset("约近概 ")
_BOUND_ENDS = frozenset("于少低过出超破逾多高长足到了 ")


def signs_around(text: str, start: int, end: int) -> Signs:
    """Read what stands before `start` and after `end` of a number with its unit."""
    head = text[start - _REACH if start > _REACH else 0 : start]
    before = _blur_length(head, text[start])
    bound = _bound_before(head[: len(head) - before])
    tail = _AFTER.match(text, end)
    blurred = before > 0 or head.endswith(_LOOSE)
    if tail is None:
        return Signs(before, 0, blurred, bound) if blurred or bound else _NO_SIGNS
    after = tail.end() - end if tail["blur"] else 0
    return Signs(
        before, after, bool(blurred or after), bound or ("min" if tail["min"] else "max" if tail["max"] else None)
    )


def _blur_length(head: str, first: str) -> int:
    if not head:
        return 0
    blur = _BLUR.search(head) if head[-1] in _BLUR_ENDS else _MANY.search(head) if first in "百千万亿" else None
    return len(blur[0]) if blur else 0


def _bound_before(head: str) -> Bound:
    match = _BOUND.search(head) if head and head[-1] in _BOUND_ENDS else None
    if match is None:
        return None
    return "min" if match["min"] else "max"
