"""The end of a report: who signed it, and the day."""

from __future__ import annotations

import re
from datetime import date

from zhenggai.domain.numbering import hanzi_value

_HANZI_YEAR = "[〇○零O0一二三四五六七八九]{4}"
_HANZI_NUMBER = "[一二三四五六七八九十]{1,3}"
SIGNED_DATE = re.compile(
    rf"[((]?\s?(?:(?P<y>\d{{4}})\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日|(?P<hy>{_HANZI_YEAR})年(?P<hm>{_HANZI_NUMBER})月(?P<hd>{_HANZI_NUMBER})日|(?P<iy>\d{{4}})[-./](?P<im>\d{{1,2}})[-./](?P<id>\d{{1,2}}))\s?[))]?"
)
_CLOSING_DATE = re.compile(r"\s?\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$")
_LONGEST_SIGNATURE = 56
_BODY = re.compile(
    r"(?:中共|中国共产党).{2,40}|.{2,40}(?:委员会|党组|党委|党总支|党支部|党工委|县委|区委|市委|州委|省委|工委|人民政府|政府|领导小组|办公室|局|院|厅|处|中心|公司|集团|学校|大学|学院|中学|小学|医院|街道|镇|乡|街道办事处|管委会|联合会|总工会|协会|社)"
)


def signed_date(line: str) -> date | None:
    """The day a line states when the line is nothing but that day; None where it is none or impossible."""
    match = SIGNED_DATE.fullmatch(line)
    if match is None:
        return None
    if match["hy"]:
        year = hanzi_value(match["hy"].replace("O", "〇").replace("0", "〇"))
        parts = (year, hanzi_value(match["hm"]), hanzi_value(match["hd"]))
    else:
        parts = tuple(int(match[a] or match[b]) for a, b in (("y", "iy"), ("m", "im"), ("d", "id")))  # type: ignore[assignment]
    year, month, day = parts
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def closing_date(line: str) -> date | None:
    """The day at the end of a short line that a body signs: 中共云岭县委 2025年1月17日."""
    match = _CLOSING_DATE.search(line)
    if match is None or len(line) > _LONGEST_SIGNATURE or not looks_signed(line[: match.start()].strip()):
        return None
    return signed_date(match.group().strip())


def looks_signed(line: str) -> bool:
    """Whether a short line without punctuation names a body that could sign."""
    return len(line) <= 42 and not any(mark in line for mark in "。;,:、“") and _BODY.fullmatch(line) is not None
