"""Judging what a person typed while mending an outline."""

from __future__ import annotations

from datetime import date
from typing import get_args

from zhenggai.domain.report import Kind, Span
from zhenggai.domain.steps import CannotMend

LONGEST_TITLE = 2000
LARGEST_NUMBER = 999_999
DATE_FACTS = frozenset({"inspected_from", "inspected_to", "feedback_date", "published"})
TEXT_FACTS = frozenset({"title", "inspected", "inspector"})


def worded(text: str, *, what: str, longest: int = LONGEST_TITLE) -> str:
    """The text without surrounding blanks.

    :raises CannotMend: where it is empty, too long or cannot be stored.
    """
    worded = text.strip()
    if not worded:
        raise CannotMend("$what不能为空。", what=what)
    if len(worded) > longest:
        raise CannotMend("$what太长，最多 $longest 个字。", what=what, longest=longest)
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in worded):
        raise CannotMend("$what里有无法保存的字符。", what=what)
    return worded


def numbered(number: int | None) -> int | None:
    """The number of a problem.

    :raises CannotMend: outside 0 to 999,999.
    """
    if number is not None and not 0 <= number <= LARGEST_NUMBER:
        raise CannotMend("序号应在 0 到 $largest 之间。", largest=LARGEST_NUMBER)
    return number


def counted(value: str | None) -> int | None:
    """A declared count, None where it is unknown.

    :raises CannotMend: for anything but a few digits.
    """
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise CannotMend("数目应是不超过 $largest 的整数。", largest=LARGEST_NUMBER)
    return int(value)


def header_value(fact: str, value: str | None) -> object:
    """A fact of the header as the header keeps it.

    :raises CannotMend: for an unknown fact or a value it cannot have.
    """
    if fact in DATE_FACTS:
        return _dated(value)
    if fact in TEXT_FACTS:
        return worded(value, what="基本信息") if value else None
    if fact == "kind" and value in get_args(Kind):
        return value
    raise CannotMend("没有这项基本信息，或内容不合适：$fact。", fact=fact)


def _dated(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as fault:
        raise CannotMend("“$value”不是一个日期，请写成 2023-09-26。", value=value) from fault


def span_within(span: Span, text: str) -> Span:
    """The span itself.

    :raises CannotMend: where it is empty or lies outside the text.
    """
    first, last = span
    if not 0 <= first < last <= len(text):
        raise CannotMend("所选的文字不在文件之内。")
    return first, last
