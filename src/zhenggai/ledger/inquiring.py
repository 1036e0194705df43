"""Inquiries that go on side by side: what each of them asks next is asked of the database in one statement."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, TypeVar

from zhenggai.journal.one_statement import Picked, Question, ask_together

T = TypeVar("T")
# An inquiry puts a question, or several at once, and is sent the rows, or a list of rows for each; it ends with what it found.
Put = Question | Picked
Asked = Put | tuple[Put, ...]
Inquiry = Generator[Asked, Any, T]


def inquire(inquiry: Inquiry[T]) -> T:
    """What an inquiry finds, in a statement for each of its steps."""
    rows: Any = None
    while True:
        try:
            asked = inquiry.send(rows)
        except StopIteration as end:
            found: T = end.value
            return found
        answers = ask_together({str(place): one for place, one in enumerate(_several(asked))})
        lists = tuple(answers[str(place)] for place in range(len(answers)))
        rows = lists if isinstance(asked, tuple) else lists[0]


def side_by_side(inquiries: Iterable[Inquiry[Any]]) -> Inquiry[list[Any]]:
    """Inquiries as one, of as many steps as the longest of them has, which finds what each has found."""
    every, ended = list(inquiries), dict[int, Any]()
    sent: dict[int, Any] = dict.fromkeys(range(len(every)))
    while sent:
        asked: dict[int, Asked] = {}
        for place, rows in sent.items():
            try:
                asked[place] = every[place].send(rows)
            except StopIteration as end:
                ended[place] = end.value
        if not asked:
            break
        lists = iter((yield tuple(one for put in asked.values() for one in _several(put))))
        sent = {}
        for place, put in asked.items():
            mine = tuple(next(lists) for _ in _several(put))
            sent[place] = mine if isinstance(put, tuple) else mine[0]
    return [ended[place] for place in range(len(every))]


def _several(asked: Asked) -> tuple[Put, ...]:
    return asked if isinstance(asked, tuple) else (asked,)
