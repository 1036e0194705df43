"""Numbers that should count up: where they stop, repeat or go back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from zhenggai.domain.numbering import hanzi_label, label_value

_NUMERAL = re.compile(r"\d+|[①-⑳]|[〇零一二三四五六七八九十百]+")
_SENSIBLE = 2000
_NAMED_IN_A_MESSAGE = 20


@lru_cache(maxsize=4096)
def read_label(label: str) -> tuple[str, int] | None:
    """The form of a label (its last numeral replaced by #) and its value; None where it has no numeral."""
    found = max(_NUMERAL.finditer(label), key=re.Match.start, default=None)
    value = label_value(found[0]) if found else None
    if found is None or value is None or value > _SENSIBLE:
        return None
    kind = "#" if found[0].isascii() else "○" if found[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳" else "※"
    return f"{label[: found.start()]}{kind}{label[found.end() :]}", value


def write_label(form: str, value: int) -> str:
    """The label of that form and value, as `read_label` took it apart."""
    if "#" in form:
        return form.replace("#", str(value))
    if "○" in form:
        return form.replace("○", chr(ord("①") + value - 1))
    return form.replace("※", hanzi_label(value) if value < 100 else str(value))


def split_runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Half-open index ranges of the runs: counting may start again at 1 after at least two numbers."""
    first = 0
    for index in range(1, len(numbers)):
        if numbers[index] == 1 and index - first >= 2 and numbers[index + 1 : index + 2] != [1]:
            yield first, index
            first = index
    if numbers:
        yield first, len(numbers)


def missing(numbers: Sequence[int], *, start: int = 1) -> list[int]:
    """Numbers from `start` to the highest that do not occur."""
    present = set(numbers)
    return [value for value in range(start, max(numbers, default=0)) if value not in present]


def repeated(numbers: Sequence[int]) -> list[int]:
    """Indexes at which a number occurs again."""
    seen: set[int] = set()
    again = []
    for index, number in enumerate(numbers):
        if number in seen:
            again.append(index)
        seen.add(number)
    return again


def backward(numbers: Sequence[int]) -> list[int]:
    """Indexes of new numbers that are lower than one before them."""
    seen: set[int] = set()
    highest = 0
    found = []
    for index, number in enumerate(numbers):
        if number < highest and number not in seen:
            found.append(index)
        seen.add(number)
        highest = max(highest, number)
    return found


def name_all(names: Sequence[str]) -> str:
    """Names joined for a message; a long list is cut and its count said."""
    if len(names) <= _NAMED_IN_A_MESSAGE:
        return "、".join(names)
    return f"{'、'.join(names[:_NAMED_IN_A_MESSAGE])}等共{len(names)}"
