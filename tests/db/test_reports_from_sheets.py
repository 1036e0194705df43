"""What an office's own ledger says was done: reported by the usual road, never twice, and never closing a task."""

from __future__ import annotations

from datetime import date

import pytest

from builders.sheet import Value, xlsx_of
from issuing import a_whole_cycle, an_issued_cycle
from people import NOON, WANG
from zhenggai.domain.progress import Report
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import LedgerSheet, Measure, Progress, Task
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.operations.workbooks.accepting import Accepted
from zhenggai.ledger.operations.workbooks.merging import accept_entries, ask_entries, keep_entries
from zhenggai.ledger.operations.workbooks.sheet_reporting import NOTHING, Beside
from zhenggai.ledger.operations.workbooks.sheets import keep_sheet, map_sheet
from zhenggai.ledger.queries.ledger_sheets import remembered_or_guessed, sheet_page
from zhenggai.ledger.shapes.ledger_sheets import EntryLine, SheetPage

TITLE = "云岭县整改台账（截至2026年2月20日）"
HEAD: list[list[Value]] = [[TITLE, *[None] * 5], ["序号", "反馈问题", "整改措施", "整改进展", "下一步", "是否完成"]]
MEASURES = "①成立专班；②完成排查"
TOLD = "①专班2月3日已成立；②排查河道 12 条"
NEXT = Beside(next_step="3 月底前完成复查。")


def a_sheet(cycle: int, *rows: list[Value]) -> int:
    data = xlsx_of([*HEAD, *rows], [(0, 0, 0, 5)])
    number = keep_sheet(cycle_id=cycle, name="台账.xlsx", data=data, actor=WANG, at=NOON)
    mapping, version = remembered_or_guessed(sheet_id=number, actor=WANG)
    map_sheet(sheet_id=number, version=version, mapping=mapping, actor=WANG, at=NOON)
    return number


def first(progress: str = TOLD, next_step: str = "", status: str = "", measures: str = MEASURES) -> list[Value]:
    return ["1", "第1类巡查不到位", measures, progress, next_step, status]


def page_of(sheet: int, state: str = "") -> SheetPage:
    return sheet_page(sheet_id=sheet, actor=WANG, state=state)


def counts(sheet: int) -> dict[str, int]:
    return {choice.value: choice.count for choice in page_of(sheet).choices}


def lines(sheet: int, state: str) -> list[EntryLine]:
    return [line for line in page_of(sheet, state).entries if line.report]


def accept(sheet: int, *chosen: EntryLine, beside: Beside = NOTHING) -> Accepted:
    seen = {line.key: line.seen for line in chosen}
    return accept_entries(sheet_id=sheet, keys=list(seen) or None, seen=seen, actor=WANG, at=NOON, beside=beside)


@pytest.fixture
def cycle(db: None) -> int:
    return a_whole_cycle(2)


def test_each_report_is_handed_in_on_its_measure_with_its_own_entry(cycle: int) -> None:
    sheet = a_sheet(cycle, first())
    before = Entry.objects.count()

    assert accept(sheet, beside=NEXT) == Accepted(taken=2)
    told = Progress.objects.order_by("pk").values_list("measure__position", "done", "day", "claims", "next_step")
    assert list(told) == [
        (1, "专班2月3日已成立", date(2026, 2, 3), "ongoing", NEXT.next_step),
        (2, "排查河道 12 条", date(2026, 2, 20), "ongoing", NEXT.next_step),
    ]
    verbs = Entry.objects.order_by("sequence")[before:].values_list("verb", flat=True)
    assert list(verbs) == ["progress.report", "progress.report", "sheet.accept"]
    assert counts(sheet) == {"unchanged": 1, "taken": 2}


def test_the_preview_says_what_is_noticed(cycle: int) -> None:
    sheet = a_sheet(cycle, first("①专班2025年12月3日已成立；②拟排查河道 12 条"))

    early, ahead = (line.report for line in lines(sheet, "new"))
    assert early is not None
    assert ahead is not None
    assert early.early == ("2025年12月3日",)
    assert (ahead.ahead, ahead.figures, ahead.day) == (("拟",), ("12 条",), date(2026, 2, 20))


def test_rules_of_reports_hold_and_their_sentence_stands_at_the_line(cycle: int) -> None:
    sheet = a_sheet(cycle, first("①专班2025年12月3日已成立；②排查河道 12 条"))

    assert accept(sheet) == Accepted(refused=2)
    assert ["下一步" in str(line.note) for line in lines(sheet, "new")] == [True, True]
    assert accept(sheet, beside=NEXT) == Accepted(taken=1, refused=1)
    (early,) = lines(sheet, "new")
    assert "早于反馈日" in str(early.note)
    assert accept(sheet, early, beside=Beside(NEXT.next_step, "专班成立在前，仅作背景。")) == Accepted(taken=1)


def test_the_same_words_are_never_reported_twice(cycle: int) -> None:
    accept(a_sheet(cycle, first(next_step="复查")))

    again = a_sheet(cycle, first(next_step="复查"))

    assert counts(again) == {"unchanged": 3}
    assert accept(again) == Accepted()
    assert Progress.objects.count() == 2


def test_a_later_ledger_goes_on_and_one_against_what_units_said_waits(cycle: int) -> None:
    accept(a_sheet(cycle, first(next_step="复查")))
    other = Measure.objects.get(task__number=1, position=2)
    report = Report(day=date(2026, 2, 25), done="单位另报：排查完成 15 条。", next_step="收尾。")
    report_progress(measure_id=other.pk, report=report, token="token-of-unit", actor=WANG, at=NOON)

    later = a_sheet(cycle, first("①专班已开会 3 次；②排查河道 14 条", "复查"))

    assert counts(later) == {"changed": 1, "conflict": 1, "unchanged": 1}
    assert accept(later) == Accepted(taken=1, conflicts=1)
    (line,) = lines(later, "conflict")
    assert (line.fields[0].ours, line.fields[0].base) == ("单位另报：排查完成 15 条。", "排查河道 12 条")
    assert accept(later, line) == Accepted(taken=1)
    assert Progress.objects.filter(measure=other).count() == 3


def test_what_speaks_of_several_measures_is_placed_by_a_person_and_stays_so(cycle: int) -> None:
    sheet = a_sheet(cycle, first("已开会部署。", "复查"))
    (line,) = lines(sheet, "unplaced")
    measure = Measure.objects.get(task__number=1, position=2)
    foreign = Measure.objects.filter(task__number=2)[0]

    assert accept(sheet) == Accepted()
    assert accept(sheet, line) == Accepted(refused=1)
    assert accept(sheet, line, beside=Beside(measure=foreign.pk)) == Accepted(refused=1)
    assert accept(sheet, line, beside=Beside(measure=measure.pk)) == Accepted(taken=1)
    assert Progress.objects.get().measure == measure
    assert counts(a_sheet(cycle, first("已开会部署。", "复查"))) == {"unchanged": 2}


def test_a_report_on_a_new_measure_comes_after_it(cycle: int) -> None:
    sheet = a_sheet(cycle, first("①a 已办；②b 已办；③河长制度已印发", "复查", measures=f"{MEASURES}；③建立河长制度"))

    assert accept(sheet) == Accepted(taken=4)
    assert Progress.objects.get(measure__position=3).done == "河长制度已印发"


def test_a_state_closes_nothing_and_is_shown(cycle: int) -> None:
    sheet = a_sheet(cycle, first("已完成", status="已销号"))

    page = page_of(sheet)
    assert (page.doubted, counts(sheet)) == (1, {"unchanged": 1, "doubted": 1})
    (line,) = page_of(sheet, "doubted").entries
    assert "系统中未销号" in str(line.standing)
    assert accept(sheet, beside=NEXT) == Accepted()
    assert (Progress.objects.count(), Task.objects.get(number=1).state) == (0, "not_started")


def test_reports_enter_an_issued_plan_without_asking(db: None) -> None:
    cycle = an_issued_cycle(2)
    sheet = a_sheet(cycle, first(next_step="复查", measures=f"{MEASURES}；③建立河长制度"))

    assert accept(sheet) == Accepted()
    two = lines(sheet, "unplaced")
    assert len(two) == 1
    plain = a_sheet(cycle, first(next_step="复查"))
    assert accept(plain) == Accepted(taken=2)
    asked = ask_entries(sheet_id=sheet, keys=[two[0].key], seen={}, reason="理由", actor=WANG, at=NOON)
    assert asked == Accepted()


def test_what_the_ledger_says_may_be_left(cycle: int) -> None:
    sheet = a_sheet(cycle, first())
    keys = [line.key for line in lines(sheet, "new")]

    assert keep_entries(sheet_id=sheet, keys=keys, actor=WANG, at=NOON) == 2
    assert LedgerSheet.objects.get(pk=sheet).state == "settled"
    assert Progress.objects.count() == 0
