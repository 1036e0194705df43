"""Where a long title breaks: between words, the first line no shorter than the second."""

from __future__ import annotations

import re

# Full-width letters of the title's size that fill a line.
LINE = 20
_WORD = re.compile(
    r"第.{1,3}(?:巡察|巡视|督察|检查|审计)组|中共[^关对]{2,8}?(?:县委|市委|区委|党组|党委)|巡察|巡视|督察|审计|反馈意见|反馈|集中整改|整改|进展情况|"
    r"组织落实|落实情况|主要负责人|领导小组|办公室|问题|情况|报告|方案|通报|清单|台账|成效|责任|任务|措施|对外公开|关于"
)
_NOT_FIRST = "的和与及、，。：；）》”"


def first_line(title: str) -> int:
    """How many letters of a title stand on its first of two lines; 0 where it needs no such care."""
    if not LINE < len(title) <= 2 * LINE or any(letter < "\u2000" for letter in title):
        return 0
    inside = {place for word in _WORD.finditer(title) for place in range(word.start() + 1, word.end())}
    for place in range((len(title) + 1) // 2, LINE + 1):
        if place not in inside and title[place] not in _NOT_FIRST and title[place - 1] not in "（《“":
            return place
    return 0
