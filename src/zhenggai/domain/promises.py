"""Promises that outlive a cycle: what becomes of them, and the light beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.lights import Light, Thresholds, light_of
from zhenggai.domain.refusals import Refusal

LONGEST_TEXT = 1000
LONGEST_NAME = 200
# Days before the last one on which its owner is reminded.
REMINDERS = (30, 7, 1)
PROMISE_STATES: dict[str, str] = {
    "open": "未兑现",
    "extended": "已延期",
    "kept": "已兑现",
    "partly": "部分兑现",
    "broken": "失信",
}
OPEN_STATES = frozenset({"open", "extended", "partly"})
VERDICTS = ("kept", "partly", "broken")
EVENTS: dict[str, str] = {
    "noted": "记下了办理情况",
    "extended": "批准延期",
    "kept": "认定已兑现",
    "partly": "认定部分兑现",
    "broken": "认定失信",
}
KEPT = Light("kept", "✓", "已兑现", "grey")
BROKEN = Light("broken", "■", "失信", "red")


class CannotPromise(Refusal):
    """A promise or what is said of it that makes no sense; `field` is where a form says so."""

    def __init__(self, field: str, pattern: str, /, **facts: object) -> None:
        super().__init__(pattern, **facts)
        self.field = field


@dataclass(frozen=True, slots=True)
class PromiseWish:
    """A promise as somebody writes it down. `task` is a task's own number in its cycle, None for none."""

    text: str
    due: date | None = None
    due_text: str = ""
    task: int | None = None
    unit: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a promise on a day: what happened, and what shows it."""

    day: date | None
    what: str
    evidence: str = ""


def light_of_promise(*, state: str, due: date | None, today: date, reminders: tuple[int, ...] = REMINDERS) -> Light:
    """The light of a promise on a day; kept and broken ones have their own, and a partly kept one runs on."""
    if state == "kept":
        return KEPT
    if state == "broken":
        return BROKEN
    return light_of(state="ongoing", deadline=due, today=today, thresholds=thresholds_of(reminders))


def thresholds_of(reminders: tuple[int, ...]) -> Thresholds:
    """Near from the first reminder on, urgent from the second."""
    days = sorted(reminders, reverse=True) or [0]
    return Thresholds(near=days[0], urgent=days[1] if len(days) > 1 else days[0])


def demand_promise(wish: PromiseWish) -> None:
    """Return when the promise can be kept on the list.

    :raises CannotPromise: when not.
    """
    if not wish.text:
        raise CannotPromise("text", "请写承诺的内容。")
    _demand_storable(("text", wish.text))
    demand_owner(wish)


def demand_owner(wish: PromiseWish) -> None:
    """Return when this can be said of who answers for a promise and until when.

    :raises CannotPromise: when not.
    """
    _demand_storable(("due_text", wish.due_text), ("unit", wish.unit), ("leader", wish.leader))
    for name, text in (("unit", wish.unit), ("leader", wish.leader)):
        if len(text) > LONGEST_NAME:
            raise CannotPromise(name, "名称太长，最多 $longest 个字。", longest=LONGEST_NAME)


def demand_said(said: Said, *, today: date) -> None:
    """Return when this can be said of a promise.

    :raises CannotPromise: when not.
    """
    if said.day is None:
        raise CannotPromise("day", "请写日期。")
    if said.day > today:
        raise CannotPromise("day", "日期不能晚于今天。")
    if not said.what:
        raise CannotPromise("what", "请写办理情况。")
    _demand_storable(("what", said.what), ("evidence", said.evidence))


def demand_later(new: date | None, *, due: date | None, reason: str) -> None:
    """Return when a promise can be extended to a day.

    :raises CannotPromise: when not.
    """
    if due is None:
        raise CannotPromise("", "这项承诺没有写明日期，不能延期；请先补上日期。")
    if new is None:
        raise CannotPromise("new", "请写新的期限。")
    if new <= due:
        raise CannotPromise("new", "新的期限应晚于原期限 $day。", day=due.isoformat())
    if not reason:
        raise CannotPromise("reason", "请写延期的原因。")
    _demand_storable(("reason", reason))


def demand_open(state: str) -> None:
    """Return when a promise is still to be kept.

    :raises CannotPromise: when it is not.
    """
    if state not in OPEN_STATES:
        raise CannotPromise("", "这项承诺$state，不再变动。", state=PROMISE_STATES[state])


def demand_verdict(verdict: str, said: Said) -> None:
    """Return when a verdict on a promise can be declared.

    :raises CannotPromise: when not.
    """
    if verdict not in VERDICTS:
        raise CannotPromise("verdict", "请选已兑现、部分兑现或失信。")
    if verdict == "kept" and not said.evidence:
        raise CannotPromise("evidence", "认定已兑现的，请写凭什么认定：文件、凭证、现场情况。")


def _demand_storable(*texts: tuple[str, str]) -> None:
    for name, text in texts:
        if len(text) > LONGEST_TEXT:
            raise CannotPromise(name, "文字太长，最多 $longest 个字。", longest=LONGEST_TEXT)
        if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
            raise CannotPromise(name, "文字里有无法保存的字符。")
