"""A report of progress: what it must say, and what is noticed in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhenggai.domain.refusals import Refusal

LONGEST_TEXT = 2000
# A report on a day before the feedback says what it is: done while the inspection went on, or earlier and no merit now.
PHASES: dict[str, str] = {"": "整改期间", "during": "边巡边改", "earlier": "既往工作"}
CLAIMS: dict[str, str] = {"ongoing": "正在办理", "done": "已经办完"}
WORK_STATES: dict[str, str] = {"not_started": "未启动", "ongoing": "正在办理", "done_claimed": "已报办完"}
# What becomes of a report: which states it may leave, and the one it comes to.
REPORT_STATES: dict[str, str] = {"handed": "待审", "accepted": "已审", "returned": "已退回"}
# Of what nobody judged by itself before the task was closed: whoever signed the closing has looked at it.
SIGNED_OFF = "随销号审定"
JUDGEMENTS: dict[str, tuple[frozenset[str], str]] = {
    "accept": (frozenset({"handed"}), "accepted"),
    "return": (frozenset({"handed", "accepted"}), "returned"),
}
FIELDS = ("day", "done", "result", "effect", "next_step", "phase", "claims", "explanation")


class CannotReport(Refusal):
    """A report that lacks something or cannot be; `field` is where, and `others` what else is wrong."""

    def __init__(self, field: str, pattern: str, /, **facts: object) -> None:
        super().__init__(pattern, **facts)
        self.field = field
        self.others: tuple[CannotReport, ...] = ()


class NotExplained(CannotReport):
    """A report in which something was noticed that its author has to explain."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report on a measure: what was done, what came of it, what that changed, what comes next."""

    day: date | None
    done: str
    result: str = ""
    effect: str = ""
    next_step: str = ""
    phase: str = ""
    claims: str = "ongoing"
    explanation: str = ""

    @property
    def words(self) -> str:
        """All that it says has happened."""
        return "\n".join(part for part in (self.done, self.result, self.effect) if part)


@dataclass(frozen=True, slots=True)
class Computed:
    """A percentage that rows or readings yield; nobody types one."""

    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """What reading noticed: in each field the words of things still to come, and days before the feedback."""

    ahead: dict[str, tuple[str, ...]]
    early: tuple[str, ...]
    same: bool


def faults_of(report: Report, *, today: date, feedback: date | None, noticed: Noticed) -> tuple[CannotReport, ...]:
    """What keeps a report from being handed in, field by field."""
    return (
        *_faults_of_day(report, today=today, feedback=feedback),
        *_faults_of_texts(report),
        *_faults_of_claim(report, noticed),
    )


def unexplained(report: Report, noticed: Noticed) -> tuple[NotExplained, ...]:
    """What was noticed and may stand once its author explains it; nothing where they have."""
    if report.explanation:
        return ()
    found = []
    if noticed.same:
        found.append(
            NotExplained(
                "explanation", "与上一次报告内容雷同，数字也没有变化。请写新的进展；确实没有进展的，请说明原因。"
            )
        )
    if noticed.early and not report.phase:
        days = "、".join(noticed.early)
        found.append(
            NotExplained(
                "explanation", "文中的“$days”早于反馈日。请标为边巡边改或既往工作；只是背景的，请说明。", days=days
            )
        )
    return tuple(found)


def demand_report(report: Report, *, today: date, feedback: date | None, noticed: Noticed) -> None:
    """Return when the report can be handed in.

    :raises CannotReport: when not; its `others` are the further faults.
    """
    faults = faults_of(report, today=today, feedback=feedback, noticed=noticed) or unexplained(report, noticed)
    if faults:
        first = faults[0]
        first.others = tuple(faults[1:])
        raise first


def work_state(claims: tuple[str, ...]) -> str:
    """How far a measure has come by the claims of its reports that hold, newest first."""
    if not claims:
        return "not_started"
    return "done_claimed" if claims[0] == "done" else "ongoing"


def moved_by(phase: str) -> bool:
    """Whether a report counts as work of the rectification; what was done long before does not."""
    return phase != "earlier"


def _faults_of_day(report: Report, *, today: date, feedback: date | None) -> Iterator[CannotReport]:
    if report.day is None:
        yield CannotReport("day", "请写这项工作是哪一天做的。")
    elif report.day > today:
        yield CannotReport("day", "日期不能晚于今天。还没做的事，请写在“下一步”。")
    elif feedback and report.day < feedback and not report.phase:
        yield CannotReport("phase", "这一天早于反馈日 $day，请标明是边巡边改还是既往工作。", day=feedback.isoformat())


def _faults_of_texts(report: Report) -> Iterator[CannotReport]:
    if not report.done:
        yield CannotReport("done", "请写做了什么。")
    for name in ("done", "result", "effect", "next_step", "explanation"):
        text = getattr(report, name)
        if len(text) > LONGEST_TEXT:
            yield CannotReport(name, "文字太长，最多 $longest 个字。", longest=LONGEST_TEXT)
        if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
            yield CannotReport(name, "文字里有无法保存的字符。")
    if report.phase not in PHASES:
        yield CannotReport("phase", "没有这种标注。")


def _faults_of_claim(report: Report, noticed: Noticed) -> Iterator[CannotReport]:
    if report.claims not in CLAIMS:
        yield CannotReport("claims", "请选正在办理还是已经办完。")
    elif report.claims == "ongoing":
        if not report.next_step:
            yield CannotReport("next_step", "还在办理的，请写下一步做什么。")
    else:
        yield from _faults_of_done(report, noticed)


def _faults_of_done(report: Report, noticed: Noticed) -> Iterator[CannotReport]:
    if not report.result:
        yield CannotReport("result", "报办完的，请写产出：文件、名册、工程、资金等看得见的结果。")
    if not moved_by(report.phase):
        yield CannotReport("claims", "既往工作不算整改成效，不能据此报办完。")
    for name, words in noticed.ahead.items():
        yield CannotReport(
            name, "报办完的内容里有“$words”，说的是还没有做的事。请改写，或者改选正在办理。", words="”“".join(words)
        )
