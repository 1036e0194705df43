"""What an office's own ledger says has been done: reports on measures, and how far it says that all has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.ledger_sheets.measures import numbered_in
from zhenggai.domain.states import CLOSED, STATE_NAMES, LedgerState
from zhenggai.domain.workbooks.base import Sentence
from zhenggai.domain.workbooks.cells import narrow

# A report of nobody knows which measure.
WHOLE = -1
_NEXT = re.compile(
    r"(?:^|(?<=[\n。；;，,]))\s*(?:下一步|下步|下阶段|下一阶段)(?:[，,：:]|工作[：:]|打算[：:]|将|措施[：:])?"
)
_DONE = re.compile(
    r"(?:(?:已经?|均|全部|整改|任务)*(?:完成|办结|销号|整改到位|整改完毕|落实到位)(?:整改|销号)?(?:并(?:长期|持续)(?:坚持|推进))?|"
    r"已(?:全部)?(?:整改|落实|解决)|是|√|✓|✔|100%)"
)
_OPEN = re.compile(
    r"(?:(?:正在|持续|长期|常态化?|稳步|有序)(?:整改|推进|办理|坚持|落实|进行)(?:中)?|(?:整改|推进|办理|进行|实施)中|"
    r"(?:尚?未|没有|没)(?:完成|整改|销号|启动|办结|开始|到位)(?:整改|销号)?|(?:基本|部分|阶段性|分阶段)(?:完成|整改|整改到位)|"
    r"申请(?:延期|销号)|延期|逾期|否|×|✗)"
)

Stand = Literal["done", "open", ""]
State = Literal["new", "changed", "unchanged", "conflict", "unplaced"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the ledger says an entry has come, and in which words; both empty where it does not say."""

    stand: Stand = ""
    words: str = ""


NOWHERE = Standing()


@dataclass(frozen=True, slots=True)
class ReportCells:
    """The cells of one row that say what has been done."""

    progress: str
    result: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What was done on a measure, by its place among the entry's measures; WHOLE where the cell speaks of several."""

    done: str
    result: str = ""
    next_step: str = ""
    measure: int = WHOLE


def standing_in(cells: Sequence[str]) -> Standing:
    """What cells that hold nothing but the word of a state say together; one that is open leaves all open."""
    said = [(stand, cell) for cell in cells if (stand := _stand(cell))]
    words = "、".join(dict.fromkeys(cell.strip() for _stand, cell in said))[:40]
    if not said:
        return NOWHERE
    return Standing("done" if all(stand == "done" for stand, _cell in said) else "open", words)


def _stand(cell: str) -> Stand:
    bare = narrow(cell).rstrip("。.;,")
    if _DONE.fullmatch(bare):
        return "done"
    return "open" if _OPEN.fullmatch(bare) else ""


def reports_in(rows: Sequence[ReportCells], rows_of: Sequence[int]) -> tuple[SheetReport, ...]:
    """The reports of an entry's rows; `rows_of` names for each of its measures the row in which it stands.

    A cell that goes over several rows is written in the first of them, or in each; it speaks of all their measures.
    """
    told = list(_told(rows))
    found: list[SheetReport] = []
    for place, (row, cells) in enumerate(told):
        last = told[place + 1][0] if place + 1 < len(told) else len(rows)
        first = 0 if place == 0 else row
        measures = [number for number, at in enumerate(rows_of) if first <= at < last]
        found.extend(_shared(cells, measures))
    return tuple(one for one in found if one.done)


def _told(rows: Sequence[ReportCells]) -> Iterator[tuple[int, ReportCells]]:
    said = ReportCells("")
    for place, cells in enumerate(rows):
        if not _stand(cells.progress) and cells.progress and cells != said:
            yield place, cells
            said = cells


def _shared(cells: ReportCells, measures: Sequence[int]) -> Iterator[SheetReport]:
    """The text as it belongs to measures: to the only one, to each by its number, or to nobody knows which."""
    lead, parts = numbered_in(cells.progress)
    if len(measures) > 1 and len(parts) == len(measures):
        results, steps = (_parts(text, len(parts)) for text in (cells.result, cells.next_step))
        for place, (text, measure) in enumerate(zip(parts, measures, strict=True)):
            whole = f"{lead}：{text}" if lead and place == 0 else text
            yield _report(whole, results[place], steps[place], measure)
        return
    yield _report(cells.progress, cells.result, cells.next_step, measures[0] if len(measures) == 1 else WHOLE)


def _parts(text: str, count: int) -> Sequence[str]:
    """A text cut by its numbers where they are as many; else the whole of it for each."""
    _lead, parts = numbered_in(text)
    return parts if len(parts) == count else [text] * count


def _report(text: str, result: str, next_step: str, measure: int) -> SheetReport:
    """What follows 下一步 is what comes next; a column of its own says it better."""
    mark = _NEXT.search(text)
    done = text[: mark.start()].strip() if mark else text.strip()
    rest = text[mark.end() :].strip() if mark else ""
    return SheetReport(done, "" if _stand(result) else result.strip(), next_step.strip() or rest, measure)


@dataclass(frozen=True, slots=True)
class OwnReports:
    """What was reported on a measure, the newest first."""

    id: int
    place: int
    text: str
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A report of a ledger and the measure that it is for; `measure` is None where nobody can tell, 0 for one that is new.

    `ours` is what was reported on that measure: the same words where they are among it, else the newest.
    """

    number: int
    report: SheetReport
    measure: int | None
    place: int = 0
    measure_text: str = ""
    ours: str = ""

    @property
    def name(self) -> str:
        """What it is called where earlier ledgers are remembered."""
        return f"progress:{self.measure or 0}"

    @property
    def differs(self) -> bool:
        """Whether it says what nobody has reported yet."""
        return _words(self.report.done) != _words(self.ours)


def place_reports(
    reports: Sequence[SheetReport], matched: Sequence[int | None], own: Sequence[OwnReports]
) -> tuple[Placed, ...]:
    """Each report with its measure; `matched` names for each measure of the entry the task's own, None for a new one."""
    if not matched and len(own) > 1:
        reports = [part for report in reports for part in _by_place(report, own)]
        matched = [one.id for one in own]
    known = {one.id: one for one in own}
    return tuple(
        _placed(number, report, _measure_of(report, matched, own), known)
        for number, report in enumerate(reports, start=1)
    )


def _by_place(report: SheetReport, own: Sequence[OwnReports]) -> Iterator[SheetReport]:
    """A report cut by its numbers, where the task has as many measures and the ledger names none."""
    _lead, parts = numbered_in(report.done)
    if len(parts) != len(own):
        yield report
        return
    yield from _shared(ReportCells(report.done, report.result, report.next_step), range(len(own)))


def _measure_of(report: SheetReport, matched: Sequence[int | None], own: Sequence[OwnReports]) -> int | None:
    if report.measure != WHOLE:
        return matched[report.measure] or 0
    if len(own) == 1 and len(matched) <= 1:
        return own[0].id
    # What was placed by a person is found again by its words.
    return next((one.id for one in own if _words(report.done) in map(_words, one.done)), None)


def _placed(number: int, report: SheetReport, measure: int | None, known: Mapping[int, OwnReports]) -> Placed:
    one = known.get(measure or 0)
    if one is None:
        return Placed(number, report, measure)
    wanted = _words(report.done)
    ours = next((text for text in one.done if _words(text) == wanted), next(iter(one.done), ""))
    return Placed(number, report, measure, one.place, one.text, ours)


def _words(text: str) -> str:
    return narrow(text).rstrip("。.;,")


def state_of(placed: Placed, base: Mapping[str, str]) -> State:
    """What a report means for its measure; `base` is what an earlier ledger brought."""
    if placed.measure is None:
        return "unplaced"
    if not placed.differs:
        return "unchanged"
    if not placed.ours:
        return "new"
    return "changed" if _words(base.get(placed.name, "")) == _words(placed.ours) else "conflict"


def contradiction(standing: Standing, state: LedgerState) -> Sentence | None:
    """What a ledger says of how far a task has come against what holds here; a ledger never closes a task."""
    facts = {"said": standing.words, "state": STATE_NAMES[state]}
    if standing.stand == "done" and state not in CLOSED:
        return ("台账写“$said”，系统中未销号（$state）。台账里的状态不能销号，请按程序在系统里申请。", facts)
    if standing.stand == "open" and state in CLOSED:
        return ("台账写“$said”，系统中是“$state”。请核对以哪一个为准。", facts)
    return None
