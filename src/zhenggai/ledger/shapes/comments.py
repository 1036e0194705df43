"""Rows of comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhenggai.ledger.shapes.planning import TaskHead


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment; a withdrawn one has no words. `calls` are the people it calls, `calls_me` whether the reader is one."""

    id: int
    author: str
    unit: str
    text: str
    at: datetime
    withdrawn: bool
    reply_to: int | None
    replied_author: str
    calls: tuple[str, ...]
    calls_me: bool
    unseen: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class CommentTab:
    """The comments of a task, oldest first; `older` is the key of those before, None where there are none."""

    head: TaskHead
    rows: tuple[CommentRow, ...]
    older: int | None
    unseen: int
    callable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A comment that calls somebody who has not seen it: work for them."""

    comment_id: int
    task_id: int
    cycle_id: int
    number: str
    title: str
    author: str
    text: str
    at: datetime
