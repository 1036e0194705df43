"""Words that tell a plan from a deed, looked for in one clause or sentence only."""

from __future__ import annotations

import re

from zhenggai.domain.report import DateRange

FUTURE = re.compile(r"预计|计划|争取|力争|将|拟|待|确保|下一步|力求|目标|准备|安排|即将|打算|前(?=完成|实现|建成)")
DONE = re.compile(r"已|完成了|印发了|召开了|制定了|出台了|建成了|开展了|下发了|成立了|全部完成|圆满完成")
_PRINTED_DAY_OR_MONTH = re.compile(r"\d[日号]|\d月")
_MONTH = 31


def is_point(found: DateRange) -> bool:
    """True where a day, a few days or a single month is printed; years, quarters and 目前 are none."""
    return (found.last - found.first).days < _MONTH and _PRINTED_DAY_OR_MONTH.search(found.text) is not None


def begins_clause(text: str, offset: int, *, start: int) -> bool:
    """True where the clause begins at the offset, so that the date says when the act was."""
    return offset <= start or text[offset - 1] in ",。;:、\n在于"
