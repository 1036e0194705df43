"""Ledgers that an office keeps in workbooks of its own: mapped once, remembered, merged into a cycle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from builders.sheet import Value, xlsx_of
from issuing import NUMBER, a_whole_cycle, an_issued_cycle
from people import LI, NOON, WANG, ZHAO
from zhenggai.domain.changing import CannotChange
from zhenggai.domain.ledger_sheets.columns import SheetMapping, WrongSheetMapping
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.ledger.models import ChangeRequest, LedgerSheet, Measure, Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.workbooks.accepting import Accepted
from zhenggai.ledger.operations.workbooks.merging import accept_entries, ask_entries, keep_entries
from zhenggai.ledger.operations.workbooks.sheets import SheetUnreadable, drop_sheet, keep_sheet, map_sheet, pair_entry
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.queries.ledger_sheets import remembered_or_guessed, sheet_page, sheets_page
from zhenggai.ledger.shapes.ledger_sheets import EntryLine, SheetPage
from zhenggai.ledger.workbooks.holding import WorkbookChanged

LATER = NOON + timedelta(days=1)
HEAD: list[list[Value]] = [
    ["云岭县整改台账", None, None, None, None, None, None],
    ["序号", "反馈问题", "整改措施", "责任分工", None, "整改时限", "进展"],
    [None, None, None, "牵头领导", "责任单位", None, None],
]
MERGES = [(0, 0, 0, 6), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 2, 5), (1, 6, 2, 6)]
FIRST: list[Value] = [
    "1",
    "第1类巡查不到位",
    "①成立专班；②完成排查；③建立河长制度",
    "副县长吴某",
    "水利局",
    "6月底",
    "",
]
SECOND: list[Value] = ["2", "第2类巡查不到位", "成立专班", "副县长周某", "县水利局", date(2026, 5, 31), ""]
THIRD: list[Value] = ["7", "另有一件没有听说过的事", "查一查", "", "", "立行立改", ""]


def a_sheet(cycle: int, *rows: list[Value], version: int = 1) -> int:
    """A workbook that was handed in and mapped as it is guessed or remembered."""
    number = keep_sheet(cycle_id=cycle, name="台账.xlsx", data=xlsx_of([*HEAD, *rows], MERGES), actor=WANG, at=LATER)
    mapping, _version = remembered_or_guessed(sheet_id=number, actor=WANG)
    map_sheet(sheet_id=number, version=version, mapping=mapping, actor=WANG, at=LATER)
    return number


def page_of(sheet: int, state: str = "") -> SheetPage:
    return sheet_page(sheet_id=sheet, actor=WANG, state=state)


def only(sheet: int, state: str) -> EntryLine:
    (line,) = (one for one in page_of(sheet, state).entries if one.state == state)
    return line


def counts(sheet: int) -> dict[str, int]:
    return {choice.value: choice.count for choice in page_of(sheet).choices}


def accept(sheet: int, *keys: str, **seen: str) -> Accepted:
    told = {key.removeprefix("row"): value for key, value in seen.items()}
    return accept_entries(sheet_id=sheet, keys=keys or None, seen=told, actor=WANG, at=LATER)


def task(cycle: int, number: int) -> Task:
    return Task.objects.get(cycle_id=cycle, number=number)


@pytest.fixture
def cycle(db: None) -> int:
    return a_whole_cycle(2)


def test_entries_find_their_tasks_and_show_both_sides(cycle: int) -> None:
    sheet = a_sheet(cycle, FIRST, SECOND, THIRD)

    page = page_of(sheet)
    assert counts(sheet) == {"unpaired": 1, "new": 1, "conflict": 1}
    assert page.unused == ()
    new, conflict = only(sheet, "new"), only(sheet, "conflict")
    assert [(field.heading, field.new, field.theirs) for field in new.fields] == [("整改措施", True, "建立河长制度")]
    assert [(field.heading, field.ours, field.theirs) for field in conflict.fields] == [
        ("牵头领导", "副县长吴某", "副县长周某"),
        ("整改时限", "2026-06-30", "2026-05-31"),
    ]


def test_what_is_new_is_taken_and_what_differs_waits(cycle: int) -> None:
    sheet = a_sheet(cycle, FIRST, SECOND)

    assert accept(sheet) == Accepted(taken=1, conflicts=1)
    texts = Measure.objects.filter(task=task(cycle, 1)).order_by("position").values_list("text", flat=True)
    assert list(texts) == ["成立专班。", "完成排查。", "建立河长制度"]
    assert task_plan(task(cycle, 2)).leader == "副县长吴某"
    assert counts(sheet) == {"conflict": 1, "taken": 1}


def test_a_conflict_is_taken_as_it_was_seen_and_not_otherwise(cycle: int) -> None:
    sheet = a_sheet(cycle, SECOND)
    line = only(sheet, "conflict")

    with pytest.raises(WorkbookChanged):
        accept(sheet, line.key)
    assert accept(sheet, line.key, **{f"row{line.key}": line.seen}) == Accepted(taken=1)
    plan = task_plan(task(cycle, 2))
    assert (plan.leader, plan.deadline, plan.unit) == ("副县长周某", date(2026, 5, 31), "县水利局")


def test_the_plan_may_be_kept_where_the_ledger_says_something_else(cycle: int) -> None:
    sheet = a_sheet(cycle, SECOND)

    assert keep_entries(sheet_id=sheet, keys=[only(sheet, "conflict").key], actor=WANG, at=LATER) == 1
    assert counts(sheet) == {"kept": 1}
    assert LedgerSheet.objects.get(pk=sheet).state == "settled"


def test_the_same_headings_are_remembered_and_know_which_side_has_changed(cycle: int) -> None:
    number = keep_sheet(cycle_id=cycle, name="一月.xlsx", data=xlsx_of([*HEAD, SECOND], MERGES), actor=WANG, at=LATER)
    guessed, _version = remembered_or_guessed(sheet_id=number, actor=WANG)
    own = SheetMapping(
        guessed.sheet, guessed.row, guessed.levels, (("problem", "反馈问题"), ("leader", "责任分工/牵头领导"))
    )
    map_sheet(sheet_id=number, version=1, mapping=own, actor=WANG, at=LATER)
    line = only(number, "conflict")
    accept(number, line.key, **{f"row{line.key}": line.seen})

    later = a_sheet(cycle, [*SECOND[:3], "县长何某", *SECOND[4:]])

    assert page_of(later).mapping == own
    assert [field.base for field in only(later, "changed").fields] == ["副县长周某"]
    assert accept(later) == Accepted(taken=1)
    assert task_plan(task(cycle, 2)).leader == "县长何某"


def test_what_nobody_can_pair_is_paired_by_a_person(cycle: int) -> None:
    sheet = a_sheet(cycle, THIRD)
    line = only(sheet, "unpaired")

    pair_entry(sheet_id=sheet, version=2, key=line.key, number=2, actor=WANG, at=LATER)

    found = page_of(sheet).entries[0]
    assert (found.task_number, found.how) == (2, "人工指定")
    with pytest.raises(WorkbookChanged):
        pair_entry(sheet_id=sheet, version=2, key=line.key, number=0, actor=WANG, at=LATER)
    with pytest.raises(NoSuchThing):
        pair_entry(sheet_id=sheet, version=3, key=line.key, number=99, actor=WANG, at=LATER)
    with pytest.raises(NoSuchThing):
        pair_entry(sheet_id=sheet, version=3, key="999", number=1, actor=WANG, at=LATER)


def test_a_cell_that_nobody_can_tell_keeps_its_row_out(cycle: int) -> None:
    sheet = a_sheet(cycle, [*SECOND[:5], "尽快", ""])

    (cell,) = only(sheet, "refused").cells
    assert (cell.heading, cell.text) == ("整改时限", "尽快")
    assert accept(sheet) == Accepted()
    assert task_plan(task(cycle, 2)).leader == "副县长吴某"


def test_what_the_rules_of_plans_refuse_is_said_at_the_row(cycle: int) -> None:
    sheet = a_sheet(cycle, [*FIRST[:2], "①成立专班；②定期研究", *FIRST[3:]])

    assert accept(sheet) == Accepted(refused=1)
    note = page_of(sheet, "new").entries[0].note
    assert note is not None
    assert "请写明频次" in str(note)


def test_an_issued_plan_is_changed_only_by_asking(db: None) -> None:
    cycle = an_issued_cycle(2)
    sheet = a_sheet(cycle, SECOND)
    line = only(sheet, "conflict")
    seen = {line.key: line.seen}

    assert page_of(sheet).issued == NUMBER
    assert accept(sheet, line.key, **{f"row{line.key}": line.seen}) == Accepted(refused=1)
    with pytest.raises(CannotChange):
        ask_entries(sheet_id=sheet, keys=[line.key], seen=seen, reason=" ", actor=WANG, at=LATER)
    asked = ask_entries(sheet_id=sheet, keys=[line.key], seen=seen, reason="领导分工调整", actor=WANG, at=LATER)

    assert asked == Accepted(taken=1)
    assert task_plan(task(cycle, 2)).leader == "副县长吴某"
    request = ChangeRequest.objects.get()
    assert (request.task_id, request.state, request.reason) == (task(cycle, 2).pk, "asked", "领导分工调整")
    assert counts(sheet) == {"asked": 1}


def test_a_task_changed_meanwhile_is_not_overwritten(cycle: int) -> None:
    sheet = a_sheet(cycle, FIRST)
    first = task(cycle, 1)
    planning.plan_task(task_id=first.pk, version=first.version, plan=task_plan(first), actor=WANG, at=LATER)
    line = only(sheet, "new")

    assert accept(sheet, line.key) == Accepted(taken=1)
    assert counts(sheet) == {"taken": 1}


def test_a_sheet_put_aside_is_not_taken(cycle: int) -> None:
    sheet = a_sheet(cycle, FIRST)
    drop_sheet(sheet_id=sheet, version=2, actor=WANG, at=LATER)

    with pytest.raises(WorkbookChanged):
        accept(sheet)
    with pytest.raises(WorkbookChanged):
        drop_sheet(sheet_id=sheet, version=2, actor=WANG, at=LATER)


def test_columns_and_files_that_say_nothing_are_refused(cycle: int) -> None:
    number = keep_sheet(cycle_id=cycle, name="台账.xlsx", data=xlsx_of(HEAD, MERGES), actor=WANG, at=LATER)
    mapping, version = remembered_or_guessed(sheet_id=number, actor=WANG)

    with pytest.raises(SheetUnreadable):
        map_sheet(sheet_id=number, version=version, mapping=mapping, actor=WANG, at=LATER)
    with pytest.raises(WrongSheetMapping):
        map_sheet(sheet_id=number, version=version, mapping=SheetMapping("无", 0, 1, ()), actor=WANG, at=LATER)
    with pytest.raises(SheetUnreadable):
        keep_sheet(cycle_id=cycle, name="台账.xlsx", data=b"", actor=WANG, at=LATER)


def test_only_who_plans_has_anything_to_do_with_it(cycle: int) -> None:
    sheet = a_sheet(cycle, FIRST)

    for actor in (ZHAO, LI):
        with pytest.raises(NotAllowed):
            sheets_page(cycle_id=cycle, actor=actor)
        with pytest.raises(NotAllowed):
            sheet_page(sheet_id=sheet, actor=actor)
        with pytest.raises(NotAllowed):
            keep_entries(sheet_id=sheet, keys=["4"], actor=actor, at=LATER)
    assert [row.name for row in sheets_page(cycle_id=cycle, actor=WANG).sheets] == ["台账.xlsx"]
