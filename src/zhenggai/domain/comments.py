"""Comments on a task, and the people whom they call by @."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhenggai.domain.refusals import Refusal

LONGEST_COMMENT = 2000
MOST_MENTIONS = 20
LONGEST_CALLED = 64

# An @ after a letter or digit is that of a mail address.
_AT = re.compile(r"(?<![0-9A-Za-z._-])[@＠]([^\s@＠,，。;；:：、!！?？()（）《》“”]{1,64})")


class CannotComment(Refusal):
    """A comment that cannot be kept."""


class NobodyOfThatName(CannotComment):
    """A name behind an @ that means nobody, several people, or somebody who may not read the task."""


def called_in(text: str) -> tuple[str, ...]:
    """What stands behind each @ up to the next blank or mark, each once; a name may go on into words."""
    return tuple(dict.fromkeys(match[1] for match in _AT.finditer(text)))


def people_called(text: str, known: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The people whom a text calls; `known` gives for each name or log-in who bears it.

    :raises NobodyOfThatName: for a name that nobody or several bear.
    """
    found = dict.fromkeys(_one_of(called, known) for called in called_in(text))
    if len(found) > MOST_MENTIONS:
        raise CannotComment("一条意见最多@ $most 个人。", most=MOST_MENTIONS)
    return tuple(found)


def _one_of(called: str, known: Mapping[str, tuple[int, ...]]) -> int:
    """Whose name the words begin with, the longest name first."""
    for length in range(min(len(called), LONGEST_CALLED), 0, -1):
        bearers = known.get(called[:length], ())
        if len(bearers) > 1:
            raise NobodyOfThatName("有 $count 个人叫“$name”，请改用@登录名。", count=len(bearers), name=called[:length])
        if bearers:
            return bearers[0]
    raise NobodyOfThatName("没有叫“$name”的人，请从可以@的人里选。", name=called)


def demand_comment(text: str) -> None:
    """Return when a comment can be kept.

    :raises CannotComment: when not.
    """
    if not text:
        raise CannotComment("请写意见。")
    if len(text) > LONGEST_COMMENT:
        raise CannotComment("文字太长，最多 $longest 个字。", longest=LONGEST_COMMENT)
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
        raise CannotComment("文字里有无法保存的字符。")
